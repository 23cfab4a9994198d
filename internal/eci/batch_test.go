package eci

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// shelf serves a loader: it has every ID but "missing", takes its time for each call, and refuses calls that
// name "bad".
type shelf struct {
	mu     sync.Mutex
	calls  [][]string
	ended  int // calls whose context ended
	refuse error
}

func (s *shelf) fetch(ctx context.Context, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	s.mu.Lock()
	s.calls = append(s.calls, ids)
	s.mu.Unlock()
	select {
	case <-time.After(shelfTime):
	case <-ctx.Done():
		s.mu.Lock()
		s.ended++
		s.mu.Unlock()
		return nil, ctx.Err()
	}
	if slices.Contains(ids, "bad") {
		return nil, s.refuse
	}
	found := map[string]string{}
	for _, id := range ids {
		if id != "missing" {
			found[id] = "value of " + id
		}
	}
	return found, nil
}

const (
	testGap   = 10 * time.Millisecond
	shelfTime = 50 * time.Millisecond
)

// readers lets n readers work through objects 0 to objects-1, as Terraform does, and fails for a wrong value.
func readers(t *testing.T, l *loader[string], n, objects int) {
	t.Helper()
	ids := make(chan string)
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for id := range ids {
				if value, found, err := l.load(t.Context(), id); value != "value of "+id || !found || err != nil {
					t.Errorf("%s: got %q, %v, %v", id, value, found, err)
				}
			}
		})
	}
	for i := range objects {
		ids <- fmt.Sprintf("id-%d", i)
	}
	close(ids)
	wg.Wait()
}

func TestLoaderSharesCalls(t *testing.T) {
	tests := []struct{ readers, objects, calls int }{
		{10, 1000, 100},
		{20, 1000, 50},
		{50, 1000, 55},
		{1, 3, 3},
		{21, 21, 2},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d readers of %d objects", test.readers, test.objects), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				shelf := new(shelf)
				readers(t, newLoader(20, testGap, shelf.fetch), test.readers, test.objects)
				if len(shelf.calls) > test.calls {
					t.Errorf("%d calls, want at most %d", len(shelf.calls), test.calls)
				}
				for _, ids := range shelf.calls {
					if len(ids) > 20 {
						t.Errorf("a call names %d IDs", len(ids))
					}
				}
			})
		})
	}
}

func TestLoaderWaitsForStragglersButNotLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := new(shelf)
		l := newLoader(20, testGap, shelf.fetch)
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() { _, _, _ = l.load(t.Context(), fmt.Sprint(i)) })
			<-time.After(testGap * 9 / 10)
		}
		wg.Wait()
		if len(shelf.calls) != 1 {
			t.Errorf("calls %v, want one", shelf.calls)
		}
		begin := time.Now()
		_, _, _ = newLoader(20, testGap, shelf.fetch).load(t.Context(), "alone")
		if took := time.Since(begin); took != testGap+shelfTime {
			t.Errorf("a lone reader waited %s, want %s beside the call", took, testGap)
		}
	})
}

// A busy Terraform asks for one object after the other, each later than the gap: the batches become larger all the same.
func TestLoaderWaitsForReadersToComeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := new(shelf)
		l := newLoader(20, testGap, shelf.fetch)
		processor := make(chan struct{}, 1)
		var wg sync.WaitGroup
		for reader := range 10 {
			wg.Go(func() {
				for object := range 20 {
					processor <- struct{}{}
					<-time.After(4 * testGap)
					<-processor
					_, _, _ = l.load(t.Context(), fmt.Sprint(reader, " ", object))
				}
			})
		}
		wg.Wait()
		if len(shelf.calls) > 30 {
			t.Errorf("%d calls for 200 objects and 10 readers", len(shelf.calls))
		}
	})
}

// Once it is better to hurry, nobody waits for readers that may come soon.
func TestLoaderHurries(t *testing.T) {
	for _, hurried := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l := newLoader(20, testGap, new(shelf).fetch)
			readers(t, l, 10, 10) // all of which may come again
			l.hurried = func() bool { return hurried }
			begin := time.Now()
			_, _, _ = l.load(t.Context(), "one of ten")
			if took := time.Since(begin); (took == testGap+shelfTime) != hurried {
				t.Errorf("hurried: %t; waited %s", hurried, took)
			}
		})
	}
}

// Waits come back together, but long after they were served.
func TestLoaderSharesCallsOfWaits(t *testing.T) {
	for _, pause := range []time.Duration{patience * testGap / 2, patience * testGap, 2 * patience * testGap} {
		synctest.Test(t, func(t *testing.T) {
			shelf := new(shelf)
			l := newLoader(20, testGap, shelf.fetch)
			for range 10 {
				var wg sync.WaitGroup
				for i := range 10 {
					wg.Go(func() {
						<-time.After(time.Duration(i) * testGap / 20)
						_, _, _ = l.load(t.Context(), fmt.Sprint(i))
					})
				}
				wg.Wait()
				<-time.After(pause)
			}
			if len(shelf.calls) != 10 {
				t.Errorf("%d calls for 10 looks of 10 waits %s apart", len(shelf.calls), pause)
			}
		})
	}
}

