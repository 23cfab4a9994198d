package eci

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// documentedLimits are the calls per minute that the service documents for an account, region and action, the smaller number where two
// pages differ, and a guess for the actions that it says nothing of.
var documentedLimits = map[string]int{
	"DescribeContainerGroupStatus":      10000,
	"DescribeContainerGroupEvents":      10000,
	"DescribeRegions":                   10000,
	"DescribeContainerGroups":           2000,
	"DescribeContainerGroupMetric":      2000,
	"CreateContainerGroup":              1000,
	"DeleteContainerGroup":              1000,
	"DescribeContainerGroupPrice":       1000,
	"TagResources":                      1000,
	"UntagResources":                    1000,
	"ListTagResources":                  1000,
	"UpdateContainerGroup":              500,
	"RestartContainerGroup":             500,
	"ExecContainerCommand":              500,
	"DescribeContainerLog":              500,
	"DescribeMultiContainerGroupMetric": 500,
	"CreateImageCache":                  200,
	otherActions:                        500,
}

// documentedBursts are the calls at once that the service documents, for the actions of which it says so: it counts these with a bucket
// that gets 20 calls a second back.
var documentedBursts = map[string]int{"CreateContainerGroup": 100, "DeleteContainerGroup": 100}

// Actions are those that the client can call, in alphabetical order.
var Actions = []string{
	"CommitContainer",
	"CopyDataCache",
	"CreateContainerGroup",
	"CreateDataCache",
	"CreateImageCache",
	"CreateInstanceOpsTask",
	"CreateVirtualNode",
	"DeleteContainerGroup",
	"DeleteDataCache",
	"DeleteImageCache",
	"DeleteVirtualNode",
	"DescribeAvailableResource",
	"DescribeCommitContainerTask",
	"DescribeContainerGroupEvents",
	"DescribeContainerGroupMetric",
	"DescribeContainerGroupPrice",
	"DescribeContainerGroupStatus",
	"DescribeContainerGroups",
	"DescribeContainerLog",
	"DescribeDataCaches",
	"DescribeImageCaches",
	"DescribeInstanceOpsRecords",
	"DescribeMultiContainerGroupMetric",
	"DescribeRegions",
	"DescribeVirtualNodes",
	"ExecContainerCommand",
	"ListTagResources",
	"ListUsage",
	"ResizeContainerGroupVolume",
	"RestartContainerGroup",
	"TagResources",
	"UntagResources",
	"UpdateContainerGroup",
	"UpdateDataCache",
	"UpdateImageCache",
	"UpdateVirtualNode",
}

// otherActions is the key of the limit for each action that has none of its own.
const otherActions = "*"

// limits holds calls back so that the service need not refuse them. It is safe for concurrent use.
type limits struct {
	perMinute map[string]int // by action, in place of documentedLimits

	mu       sync.Mutex
	limiters map[string]*rate.Limiter
	strains  map[string]strain
}

// strain is how hard it is to get through with an action: it rises when nothing gets through, and eases with each call that does.
type strain struct {
	level int
	rose  time.Time
}

// limiter returns the limiter of an action. It lets through at most the limit in any minute: a quarter at once, or what is documented if
// that is less, and the rest evenly.
func (l *limits) limiter(action string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limiters == nil {
		l.limiters = map[string]*rate.Limiter{}
	}
	if l.limiters[action] == nil {
		perMinute := l.of(action)
		burst := (perMinute + 3) / 4
		if documented, ok := documentedBursts[action]; ok && perMinute == documentedLimits[action] {
			burst = min(burst, documented)
		}
		l.limiters[action] = rate.NewLimiter(rate.Limit(float64(max(1, perMinute-burst))/60), burst)
	}
	return l.limiters[action]
}

func (l *limits) of(action string) int {
	for _, key := range []string{action, otherActions} {
		for _, from := range []map[string]int{l.perMinute, documentedLimits} {
			if perMinute, ok := from[key]; ok {
				return perMinute
			}
		}
	}
	panic("unreachable: documentedLimits names " + otherActions)
}

// wait returns when action may be called, or an error when ctx ends before.
func (l *limits) wait(ctx context.Context, action string) error {
	err := l.limiter(action).Wait(ctx)
	if err != nil && ctx.Err() == nil { // the limiter sees that the time will not do, and says so in its own words
		err = context.DeadlineExceeded
	}
	if err != nil {
		return fmt.Errorf("waiting for its turn under the limit of %d calls per minute: %w", l.of(action), err)
	}
	return nil
}

// throttled slows down after a refusal of an attempt that began at a time: others use up the account's quota too, so that no burst is
// left. Refusals of attempts that were made at once raise the strain once.
func (l *limits) throttled(action string, began time.Time) {
	limiter, now := l.limiter(action), time.Now()
	if saved := int(limiter.TokensAt(now)); saved > 0 {
		limiter.ReserveN(now, saved)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.strains == nil {
		l.strains = map[string]strain{}
	}
	if s := l.strains[action]; s.level == 0 || began.After(s.rose) {
		l.strains[action] = strain{s.level + 1, now}
	}
}

// served halves the strain after an attempt that was not refused for throttling.
func (l *limits) served(action string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s, ok := l.strains[action]; ok {
		l.strains[action] = strain{s.level / 2, s.rose}
	}
}

// strain returns how often the process has been refused in a row, as it were: 0 if calls get through.
func (l *limits) strain(action string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.strains[action].level
}
