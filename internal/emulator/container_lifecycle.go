package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// A container goes through these phases; each arrow is a method, and each has its time unless it ends with a program.
//
//	           pull            pulled           start
//	   idle ─────────▶ pulling ───────▶ starting ─────▶ running ◀────────┐
//	                    ▲   │                            │               │ start
//	                    │   │ image cannot be had        │ end           │
//	               pull │   ▼                            ▼      restart  │
//	    pull-back-off ──┘  pull-failed                 ended ──────▶ back-off
//	                ▲           │
//	                └───────────┘ backOffPull
//
// What a container does while it runs is worked out when it starts, without the lock: see settle. Idle ends when the group's turn
// comes (see containerGroup.proceed); a restart policy decides whether ended is the end.

// Kubernetes' back-off between restarts, and between attempts to pull an image.
const (
	firstBackOff   = 10 * time.Second
	longestBackOff = 5 * time.Minute
	backOffResets  = 10 * time.Minute // a run of this length starts the back-off anew
)

// Exit codes of commands that were not found, and of containers that were stopped.
const (
	exitNotFound   = 127 // of a shell, for a program that does not exist
	exitKilled     = 137
	exitTerminated = 143
)

// step ends the current phase of a container of g.
func (c *container) step(g *containerGroup, at time.Time) {
	c.Run.Due = time.Time{}
	switch c.Run.Phase {
	case phasePulling:
		c.pulled(g, at)
	case phasePullFailed:
		c.backOffPull(g, at)
	case phasePullBackOff:
		c.pull(g, at)
	case phaseStarting, phaseBackOff:
		c.start(g, at)
	case phaseRunning:
		p := c.program()
		if p.Killed {
			g.warning(at, sourceAgent, p.KillReason, "%s", p.KillMessage)
			g.normal(at, sourceAgent, "Killing", "Container %s failed its %s", c.Name, p.KilledBy)
			c.end(g, at, exitKilled, "Error", p.KillMessage)
			return
		}
		reason := "Completed"
		if p.ExitCode != 0 {
			reason = "Error"
		}
		c.end(g, at, p.ExitCode, reason, p.LastWords)
	}
}

// pull fetches the image, unless the group's image cache holds it.
func (c *container) pull(g *containerGroup, at time.Time) {
	if slices.Contains(g.Undescribed.CachedImages, c.Image) {
		c.Run.Phase, c.Run.Due = phaseStarting, at.Add(g.settings.BootTime/3)
		c.CurrentState = waiting("ContainerCreating", "")
		g.normal(at, sourceAgent, "Pulled", "Container image %q already present on machine", c.Image)
		return
	}
	if c.ImagePullPolicy == "Never" {
		message := `Container image "` + c.Image + `" is not present with pull policy of Never`
		c.Run.Phase = phasePullBackOff
		c.CurrentState = waiting("ErrImageNeverPull", message)
		g.warning(at, sourceAgent, "ErrImageNeverPull", "%s", message)
		return
	}
	c.Run.Phase, c.Run.Due = phasePulling, at.Add(g.settings.BootTime/3)
	if c.Run.PullFailures == 0 {
		c.CurrentState = waiting("ContainerCreating", "")
	}
	g.normal(at, sourceAgent, "Pulling", "Pulling image %q", c.Image)
}

// pulled is the end of a pull, in success or failure.
func (c *container) pulled(g *containerGroup, at time.Time) {
	if why := pullFailure(c.Image); why != "" {
		c.Run.PullFailures++
		message := `Failed to pull image "` + c.Image + `": rpc error: code = Unknown desc = ` + why
		c.CurrentState = waiting("ErrImagePull", message)
		// The state tells the failure for a moment before it tells the wait, as a kubelet's next look does.
		c.Run.Phase, c.Run.Due = phasePullFailed, at.Add(max(g.settings.BootTime/3, time.Millisecond))
		g.warning(at, sourceAgent, "Failed", "%s", message)
		g.warning(at, sourceAgent, "Failed", "Error: ErrImagePull")
		return
	}
	c.Run.PullFailures = 0
	c.Run.Phase, c.Run.Due = phaseStarting, at.Add(g.settings.BootTime/3)
	c.CurrentState = waiting("ContainerCreating", "")
	g.normal(at, sourceAgent, "Pulled", "Successfully pulled image %q", c.Image)
}

// backOffPull waits before the next attempt to pull the image.
func (c *container) backOffPull(g *containerGroup, at time.Time) {
	c.Run.Phase, c.Run.Due = phasePullBackOff, at.Add(backOff(c.Run.PullFailures))
	c.CurrentState = waiting("ImagePullBackOff", `Back-off pulling image "`+c.Image+`"`)
	g.normal(at, sourceAgent, "BackOff", "Back-off pulling image %q", c.Image)
	g.warning(at, sourceAgent, "Failed", "Error: ImagePullBackOff")
}

// backOff is the wait after the n-th failure in a row.
func backOff(n int) time.Duration {
	wait := firstBackOff
	for ; n > 1 && wait < longestBackOff; n-- {
		wait *= 2
	}
	return min(wait, longestBackOff)
}

