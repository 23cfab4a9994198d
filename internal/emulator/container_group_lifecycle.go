package emulator

import (
	"cmp"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// A group goes through these statuses. Everything but the arrows with a name follows from the phases of its containers.
//
//	           schedule                    all have started            all have ended
//	Scheduling ────────▶ Pending ──────────────────────────▶ Running ─────────────────▶ Succeeded, Failed
//	    │                   │ deadline,                       │   ▲
//	    │ no stock          │ pending too long                │   │ all have started
//	    ▼                   ▼                        startOver▼   │
//	ScheduleFailed        Failed                    Updating, Restarting
//
// A spot group that is reclaimed becomes Expired. terminate takes a group from any status through Terminating, while containers
// stop, to gone.

// How long finished groups are kept that never ran.
const scheduleFailedRetention = 24 * time.Hour

// advanceContainerGroups takes all groups to a point in time and forgets those that are gone.
func (s *Server) advanceContainerGroups(now time.Time) {
	s.hearAgain()
	for _, g := range s.cloud.ContainerGroups.list {
		g.settings = &s.settings
		g.advance(now)
	}
	s.hearAgain()
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
	s.cloud.ContainerGroups.removeFunc(func(g *containerGroup) bool {
		if g.Gone {
			s.rememberDeleted(g, now)
		}
		return g.Gone
	})
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

// next returns what will happen to the group first, if nobody interferes.
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
		consider(g.Due, g.schedule)
		return first, ok
	case g.Status == statusTerminating:
		consider(g.Due, func(time.Time) { g.Gone = true })
		return first, ok
	}
	consider(g.ReclaimAt, g.reclaimed)
	if d := g.Undescribed.ActiveDeadlineSeconds; d != nil {
		consider(g.PendingSince.Add(seconds(*d)), g.deadlineExceeded)
	}
	if g.Status == statusPending && !slices.ContainsFunc(g.initContainers(), (*container).running) {
		consider(g.PendingSince.Add(time.Duration(g.Undescribed.MaxPendingMinute)*time.Minute+g.InitsRan), g.pendingTooLong)
	}
	for _, c := range g.Parts {
		if c.Run.Wanted { // what is next is not known yet
			return transition{}, false
		}
		if c.Run.Phase == phaseRunning {
			consider(c.Run.ReadyAt, func(at time.Time) { c.probe(g, at); g.Changed = at; g.proceed(at) })
		}
		consider(c.Run.Due, func(at time.Time) {
			if g.Status == statusRestarting && g.assumes(assumeRestartStatus) == statusPending {
				g.PendingSince = at
				g.setStatus(at, statusPending)
			}
			c.step(g, at)
			g.Changed = at
			g.proceed(at)
		})
	}
	return first, ok
}

