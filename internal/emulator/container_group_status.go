package emulator

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// statusSelection reads what DescribeContainerGroupStatus and DescribeContainerGroupEvents have in common: one page of
// groups, how many groups there are, and since when changes count.
func (s *Server) statusSelection(
	c call, req *wire.DescribeContainerGroupStatusRequest, changed func(*containerGroup, time.Time) bool,
) (onPage []*containerGroup, next string, total int, since time.Time, err error) {
	limit, err := pageSize(req.Limit, statusPerPage, maxStatusPerPage)
	if err != nil {
		return nil, "", 0, since, err
	}
	if err := within("SinceSecond", req.SinceSecond, minSinceSecond, maxSinceSecond); err != nil {
		return nil, "", 0, since, err
	}
	groups, err := s.selected(c, groupFilter{
		ids: req.ContainerGroupIds, resourceGroup: req.ResourceGroupId, vSwitch: req.VSwitchId, zone: req.ZoneId, tags: req.Tag,
	})
	if err != nil {
		return nil, "", 0, since, err
	}
	if req.SinceSecond != nil {
		since = c.at.Add(-seconds(*req.SinceSecond))
		recent := groups[:0]
		for _, g := range groups {
			if changed(g, since) {
				recent = append(recent, g)
			}
		}
		groups = recent
	}
	onPage, next, err = page(groups, limit, req.NextToken)
	return onPage, next, len(groups), since, err
}

func (s *Server) describeContainerGroupStatus(
	c call, req *wire.DescribeContainerGroupStatusRequest,
) (*wire.DescribeContainerGroupStatusResponse, error) {
	changed := func(g *containerGroup, since time.Time) bool { return !g.Changed.Before(since) }
	groups, next, total, _, err := s.statusSelection(c, req, changed)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeContainerGroupStatusResponse{Data: []wire.ContainerGroupStatus{}, NextToken: next, TotalCount: total}
	for _, g := range groups {
		resp.Data = append(resp.Data, wire.ContainerGroupStatus{
			ContainerGroupId: g.ContainerGroupId,
			UUID:             uuidOf(g.ContainerGroupId),
			Name:             g.ContainerGroupName,
			Namespace:        namespace,
			Status:           g.Status,
			PodStatus:        g.podStatus(),
		})
	}
	return resp, nil
}

func (s *Server) describeContainerGroupEvents(
	c call, req *wire.DescribeContainerGroupEventsRequest,
) (*wire.DescribeContainerGroupEventsResponse, error) {
	if err := oneOf("EventSource", req.EventSource, sourceService, sourceAgent); err != nil {
		return nil, err
	}
	changed := func(g *containerGroup, since time.Time) bool { return len(g.podEvents(req.EventSource, since)) > 0 }
	groups, _, _, since, err := s.statusSelection(c, &req.DescribeContainerGroupStatusRequest, changed)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeContainerGroupEventsResponse{Data: []wire.ContainerGroupEvents{}}
	for _, g := range groups {
		events := g.podEvents(req.EventSource, since)
		resp.TotalCount += len(events)
		resp.Data = append(resp.Data, wire.ContainerGroupEvents{
			ContainerGroupId: g.ContainerGroupId, UUID: uuidOf(g.ContainerGroupId), Name: g.ContainerGroupName, Namespace: namespace,
			Events: events,
		})
	}
	return resp, nil
}

// podStatus is the group in Kubernetes' words.
func (g *containerGroup) podStatus() wire.PodStatus {
	status := wire.PodStatus{
		Phase:      podPhase(g.Status),
		Conditions: g.conditions(),
		PodIp:      g.IntranetIp,
		HostIp:     g.IntranetIp,
		QosClass:   "Guaranteed",
		StartTime:  timestamp(g.PendingSince),
	}
	if g.IntranetIp != "" {
		status.PodIps = []wire.PodIp{{Ip: g.IntranetIp}}
	}
	for _, c := range g.containers() {
		registry, repository, _ := splitImage(c.Image)
		if registry != "" {
			repository = registry + "/" + repository
		}
		status.ContainerStatuses = append(status.ContainerStatuses, wire.PodContainerStatus{
			Name:         c.Name,
			Image:        c.Image,
			ImageID:      fmt.Sprintf("%s@sha256:%x", repository, sha256.Sum256([]byte(c.Image))),
			Ready:        c.Ready,
			RestartCount: c.RestartCount,
			Started:      c.CurrentState.State == "Running",
			State:        podState(g.ContainerGroupId, c.Name, c.CurrentState),
			LastState:    podState(g.ContainerGroupId, c.Name, c.PreviousState),
		})
	}
	return status
}

func podState(group, name string, s wire.ContainerState) wire.PodContainerState {
	switch s.State {
	case "Waiting":
		return wire.PodContainerState{Waiting: &wire.PodContainerWaiting{Reason: s.Reason, Message: s.Message}}
	case "Running":
		return wire.PodContainerState{Running: &wire.PodContainerRunning{StartedAt: s.StartTime}}
	case "Terminated":
		terminated := &wire.PodContainerTerminated{
			ContainerID: fmt.Sprintf("containerd://%x", sha256.Sum256([]byte(group+"/"+name+"/"+s.StartTime))),
			Reason:      s.Reason, Message: s.Message, StartedAt: s.StartTime, FinishedAt: s.FinishTime,
		}
		setTo(&terminated.ExitCode, s.ExitCode)
		setTo(&terminated.Signal, s.Signal)
		return wire.PodContainerState{Terminated: terminated}
	}
	return wire.PodContainerState{}
}

// conditions tells how far the group has come.
func (g *containerGroup) conditions() []wire.PodCondition {
	scheduled := !g.PendingSince.IsZero()
	initialized, ready := scheduled, scheduled && len(g.Parts) > 0
	var notReady []string
	for _, c := range g.Parts {
		switch {
		case c.Init && c.Run.Phase != phaseEnded:
			initialized = false
		case !c.Init && !c.Ready && !c.says(ignoreReady):
			ready = false
			notReady = append(notReady, c.Name)
		}
	}
	condition := func(kind string, holds bool, since time.Time) wire.PodCondition {
		c := wire.PodCondition{Type: kind, Status: "False", LastTransitionTime: timestamp(since)}
		if holds {
			c.Status = "True"
		}
		return c
	}
	changed := g.Changed
	created := condition("ContainerInstanceCreated", scheduled, g.Created)
	if g.Status == statusScheduling {
		created.Reason = "Creating"
	}
	if g.Status == statusScheduleFailed {
		created.Reason, created.Message = "NoStock", "The requested resource is sold out."
	}
	conditions := []wire.PodCondition{
		created,
		condition("PodScheduled", scheduled, g.Created),
		condition("PodReadyToStartContainers", scheduled, g.PendingSince),
		condition("Initialized", initialized, g.PendingSince),
		condition("ContainersReady", ready, changed),
		condition("Ready", ready, changed),
		condition("ContainerHasSufficientDisk", scheduled, g.PendingSince),
	}
	if scheduled && !ready {
		for _, i := range []int{4, 5} {
			conditions[i].Reason = "ContainersNotReady"
			conditions[i].Message = fmt.Sprintf("containers with unready status: %v", notReady)
		}
	}
	return conditions
}