// start runs the container's program, for the first time or again.
func (c *container) start(g *containerGroup, at time.Time) {
	if !c.Run.Start.IsZero() {
		c.RestartCount++
		c.Run.LastStart, c.Run.LastEnd, c.Run.LastLines = c.Run.Start, c.Run.End, c.program().Lines
	}
	if c.Run.Phase != phaseStarting { // nothing was pulled
		g.normal(at, sourceAgent, "Pulled", "Container image %q already present on machine", c.Image)
	}
	g.rememberListening(c)
	c.Run.Phase, c.Run.Start, c.Run.End, c.Run.Looked = phaseRunning, at, time.Time{}, time.Time{}
	c.CurrentState = wire.ContainerState{State: "Running", StartTime: timestamp(at)}
	g.normal(at, sourceAgent, "Created", "Created container %s", c.Name)
	g.normal(at, sourceAgent, "Started", "Started container %s", c.Name)

	g.disk(ownDisk(c.Name)).clear()
	g.settleDisks(at)
	c.Run.Number++
	c.Run.Wanted, c.Run.Runs = true, 0 // the rest follows when it is known what it does
}

// probe carries out what the readiness probe says.
func (c *container) probe(g *containerGroup, at time.Time) {
	for _, v := range c.program().Readiness {
		if c.Run.Start.Add(v.Offset).Equal(at) {
			c.Ready = v.OK && !c.Init // an init container is ready when it has ended
			if !v.OK {
				g.warning(at, sourceAgent, "Unhealthy", "Readiness probe failed: %s", v.Text)
			}
		}
	}
	c.Run.Looked = at
	c.Run.ReadyAt = c.nextVerdict()
}

// nextVerdict is when the readiness probe says something next; zero if never.
func (c *container) nextVerdict() time.Time {
	for _, v := range c.program().Readiness {
		if at := c.Run.Start.Add(v.Offset); at.After(c.Run.Looked) {
			return at
		}
	}
	return time.Time{}
}

// end is the end of the container's program; it starts again if the restart policy says so.
func (c *container) end(g *containerGroup, at time.Time, exit int, reason, message string) {
	ran := at.Sub(c.Run.Start)
	c.terminate(g, at, exit, reason, message)
	failed := *c.CurrentState.ExitCode != 0
	switch {
	case g.RestartPolicy == "Always" && !c.Init, g.RestartPolicy != "Never" && failed:
		c.restart(g, at, ran)
	case c.Init && !failed:
		c.Ready = true
	}
}

// terminate puts the container into the state Terminated.
func (c *container) terminate(g *containerGroup, at time.Time, exit int, reason, message string) {
	if c.Init {
		g.InitsRan += at.Sub(c.Run.Start)
	}
	c.Run.Phase, c.Run.Due, c.Run.ReadyAt, c.Run.End, c.Run.Wanted = phaseEnded, time.Time{}, time.Time{}, at, false
	c.Ready = false
	g.cut(c, at)
	if exit != 0 && c.says(ignoreExitCode) {
		message = strings.TrimSuffix(fmt.Sprintf("exit code %d, reason %s: %s", exit, reason, message), ": ")
		exit, reason = 0, "Completed"
	}
	c.CurrentState = wire.ContainerState{
		State: "Terminated", StartTime: timestamp(c.Run.Start), FinishTime: timestamp(at), ExitCode: new(int64(exit)),
		Reason: reason, Message: message,
	}
}

// restart starts the container again, at once the first time, later after a growing wait. ran is the time that it has run.
func (c *container) restart(g *containerGroup, at time.Time, ran time.Duration) {
	c.PreviousState = c.CurrentState
	wait := c.Run.BackOff
	if ran >= backOffResets {
		wait = 0
	}
	c.Run.BackOff = min(max(2*wait, firstBackOff), longestBackOff)
	if wait == 0 {
		c.start(g, at)
		return
	}
	c.Run.Phase, c.Run.Due = phaseBackOff, at.Add(wait)
	message := "back-off " + wait.String() + " restarting failed container=" + c.Name + " pod=" + g.ContainerGroupName
	c.CurrentState = waiting("CrashLoopBackOff", message)
	g.warning(at, sourceAgent, "BackOff", "Back-off restarting failed container %s in pod %s", c.Name, g.ContainerGroupName)
}

// rewind makes the container idle again, after its group stopped it. Its restarts and its previous state are kept.
func (c *container) rewind() {
	if c.CurrentState.State == "Terminated" {
		c.PreviousState = c.CurrentState
	}
	c.CurrentState = waiting("ContainerCreating", "")
	c.Ready = false
	c.Run.Phase, c.Run.Due, c.Run.BackOff, c.Run.Wanted, c.Program = phaseIdle, time.Time{}, 0, false, nil
}

// reset makes the container idle as if it had never run.
func (c *container) reset() {
	c.Run, c.Program, c.Ready, c.RestartCount = run{}, nil, false, 0
	c.underWay = nil
	c.CurrentState, c.PreviousState = waiting("ContainerCreating", ""), wire.ContainerState{}
}

// adopt makes the container what the control changed it to. A state that was changed stays until something happens to it.
func (c *container) adopt(g *containerGroup, patched wire.Container) {
	state := patched.CurrentState.State
	switch {
	case c.Name == "" && state == "": // new
		patched.CurrentState = waiting("ContainerCreating", "")
	case c.CurrentState.State == state:
	case state == "Terminated":
		c.Run.Phase, c.Run.Due, c.Run.Wanted = phaseEnded, time.Time{}, false
	case state == "Running":
		c.Run.Phase, c.Run.Due, c.Run.Wanted = phaseRunning, time.Time{}, false
	default:
		c.Run.Phase, c.Run.Due, c.Run.Wanted = phasePullBackOff, time.Time{}, false
	}
	if c.Ready != patched.Ready {
		c.Run.ReadyAt = time.Time{}
	}
	patched.EnvironmentVars = g.configuredVariables(c, patched.Image, patched.EnvironmentVars)
	completeProbe(&patched.LivenessProbe)
	completeProbe(&patched.ReadinessProbe)
	c.Container = patched
}