// schedule ends the search for a place to run.
func (g *containerGroup) schedule(at time.Time) {
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
// that has not begun. Then the status follows the containers.
func (g *containerGroup) proceed(at time.Time) {
	for _, c := range g.initContainers() {
		switch {
		case c.failed():
			g.finish(at, statusFailed)
			return
		case c.Run.Phase == phaseEnded:
			continue
		case c.Run.Phase == phaseIdle:
			c.pull(g, at)
		}
		for _, later := range g.containers() {
			if later.Run.Phase == phaseIdle {
				later.CurrentState = waiting("PodInitializing", "")
			}
		}
		return
	}
	for _, c := range g.containers() {
		if c.Run.Phase == phaseIdle && g.launches(c) {
			c.pull(g, at)
		}
	}
	g.followContainers(at)
}

// followContainers derives the status from the containers, once no init container is left.
func (g *containerGroup) followContainers(at time.Time) {
	g.stopSidecars(at)
	started, ended, failed := true, true, false
	for _, c := range g.containers() {
		failed = failed || c.failed()
		switch c.Run.Phase {
		case phaseEnded:
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

// stopSidecars ends those containers that are only there for others, when all of these have ended.
func (g *containerGroup) stopSidecars(at time.Time) {
	others := 0
	for _, c := range g.containers() {
		switch {
		case c.sidecar():
		case c.Run.Phase != phaseEnded:
			return
		default:
			others++
		}
	}
	for _, c := range g.containers() {
		if others > 0 && c.sidecar() && c.Run.Phase != phaseEnded {
			g.normal(at, sourceAgent, "Killing", "Stopping container %s", c.Name)
			c.terminate(g, at, exitKilled, "Error", "")
		}
	}
}

// kill ends every container that has not ended, by force.
func (g *containerGroup) kill(at time.Time, reason string) {
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning {
			c.terminate(g, at, exitKilled, reason, "")
		}
		c.Run.Due = time.Time{}
	}
}

func (g *containerGroup) deadlineExceeded(at time.Time) {
	g.normal(at, sourceAgent, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline")
	g.kill(at, "DeadlineExceeded")
	g.finish(at, g.assumes(assumeDeadlineStatus))
}

// reclaim takes a spot group away after some time, which an event tells beforehand.
func (g *containerGroup) reclaim(at time.Time, after time.Duration) {
	g.ReclaimAt = at.Add(after)
	g.warning(at, sourceService, "SpotToBeReleased", "Spot ECI will be released in %v minutes", after.Minutes())
}

func (g *containerGroup) reclaimed(at time.Time) {
	g.kill(at, "BidFailed")
	g.finish(at, statusExpired)
}

func (g *containerGroup) pendingTooLong(at time.Time) {
	g.warning(at, sourceService, "PendingTimeout", "The group was pending for more than %d minutes.", g.Undescribed.MaxPendingMinute)
	g.kill(at, "Error")
	g.finish(at, statusFailed)
}

// startOver stops all containers and begins again with the init containers, under a status that says why. emptied is the assumption that
// says what becomes of files.
func (g *containerGroup) startOver(at time.Time, status, emptied string) {
	g.setStatus(at, status)
	g.InitsRan = 0
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning {
			g.normal(at, sourceAgent, "Killing", "Stopping container %s", c.Name)
			c.terminate(g, at, exitTerminated, "Error", "")
		}
		if c.Init && c.Run.Phase == phaseEnded && status == statusRestarting && g.assumes(assumeInitRestart) == "no" {
			continue
		}
		c.rewind()
	}
	if g.assumes(emptied) == "emptied" {
		g.Disks = nil
	}
	g.proceed(at)
}

func (g *containerGroup) defaultGracePeriod() time.Duration {
	if g.assumes(assumeGracePeriod) == "0s" {
		return 0
	}
	return 30 * time.Second
}

// terminate begins the end of a group: at once if forced or if nothing runs, otherwise when the pre-stop hooks and the containers have
// ended, within the grace period.
func (g *containerGroup) terminate(at time.Time, force bool) {
	grace := g.defaultGracePeriod()
	if g.Undescribed.TerminationGracePeriodSeconds != nil {
		grace = seconds(*g.Undescribed.TerminationGracePeriodSeconds)
	}
	took := map[int]time.Duration{} // by priority: those of a lower one wait, beyond the grace period if need be
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning {
			g.normal(at, sourceAgent, "Killing", "Stopping container %s", c.Name)
			n := c.priority(exitPriority)
			took[n] = max(took[n], min(max(c.program().PreStop, g.settings.BootTime/3), grace))
		}
	}
	var all time.Duration
	for _, d := range took {
		all += d
	}
	if force || all == 0 {
		g.Gone = true
		return
	}
	g.setStatus(at, statusTerminating)
	g.Due = at.Add(all)
}

// adopt makes the group what the control changed it to. Containers are matched by name: a new name is a new container, which
// starts, and a missing one is gone.
func (g *containerGroup) adopt(patched wire.ContainerGroup, at time.Time) {
	before := g.Status
	var parts []*container
	for _, i := range patched.InitContainers {
		c := g.partOrNew(i.Name, true)
		c.adopt(g, containerOfDescribedInit(i, c.Container))
		parts = append(parts, c)
	}
	for _, p := range patched.Containers {
		c := g.partOrNew(p.Name, false)
		c.adopt(g, p)
		parts = append(parts, c)
	}
	patched.Containers, patched.InitContainers, patched.Events = nil, nil, nil
	g.ContainerGroup, g.Parts, g.Changed = patched, parts, at
	if g.Status != statusScheduling {
		g.Placement = placement{
			ZoneId: patched.ZoneId, InstanceType: patched.InstanceType, Cpu: patched.Cpu, Memory: patched.Memory,
			IntranetIp: patched.IntranetIp, InternetIp: patched.InternetIp, Ipv6Address: patched.Ipv6Address,
			EniInstanceId: patched.EniInstanceId,
		}
	}
	if g.finished() && g.Status != before {
		g.Ended = at
	}
	for _, c := range g.containers() {
		if g.Status == statusRunning && c.Run.Phase == phaseIdle {
			c.pull(g, at)
		}
	}
}

func (g *containerGroup) partOrNew(name string, init bool) *container {
	if c := g.part(name); c != nil && c.Init == init {
		return c
	}
	return newContainer(init)
}

// podPhase is Kubernetes' phase for a status.
func podPhase(status string) string {
	phases := map[string]string{
		statusRunning: "Running", statusTerminating: "Running", statusSucceeded: "Succeeded",
		statusFailed: "Failed", statusScheduleFailed: "Failed", statusExpired: "Failed",
	}
	return cmp.Or(phases[status], "Pending")
}
