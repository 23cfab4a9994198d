// Package wait waits for objects to come and go, and tells one that is gone from one that ECI does not show.
package wait

import (
	"context"
	"time"
)

// Until calls check at once and then again and again until it is done, returns an error or ctx ends; then it returns the
// cause of that. The pauses grow with the time that has passed. All waits look at the same moments, so that a check
// that batches its reads needs few calls however many are waiting.
func Until(ctx context.Context, check func(context.Context) (done bool, err error)) error {
	begin := time.Now()
	for {
		done, err := check(ctx)
		if done || err != nil {
			return err
		}
		now := time.Now()
		interval := pause(now.Sub(begin))
		timer := time.NewTimer(now.Truncate(interval).Add(interval).Sub(now))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
	}
}

// pause returns the time until the next look when a wait has lasted for a time: short while most objects become ready, then ever longer.
func pause(passed time.Duration) time.Duration {
	switch {
	case passed < 6*time.Second:
		return 100 * time.Millisecond
	case passed < 15*time.Second:
		return 400 * time.Millisecond
	case passed < time.Minute:
		return time.Second
	case passed < 5*time.Minute:
		return 3 * time.Second
	default:
		return 10 * time.Second
	}
}
