package emulator

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	renewUpdate       = "RenewUpdate"       // what is sent replaces what was
	incrementalUpdate = "IncrementalUpdate" // what is sent is merged into what was, by name
)

// existingGroup finds the group that an action on a single one names.
func (s *Server) existingGroup(c call, id string) (*containerGroup, error) {
	g, ok := s.cloud.ContainerGroups.get(c.Region, id)
	if !ok {
		return nil, s.unknownGroup()
	}
	return g, nil
}

func (s *Server) unknownGroup() error {
	if s.assumes(assumeUnknownGroup) == "invalid" {
		return invalidParameter("ContainerGroupId", "there is no such container group")
	}
	return notFound("ContainerGroupId")
}

func (s *Server) updateContainerGroup(c call, req *wire.UpdateContainerGroupRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		g, err := s.existingGroup(c, req.ContainerGroupId)
		if err != nil {
			return nil, err
		}
		if g.Status != statusPending && g.Status != statusRunning {
			return nil, incorrectStatus(g.Status, "update")
		}
		for i := range req.Container {
			dropEmptyMembers(&req.Container[i].MainContainer)
		}
		if err := check(s.validateAssumed(containersOfUpdate(req)), s.validateFiles(volumesOfUpdate(req))); err != nil {
			return nil, err
		}
		next, err := g.updated(req)
		if err != nil {
			return nil, err
		}
		if req.Volume != nil {
			if _, err := s.mountedDataCaches(c.Region, g.Undescribed.DataCacheBucket, next.Undescribed.HostPaths); err != nil {
				return nil, err
			}
		}
		effect := effectOf(g, next)
		if effect == effectNone && (!asksForSize(req, g) || s.assumes(assumeUpdateSize) != "ignored") {
			return nil, refuse("NoNeedUpdate", "The request differs in nothing from the container group.")
		}
		g.become(next, effect, c.at)
		return new(wire.Empty), nil
	})
}

// updated returns what the group would be after an update. The group itself stays as it is until it becomes that.
func (g *containerGroup) updated(req *wire.UpdateContainerGroupRequest) (*containerGroup, error) {
	if err := validateUpdate(req, g.Undescribed.DataCacheBucket); err != nil {
		return nil, err
	}
	incremental := req.UpdateType == incrementalUpdate
	byName := incremental && g.assumes(assumeIncrementalLists) == "by-name"
	next := *g
	set(&next.RestartPolicy, req.RestartPolicy)
	set(&next.ResourceGroupId, req.ResourceGroupId)
	if next.Tags = mergeTags(g.Tags, req.Tag); len(next.Tags) > maxTags {
		return nil, tooManyTags()
	}
	if req.DnsConfig != nil {
		config := dnsConfigOf(req.DnsConfig)
		if incremental {
			old := g.DnsConfig
			config = wire.DnsConfig{
				NameServers: orList(config.NameServers, old.NameServers),
				Searches:    orList(config.Searches, old.Searches),
				Options:     orList(config.Options, old.Options),
			}
		}
		next.DnsConfig = config
	}
	if req.ImageRegistryCredential != nil {
		sent := credentialsOf(req.ImageRegistryCredential)
		if byName {
			sent = merge(g.Undescribed.Credentials, sent, func(c credential) string { return c.Server + "\x00" + c.UserName })
		}
		next.Undescribed.Credentials = sent
	}
	if req.AcrRegistryInfo != nil {
		next.Undescribed.AcrRegistryInfo = updatedRegistries(g.Undescribed.AcrRegistryInfo, req.AcrRegistryInfo, byName)
	}
	if req.Volume != nil {
		var sent []wire.Volume
		var paths []hostPath
		for _, v := range req.Volume {
			sent = append(sent, volumeOf(volumeOfUpdate(v)))
			paths = append(paths, hostPathOf(v.CommonVolume)...)
		}
		if incremental && g.assumes(assumeIncrementalVolumes) == "by-name" {
			sent = merge(g.Volumes, sent, func(v wire.Volume) string { return v.Name })
			paths = merge(g.Undescribed.HostPaths, paths, func(p hostPath) string { return p.Volume })
		}
		next.Volumes, next.Undescribed.HostPaths = sent, paths
	} else if !incremental && req.Container != nil && g.assumes(assumeRenewVolumes) == "removed" {
		next.Volumes, next.Undescribed.HostPaths = nil, nil
	}
	if err := next.updateParts(req, incremental); err != nil {
		return nil, err
	}
	return &next, next.resize(req)
}

