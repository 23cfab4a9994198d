package emulator

import (
	"cmp"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Kubernetes' back-off between restarts, and between attempts to pull an image.
const (
	firstBackOff   = 10 * time.Second
	longestBackOff = 5 * time.Minute
	backOffResets  = 10 * time.Minute // a run of this length starts the back-off anew
)

// Exit codes of containers that were stopped.
const (
	exitKilled     = 137
	exitTerminated = 143
)

const defaultGracePeriod = 30 * time.Second

// How long finished groups are kept that never ran.
const scheduleFailedRetention = 24 * time.Hour

// advanceContainerGroups takes all groups to a point in time and forgets those that are gone.
func (s *Server) advanceContainerGroups(now time.Time) {
	for _, g := range s.cloud.ContainerGroups.list {
		g.boot = s.settings.BootTime
		g.advance(now)
	}
	s.purge(now)
}

// purge forgets deleted groups, and finished ones whose time is over.
func (s *Server) purge(now time.Time) {
	old := map[string][]*containerGroup{} // by region
	for _, g := range s.cloud.ContainerGroups.list {
		switch {
		case !g.finished():
		case g.Status == statusScheduleFailed:
			g.Gone = g.Gone || now.Sub(g.Ended) >= scheduleFailedRetention
		case now.Sub(g.Ended) >= s.settings.Retention:
			old[g.RegionId] = append(old[g.RegionId], g)
		}
	}
	for region, groups := range old {
		newer := 0 // finished groups that are still within their retention count too
		for _, g := range s.cloud.ContainerGroups.list {
			if g.RegionId == region && g.finished() && g.Status != statusScheduleFailed && now.Sub(g.Ended) < s.settings.Retention {
				newer++
			}
		}
		slices.SortStableFunc(groups, func(a, b *containerGroup) int { return b.Ended.Compare(a.Ended) })
		for _, g := range groups[min(len(groups), max(0, s.settings.RetainedGroups-newer)):] {
			g.Gone = true
		}
	}
	s.cloud.ContainerGroups.removeFunc(func(g *containerGroup) bool { return g.Gone })
}

// transition is something that happens to a group at a time.
type transition struct {
	at time.Time
	do func(time.Time)
}

// advance carries out what is due, in the order of time.
func (g *containerGroup) advance(now time.Time) {
	for !g.Gone {
		next, ok := g.next()
		if !ok || next.at.After(now) {
			return
		}
		next.do(next.at)
	}
}

// next is what will happen to the group first, if nobody interferes.
func (g *containerGroup) next() (first transition, ok bool) {
	consider := func(at time.Time, do func(time.Time)) {
		if !at.IsZero() && (!ok || at.Before(first.at)) {
			first, ok = transition{at, do}, true
		}
	}
	switch {
	case g.finished():
		return first, false
	case g.Status == statusScheduling:
		consider(g.Due, g.scheduled)
		return first, ok
	case g.Status == statusTerminating:
		consider(g.Due, func(time.Time) { g.Gone = true })
		return first, ok
	}
	if d := g.Undescribed.ActiveDeadlineSeconds; d != nil {
		consider(g.PendingSince.Add(seconds(*d)), g.deadlineExceeded)
	}
	if g.Status == statusPending {
		consider(g.PendingSince.Add(time.Duration(g.Undescribed.MaxPendingMinute)*time.Minute), g.pendingTooLong)
	}
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning && !c.Ready {
			consider(c.Run.ReadyAt, func(at time.Time) { g.probed(c, at) })
		}
		consider(c.Run.Due, func(at time.Time) { g.step(c, at) })
	}
	return first, ok
}

