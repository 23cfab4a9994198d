package emulator

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// maxLooks limits how often a probe really looks at one run of a container.
const maxLooks = 50

// verdict says what a probe finds from a time on.
type verdict struct {
	Offset time.Duration // since the start of the container
	OK     bool
	Text   string // why not
}

// watch returns what a probe says over the run of a container: one verdict for each change of mind. It looks again only when
// something has changed that it could see.
func (i *imitation) watch(probe wire.Probe, p *program) []verdict {
	first, period := seconds(*probe.InitialDelaySeconds), max(seconds(*probe.PeriodSeconds), time.Second)
	var verdicts []verdict
	for _, at := range i.looks(first, period, p) {
		if p.EndsByItself && at > p.Duration {
			break
		}
		v := verdict{Offset: at}
		v.OK, v.Text = i.look(probe, p, at)
		if n := len(verdicts); n == 0 || verdicts[n-1].OK != v.OK {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}

// looks are the times of a probe at which it may see something new.
func (i *imitation) looks(first, period time.Duration, p *program) []time.Duration {
	looks := []time.Duration{first}
	add := func(at time.Duration) {
		if at > first && at < shell.Forever-period {
			looks = append(looks, at+period-1-(at-first+period-1)%period) // the first look that is not before
		}
	}
	for _, changes := range [][]shell.Change{p.Changes, i.command.Later} {
		for _, change := range changes {
			add(change.Offset)
		}
	}
	for _, l := range p.Listens {
		add(l.From)
		add(l.To)
	}
	for _, l := range i.network {
		add(l.From.Sub(i.command.Start))
		if !l.To.IsZero() {
			add(l.To.Sub(i.command.Start))
		}
	}
	slices.Sort(looks)
	looks = slices.Compact(looks)
	return looks[:min(len(looks), maxLooks)]
}

// look returns what the probe says at a time.
func (i *imitation) look(probe wire.Probe, p *program, at time.Duration) (ok bool, text string) {
	port := probePort(probe)
	switch {
	case len(probe.Execs) > 0:
		result := i.beside(probe.Execs, p, at)
		switch {
		case result.Endless, result.EndedIn == "" && result.Duration > seconds(max(*probe.TimeoutSeconds, 1)):
			return false, fmt.Sprintf("command timed out after %d s", max(*probe.TimeoutSeconds, 1))
		case result.ExitCode != 0:
			return false, textOf(result.Lines)
		}
	case port > 0:
		i.dialed(fmt.Sprintf("localhost:%d", port))
		if _, err := i.dial("localhost", port, at, p.Listens); err != nil {
			return false, fmt.Sprintf("dial tcp %s:%d: connect: connection refused", i.address, port)
		}
	}
	return true, ""
}

// probePort is the port that a probe connects to; 0 if it connects to none.
func probePort(probe wire.Probe) int { return int(max(probe.TcpSocket.Port, probe.HttpGet.Port)) }

// beside runs another command in the container while its program runs.
func (i *imitation) beside(args []string, p *program, at time.Duration) shell.Result {
	command := i.command
	command.Args, command.Start = args, i.command.Start.Add(at)
	command.Files, command.Later = maps.Clone(i.command.Files), nil
	for _, change := range inOrder(i.command.Later, p.Changes) {
		if change.Offset <= at {
			command.Files.Apply(change.Path, change.Node)
			continue
		}
		change.Offset -= at
		command.Later = append(command.Later, change)
	}
	command.Dial = func(host string, port int, after time.Duration) (string, error) {
		return i.dial(host, port, at+after, p.Listens)
	}
	return i.execute(command)
}

// fails is when a probe has failed so often in a row that the container is to be killed; false if never.
func fails(probe wire.Probe, verdicts []verdict) (verdict, bool) {
	wait := seconds((*probe.FailureThreshold - 1) * *probe.PeriodSeconds)
	for n, v := range verdicts {
		if !v.OK && (n == len(verdicts)-1 || verdicts[n+1].Offset > v.Offset+wait) {
			v.Offset += wait
			return v, true
		}
	}
	return verdict{}, false
}

// readiness is when a container becomes ready and stops to be: a probe changes its mind after as many looks as its thresholds
// say. The first failure is told at once.
func readiness(probe wire.Probe, verdicts []verdict) []verdict {
	var told []verdict
	ready := false
	for n, v := range verdicts {
		threshold := *probe.SuccessThreshold
		if !v.OK {
			threshold = *probe.FailureThreshold
		}
		if !v.OK && !ready {
			told = append(told, v)
			continue
		}
		v.Offset += seconds((threshold - 1) * *probe.PeriodSeconds)
		if n == len(verdicts)-1 || v.Offset < verdicts[n+1].Offset {
			ready = v.OK
			told = append(told, v)
		}
	}
	return told
}