// A call that hangs must not hold back the next for long.
func TestLoaderDoesNotWaitForSlowCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoader(20, testGap, func(ctx context.Context, ids []string) (map[string]string, error) {
			if slices.Contains(ids, "slow") {
				<-ctx.Done()
			}
			return nil, ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() { _, _, _ = l.load(ctx, "slow") })
		<-time.After(time.Second)
		begin := time.Now()
		_, _, _ = l.load(t.Context(), "quick")
		if took := time.Since(begin); took > patience*testGap {
			t.Errorf("waited %s", took)
		}
		cancel()
		wg.Wait()
	})
}

func TestLoaderGoesAtOnceWhenFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := new(shelf)
		begin := time.Now()
		readers(t, newLoader(20, testGap, shelf.fetch), 20, 20)
		if took := time.Since(begin); took != shelfTime {
			t.Errorf("took %s", took)
		}
	})
}

func TestLoaderNamesAnObjectOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := new(shelf)
		l := newLoader(20, testGap, shelf.fetch)
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				if value, found, err := l.load(t.Context(), "same"); value == "" || !found || err != nil {
					t.Errorf("got %q, %v, %v", value, found, err)
				}
			})
		}
		wg.Wait()
		if fmt.Sprint(shelf.calls) != "[[same]]" {
			t.Errorf("calls %v", shelf.calls)
		}
	})
}

func TestLoaderMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoader(20, testGap, new(shelf).fetch)
		var wg sync.WaitGroup
		wg.Go(func() {
			if value, found, err := l.load(t.Context(), "missing"); value != "" || found || err != nil {
				t.Errorf("missing: got %q, %v, %v", value, found, err)
			}
		})
		wg.Go(func() { readers(t, l, 3, 3) })
		wg.Wait()
	})
}

// A refusal because of one ID reaches its reader alone; when the service is out of order it is the same for all.
func TestLoaderErrors(t *testing.T) {
	tests := map[string]struct {
		refusal error
		spoils  bool // the other readers' answer
	}{
		"refused":      {&Error{Code: "InvalidParameter"}, false},
		"out of order": {&Error{Code: "ServiceUnavailable", HTTPStatus: 503}, true},
		"no answer":    {errors.New("connection reset"), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLoader(20, testGap, (&shelf{refuse: test.refusal}).fetch)
				var wg sync.WaitGroup
				wg.Go(func() {
					if _, _, err := l.load(t.Context(), "bad"); !errors.Is(err, test.refusal) {
						t.Errorf("bad: %v", err)
					}
				})
				for range 3 {
					wg.Go(func() {
						if _, _, err := l.load(t.Context(), "good"); (err != nil) != test.spoils {
							t.Errorf("good: %v", err)
						}
					})
				}
				wg.Wait()
			})
		})
	}
}

func TestLoaderCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := new(shelf)
		l := newLoader(20, testGap, shelf.fetch)
		reason := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				begin := time.Now()
				if _, _, err := l.load(ctx, "impatient"); !errors.Is(err, reason) {
					t.Errorf("impatient: %v", err)
				}
				if took := time.Since(begin); took > shelfTime/2 {
					t.Errorf("impatient: took %s", took)
				}
			})
		}
		wg.Go(func() { readers(t, l, 2, 2) })
		<-time.After(shelfTime / 2)
		cancel(reason)
		wg.Wait()
		if len(shelf.calls) != 1 || shelf.ended != 0 {
			t.Errorf("calls %v, %d of them ended early", shelf.calls, shelf.ended)
		}
	})
}

func TestLoaderCancelAll(t *testing.T) {
	for name, after := range map[string]time.Duration{"before the call": testGap / 2, "during the call": testGap + shelfTime/2} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				shelf := new(shelf)
				l := newLoader(20, testGap, shelf.fetch)
				ctx, cancel := context.WithTimeout(t.Context(), after)
				defer cancel()
				var wg sync.WaitGroup
				for i := range 3 {
					wg.Go(func() {
						if _, _, err := l.load(ctx, fmt.Sprint(i)); !errors.Is(err, context.DeadlineExceeded) {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				synctest.Wait()
				if shelf.ended != 1 {
					t.Errorf("calls %v, %d of them ended early", shelf.calls, shelf.ended)
				}
				readers(t, l, 1, 1) // the next batch is a new one
			})
		})
	}
}
