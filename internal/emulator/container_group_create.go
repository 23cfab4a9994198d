package emulator

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Default resource group of the account.
const defaultResourceGroup = "rg-default"

func (s *Server) createContainerGroup(c call, req *wire.CreateContainerGroupRequest) (*wire.CreateContainerGroupResponse, error) {
	create := func() (*wire.CreateContainerGroupResponse, error) {
		group, err := s.newContainerGroup(c, req)
		if err != nil {
			return nil, err
		}
		if req.DryRun {
			return nil, s.dryRunSuccess()
		}
		s.cloud.ContainerGroups.add(group)
		return &wire.CreateContainerGroupResponse{ContainerGroupId: group.ContainerGroupId}, nil
	}
	return once(s, c, create)
}

func (s *Server) dryRunSuccess() error {
	return refuse(s.assumes(assumeDryRunCode), "Request validation has been passed with DryRun flag set.")
}

// newContainerGroup checks the parameters and makes the group that they describe.
func (s *Server) newContainerGroup(c call, req *wire.CreateContainerGroupRequest) (*containerGroup, error) {
	dropEmptyVolumes(req.Volume)
	for i := range req.Container {
		dropEmptyMembers(&req.Container[i].MainContainer)
	}
	if err := check(validateCreate(req), s.validateAssumed(containersOf(req)), s.validateFiles(req.Volume), s.validateHost(req)); err != nil {
		return nil, err
	}
	if req.DryRun && s.assumes(assumeDryRunChecks) == "parameters" {
		return nil, s.dryRunSuccess()
	}
	g := &containerGroup{
		ContainerGroup: wire.ContainerGroup{
			ContainerGroupName: req.ContainerGroupName,
			RegionId:           c.Region,
			Status:             statusScheduling,
			RestartPolicy:      cmp.Or(req.RestartPolicy, "Always"),
			CreationTime:       timestamp(c.at),
			ComputeCategory:    firstOf(req.ComputeCategory),
			Discount:           10,
			SpotStrategy:       cmp.Or(req.SpotStrategy, "NoSpot"),
			ResourceGroupId:    cmp.Or(req.ResourceGroupId, defaultResourceGroup),
			RamRoleName:        req.RamRoleName,
			VpcId:              vpcOf(c.Region),
			SecurityGroupId:    cmp.Or(req.SecurityGroupId, defaultSecurityGroup(c.Region)),
			DnsPolicy:          cmp.Or(req.DnsPolicy, "Default"),
			DnsConfig:          dnsConfigOf(req.DnsConfig),
			Tags:               req.Tag,
		},
		Undescribed: groupSettings{
			ActiveDeadlineSeconds:         req.ActiveDeadlineSeconds,
			TerminationGracePeriodSeconds: req.TerminationGracePeriodSeconds,
			MaxPendingMinute:              *orPointer(req.MaxPendingMinute, 240),
			DataCacheBucket:               req.DataCacheBucket,
			PrivateIpAddress:              req.PrivateIpAddress,
			CorePattern:                   req.CorePattern,
			IngressBandwidth:              *orPointer(req.IngressBandwidth, 0),
			EgressBandwidth:               *orPointer(req.EgressBandwidth, 0),
			Credentials:                   credentialsOf(req.ImageRegistryCredential),
			AcrRegistryInfo:               req.AcrRegistryInfo,
		},
		Created:   c.at,
		VisibleAt: c.at.Add(s.settings.CreateLag),
		Changed:   c.at,
		Due:       c.at.Add(s.settings.BootTime / 3),
		settings:  &s.settings,
	}
	if s.assumes(assumeCreateVisible) == "later" {
		g.VisibleAt = g.VisibleAt.Add(lag)
	}
	setTo(&g.Cpu, req.Cpu)
	setTo(&g.Memory, req.Memory)
	setTo(&g.SpotPriceLimit, req.SpotPriceLimit)
	setTo(&g.EphemeralStorage, req.EphemeralStorage)
	if req.SecurityContext != nil {
		g.EciSecurityContext.Sysctls = req.SecurityContext.Sysctl
	}
	for _, line := range req.HostAliase {
		g.HostAliases = append(g.HostAliases, wire.HostAliasLine{Ip: line.Ip, Hostnames: line.Hostname})
	}
	for _, v := range req.Volume {
		g.Volumes = append(g.Volumes, volumeOf(v))
		g.Undescribed.HostPaths = append(g.Undescribed.HostPaths, hostPathOf(v.CommonVolume)...)
		g.Undescribed.FileModes = fileModes(g.Undescribed.FileModes, v)
	}
	for _, p := range req.InitContainer {
		g.addPart(true, containerOfInit(p))
	}
	for _, p := range req.Container {
		g.addPart(false, p)
	}
	if err := s.place(g, req); err != nil {
		return nil, err
	}
	images, err := s.cachedImages(c, req)
	if err != nil {
		return nil, err
	}
	data, err := s.mountedDataCaches(c.Region, req.DataCacheBucket, g.Undescribed.HostPaths)
	if err != nil {
		return nil, err
	}
	if req.DryRun {
		return g, nil
	}
	g.Undescribed.CachedImages = images
	for _, d := range data {
		d.LastMatchedTime = timestamp(c.at)
	}
	s.name(g, req)
	return g, nil
}

