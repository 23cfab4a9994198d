package eci

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// callsWithin counts the calls that go out within a time when nothing else holds them back.
func callsWithin(t *testing.T, limits *limits, action string, d time.Duration) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	calls := 0
	for limits.wait(ctx, action) == nil {
		calls++
	}
	return calls
}

func TestLimits(t *testing.T) {
	configured := map[string]int{"CreateContainerGroup": 60, "RestartContainerGroup": 1}
	tests := map[string]struct {
		action    string
		perMinute map[string]int
		want      int
	}{
		"documented":             {"DescribeContainerGroups", nil, 2000},
		"not documented":         {"DescribeImageCaches", nil, 500},
		"configured":             {"CreateContainerGroup", configured, 60},
		"one":                    {"RestartContainerGroup", configured, 1},
		"documented still":       {"DeleteContainerGroup", configured, 1000},
		"others configured":      {"DescribeImageCaches", map[string]int{"*": 20}, 20},
		"others, but documented": {"CreateImageCache", map[string]int{"*": 5000}, 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limits := &limits{perMinute: test.perMinute}
				begin := time.Now()
				if got := callsWithin(t, limits, test.action, time.Minute-time.Second); got > test.want || got < test.want*19/20 {
					t.Errorf("%d calls in a minute, want nearly %d", got, test.want)
				}
				if time.Since(begin) > time.Minute {
					t.Errorf("took %s", time.Since(begin))
				}
			})
		})
	}
}

func TestBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		limits := new(limits)
		for range 500 {
			if err := limits.wait(t.Context(), "DescribeContainerGroups"); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("a quarter of the limit took %s", took)
		}
		if got := callsWithin(t, limits, "CreateContainerGroup", time.Second); got < 100 || got > 120 {
			t.Errorf("%d calls, of which 100 are allowed at once and 20 in a second; another action must not wait", got)
		}
	})
}

func TestLimitEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limits := &limits{perMinute: map[string]int{"*": 1}}
		if err := limits.wait(t.Context(), "X"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := limits.wait(ctx, "X"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("deadline: %v", err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begin := time.Now()
		if err := limits.wait(ctx, "X"); !errors.Is(err, context.Canceled) || time.Since(begin) != time.Second {
			t.Errorf("cancelled: %v after %s", err, time.Since(begin))
		}
	})
}

func TestThrottledCallsSlowTheOthersDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		c := newClient(t, func(*http.Request) (*http.Response, error) {
			if attempts++; attempts == 1 {
				return refusal(400, "Throttling.User")()
			}
			return answer(200, ok), nil
		})
		if _, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{}); err != nil {
			t.Fatal(err)
		}
		// The wait before the retry counts too, up to a second.
		if got := callsWithin(t, &c.limits, "CreateContainerGroup", 10*time.Second); got > 170 {
			t.Errorf("%d calls in 10 s, want those of 900 per minute and no burst", got)
		}
		if got := callsWithin(t, &c.limits, "DeleteContainerGroup", time.Second); got < 100 {
			t.Errorf("another action is slowed down too: %d calls", got)
		}
	})
}

// Where most calls get through, none is held back for long, however unlucky it is.
func TestThrottlingHoldsNoCallForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		luck, mu := map[string]*rand.Rand{}, sync.Mutex{}
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			<-time.After(50 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			id := req.FormValue("ResourceId.1")
			if luck[id] == nil { // of each call, so that it is the same in each run
				n, _ := strconv.ParseUint(id, 10, 64)
				luck[id] = rand.New(rand.NewPCG(1, n))
			}
			if luck[id].Float64() < 0.3 {
				return refusal(400, "Throttling.User")()
			}
			return answer(200, ok), nil
		})
		c.maxRetries, c.limits.perMinute = DefaultMaxRetries, map[string]int{"TagResources": 1_000_000}
		c.retryWaitMin, c.retryWaitMax = defaultRetryWaitMin, defaultRetryWaitMax
		var all sync.WaitGroup
		calls := make(chan int)
		for range 10 {
			all.Go(func() {
				for call := range calls {
					begin := time.Now()
					if _, err := c.TagResources(t.Context(), &TagResourcesRequest{ResourceId: []string{strconv.Itoa(call)}}); err != nil {
						t.Error(err)
					}
					if took := time.Since(begin); took > 30*time.Second {
						t.Errorf("a call took %s", took)
					}
				}
			})
		}
		for call := range 1000 {
			calls <- call
		}
		close(calls)
		all.Wait()
		if len(luck) != 1000 {
			t.Errorf("%d calls came", len(luck))
		}
	})
}

