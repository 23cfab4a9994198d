// Package probe finds out on a real account what no public source says about ECI: which answer to each of [emulator.Assumptions] holds.
//
// There is a Probe for each assumption. It makes what it needs, looks, and takes it away again. `make probe` runs all or one of them and
// writes a report, and the package's test runs each against the emulator under every answer, so that a probe that cannot tell two
// answers apart fails.
package probe

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// Probe finds out which answer to an assumption holds.
type Probe struct {
	// Assumption is the name of an emulator.Assumption.
	Assumption string
	// Groups is how many container groups it creates at most.
	Groups int
	// Minutes is how long each lives at most; 0 is 2.
	Minutes float64
	// CPU in vCPU and Memory in GiB are what each is billed for; 0 is the smallest size, 0.25 and 0.5.
	CPU, Memory float64
	// Alone says that no other probe can run at the same time.
	Alone bool

	// find returns the name of the answer, and what was seen. Where that fits no answer, the name is empty.
	find func(b *bench) (answer, evidence string)
}

// Probes are all probes, in the order of the assumptions.
func Probes() []Probe {
	all := slices.Concat(answerProbes, creationProbes, updateProbes, runningProbes, operationProbes)
	place := func(p Probe) int {
		return slices.IndexFunc(emulator.Assumptions, func(a emulator.Assumption) bool { return a.Name == p.Assumption })
	}
	slices.SortFunc(all, func(a, b Probe) int { return cmp.Compare(place(a), place(b)) })
	return all
}

// minutes is how long each of the probe's groups lives at most.
func (p Probe) minutes() float64 { return cmp.Or(p.Minutes, 2) }

// Prices that ECI's billing pages tell for a second, in Yuan. Disks of a few minutes cost less than what is rounded here.
const (
	yuanPerCPU    = 0.000049
	yuanPerMemory = 0.00000613
)

// Cost is what running probes costs at most, in Yuan, with the group that they share.
func Cost(probes []Probe) float64 {
	cost := func(cpu, memory, minutes float64) float64 {
		return 60 * minutes * (cpu*yuanPerCPU + memory*yuanPerMemory)
	}
	total := cost(smallestCPU, smallestMemory, Duration(probes).Minutes())
	for _, p := range probes {
		total += float64(p.Groups) * cost(cmp.Or(p.CPU, smallestCPU), cmp.Or(p.Memory, smallestMemory), p.minutes())
	}
	return total
}

// Duration is how long running probes takes at most, as long as ECI does not take longer than probes wait.
func Duration(probes []Probe) time.Duration {
	var together, alone float64
	for _, p := range probes {
		if p.Alone {
			alone += p.minutes()
		} else {
			together = max(together, p.minutes())
		}
	}
	return time.Duration((together + alone) * float64(time.Minute))
}

// Result is what a probe has found.
type Result struct {
	Assumption string    `json:"assumption"`
	Question   string    `json:"question"`
	Assumed    string    `json:"assumed"`         // the answer that the emulator gives unless told otherwise
	Answer     string    `json:"answer"`          // the answer that holds; empty if none was found
	Evidence   string    `json:"evidence"`        // what was seen
	Error      string    `json:"error,omitempty"` // why nothing was found
	Region     string    `json:"region"`
	Time       time.Time `json:"time"`
}

// Run runs probes, as many at a time as parallel says, and takes away what they have made, even if ctx ends. told is called with each
// result as it comes, by one at a time.
func Run(ctx context.Context, lab *Lab, probes []Probe, parallel int, told func(Result)) ([]Result, error) {
	results := make([]Result, len(probes))
	var telling sync.Mutex
	run := func(i int) {
		results[i] = lab.carryOut(ctx, probes[i])
		telling.Lock()
		defer telling.Unlock()
		told(results[i])
	}
	var all sync.WaitGroup
	places := make(chan struct{}, parallel)
	for i, p := range probes {
		if !p.Alone {
			all.Go(func() {
				places <- struct{}{}
				defer func() { <-places }()
				run(i)
			})
		}
	}
	all.Wait()
	for i, p := range probes {
		if p.Alone {
			run(i)
		}
	}
	return results, lab.close(ctx)
}

// carryOut runs a probe, and takes away what it has made.
func (l *Lab) carryOut(ctx context.Context, p Probe) (result Result) {
	result = Result{Assumption: p.Assumption, Region: l.client.Region(), Time: time.Now().UTC()}
	for _, a := range emulator.Assumptions {
		if a.Name == p.Assumption {
			result.Question, result.Assumed = a.Question, a.Answers[0].Name
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Duration(p.minutes()*float64(time.Minute))+patience)
	defer cancel()
	b := &bench{Lab: l, ctx: ctx}
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case failure:
			result.Error = cause.Error()
		default: // a mistake in the probe, which must not leave anything behind either
			result.Error = fmt.Sprint(cause)
		}
		if err := l.remove(ctx, b.made); err != nil {
			result.Error += " " + err.Error()
		}
		result.Evidence, result.Error = mask(result.Evidence), mask(result.Error)
	}()
	if err := ctx.Err(); err != nil {
		b.fail(err)
	}
	result.Answer, result.Evidence = p.find(b)
	if result.Answer == "" {
		result.Error = "what was seen fits none of the answers"
	}
	return result
}