// scheduled ends the search for a place to run.
func (g *containerGroup) scheduled(at time.Time) {
	g.Due = time.Time{}
	if vSwitchNoStock(g.VSwitchId) {
		g.warning(at, sourceService, "FailedScheduling", "The requested resource is sold out in the zone %s.", g.Placement.ZoneId)
		g.finish(at, statusScheduleFailed)
		return
	}
	p := g.Placement
	g.ZoneId, g.InstanceType, g.Cpu, g.Memory = p.ZoneId, p.InstanceType, p.Cpu, p.Memory
	g.EniInstanceId, g.IntranetIp, g.InternetIp, g.Ipv6Address = p.EniInstanceId, p.IntranetIp, p.InternetIp, p.Ipv6Address
	g.PendingSince = at
	g.setStatus(at, statusPending)
	g.normal(at, sourceService, "Scheduled", "Successfully assigned %s/%s to %s", namespace, g.ContainerGroupName, g.ZoneId)
	g.proceed(at)
}

func (g *containerGroup) setStatus(at time.Time, status string) {
	g.Status, g.Changed = status, at
}

// finish ends the group for good.
func (g *containerGroup) finish(at time.Time, status string) {
	g.setStatus(at, status)
	g.Ended = at
	switch status {
	case statusSucceeded:
		g.SucceededTime = timestamp(at)
	case statusFailed:
		g.FailedTime = timestamp(at)
	case statusExpired:
		g.ExpiredTime = timestamp(at)
	}
}

// proceed starts what is to start next: the first init container that has not ended, or, when all have, every container
// that has not begun. Then it settles the status of the group.
func (g *containerGroup) proceed(at time.Time) {
	for _, c := range g.initContainers() {
		if c.Run.Phase == phaseEnded {
			continue
		}
		if c.Run.Phase == phaseIdle {
			g.pull(c, at)
		}
		for _, later := range g.containers() {
			if later.Run.Phase == phaseIdle {
				later.CurrentState = waiting("PodInitializing", "")
			}
		}
		return
	}
	for _, c := range g.containers() {
		if c.Run.Phase == phaseIdle {
			g.pull(c, at)
		}
	}
	g.settle(at)
}

// settle derives the group's status from its containers, once no init container is left.
func (g *containerGroup) settle(at time.Time) {
	started, ended, failed := true, true, false
	for _, c := range g.containers() {
		switch c.Run.Phase {
		case phaseEnded:
			code := c.CurrentState.ExitCode
			failed = failed || code != nil && *code != 0
		case phaseRunning, phaseBackOff:
			ended = false
		default:
			started, ended = false, false
		}
	}
	switch {
	case ended && failed:
		g.finish(at, statusFailed)
	case ended:
		g.finish(at, statusSucceeded)
	case started && g.Status != statusRunning:
		g.setStatus(at, statusRunning)
	}
}

// step ends the current phase of a container.
func (g *containerGroup) step(c *container, at time.Time) {
	c.Run.Due = time.Time{}
	g.Changed = at
	switch c.Run.Phase {
	case phasePulling:
		g.pulled(c, at)
	case phasePullFailed:
		wait := backOff(c.Run.PullFailures)
		c.Run.Phase, c.Run.Due = phasePullBackOff, at.Add(wait)
		c.CurrentState = waiting("ImagePullBackOff", `Back-off pulling image "`+c.Image+`"`)
		g.normal(at, sourceAgent, "BackOff", "Back-off pulling image %q", c.Image)
		g.warning(at, sourceAgent, "Failed", "Error: ImagePullBackOff")
	case phasePullBackOff:
		g.pull(c, at)
	case phaseStarting, phaseBackOff:
		g.start(c, at)
	case phaseRunning:
		p := g.programOf(c)
		if p.Killed {
			g.warning(at, sourceAgent, p.KillReason, "%s", p.KillMessage)
			g.normal(at, sourceAgent, "Killing", "Container %s failed its %s", c.Name, p.KilledBy)
			g.ended(c, at, exitKilled, "Error", p.KillMessage)
			return
		}
		reason := "Completed"
		if p.ExitCode != 0 {
			reason = "Error"
		}
		g.ended(c, at, p.ExitCode, reason, p.LastWords)
	}
}

// backOff is the wait after the n-th failure in a row.
func backOff(n int) time.Duration {
	wait := firstBackOff
	for ; n > 1 && wait < longestBackOff; n-- {
		wait *= 2
	}
	return min(wait, longestBackOff)
}