// How long an unlucky call waits after throttling depends on how all fare, and not on how often it was refused itself.
func TestThrottledCallsShareTheirBackoff(t *testing.T) {
	for level, limit := range map[int]time.Duration{0: time.Second, 1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second, 20: time.Minute} {
		c := newClient(t, nil)
		c.limits.strains = map[string]strain{"TagResources": {level: level}}
		x := &exchange{client: c, action: "TagResources", latest: outcome{err: &Error{Code: "Throttling.User"}}}
		longest := time.Duration(0)
		for range 1000 { // it is random
			longest = max(longest, x.backoff(time.Second, time.Minute, 8, &http.Response{}))
		}
		if longest > limit || longest < limit/2 {
			t.Errorf("strain %d: waits up to %s, want up to %s", level, longest, limit)
		}
	}
}

// Where none gets through, all wait longer and longer, but not because there are many of them.
func TestThrottlingOfAllCalls(t *testing.T) {
	for _, calls := range []int{1, 10} {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(*http.Request) (*http.Response, error) {
				<-time.After(50 * time.Millisecond)
				return refusal(400, "Throttling.User")()
			})
			c.maxRetries, c.limits.perMinute = DefaultMaxRetries, map[string]int{"TagResources": 1_000_000}
			c.retryWaitMin, c.retryWaitMax = defaultRetryWaitMin, defaultRetryWaitMax
			var all sync.WaitGroup
			for range calls {
				all.Go(func() {
					begin := time.Now()
					_, err := c.TagResources(t.Context(), &TagResourcesRequest{})
					if took := time.Since(begin); !IsThrottled(err) || took < 2*time.Second || took > 8*time.Minute {
						t.Errorf("with %d calls one gave up after %s: %v", calls, took, err)
					}
				})
			}
			all.Wait()
			if strain := c.limits.strain("TagResources"); strain < DefaultMaxRetries {
				t.Errorf("with %d calls the strain is %d", calls, strain)
			}
		})
	}
}

func TestStrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, begin := new(limits), time.Now()
		<-time.After(time.Second)
		for range 10 {
			l.throttled("X", begin) // at once
		}
		if got := l.strain("X"); got != 1 {
			t.Errorf("%d after refusals at once, want 1", got)
		}
		again := time.Now().Add(time.Second)
		<-time.After(2 * time.Second)
		l.throttled("X", again)
		if got := l.strain("X"); got != 2 {
			t.Errorf("%d after a refusal of an attempt that was made later, want 2", got)
		}
		for _, want := range []int{1, 0, 0} { // halved
			l.served("X")
			if got := l.strain("X"); got != want {
				t.Errorf("%d after an answer, want %d", got, want)
			}
		}
		l.throttled("X", begin)
		if got := l.strain("X"); got != 1 || l.strain("Y") != 0 {
			t.Errorf("%d after another refusal, want 1; %d for another action", got, l.strain("Y"))
		}
	})
}

func TestRetriesCountAgainstTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, func(*http.Request) (*http.Response, error) { return refusal(503, "ServiceUnavailable")() })
		c.limits.perMinute = map[string]int{"TagResources": 2}
		c.retryWaitMin = time.Millisecond
		begin := time.Now()
		_, err := c.TagResources(t.Context(), &TagResourcesRequest{})
		if took := time.Since(begin); err == nil || took < 2*time.Minute {
			t.Errorf("4 attempts at 2 per minute took %s: %v", took, err)
		}
	})
}
