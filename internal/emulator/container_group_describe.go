package emulator

import (
	"cmp"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	maxGroupIDs      = 20
	maxGroupsPerPage = 20
	maxStatusPerPage = 200
	statusPerPage    = 50
	namespace        = "default"
	minSinceSecond   = 60
	maxSinceSecond   = 3600
)

func (s *Server) containerGroupActions() []rpc.Action {
	return []rpc.Action{
		action(s, "CreateContainerGroup", s.createContainerGroup),
		action(s, "DescribeContainerGroups", s.describeContainerGroups),
		action(s, "DescribeContainerGroupStatus", s.describeContainerGroupStatus, rpc.PostOnly),
		action(s, "DescribeContainerGroupEvents", s.describeContainerGroupEvents, rpc.PostOnly),
		action(s, "DescribeContainerLog", s.describeContainerLog),
		action(s, "DescribeContainerGroupMetric", s.describeContainerGroupMetric),
		action(s, "DescribeMultiContainerGroupMetric", s.describeMultiContainerGroupMetric),
		action(s, "UpdateContainerGroup", s.updateContainerGroup),
		action(s, "RestartContainerGroup", s.restartContainerGroup),
		action(s, "ResizeContainerGroupVolume", s.resizeContainerGroupVolume),
		action(s, "ExecContainerCommand", s.execContainerCommand),
		action(s, "DeleteContainerGroup", s.deleteContainerGroup),
		action(s, "CommitContainer", s.commitContainer),
		action(s, "DescribeCommitContainerTask", s.describeCommitContainerTask),
		action(s, "CreateInstanceOpsTask", s.createInstanceOpsTask),
		action(s, "DescribeInstanceOpsRecords", s.describeInstanceOpsRecords),
	}
}

// groupFilter selects groups; the zero value of each field selects all.
type groupFilter struct {
	ids                                                                        []string
	name, computeCategory, resourceGroup, securityGroup, status, vSwitch, zone string
	tags                                                                       []wire.Tag
}

func (f groupFilter) check() error {
	switch {
	case len(f.ids) > maxGroupIDs:
		return lengthExceeded("ContainerGroupIds", maxGroupIDs)
	case len(f.tags) > maxTagFilters:
		return lengthExceeded("Tag", maxTagFilters)
	}
	for _, id := range f.ids {
		if len(id) < 4 || id[:4] != "eci-" {
			return refuse("InvalidParameter.MismatchInstanceType", "The id %q in the parameter ContainerGroupIds is not that of a container group.",
				id)
		}
	}
	return nil
}

func (f groupFilter) selects(g *containerGroup) bool {
	matches := func(want, have string) bool { return want == "" || want == have }
	return matches(f.name, g.ContainerGroupName) && matches(f.computeCategory, g.ComputeCategory) &&
		matches(f.resourceGroup, g.ResourceGroupId) && matches(f.securityGroup, g.SecurityGroupId) &&
		matches(f.status, g.Status) && matches(f.vSwitch, g.VSwitchId) && matches(f.zone, g.ZoneId) &&
		(len(f.ids) == 0 || slices.Contains(f.ids, g.ContainerGroupId)) && hasTags(g.Tags, f.tags)
}

// selected lists the visible groups that a filter selects.
func (s *Server) selected(c call, f groupFilter) ([]*containerGroup, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	none := s.selectsNothing(c, "ContainerGroupIds", f.ids)
	all := visible(c, s.cloud.ContainerGroups)
	for _, id := range f.ids {
		isIt := func(g *containerGroup) bool { return g.ContainerGroupId == id }
		if s.assumes(assumeUnknownIDs) == "not-found" && !slices.ContainsFunc(all, isIt) {
			return nil, notFound("ContainerGroupIds")
		}
	}
	notYet := func(g *containerGroup) bool {
		return len(f.tags) > 0 && s.assumes(assumeTagFilter) == "later" && c.at.Before(g.VisibleAt.Add(lag))
	}
	return slices.DeleteFunc(all, func(g *containerGroup) bool { return none || !f.selects(g) || notYet(g) }), nil
}

// selectsNothing reports whether a list of ids that was sent, but empty, selects nothing.
func (s *Server) selectsNothing(c call, parameter string, ids []string) bool {
	return len(ids) == 0 && c.Params.Get(parameter) != "" && s.assumes(assumeEmptyIDs) == "nothing"
}

