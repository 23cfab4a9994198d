package wait

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// fake is an object that is listed between two times after its creation.
type fake struct {
	begin       time.Time
	from, until time.Duration
	confirm     error
	confirmed   int
}

func (f *fake) object() Object[string] {
	return Object[string]{
		List: func(context.Context) (string, bool, error) {
			age := time.Since(f.begin)
			return "here", age >= f.from && age < f.until, nil
		},
		Confirm: func(context.Context) error {
			f.confirmed++
			return f.confirm
		},
	}
}

func TestRead(t *testing.T) {
	missing := &eci.Error{Code: "InvalidParameter.NotFound", HTTPStatus: 404}
	broken := errors.New("broken")
	tests := []struct {
		name          string
		listed        bool
		list, confirm error
		here          bool
		err           error
	}{
		{"listed", true, nil, broken, true, nil},
		{"gone", false, nil, nil, false, nil},
		{"not found", false, missing, nil, false, nil},
		{"hidden", false, nil, ErrHidden, false, ErrHidden},
		{"broken", false, broken, nil, false, broken},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			object := Object[string]{
				List:    func(context.Context) (string, bool, error) { return "here", test.listed, test.list },
				Confirm: func(context.Context) error { return test.confirm },
			}
			got, err := object.Read(t.Context())
			if (got != nil) != test.here || !errors.Is(err, test.err) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// TestReadEnds gives up on a list or a second look that never ends.
func TestReadEnds(t *testing.T) {
	never := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	for name, object := range map[string]Object[string]{
		"list":        {List: func(ctx context.Context) (string, bool, error) { return "", false, never(ctx) }},
		"second look": {List: func(context.Context) (string, bool, error) { return "", false, nil }, Confirm: never},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				if _, err := object.Read(t.Context()); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != ReadWithin {
					t.Errorf("%v after %v", err, time.Since(begin))
				}
			})
		})
	}
}

// TestWaitForOneThatIsNotListedYet waits out the lag after a creation without a second look.
func TestWaitForOneThatIsNotListedYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{begin: time.Now(), from: 30 * time.Second, until: time.Hour}
		got, err := f.object().WaitFor(t.Context(), func(string) (bool, error) { return true, nil })
		if err != nil || got == nil || f.confirmed > 0 {
			t.Errorf("%v, %v after %d confirmations", got, err, f.confirmed)
		}
		if age := time.Since(f.begin); age > 32*time.Second {
			t.Errorf("it took %v", age)
		}
	})
}

func TestWaitForOneThatIsDeleted(t *testing.T) {
	for name, from := range map[string]time.Duration{"after it was seen": 0, "before it was seen": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fake{begin: time.Now(), from: from, until: 5 * time.Second}
				_, err := f.object().WaitFor(t.Context(), func(string) (bool, error) { return false, nil })
				if failed := FailedError(""); !errors.As(err, &failed) {
					t.Errorf("%v", err)
				}
				if age := time.Since(f.begin); age > visibleWithin+3*time.Second {
					t.Errorf("it took %v", age)
				}
			})
		})
	}
}

func TestWaitForEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		f := &fake{begin: time.Now(), until: time.Hour}
		last, err := f.object().WaitFor(ctx, func(string) (bool, error) { return false, nil })
		if last == nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, %v", last, err)
		}
	})
}

// TestWatched sees the object at each look but that at which it is gone.
func TestWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, looks, seen := &fake{begin: time.Now(), until: 5 * time.Second}, 0, 0
		object := f.object()
		list := object.List
		object.List = func(ctx context.Context) (string, bool, error) {
			looks++
			return list(ctx)
		}
		err := object.Watched(func(string) { seen++ }).WaitGone(t.Context())
		if err != nil || seen == 0 || seen != looks-1 {
			t.Errorf("%v, seen %d times in %d looks", err, seen, looks)
		}
	})
}

// TestWaitGone goes on while the second look still shows the object, and not when it fails.
func TestWaitGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{begin: time.Now(), until: 5 * time.Second}
		object := f.object()
		object.Confirm = func(context.Context) error {
			if time.Since(f.begin) < 20*time.Second {
				return ErrHidden
			}
			return nil
		}
		if err := object.WaitGone(t.Context()); err != nil || time.Since(f.begin) < 20*time.Second {
			t.Errorf("%v after %v", err, time.Since(f.begin))
		}
		broken := errors.New("broken")
		f.confirm = broken
		if err := f.object().WaitGone(t.Context()); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	})
}