func (g *containerGroup) pull(c *container, at time.Time) {
	if slices.Contains(g.Undescribed.CachedImages, c.Image) {
		c.Run.Phase, c.Run.Due = phaseStarting, at.Add(g.boot/3)
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
	c.Run.Phase, c.Run.Due = phasePulling, at.Add(g.boot/3)
	if c.Run.PullFailures == 0 {
		c.CurrentState = waiting("ContainerCreating", "")
	}
	g.normal(at, sourceAgent, "Pulling", "Pulling image %q", c.Image)
}

func (g *containerGroup) pulled(c *container, at time.Time) {
	if why := pullFailure(c.Image); why != "" {
		c.Run.PullFailures++
		message := `Failed to pull image "` + c.Image + `": rpc error: code = Unknown desc = ` + why
		c.CurrentState = waiting("ErrImagePull", message)
		// The state tells the failure for a moment before it tells the wait, as a kubelet's next look does.
		c.Run.Phase, c.Run.Due = phasePullFailed, at.Add(max(g.boot/3, time.Millisecond))
		g.warning(at, sourceAgent, "Failed", "%s", message)
		g.warning(at, sourceAgent, "Failed", "Error: ErrImagePull")
		return
	}
	c.Run.PullFailures = 0
	c.Run.Phase, c.Run.Due = phaseStarting, at.Add(g.boot/3)
	c.CurrentState = waiting("ContainerCreating", "")
	g.normal(at, sourceAgent, "Pulled", "Successfully pulled image %q", c.Image)
}

func (g *containerGroup) start(c *container, at time.Time) {
	if !c.Run.Start.IsZero() {
		c.RestartCount++
		c.Run.LastStart, c.Run.LastEnd = c.Run.Start, c.Run.End
	}
	if c.Run.Phase != phaseStarting { // nothing was pulled
		g.normal(at, sourceAgent, "Pulled", "Container image %q already present on machine", c.Image)
	}
	c.Run.Phase, c.Run.Start, c.Run.End = phaseRunning, at, time.Time{}
	c.CurrentState = wire.ContainerState{State: "Running", StartTime: timestamp(at)}
	g.normal(at, sourceAgent, "Created", "Created container %s", c.Name)
	g.normal(at, sourceAgent, "Started", "Started container %s", c.Name)

	p := g.programOf(c)
	if p.EndsByItself {
		c.Run.Due = at.Add(p.Duration)
	}
	if c.Init { // ready when it has ended
		return
	}
	c.Run.ReadyAt = at.Add(p.ReadyAfter)
	if p.ReadyAfter == 0 {
		g.probed(c, at)
	}
	g.settle(at)
}

// probed is the first answer of a readiness probe, and the only one, since nothing here changes its mind.
func (g *containerGroup) probed(c *container, at time.Time) {
	c.Run.ReadyAt = time.Time{}
	p := g.programOf(c)
	if c.Ready = p.Ready; !p.Ready {
		g.warning(at, sourceAgent, "Unhealthy", "Readiness probe failed: %s", p.ReadinessText)
	}
	g.Changed = at
}

// ended is the end of a container's program, and decides whether it starts again.
func (g *containerGroup) ended(c *container, at time.Time, exit int, reason, message string) {
	ran := at.Sub(c.Run.Start)
	g.terminate(c, at, exit, reason, message)
	restart := g.RestartPolicy == "Always" && !c.Init || g.RestartPolicy != "Never" && exit != 0
	switch {
	case restart:
		g.restart(c, at, ran)
	case c.Init && exit == 0:
		c.Ready = true
		g.proceed(at)
	case c.Init:
		g.finish(at, statusFailed)
	default:
		g.settle(at)
	}
}

// terminate puts a container into the state Terminated.
func (g *containerGroup) terminate(c *container, at time.Time, exit int, reason, message string) {
	c.Run.Phase, c.Run.Due, c.Run.ReadyAt, c.Run.End = phaseEnded, time.Time{}, time.Time{}, at
	c.Ready = false
	c.CurrentState = wire.ContainerState{
		State: "Terminated", StartTime: timestamp(c.Run.Start), FinishTime: timestamp(at), ExitCode: new(int64(exit)),
		Reason: reason, Message: message,
	}
	g.Changed = at
}

// restart starts a container again, at once the first time, later after a growing wait.
func (g *containerGroup) restart(c *container, at time.Time, ran time.Duration) {
	c.PreviousState = c.CurrentState
	wait := c.Run.BackOff
	if ran >= backOffResets {
		wait = 0
	}
	c.Run.BackOff = min(max(2*wait, firstBackOff), longestBackOff)
	if wait == 0 {
		g.start(c, at)
		return
	}
	c.Run.Phase, c.Run.Due = phaseBackOff, at.Add(wait)
	message := "back-off " + wait.String() + " restarting failed container=" + c.Name + " pod=" + g.ContainerGroupName
	c.CurrentState = waiting("CrashLoopBackOff", message)
	g.warning(at, sourceAgent, "BackOff", "Back-off restarting failed container %s in pod %s", c.Name, g.ContainerGroupName)
	if !c.Init {
		g.settle(at)
	}
}

// stopAll ends every container that has not ended, by force.
func (g *containerGroup) stopAll(at time.Time, reason string) {
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning {
			g.terminate(c, at, exitKilled, reason, "")
		}
		c.Run.Due = time.Time{}
	}
}