func (s *Server) describeContainerGroups(c call, req *wire.DescribeContainerGroupsRequest) (*wire.DescribeContainerGroupsResponse, error) {
	limit, err := pageSize(cmp.Or(req.Limit, req.MaxResults), maxGroupsPerPage, maxGroupsPerPage)
	if err != nil {
		return nil, err
	}
	if err := check(
		oneOf("ComputeCategory", req.ComputeCategory, "economy", "general"),
		oneOf("Status", req.Status, statusPending, statusRunning, statusSucceeded, statusFailed, statusScheduling, statusScheduleFailed,
			statusRestarting, statusUpdating, statusTerminating, statusExpired),
	); err != nil {
		return nil, err
	}
	groups, err := s.selected(c, groupFilter{
		ids: req.ContainerGroupIds, name: req.ContainerGroupName, computeCategory: req.ComputeCategory,
		resourceGroup: req.ResourceGroupId, securityGroup: req.SecurityGroupId, status: req.Status,
		vSwitch: req.VSwitchId, zone: req.ZoneId, tags: req.Tag,
	})
	if err != nil {
		return nil, err
	}
	onPage, next, err := page(groups, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeContainerGroupsResponse{TotalCount: len(groups), NextToken: next, ContainerGroups: []wire.ContainerGroup{}}
	for _, g := range onPage {
		described := g.describe()
		if req.WithEvent {
			described.Events = g.EventLog.describe(g.ContainerGroupName)
		}
		resp.ContainerGroups = append(resp.ContainerGroups, described)
	}
	return resp, nil
}

// describe is the group as DescribeContainerGroups tells it, without events.
func (g *containerGroup) describe() wire.ContainerGroup {
	described := g.ContainerGroup
	if g.assumes(assumeSystemTags) == "shown" {
		described.Tags = slices.Concat(described.Tags, []wire.Tag{systemTag})
	}
	for _, c := range g.Parts {
		part := c.Container
		part.EnvironmentVars = g.describedVariables(c)
		if c.Init {
			described.InitContainers = append(described.InitContainers, describeInit(part))
		} else {
			described.Containers = append(described.Containers, part)
		}
	}
	return described
}

// describedVariables are the variables that answers show of a container.
func (g *containerGroup) describedVariables(c *container) []wire.EnvironmentVar {
	if c.Undescribed.EnvironmentVarHide {
		return nil
	}
	vars := c.EnvironmentVars
	if g.assumes(assumePlaceholders) == "replaced" {
		vars = slices.Clone(vars)
		for i, v := range vars {
			vars[i].Value = cmp.Or(g.placeholders(c)[v.Value], v.Value)
		}
	}
	if g.assumes(assumeImageVariables) == "yes" {
		vars = withImageVariables(imageEnvironment(c.Image), vars)
	}
	return vars
}

// configuredVariables is the inverse of describedVariables, for what a description was changed to.
func (g *containerGroup) configuredVariables(c *container, image string, described []wire.EnvironmentVar) []wire.EnvironmentVar {
	switch {
	case c.Undescribed.EnvironmentVarHide && len(described) == 0:
		return c.EnvironmentVars
	case g.assumes(assumeImageVariables) == "yes":
		ofImage := imageEnvironment(image)
		return slices.DeleteFunc(described, func(v wire.EnvironmentVar) bool { return slices.Contains(ofImage, v) })
	}
	return described
}

func describeInit(c wire.Container) wire.InitContainer {
	described := wire.InitContainer{
		Name: c.Name, Image: c.Image, ImagePullPolicy: c.ImagePullPolicy, WorkingDir: c.WorkingDir,
		Command: c.Commands, Args: c.Args, Cpu: c.Cpu, Memory: c.Memory, Gpu: c.Gpu,
		EnvironmentVars: c.EnvironmentVars, Ports: c.Ports, SecurityContext: c.SecurityContext,
		Ready: c.Ready, RestartCount: c.RestartCount, CurrentState: c.CurrentState, PreviousState: c.PreviousState,
	}
	for _, m := range c.VolumeMounts {
		described.VolumeMounts = append(described.VolumeMounts, m.InitVolumeMount)
	}
	return described
}

// containerOfDescribedInit is the inverse of describeInit, with what is not described of an init container taken from before.
func containerOfDescribedInit(i wire.InitContainer, before wire.Container) wire.Container {
	c := before
	c.Name, c.Image, c.ImagePullPolicy, c.WorkingDir = i.Name, i.Image, i.ImagePullPolicy, i.WorkingDir
	c.Commands, c.Args, c.Cpu, c.Memory, c.Gpu = i.Command, i.Args, i.Cpu, i.Memory, i.Gpu
	c.EnvironmentVars, c.Ports, c.SecurityContext = i.EnvironmentVars, i.Ports, i.SecurityContext
	c.Ready, c.RestartCount, c.CurrentState, c.PreviousState = i.Ready, i.RestartCount, i.CurrentState, i.PreviousState
	c.VolumeMounts = nil
	for _, m := range i.VolumeMounts {
		mount := wire.VolumeMount{InitVolumeMount: m}
		for _, b := range before.VolumeMounts {
			if b.MountPath == m.MountPath {
				mount.SubPath = b.SubPath
			}
		}
		c.VolumeMounts = append(c.VolumeMounts, mount)
	}
	return c
}