// volumesOfUpdate gives the volumes of an update the shape that they have on create.
func volumesOfUpdate(req *wire.UpdateContainerGroupRequest) []wire.CreateVolume {
	volumes := make([]wire.CreateVolume, len(req.Volume))
	for i, v := range req.Volume {
		volumes[i] = volumeOfUpdate(v)
	}
	return volumes
}

func validateUpdate(req *wire.UpdateContainerGroupRequest, dataCacheBucket string) error {
	for i, v := range req.Volume {
		if v.Type == "DiskVolume" {
			return invalidParameter(element("Volume", i)+".Type", "an update takes no DiskVolume")
		}
	}
	volumes := volumesOfUpdate(req)
	dropEmptyVolumes(volumes)
	return check(
		oneOf("UpdateType", req.UpdateType, renewUpdate, incrementalUpdate),
		oneOf("RestartPolicy", req.RestartPolicy, "Always", "Never", "OnFailure"),
		size("Cpu", req.Cpu),
		size("Memory", req.Memory),
		validateTags(req.Tag, maxTagKey),
		validateCredentials(req.ImageRegistryCredential),
		validateRegistries("AcrRegistryInfo", req.AcrRegistryInfo),
		validateDnsConfig(req.DnsConfig),
		validateVolumes(volumes, maxConfigFilesLater, dataCacheBucket),
	)
}

// updateParts gives the group the containers that an update asks for.
func (g *containerGroup) updateParts(req *wire.UpdateContainerGroupRequest, incremental bool) error {
	var containers, inits []wire.CreateContainer
	for _, c := range req.Container {
		containers = append(containers, containerOfUpdate(c))
	}
	for _, c := range req.InitContainer {
		inits = append(inits, containerOfUpdatedInit(c))
	}
	newInits, err := g.updatedParts("InitContainer", true, inits, incremental)
	if err != nil {
		return err
	}
	if !incremental && len(inits) == 0 && len(containers) > 0 && g.assumes(assumeRenewInitContainers) == "removed" {
		newInits = nil
	}
	newContainers, err := g.updatedParts("Container", false, containers, incremental)
	if err != nil {
		return err
	}
	g.Parts = slices.Concat(newInits, newContainers)
	names := map[string]bool{}
	for _, c := range g.Parts {
		if err := unique(names, c.Name); err != nil {
			return err
		}
		for _, m := range c.VolumeMounts {
			if g.volume(m.Name) == nil {
				return invalidParameter("Container.VolumeMount.Name", fmt.Sprintf("the group has no volume %q", m.Name))
			}
		}
	}
	return nil
}

// updatedParts is one list of containers after an update.
func (g *containerGroup) updatedParts(name string, init bool, sent []wire.CreateContainer, incremental bool) ([]*container, error) {
	have := g.partsWhere(init)
	if len(sent) == 0 {
		return have, nil
	}
	var parts []*container
	for i, p := range sent {
		name := element(name, i)
		if p.Name == "" {
			return nil, missingParameter(name + ".Name")
		}
		if err := validateContainer(name, p); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(have, func(c *container) bool { return c.Name == p.Name })
		next := newContainer(init)
		switch {
		case at >= 0 && g.keepsMembers(incremental):
			clone := *have[at]
			next = &clone
		case at >= 0:
			next = have[at].forget()
		}
		next.apply(p)
		if at >= 0 && incremental && g.assumes(assumeIncrementalNested) == "merged" {
			next.mergeLists(have[at])
		}
		if at >= 0 && g.assumes(assumeUpdateHidden) == "lost" {
			u := next.Undescribed
			next.Undescribed = containerSettings{PostStart: u.PostStart, PreStop: u.PreStop}
		}
		if next.Image == "" {
			return nil, missingParameter(name + ".Image")
		}
		parts = append(parts, next)
	}
	byName := func(c *container) string { return c.Name }
	if incremental && g.assumes(assumeIncrementalLists) == "by-name" {
		parts = merge(have, parts, byName)
	}
	if !init && !incremental {
		added, removed := without(parts, have), without(have, parts)
		switch {
		case added && removed && g.assumes(assumeContainerRenaming) == "refused":
			return nil, invalidParameter(name, "the group has no container of this name")
		case added && !removed && g.assumes(assumeContainerAdding) == "refused":
			return nil, invalidParameter(name, "an update adds no container")
		case removed && !added && g.assumes(assumeContainerRemoving) == "refused":
			return nil, invalidParameter(name, "an update removes no container")
		case removed && !added && g.assumes(assumeContainerRemoving) == "ignored":
			parts = merge(have, parts, byName)
		}
	}
	if len(parts) > maxContainers {
		return nil, lengthExceeded(name, maxContainers)
	}
	return parts, nil
}