func (g *containerGroup) addPart(init bool, p wire.CreateContainer) {
	part := newContainer(init)
	part.apply(p)
	part.CurrentState = waiting("", "")
	g.Parts = append(g.Parts, part)
}

// place decides where the group will run and how large it is.
func (s *Server) place(g *containerGroup, req *wire.CreateContainerGroupRequest) error {
	if req.PrivateIpAddress != "" && s.addressInUse(req.PrivateIpAddress) {
		return refuse("PrivateIpAddress.Already.InUse", "The address %s is in use.", req.PrivateIpAddress)
	}
	if len(req.InstanceType) > 0 {
		if err := validateInstanceTypes(req); err != nil {
			return err
		}
		name, err := s.findStock(g, req)
		if err != nil {
			return err
		}
		t, _ := market.LookUp(name)
		g.Placement.InstanceType, g.Placement.Cpu, g.Placement.Memory = name, t.CPU, t.Memory
		return check(g.checkSum(t.GPU), s.checkQuota(g), s.checkSpot(g, req, []string{name}))
	}
	if _, err := s.findStock(g, req); err != nil {
		return err
	}
	cpu, memory, err := g.size()
	if err != nil {
		return err
	}
	if cpu, memory, err = categorySize(g.RegionId, g.ComputeCategory, cpu, memory); err != nil {
		return err
	}
	g.Placement.Cpu, g.Placement.Memory = cpu, memory
	g.Placement.InstanceType = market.Carrier(cpu, memory)
	return check(g.checkSum(0), s.checkQuota(g), s.checkSpot(g, req, market.Carriers(cpu, memory)))
}

// findStock finds a place for the group: for the first of its instance types that is in stock in the zone of a usable vSwitch, or
// if it has none, in the first such zone.
func (s *Server) findStock(g *containerGroup, req *wire.CreateContainerGroupRequest) (instanceType string, err error) {
	types := req.InstanceType
	if len(types) == 0 {
		types = []string{""}
	}
	for _, name := range types {
		inStock := func(zone string) bool { return s.settings.Stock.Has(zone, name) }
		if g.VSwitchId, err = chooseVSwitch(g.RegionId, req.ZoneId, req.VSwitchId, req.ScheduleStrategy, s.cloud.Sequence, inStock); err == nil {
			g.Placement.ZoneId = vSwitchZone(g.RegionId, g.VSwitchId)
			return name, nil
		}
	}
	return "", err
}

// checkQuota refuses a group that takes the region above its quota of vCPUs.
func (s *Server) checkQuota(g *containerGroup) error {
	if s.usedCPU(g.RegionId)+g.Placement.Cpu > s.settings.Quotas.MaxCpu {
		return quotaExceeded("vCPU")
	}
	return nil
}

// name gives the group its ids and addresses.
func (s *Server) name(g *containerGroup, req *wire.CreateContainerGroupRequest) {
	g.Sequence = s.cloud.nextSequence()
	g.ContainerGroupId = s.cloud.newID("eci", g.Sequence)
	g.Placement.EniInstanceId = s.cloud.newID("eni", g.Sequence)
	g.Placement.IntranetIp = cmp.Or(req.PrivateIpAddress, s.freeAddress(g.Sequence))
	if req.AutoCreateEip || req.EipInstanceId != "" {
		g.Placement.InternetIp = publicAddressOf(g.Sequence)
	}
	if req.Ipv6AddressCount != nil {
		g.Placement.Ipv6Address = fmt.Sprintf("2001:db8::%x", g.Sequence)
	}
}

// freeAddress finds an address that is not in use, starting at the n-th.
func (s *Server) freeAddress(n int64) string {
	for ; ; n++ {
		if address := addressOf(n); !s.addressInUse(address) {
			return address
		}
	}
}

