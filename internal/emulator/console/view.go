package console

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// group is a container group as templates show it.
type group struct {
	wire.ContainerGroup
	now      time.Time
	price    json.Number // per hour; empty if it costs nothing
	currency string
}

// Spec tells the size.
func (g group) Spec() string {
	if g.Cpu == 0 {
		return "not known yet"
	}
	return fmt.Sprintf("%v vCPU · %v GiB", g.Cpu, g.Memory)
}

// Price tells the price per hour, to a hundredth of a cent.
func (g group) Price() string {
	price, err := g.price.Float64()
	if err != nil {
		return "–"
	}
	return strconv.FormatFloat(price, 'f', 4, 64) + " " + g.currency
}

// Age tells how old the group is.
func (g group) Age() string { return since(g.CreationTime, g.now) }

// Spot reports whether the group is a spot instance that can be reclaimed.
func (g group) Spot() bool {
	return g.SpotStrategy != "" && g.SpotStrategy != "NoSpot" && tone(g.Status) == "good"
}

// Tone is the tone of the status.
func (g group) Tone() string { return tone(g.Status) }

// Ready tells how many of the containers are ready.
func (g group) Ready() string {
	ready := 0
	for _, c := range g.Containers {
		if c.Ready {
			ready++
		}
	}
	return fmt.Sprintf("%d/%d", ready, len(g.Containers))
}

// Restarts counts the restarts of all containers.
func (g group) Restarts() int64 {
	var n int64
	for _, c := range g.parts() {
		n += c.RestartCount
	}
	return n
}

// runsOn reports whether the group is a pod of a virtual node.
func (g group) runsOn(n wire.VirtualNode) bool {
	for _, t := range g.Tags {
		if t.Key == "NodeName" && t.Value == n.RegionId+"."+n.VirtualNodeId {
			return true
		}
	}
	return false
}

// parts are the init containers and then the containers.
func (g group) parts() []container {
	var parts []container
	for _, i := range g.InitContainers {
		c := wire.Container{Name: i.Name, Image: i.Image, Commands: i.Command, Args: i.Args, Ports: i.Ports, RestartCount: i.RestartCount,
			CurrentState: i.CurrentState, PreviousState: i.PreviousState, Ready: i.Ready}
		for _, m := range i.VolumeMounts {
			c.VolumeMounts = append(c.VolumeMounts, wire.VolumeMount{InitVolumeMount: m})
		}
		parts = append(parts, container{Container: c, Init: true, Group: g.ContainerGroupId})
	}
	for _, c := range g.Containers {
		parts = append(parts, container{Container: c, Group: g.ContainerGroupId})
	}
	return parts
}

// container is a container or an init container as templates show it.
type container struct {
	wire.Container
	Group string // its id
	Init  bool
	Log   []string
}

// Command tells what the container runs, if that is not the image's own program.
func (c container) Command() string {
	return strings.Join(slices.Concat(c.Commands, c.Args), " ")
}

// Running reports whether the container runs.
func (c container) Running() bool { return c.CurrentState.State == "Running" }

// State is the present state as templates show it.
func (c container) State() state { return state{c.CurrentState} }

// Before is the state before that.
func (c container) Before() state { return state{c.PreviousState} }

// Lines is the log as one text.
func (c container) Lines() string { return strings.Join(c.Log, "\n") }

// state is the state of a container as templates show it.
type state struct{ wire.ContainerState }

// Tone tells how a state is to be taken.
func (s state) Tone() string {
	switch {
	case s.State == "Running":
		return "good"
	case s.ExitCode != nil && *s.ExitCode != 0, strings.HasSuffix(s.Reason, "BackOff"), strings.HasPrefix(s.Reason, "Err"):
		return "bad"
	case s.ExitCode != nil:
		return "done"
	}
	return "wait"
}

// Text is the state in words.
func (s state) Text() string {
	words := []string{s.State}
	if s.ExitCode != nil {
		words = append(words, fmt.Sprintf("exit code %d", *s.ExitCode))
	}
	if s.Reason != "" {
		words = append(words, s.Reason)
	}
	return strings.Join(words, ", ")
}

// tone tells how a status is to be taken: good, bad, done or, while something is under way, wait.
func tone(status string) string {
	switch status {
	case "Running", "Ready", "Available":
		return "good"
	case "Failed", "ScheduleFailed", "UpdateFailed", "Expired":
		return "bad"
	case "Succeeded":
		return "done"
	}
	return "wait"
}

// touching selects calls that name an object, or that made it.
func touching(id string) func(rpc.Entry) bool {
	return func(e rpc.Entry) bool {
		for _, value := range e.Parameters {
			if strings.Contains(value, id) {
				return true
			}
		}
		for _, value := range e.Answer {
			if value == id {
				return true
			}
		}
		return false
	}
}

// newest are the latest calls that are selected, newest first.
func newest(journal []rpc.Entry, selects func(rpc.Entry) bool) []rpc.Entry {
	var calls []rpc.Entry
	for i := len(journal) - 1; i >= 0 && len(calls) < shownCalls; i-- {
		if selects(journal[i]) {
			calls = append(calls, journal[i])
		}
	}
	return calls
}

// since tells how long ago a time was, as the API writes it.
func since(stamp string, now time.Time) string {
	at, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return "–"
	}
	return spell(now.Sub(at))
}

// spell tells a duration by its two largest units.
func spell(d time.Duration) string {
	const day = 24 * time.Hour
	n := func(unit time.Duration) int64 { return int64(d / unit) }
	switch d = max(d, 0); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", n(time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", n(time.Minute), n(time.Second)%60)
	case d < day:
		return fmt.Sprintf("%d h %d min", n(time.Hour), n(time.Minute)%60)
	}
	return fmt.Sprintf("%d d %d h", n(day), n(time.Hour)%24)
}