// keepsMembers reports whether an update leaves a container's members as they are that it does not send.
func (g *containerGroup) keepsMembers(incremental bool) bool {
	if incremental {
		return g.assumes(assumeIncrementalMembers) == "kept"
	}
	return g.assumes(assumeRenewMembers) == "kept"
}

// mergeLists completes the lists of a container with what they held before.
func (c *container) mergeLists(before *container) {
	c.EnvironmentVars = merge(before.EnvironmentVars, c.EnvironmentVars, func(v wire.EnvironmentVar) string { return v.Key })
	c.Ports = merge(before.Ports, c.Ports, func(p wire.Port) string { return fmt.Sprint(p) })
	c.VolumeMounts = merge(before.VolumeMounts, c.VolumeMounts, func(m wire.VolumeMount) string { return m.MountPath })
}

// without reports whether one of the containers has a name that none of the others has.
func without(containers, others []*container) bool {
	return slices.ContainsFunc(containers, func(c *container) bool {
		return !slices.ContainsFunc(others, func(other *container) bool { return other.Name == c.Name })
	})
}

// asksForSize reports whether an update asks for another size than the group has.
func asksForSize(req *wire.UpdateContainerGroupRequest, g *containerGroup) bool {
	return req.Cpu != nil && *req.Cpu != g.Placement.Cpu || req.Memory != nil && *req.Memory != g.Placement.Memory
}

// resize gives the group the size that an update asks for, rounded up. Nothing asked for leaves it as it is.
func (g *containerGroup) resize(req *wire.UpdateContainerGroupRequest) error {
	if asksForSize(req, g) && g.assumes(assumeUpdateSize) == "refused" {
		return invalidParameter("Cpu", "the size of a container group cannot be changed")
	}
	if asksForSize(req, g) && g.assumes(assumeUpdateSize) == "resized" {
		cpu, memory := g.Placement.Cpu, g.Placement.Memory
		setTo(&cpu, req.Cpu)
		setTo(&memory, req.Memory)
		cpu, memory, ok := market.RoundUp(g.RegionId, cpu, memory)
		if !ok {
			return refuse("InvalidParameter.CPU.Memory", "No instance is sold with %v vCPUs and %v GiB.", *orFloat(req.Cpu), *orFloat(req.Memory))
		}
		g.Placement.Cpu, g.Placement.Memory = cpu, memory
		g.Cpu, g.Memory = cpu, memory
	}
	if cpu, memory := g.sum(); cpu > g.Placement.Cpu || memory > g.Placement.Memory {
		return refuse("InvalidParam.CpuOrMemorySpec", "The containers ask for %v vCPUs and %v GiB, more than the group has.", cpu, memory)
	}
	return nil
}

func orFloat(value *float64) *float64 { return cmp.Or(value, new(float64)) }

// effect says what an update does to running containers.
type effect int

const (
	effectNone        effect = iota // nothing differs
	effectQuiet                     // nothing restarts
	effectRecreate                  // containers that differ are recreated
	effectRecreateAll               // and with them all others
	effectRestart                   // the whole group starts over
)

// effectOf compares the configuration of a group with what an update makes of it.
func effectOf(before, after *containerGroup) effect {
	volumes := !reflect.DeepEqual(before.Volumes, after.Volumes) ||
		!slices.Equal(before.Undescribed.HostPaths, after.Undescribed.HostPaths) ||
		!reflect.DeepEqual(before.DnsConfig, after.DnsConfig)
	policy := before.RestartPolicy != after.RestartPolicy || before.Placement != after.Placement
	restart := !sameConfigurations(before.initContainers(), after.initContainers()) ||
		volumes && before.assumes(assumeVolumeRestarts) == "all" || policy && before.assumes(assumePolicyRestarts) == "all"
	recreate := !sameConfigurations(before.containers(), after.containers())
	credentials := !slices.Equal(before.Undescribed.Credentials, after.Undescribed.Credentials)
	quiet := volumes || policy || before.ResourceGroupId != after.ResourceGroupId || !slices.Equal(before.Tags, after.Tags) ||
		!reflect.DeepEqual(before.Undescribed.AcrRegistryInfo, after.Undescribed.AcrRegistryInfo)
	// New logins alone are taken over without a restart, unless there are more than before.
	alone := !restart && !recreate && !quiet
	switch {
	case restart, credentials && (!alone || len(after.Undescribed.Credentials) > len(before.Undescribed.Credentials)):
		return effectRestart
	case recreate && before.assumes(assumeUpdateRestarts) == "all":
		return effectRecreateAll
	case recreate:
		return effectRecreate
	case quiet, credentials:
		return effectQuiet
	}
	return effectNone
}

