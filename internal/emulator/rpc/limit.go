package rpc

import (
	"cmp"
	"fmt"
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

// take takes the call from its bucket. If that is empty, it returns the time until it is not.
func (l *limiter) take(call *Call) (retryAfter time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	perMinute, ok := l.limits[call.Action]
	if !ok {
		if perMinute, ok = l.limits["*"]; !ok {
			return 0, true
		}
	}
	key := bucketKey{call.AccessKeyID, call.Region, call.Action}
	bucket := l.buckets[key]
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		l.buckets[key] = bucket
	}
	if bucket.AllowN(call.Time, 1) {
		return 0, true
	}
	if perMinute > 0 {
		retryAfter = time.Duration((1 - bucket.TokensAt(call.Time)) * float64(time.Minute) / float64(perMinute))
	}
	return retryAfter, false
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

// SetThrottlingCode changes Config.ThrottlingCode.
func (s *Server) SetThrottlingCode(code string) {
	s.throttlingCode.Store(cmp.Or(code, "Throttling.User"))
}

func (s *Server) throttled(retryAfter time.Duration) *Error {
	err := badRequest(s.throttlingCode.Load().(string), "The call was refused by flow control.")
	err.retryAfter = retryAfter
	return err
}