func (g *containerGroup) deadlineExceeded(at time.Time) {
	g.normal(at, sourceAgent, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline")
	g.stopAll(at, "DeadlineExceeded")
	g.finish(at, statusFailed)
}

func (g *containerGroup) pendingTooLong(at time.Time) {
	g.warning(at, sourceService, "PendingTimeout", "The group was pending for more than %d minutes.", g.Undescribed.MaxPendingMinute)
	g.stopAll(at, "Error")
	g.finish(at, statusFailed)
}

// recreate makes a container begin anew, as if it had never run.
func (c *container) recreate() {
	c.Run, c.program, c.Ready, c.RestartCount = run{}, nil, false, 0
	c.CurrentState, c.PreviousState = waiting("ContainerCreating", ""), wire.ContainerState{}
}

// startOver stops all containers and begins again with the init containers, under a status that says why.
func (g *containerGroup) startOver(at time.Time, status string) {
	g.setStatus(at, status)
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning {
			g.normal(at, sourceAgent, "Killing", "Stopping container %s", c.Name)
			g.terminate(c, at, exitTerminated, "Error", "")
		}
		if c.CurrentState.State == "Terminated" {
			c.PreviousState = c.CurrentState
		}
		c.CurrentState = waiting("ContainerCreating", "")
		c.Ready = false
		c.Run.Phase, c.Run.Due, c.Run.BackOff, c.program = phaseIdle, time.Time{}, 0, nil
	}
	g.proceed(at)
}

// stop begins the end of a group: at once if forced or if nothing runs, else when the pre-stop hooks and the containers have
// ended, within the grace period.
func (g *containerGroup) stop(at time.Time, force bool) {
	took, running := g.boot/3, false
	for _, c := range g.Parts {
		if c.Run.Phase != phaseRunning {
			continue
		}
		running = true
		g.normal(at, sourceAgent, "Killing", "Stopping container %s", c.Name)
		took = max(took, g.programOf(c).PreStop)
	}
	grace := defaultGracePeriod
	if g.Undescribed.TerminationGracePeriodSeconds != nil {
		grace = seconds(*g.Undescribed.TerminationGracePeriodSeconds)
	}
	if took = min(took, grace); force || !running || took == 0 {
		g.Gone = true
		return
	}
	g.setStatus(at, statusTerminating)
	g.Due = at.Add(took)
}

// podPhase is Kubernetes' phase for a status.
func podPhase(status string) string {
	phases := map[string]string{
		statusRunning: "Running", statusTerminating: "Running", statusSucceeded: "Succeeded",
		statusFailed: "Failed", statusScheduleFailed: "Failed", statusExpired: "Failed",
	}
	return cmp.Or(phases[status], "Pending")
}