// become makes the group what an update makes of it. Containers whose configuration has not changed go on as they were.
func (g *containerGroup) become(next *containerGroup, effect effect, at time.Time) {
	before := g.Parts
	for _, c := range next.Parts {
		if old := g.part(c.Name); old != nil && sameConfiguration(old, c) {
			*c = *old
		} else {
			c.reset()
		}
	}
	next.EventLog, next.Changed = g.EventLog, at
	*g = *next
	for _, old := range before {
		if c := g.part(old.Name); old.Run.Phase == phaseRunning && (c == nil || !sameConfiguration(old, c)) {
			g.normal(at, sourceAgent, "Killing", "Stopping container %s", old.Name)
			g.cut(old, at)
		}
	}
	switch effect {
	case effectRestart:
		g.startOver(at, statusUpdating, assumeEmptyDirRestart)
	case effectRecreateAll:
		g.startOver(at, statusUpdating, assumeEmptyDirUpdate)
	case effectRecreate:
		if g.assumes(assumeEmptyDirUpdate) == "emptied" {
			g.Disks = nil
		}
		g.setStatus(at, statusUpdating)
		g.proceed(at)
	}
}

func updatedRegistries(have []wire.CreateAcrRegistryInfo, sent []wire.AcrRegistryInfo, incremental bool) []wire.CreateAcrRegistryInfo {
	key := func(r wire.CreateAcrRegistryInfo) string {
		return r.RegionId + "/" + cmp.Or(r.InstanceId, r.InstanceName)
	}
	var list []wire.CreateAcrRegistryInfo
	for _, info := range sent {
		next := wire.CreateAcrRegistryInfo{AcrRegistryInfo: info}
		// An update cannot carry the roles; they stay with their registry.
		if i := slices.IndexFunc(have, func(r wire.CreateAcrRegistryInfo) bool { return key(r) == key(next) }); i >= 0 {
			next.ArnService, next.ArnUser = have[i].ArnService, have[i].ArnUser
		}
		list = append(list, next)
	}
	if incremental {
		list = merge(have, list, key)
	}
	return list
}

// merge replaces the members of a list that have the key of a new one, and appends the rest of the new ones.
func merge[T any](have, sent []T, key func(T) string) []T {
	merged := slices.Clone(have)
	for _, item := range sent {
		i := slices.IndexFunc(merged, func(other T) bool { return key(other) == key(item) })
		if i >= 0 {
			merged[i] = item
		} else {
			merged = append(merged, item)
		}
	}
	return merged
}

func orList[T any](list, fallback []T) []T {
	if len(list) == 0 {
		return fallback
	}
	return list
}

func (s *Server) restartContainerGroup(c call, req *wire.RestartContainerGroupRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		g, err := s.existingGroup(c, req.ContainerGroupId)
		if err != nil {
			return nil, err
		}
		if g.Status == statusRestarting && s.assumes(assumeRestartTwice) == "accepted" {
			return new(wire.Empty), nil
		}
		if g.Status != statusPending && g.Status != statusRunning {
			return nil, incorrectStatus(g.Status, "restart")
		}
		if s.assumes(assumeRestartAddress) == "changed" {
			g.Placement.IntranetIp = s.freeAddress(g.Sequence)
			g.IntranetIp = g.Placement.IntranetIp
		}
		g.startOver(c.at, statusRestarting, assumeEmptyDirRestart)
		if s.assumes(assumeRestartCount) == "zero" {
			for _, part := range g.Parts {
				part.RestartCount = 0
				part.Run.LastStart, part.Run.LastEnd = part.Run.Start, part.Run.End
				part.Run.Start, part.Run.End = time.Time{}, time.Time{} // so that the next start is the first
			}
		}
		return new(wire.Empty), nil
	})
}

// deletedUnknown is the answer to the deletion of an object that does not exist.
func (s *Server) deletedUnknown(parameter string) (*wire.Empty, error) {
	if s.assumes(assumeDeleteUnknown) == "not-found" {
		return nil, notFound(parameter)
	}
	return new(wire.Empty), nil
}

// deleteContainerGroup deletes a group. While a deletion is on its way, only one by force is accepted.
func (s *Server) deleteContainerGroup(c call, req *wire.DeleteContainerGroupRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		g, ok := s.cloud.ContainerGroups.get(c.Region, req.ContainerGroupId)
		if !ok {
			return s.deletedUnknown("ContainerGroupId")
		}
		if g.Status == statusTerminating && !req.Force {
			return nil, refuse("OperationConflict", "The container group is being deleted.")
		}
		g.terminate(c.at, req.Force)
		s.purge(c.at)
		return new(wire.Empty), nil
	})
}
