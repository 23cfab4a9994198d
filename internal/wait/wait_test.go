package wait_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

func TestUntilChecksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin, checks := time.Now(), 0
		err := wait.Until(t.Context(), func(context.Context) (bool, error) { checks++; return true, nil })
		if err != nil || checks != 1 || time.Since(begin) != 0 {
			t.Errorf("error %v after %d checks and %v", err, checks, time.Since(begin))
		}
	})
}

func TestUntilEndsWithTheErrorOfACheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken, checks := errors.New("broken"), 0
		err := wait.Until(t.Context(), func(context.Context) (bool, error) {
			if checks++; checks < 3 {
				return false, nil
			}
			return false, broken
		})
		if !errors.Is(err, broken) || checks != 3 {
			t.Errorf("error %v after %d checks", err, checks)
		}
	})
}

func TestUntilEndsWithItsContext(t *testing.T) {
	never := func(context.Context) (bool, error) { return false, nil }
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		if err := wait.Until(ctx, never); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 90*time.Second {
			t.Errorf("error %v after %v", err, time.Since(begin))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		begin, why := time.Now(), errors.New("no longer wanted")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(90*time.Second, func() { cancel(why) })
		if err := wait.Until(ctx, never); !errors.Is(err, why) || time.Since(begin) != 90*time.Second {
			t.Errorf("error %v after %v, want the cause", err, time.Since(begin))
		}
	})
}

// Looking often at first makes short waits short; looking rarely later keeps long ones cheap.
func TestUntilLooksLessOftenWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var times []time.Duration
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		_ = wait.Until(ctx, func(context.Context) (bool, error) {
			times = append(times, time.Since(begin))
			return false, nil
		})
		if len(times) > 300 {
			t.Errorf("%d looks in 20 minutes", len(times))
		}
		for i := 2; i < len(times); i++ {
			gap, limit := times[i]-times[i-1], max(time.Second, times[i-1]/10)
			if gap > limit {
				t.Errorf("nobody looked for %v after %v, want at most %v", gap, times[i-1], limit)
			}
		}
	})
}

// Waits that began at different times look at the same moments, so that their reads can be one call, but for the moments in
// which the pauses of some have grown already.
func TestUntilLooksTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := map[time.Time]int{}
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		results := make(chan map[time.Time]bool)
		for i := range 5 {
			time.AfterFunc(time.Duration(i)*70*time.Millisecond, func() {
				mine := map[time.Time]bool{}
				_ = wait.Until(ctx, func(context.Context) (bool, error) {
					mine[time.Now()] = true
					return false, nil
				})
				results <- mine
			})
		}
		for range 5 {
			for at := range <-results {
				looks[at]++
			}
		}
		for at, count := range looks {
			passed := at.Sub(begin)
			if growing := passed > 6*time.Second && passed < 6500*time.Millisecond; passed > time.Second && !growing && count != 5 {
				t.Errorf("after %v only %d of 5 looked", passed, count)
			}
		}
	})
}

// Whatever becomes ready in its first seconds is reported within half a second.
func TestUntilNoticesSoon(t *testing.T) {
	for _, ready := range []time.Duration{0, 10 * time.Millisecond, time.Second, 3 * time.Second, 3210 * time.Millisecond, 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			<-time.After(123 * time.Millisecond) // waits begin at any moment
			begin := time.Now()
			if err := wait.Until(t.Context(), func(context.Context) (bool, error) { return time.Since(begin) >= ready, nil }); err != nil {
				t.Fatal(err)
			}
			if late := time.Since(begin) - ready; late > 500*time.Millisecond {
				t.Errorf("ready after %s, reported %s later", ready, late)
			}
		})
	}
}
