package rpc

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter holds calls to so many per minute, counted for each access key, region and action.
type limiter struct {
	mu      sync.Mutex
	limits  map[string]int // by action; "*" is for every action that is not named
	buckets map[bucketKey]*rate.Limiter
}

type bucketKey struct{ accessKeyID, region, action string }

// set replaces the limits and forgets what was counted.
func (l *limiter) set(limits map[string]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limits, l.buckets = limits, map[bucketKey]*rate.Limiter{}
}

// take refuses the call if its bucket is empty, and says then when it will no longer be.
func (l *limiter) take(call *Call) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	perMinute, ok := l.limits[call.Action]
	if !ok {
		if perMinute, ok = l.limits["*"]; !ok {
			return nil
		}
	}
	key := bucketKey{call.AccessKeyID, call.Region, call.Action}
	bucket := l.buckets[key]
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		l.buckets[key] = bucket
	}
	if bucket.AllowN(call.Time, 1) {
		return nil
	}
	err := throttled()
	if perMinute > 0 {
		err.retryAfter = time.Duration((1 - bucket.TokensAt(call.Time)) * float64(time.Minute) / float64(perMinute))
	}
	return err
}

// CheckRateLimits refuses a Config.RateLimits with an unknown action or a negative limit.
func CheckRateLimits(perMinute map[string]int, actions []Action) error {
	for name, limit := range perMinute {
		if limit < 0 {
			return fmt.Errorf("rate limit: %s has %d calls per minute, which cannot be negative", name, limit)
		}
		if name != "*" && !slices.ContainsFunc(actions, func(a Action) bool { return a.Name == name }) {
			return fmt.Errorf("rate limit: no action is called %q", name)
		}
	}
	return nil
}

func throttled() *Error {
	return Errorf(http.StatusBadRequest, "Throttling.User", "The call was refused by flow control.")
}