func (s *Server) addressInUse(address string) bool {
	return slices.ContainsFunc(s.cloud.ContainerGroups.list, func(g *containerGroup) bool {
		return g.Placement.IntranetIp == address && !g.finished()
	}) || slices.ContainsFunc(s.cloud.VirtualNodes.list, func(n *virtualNode) bool { return n.IntranetIp == address })
}

// size is the size of the group before it is placed: as asked for, or the sum of its containers, or 2 vCPUs and 4 GiB;
// rounded up to a size that is sold.
func (g *containerGroup) size() (cpu, memory float64, err error) {
	cpu, memory = g.Cpu, g.Memory
	if cpu == 0 && memory == 0 {
		if cpu, memory = g.sum(); cpu == 0 && memory == 0 {
			cpu, memory = 2, 4
		}
	}
	roundedCpu, roundedMemory, ok := market.RoundUp(g.RegionId, cpu, memory)
	if spot(g.SpotStrategy) {
		switch g.assumes(assumeSpotSizes) {
		case "refused":
			if !market.IsSpotSize(cpu, memory) {
				return 0, 0, notSoldAsSpot(cpu, memory)
			}
		case "standard":
			roundedCpu, roundedMemory, ok = market.RoundUpEverywhere(cpu, memory)
		default:
			roundedCpu, roundedMemory, ok = market.RoundUpSpot(cpu, memory)
		}
	}
	if !ok {
		return 0, 0, refuse("InvalidParameter.CPU.Memory", "No instance is sold with %v vCPUs and %v GiB.", cpu, memory)
	}
	return roundedCpu, roundedMemory, nil
}

// sum adds up what the containers ask for that count. Init containers run one at a time and before the others, so of them the largest
// counts.
func (g *containerGroup) sum() (cpu, memory float64) {
	for _, c := range g.containers() {
		if !c.says(ignoreResources) {
			cpu, memory = cpu+c.Cpu, memory+c.Memory
		}
	}
	for _, c := range g.initContainers() {
		switch {
		case c.says(ignoreResources):
		case g.assumes(assumeInitSizes) == "added":
			cpu, memory = cpu+c.Cpu, memory+c.Memory
		default:
			cpu, memory = max(cpu, c.Cpu), max(memory, c.Memory)
		}
	}
	return cpu, memory
}

// checkSum refuses containers that do not fit into the group.
func (g *containerGroup) checkSum(gpu int64) error {
	cpu, memory := g.sum()
	if cpu > g.Placement.Cpu || memory > g.Placement.Memory {
		return refuse("InvalidParameter.CPU.Memory", "The containers ask for %v vCPUs and %v GiB, more than the group has.", cpu, memory)
	}
	var gpus int64
	for _, c := range g.Parts {
		gpus += c.Gpu
	}
	if gpus > gpu {
		return invalidParameter("Container.Gpu", "the instance type has fewer GPUs")
	}
	return nil
}

// categorySize applies the bounds of a compute category: general starts at 1 vCPU, economy ends at 8.
func categorySize(region, category string, cpu, memory float64) (float64, float64, error) {
	switch {
	case category == "general" && cpu < 1:
		cpu, memory, _ = market.RoundUp(region, 1, memory)
	case category == "economy" && cpu > 8:
		return 0, 0, refuse("InvalidParameter.CPU.Memory", "The compute category economy is not sold with %v vCPUs.", cpu)
	}
	return cpu, memory, nil
}

// checkSpot refuses a spot group whose limit is below what all of the types cost in its zone.
func (s *Server) checkSpot(g *containerGroup, req *wire.CreateContainerGroupRequest, types []string) error {
	if req.SpotStrategy == "SpotWithPriceLimit" && len(s.spotOffers(g.RegionId, g.Placement.ZoneId, types, req.SpotPriceLimit)) == 0 {
		return spotNotMatched()
	}
	return nil
}

// validateInstanceTypes refuses types that do not exist or do not match the group.
func validateInstanceTypes(req *wire.CreateContainerGroupRequest) error {
	for _, name := range req.InstanceType {
		t, ok := market.LookUp(name)
		if !ok {
			return notSold(name)
		}
		if t.ARM != (req.CpuArchitecture == "ARM64") {
			return refuse("InstanceTypeNotMatchCpuArch", "The instance type %s does not match the CPU architecture.", name)
		}
	}
	return nil
}

func spot(strategy string) bool { return strategy != "" && strategy != "NoSpot" }

func credentialsOf(params []wire.ImageRegistryCredential) []credential {
	var list []credential
	for _, p := range params {
		sum := sha256.Sum256([]byte(p.Password))
		list = append(list, credential{Server: p.Server, UserName: p.UserName, PasswordDigest: hex.EncodeToString(sum[:])})
	}
	return list
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
