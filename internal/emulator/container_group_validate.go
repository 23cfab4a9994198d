package emulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Limits of the API.
const (
	maxContainers       = 20
	maxVolumes          = 20
	maxVolumeMounts     = 16
	maxCommand          = 20
	maxCommandLength    = 256
	maxArgs             = 10
	maxVariables        = 100
	maxVariableKey      = 128
	maxVariableValue    = 256
	maxImage            = 255
	maxConfigFile       = 32 << 10
	maxConfigFilesSize  = 60 << 10 // of one volume
	maxDisks            = 6
	maxConfigFiles      = 90
	maxConfigFilesLater = 16 // on update
	maxCredentials      = 10
	maxVSwitches        = 10
	maxNameLength       = 128
)

var (
	groupNamePattern     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])$`)
	containerNamePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	variableKeyPattern   = regexp.MustCompile(`^[^=\s]+$`)
	quantityPattern      = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$`)
)

// validateCreate checks everything about a new group that its parameters tell by themselves.
func validateCreate(req *wire.CreateContainerGroupRequest) error {
	return check(
		validateGroupName(req.ContainerGroupName),
		validateEnums(req),
		validateRanges(req),
		validatePlacement(req),
		validateSpot(req),
		validateNetwork(req),
		validateSysctls(req),
		validateDnsConfig(req.DnsConfig),
		validateCreateRegistries("AcrRegistryInfo", req.AcrRegistryInfo),
		each("PlainHttpRegistry", req.PlainHttpRegistry, registryAddress),
		each("InsecureRegistry", req.InsecureRegistry, registryAddress),
		validateTags(req.Tag, maxTagKey),
		validateCredentials(req.ImageRegistryCredential),
		validateVolumes(req.Volume, maxConfigFiles, req.DataCacheBucket),
		validateContainers(req),
	)
}

func validateGroupName(name string) error {
	switch {
	case len(name) < 2 || len(name) > maxNameLength:
		return invalidParameter("ContainerGroupName", "it has to have 2 to 128 characters")
	case !groupNamePattern.MatchString(name):
		return invalidParameter("ContainerGroupName", "it may hold lower-case letters, digits and inner hyphens only")
	}
	return nil
}

func validateEnums(req *wire.CreateContainerGroupRequest) error {
	err := check(
		oneOf("RestartPolicy", req.RestartPolicy, "Always", "Never", "OnFailure"),
		oneOf("ScheduleStrategy", req.ScheduleStrategy, "VSwitchOrdered", "VSwitchRandom"),
		oneOf("SpotStrategy", req.SpotStrategy, "NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"),
		oneOf("CpuArchitecture", req.CpuArchitecture, "AMD64", "ARM64"),
		oneOf("OsType", req.OsType, "Linux", "Windows"),
		oneOf("DnsPolicy", req.DnsPolicy, "None", "Default"),
		oneOf("EipISP", req.EipISP, "BGP", "BGP_PRO"),
		oneOf("FixedIp", req.FixedIp, "true", "false"),
		form("GpuDriverVersion", req.GpuDriverVersion, gpuDriverPattern, "tesla= and a driver that exists"),
		oneOf("DataCachePL", req.DataCachePL, "PL0", "PL1", "PL2", "PL3", "AutoPL"),
		oneOf("ImageAccelerateMode", req.ImageAccelerateMode, "nydus", "dadi", "p2p", "imc"),
	)
	for i, category := range req.ComputeCategory {
		err = check(err, oneOf(element("ComputeCategory", i), category, "economy", "general"))
	}
	if err == nil && strings.HasPrefix(req.CorePattern, "|") {
		err = refuse("InvalidCorePatternValue", "CorePattern must not start with |.")
	}
	return err
}

func validateRanges(req *wire.CreateContainerGroupRequest) error {
	return check(
		within("MaxPendingMinute", req.MaxPendingMinute, 10, 1440),
		within("ActiveDeadlineSeconds", req.ActiveDeadlineSeconds, 1, math.MaxInt32),
		within("TerminationGracePeriodSeconds", req.TerminationGracePeriodSeconds, 0, math.MaxInt32),
		within("EphemeralStorage", req.EphemeralStorage, 0, 5000),
		within("SpotDuration", req.SpotDuration, 0, 1),
		within("EipBandwidth", req.EipBandwidth, 0, 1_000_000),
		within("Ipv6AddressCount", req.Ipv6AddressCount, 1, 1),
		within("IngressBandwidth", req.IngressBandwidth, 0, math.MaxInt64),
		within("EgressBandwidth", req.EgressBandwidth, 0, math.MaxInt64),
		within("CpuOptionsCore", req.CpuOptionsCore, 0, 1000),
		within("CpuOptionsThreadsPerCore", req.CpuOptionsThreadsPerCore, 0, 2), // a core has two; 1 switches hyper-threading off
		within("FixedIpRetainHour", req.FixedIpRetainHour, 1, math.MaxInt32),
		within("DataCacheProvisionedIops", req.DataCacheProvisionedIops, 0, 50_000),
		size("Cpu", req.Cpu),
		size("Memory", req.Memory),
	)
}

func validatePlacement(req *wire.CreateContainerGroupRequest) error {
	if req.ZoneId != "" && !slices.Contains(market.Zones(req.RegionId), req.ZoneId) {
		return invalidParameter("ZoneId", "the region has no such zone")
	}
	if len(req.VSwitchId) > maxVSwitches {
		return lengthExceeded("VSwitchId", maxVSwitches)
	}
	for _, id := range req.VSwitchId {
		if !strings.HasPrefix(id, "vsw-") {
			return invalidParameter("VSwitchId", "a vSwitch id starts with vsw-")
		}
	}
	if req.SecurityGroupId != "" && !strings.HasPrefix(req.SecurityGroupId, "sg-") {
		return invalidParameter("SecurityGroupId", "a security group id starts with sg-")
	}
	if req.OsType == "Windows" {
		return denied("Forbidden.OnlyForInvitedTest", "Windows is open to invited users only.")
	}
	if req.CpuOptionsNuma != "" {
		return denied("FeatureAccessRestricted", "CpuOptionsNuma needs approval.")
	}
	return nil
}

func validateSpot(req *wire.CreateContainerGroupRequest) error {
	switch {
	case req.SpotStrategy == "SpotWithPriceLimit" && req.SpotPriceLimit == nil:
		return missingParameter("SpotPriceLimit")
	case req.SpotPriceLimit != nil && !(*req.SpotPriceLimit > 0):
		return invalidParameter("SpotPriceLimit", "it has to be positive")
	case req.SpotPriceLimit != nil && math.Abs(*req.SpotPriceLimit*1000-math.Round(*req.SpotPriceLimit*1000)) > 1e-6:
		return invalidParameter("SpotPriceLimit", "it may have three decimals at most")
	case spot(req.SpotStrategy) && len(req.ComputeCategory) > 0 && len(req.InstanceType) == 0:
		return refuse("FeatureBasedConstraintConflict", "Spot instances and ComputeCategory exclude each other.")
	case req.CpuArchitecture == "ARM64" && len(req.ComputeCategory) > 0 && len(req.InstanceType) == 0:
		return refuse("FeatureBasedConstraintConflict", "The Arm architecture and ComputeCategory exclude each other.")
	}
	return nil
}

func validateNetwork(req *wire.CreateContainerGroupRequest) error {
	if req.AutoCreateEip && req.EipInstanceId != "" {
		return invalidParameter("EipInstanceId", "it excludes AutoCreateEip")
	}
	if err := check(prefixed("EipInstanceId", req.EipInstanceId, "eip-"),
		prefixed("EipCommonBandwidthPackage", req.EipCommonBandwidthPackage, "cbwp-")); err != nil {
		return err
	}
	if !req.AutoCreateEip {
		switch {
		case req.EipBandwidth != nil:
			return invalidParameter("EipBandwidth", "it needs AutoCreateEip")
		case req.EipISP != "":
			return invalidParameter("EipISP", "it needs AutoCreateEip")
		case req.EipCommonBandwidthPackage != "":
			return invalidParameter("EipCommonBandwidthPackage", "it needs AutoCreateEip")
		}
	}
	if a := req.PrivateIpAddress; a != "" {
		if address, err := netip.ParseAddr(a); err != nil || !address.Is4() {
			return invalidParameter("PrivateIpAddress", "it is not an IPv4 address")
		}
	}
	for i, line := range req.HostAliase {
		name := element("HostAliase", i)
		if err := check(address(name+".Ip", line.Ip), each(name+".Hostname", line.Hostname, hostName)); err != nil {
			return err
		}
	}
	return check(hostName("HostName", req.HostName), each("NtpServer", req.NtpServer, hostOrAddress))
}

func validateCredentials(list []wire.ImageRegistryCredential) error {
	if len(list) > maxCredentials {
		return lengthExceeded("ImageRegistryCredential", maxCredentials)
	}
	for i, c := range list {
		name := element("ImageRegistryCredential", i)
		switch {
		case c.Server == "":
			return missingParameter(name + ".Server")
		case c.UserName == "":
			return missingParameter(name + ".UserName")
		case c.Password == "":
			return missingParameter(name + ".Password")
		}
		if err := registryAddress(name+".Server", c.Server); err != nil {
			return err
		}
	}
	return nil
}

// validateContainers checks all containers of a new group: each by itself, and their names and mounts together.
func validateContainers(req *wire.CreateContainerGroupRequest) error {
	volumes := map[string]bool{}
	for _, v := range req.Volume {
		volumes[v.Name] = true
	}
	if len(req.Container) > maxContainers {
		return lengthExceeded("Container", maxContainers)
	}
	if len(req.InitContainer) > maxContainers {
		return lengthExceeded("InitContainer", maxContainers)
	}
	names := map[string]bool{}
	for i, c := range req.Container {
		name := element("Container", i)
		if err := check(complete(name, c), validateContainer(name, c), unique(names, c.Name), mountsKnown(name, c, volumes)); err != nil {
			return err
		}
	}
	for i, c := range req.InitContainer {
		name := element("InitContainer", i)
		p := containerOfInit(c)
		if err := check(complete(name, p), validateContainer(name, p), unique(names, c.Name), mountsKnown(name, p, volumes)); err != nil {
			return err
		}
	}
	return nil
}

// complete refuses a container without what every container needs.
func complete(name string, c wire.CreateContainer) error {
	switch {
	case c.Name == "":
		return missingParameter(name + ".Name")
	case c.Image == "":
		return missingParameter(name + ".Image")
	}
	return nil
}

func unique(names map[string]bool, name string) error {
	if names[name] {
		return refuse("InvalidParameter.DuplicatedName", "Two containers have the name %s.", name)
	}
	names[name] = true
	return nil
}

func mountsKnown(name string, c wire.CreateContainer, volumes map[string]bool) error {
	for i, m := range c.VolumeMount {
		if !volumes[m.Name] {
			return invalidParameter(element(name+".VolumeMount", i)+".Name", fmt.Sprintf("the group has no volume %q", m.Name))
		}
	}
	return nil
}

// validateContainer checks what is given of a container.
func validateContainer(name string, c wire.CreateContainer) error {
	switch {
	case c.Name != "" && !containerNamePattern.MatchString(c.Name):
		return invalidParameter(name+".Name", "it may hold up to 63 lower-case letters, digits and inner hyphens only")
	case len(c.Command) > maxCommand:
		return lengthExceeded(name+".Command", maxCommand)
	case len(c.Arg) > maxArgs:
		return lengthExceeded(name+".Arg", maxArgs)
	case c.StdinOnce != nil && *c.StdinOnce && (c.Stdin == nil || !*c.Stdin):
		return invalidParameter(name+".StdinOnce", "it needs Stdin")
	}
	for i, part := range c.Command {
		if len([]rune(part)) > maxCommandLength {
			return lengthExceeded(element(name+".Command", i), maxCommandLength)
		}
	}
	return check(
		validateImage(name+".Image", c.Image),
		absolute(name+".WorkingDir", c.WorkingDir),
		absolute(name+".TerminationMessagePath", c.TerminationMessagePath),
		oneOf(name+".ImagePullPolicy", c.ImagePullPolicy, "Always", "IfNotPresent", "Never"),
		oneOf(name+".TerminationMessagePolicy", c.TerminationMessagePolicy, "File", "FallbackToLogsOnError"),
		size(name+".Cpu", c.Cpu),
		size(name+".Memory", c.Memory),
		within(name+".Gpu", c.Gpu, 0, 64),
		validateVariables(name+".EnvironmentVar", c.EnvironmentVar),
		validatePorts(name+".Port", c.Port),
		validateMounts(name+".VolumeMount", c.VolumeMount),
		validateProbe(name+".LivenessProbe", c.LivenessProbe),
		validateProbe(name+".ReadinessProbe", c.ReadinessProbe),
		validateHooks(name, c),
		validateSecurityContext(name+".SecurityContext", c),
	)
}

func validateVariables(name string, vars []wire.EnvironmentVarParameters) error {
	if len(vars) > maxVariables {
		return lengthExceeded(name, maxVariables)
	}
	for i, v := range vars {
		name := element(name, i)
		switch {
		case v.Key == "":
			return missingParameter(name + ".Key")
		case len([]rune(v.Key)) > maxVariableKey:
			return lengthExceeded(name+".Key", maxVariableKey)
		case !variableKeyPattern.MatchString(v.Key):
			return invalidParameter(name+".Key", "it may not hold = or white space")
		case len([]rune(v.Value)) > maxVariableValue:
			return lengthExceeded(name+".Value", maxVariableValue)
		case v.FieldRef == nil || v.FieldRef.FieldPath == "":
		case v.Value != "":
			return invalidParameter(name, "Value and FieldRef exclude each other")
		case !slices.Contains(addressFields, v.FieldRef.FieldPath):
			return invalidParameter(name+".FieldRef.FieldPath", "it has to be one of "+strings.Join(addressFields, ", "))
		}
	}
	return nil
}

func validatePorts(name string, ports []wire.Port) error {
	seen := map[wire.Port]bool{}
	for i, p := range portsOf(ports) {
		name := element(name, i)
		if err := check(within(name+".Port", &p.Port, 1, math.MaxUint16), oneOf(name+".Protocol", p.Protocol, "TCP", "UDP")); err != nil {
			return err
		}
		if seen[p] {
			return invalidParameter(name, "the port is listed twice")
		}
		seen[p] = true
	}
	return nil
}

func validateMounts(name string, mounts []wire.VolumeMountParameters) error {
	if len(mounts) > maxVolumeMounts {
		return lengthExceeded(name, maxVolumeMounts)
	}
	paths := map[string]bool{}
	for i, m := range mounts {
		name := element(name, i)
		switch {
		case m.Name == "":
			return missingParameter(name + ".Name")
		case m.MountPath == "":
			return missingParameter(name + ".MountPath")
		case !strings.HasPrefix(m.MountPath, "/"):
			return invalidParameter(name+".MountPath", "it is not an absolute path")
		case paths[m.MountPath]:
			return invalidParameter(name+".MountPath", "another volume is mounted there")
		case strings.HasPrefix(m.SubPath, "/") || slices.Contains(strings.Split(m.SubPath, "/"), ".."):
			return invalidParameter(name+".SubPath", "it is not a path inside the volume")
		}
		if err := oneOf(name+".MountPropagation", m.MountPropagation, "None", "HostToCotainer", "HostToContainer", "Bidirectional"); err != nil {
			return err
		}
		paths[m.MountPath] = true
	}
	return nil
}

func validateProbe(name string, p *wire.ProbeParameters) error {
	if p == nil {
		return nil
	}
	handlers := 0
	if p.Exec != nil {
		handlers++
		if len(p.Exec.Command) == 0 || len(p.Exec.Command) > maxCommand {
			return invalidParameter(name+".Exec.Command", "it has to have 1 to 20 entries")
		}
	}
	if h := p.HttpGet; h != nil {
		handlers++
		if err := check(needed(name+".HttpGet.Port", h.Port), oneOf(name+".HttpGet.Scheme", h.Scheme, "HTTP", "HTTPS")); err != nil {
			return err
		}
	}
	if t := p.TcpSocket; t != nil {
		handlers++
		if err := needed(name+".TcpSocket.Port", t.Port); err != nil {
			return err
		}
	}
	if handlers != 1 {
		return invalidParameter(name, "it has to have exactly one of Exec, HttpGet and TcpSocket")
	}
	return check(
		within(name+".InitialDelaySeconds", p.InitialDelaySeconds, 0, math.MaxInt32),
		within(name+".PeriodSeconds", p.PeriodSeconds, 1, math.MaxInt32),
		within(name+".TimeoutSeconds", p.TimeoutSeconds, 1, math.MaxInt32),
		within(name+".SuccessThreshold", p.SuccessThreshold, 1, 1),
		within(name+".FailureThreshold", p.FailureThreshold, 1, math.MaxInt32),
	)
}

// needed checks a port that has to be there.
func needed(name string, port *int64) error {
	if port == nil {
		return missingParameter(name)
	}
	return within(name, port, 1, math.MaxUint16)
}

func validateHooks(name string, c wire.CreateContainer) error {
	post, stop := name+".LifecyclePostStartHandler", name+".LifecyclePreStopHandler"
	if handlersOf(c.LifecyclePostStartHandlerExec, c.LifecyclePostStartHandlerHttpGetPort, c.LifecyclePostStartHandlerTcpSocketPort) > 1 {
		return invalidParameter(post, "it may have one of Exec, HttpGet and TcpSocket")
	}
	if handlersOf(c.LifecyclePreStopHandlerExec, c.LifecyclePreStopHandlerHttpGetPort, c.LifecyclePreStopHandlerTcpSocketPort) > 1 {
		return invalidParameter(stop, "it may have one of Exec, HttpGet and TcpSocket")
	}
	return check(
		within(post+"HttpGetPort", c.LifecyclePostStartHandlerHttpGetPort, 1, math.MaxUint16),
		within(post+"TcpSocketPort", c.LifecyclePostStartHandlerTcpSocketPort, 1, math.MaxUint16),
		absolute(post+"HttpGetPath", c.LifecyclePostStartHandlerHttpGetPath),
		absolute(stop+"HttpGetPath", c.LifecyclePreStopHandlerHttpGetPath),
		oneOf(post+"HttpGetScheme", c.LifecyclePostStartHandlerHttpGetScheme, "HTTP", "HTTPS"),
		within(stop+"HttpGetPort", c.LifecyclePreStopHandlerHttpGetPort, 1, math.MaxUint16),
		within(stop+"TcpSocketPort", c.LifecyclePreStopHandlerTcpSocketPort, 1, math.MaxUint16),
		oneOf(stop+"HttpGetScheme", c.LifecyclePreStopHandlerHttpGetScheme, "HTTP", "HTTPS"),
	)
}

func handlersOf(exec []string, httpPort, tcpPort *int64) int {
	n := 0
	for _, given := range []bool{len(exec) > 0, httpPort != nil, tcpPort != nil} {
		if given {
			n++
		}
	}
	return n
}

func validateSecurityContext(name string, c wire.CreateContainer) error {
	s := c.SecurityContext
	if s == nil {
		return nil
	}
	if c.SecurityContextRunAsNonRoot != nil && *c.SecurityContextRunAsNonRoot && s.RunAsUser != nil && *s.RunAsUser == 0 {
		return invalidParameter(name+".RunAsUser", "0 is root, which SecurityContextRunAsNonRoot forbids")
	}
	if s.Capability != nil {
		for i, capability := range s.Capability.Add {
			if err := oneOf(element(name+".Capability.Add", i), capability, capabilities...); err != nil {
				return err
			}
		}
	}
	return within(name+".RunAsUser", s.RunAsUser, 0, math.MaxInt32)
}

// capabilities are those that the help pages list.
var capabilities = []string{
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "KILL", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW", "SETGID",
	"SETUID", "SETFCAP", "SETPCAP", "SYS_CHROOT", "SYS_PTRACE", "SYS_RAWIO",
}

// validateVolumes checks volumes; files limits the config files that one may hold.
func validateVolumes(volumes []wire.CreateVolume, files int, dataCacheBucket string) error {
	if len(volumes) > maxVolumes {
		return lengthExceeded("Volume", maxVolumes)
	}
	names, disks := map[string]bool{}, 0
	for i, v := range volumes {
		if v.Type == "DiskVolume" || v.FlexVolume != nil && v.FlexVolume.Driver == "alicloud/disk" {
			disks++
		}
		if disks > maxDisks {
			return refuse("DiskNumber.LimitExceed", "A container group has at most %d disks.", maxDisks)
		}
		name := element("Volume", i)
		if err := validateVolume(name, v, files, dataCacheBucket); err != nil {
			return err
		}
		if names[v.Name] {
			return refuse("InvalidParameter.DuplicatedVolumeName", "Two volumes have the name %s.", v.Name)
		}
		names[v.Name] = true
	}
	return nil
}

func validateVolume(name string, v wire.CreateVolume, files int, dataCacheBucket string) error {
	if v.Name == "" {
		return missingParameter(name + ".Name")
	}
	if v.Type == "" {
		return missingParameter(name + ".Type")
	}
	given := map[string]bool{
		"EmptyDirVolume": v.EmptyDirVolume != nil, "NFSVolume": v.NFSVolume != nil, "ConfigFileVolume": v.ConfigFileVolume != nil,
		"FlexVolume": v.FlexVolume != nil, "HostPathVolume": v.HostPathVolume != nil, "DiskVolume": v.DiskVolume != nil,
	}
	if _, known := given[v.Type]; !known {
		return invalidParameter(name+".Type", "there is no such type of volume")
	}
	for _, kind := range slices.Sorted(maps.Keys(given)) {
		if given[kind] && kind != v.Type {
			return invalidParameter(name+"."+kind, "it does not fit the type of the volume")
		}
	}
	if !given[v.Type] && v.Type != "EmptyDirVolume" {
		return missingParameter(name + "." + v.Type)
	}
	switch v.Type {
	case "EmptyDirVolume":
		return validateEmptyDir(name+".EmptyDirVolume", v.EmptyDirVolume)
	case "NFSVolume":
		return check(present(name+".NFSVolume.Server", v.NFSVolume.Server), present(name+".NFSVolume.Path", v.NFSVolume.Path))
	case "ConfigFileVolume":
		return validateConfigFiles(name+".ConfigFileVolume", v.ConfigFileVolume, files)
	case "FlexVolume":
		return validateFlexVolume(name+".FlexVolume", v.FlexVolume)
	case "HostPathVolume":
		if dataCacheBucket == "" {
			return denied("Forbidden.OnlyForInvitedTest",
				"A HostPathVolume is open to invited users only, except for data caches, which need DataCacheBucket.")
		}
		return check(present(name+".HostPathVolume.Path", v.HostPathVolume.Path), oneOf(name+".HostPathVolume.Type", v.HostPathVolume.Type,
			"Directory", "File"))
	default:
		return check(present(name+".DiskVolume.DiskId", v.DiskVolume.DiskId), prefixed(name+".DiskVolume.DiskId", v.DiskVolume.DiskId, "d-"))
	}
}

func validateEmptyDir(name string, e *wire.EmptyDirVolume) error {
	if e == nil {
		return nil
	}
	if e.SizeLimit != "" && !quantityPattern.MatchString(e.SizeLimit) {
		return invalidParameter(name+".SizeLimit", "it is not a quantity")
	}
	return oneOf(name+".Medium", e.Medium, "Memory", "LocalRaid0")
}

func validateConfigFiles(name string, v *wire.CreateConfigFileVolume, files int) error {
	if len(v.ConfigFileToPath) > files {
		return lengthExceeded(name+".ConfigFileToPath", files)
	}
	if len(v.ConfigFileToPath) == 0 {
		return missingParameter(name + ".ConfigFileToPath")
	}
	if err := validateMode(name+".DefaultMode", v.DefaultMode); err != nil {
		return err
	}
	total := 0
	paths := map[string]bool{}
	for i, file := range v.ConfigFileToPath {
		name := element(name+".ConfigFileToPath", i)
		content, err := base64.StdEncoding.DecodeString(file.Content)
		switch {
		case file.Path == "":
			return missingParameter(name + ".Path")
		case strings.HasPrefix(file.Path, "/") || slices.Contains(strings.Split(file.Path, "/"), ".."):
			return invalidParameter(name+".Path", "it is not a path inside the volume")
		case paths[file.Path]:
			return invalidParameter(name+".Path", "another file has it")
		case err != nil:
			return invalidParameter(name+".Content", "it is not base64")
		case len(content) > maxConfigFile:
			return lengthExceeded(name+".Content", maxConfigFile)
		}
		if total += len(content); total > maxConfigFilesSize {
			return lengthExceeded(name+".Content of all files", maxConfigFilesSize)
		}
		if err := validateMode(name+".Mode", file.Mode); err != nil {
			return err
		}
		paths[file.Path] = true
	}
	return nil
}

// validateMode checks a file mode: an octal number whose digits are written as a decimal one.
func validateMode(name string, mode *int64) error {
	if mode == nil {
		return nil
	}
	if *mode < 0 || *mode > 777 || strings.ContainsAny(strconv.FormatInt(*mode, 10), "89") {
		return invalidParameter(name, "it is not an octal file mode")
	}
	return nil
}

func validateFlexVolume(name string, f *wire.FlexVolume) error {
	if f.Driver == "" {
		return missingParameter(name + ".Driver")
	}
	if f.Options != "" {
		var options map[string]any
		if json.Unmarshal([]byte(f.Options), &options) != nil {
			return invalidParameter(name+".Options", "it is not a JSON object")
		}
	}
	if f.Driver == "alicloud/disk" {
		if err := validateDiskOptions(name+".Options", f.Options); err != nil {
			return err
		}
	}
	return check(
		oneOf(name+".Driver", f.Driver, "alicloud/disk", "alicloud/nas", "alicloud/oss"),
		oneOf(name+".FsType", f.FsType, "ext4", "ext3", "xfs", "vfat"),
	)
}

// element names the i-th element of a list, as parameters count: from 1.
func element(list string, i int) string { return fmt.Sprintf("%s.%d", list, i+1) }

// oneOf checks a text that may be absent.
func oneOf(name, value string, allowed ...string) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	return invalidParameter(name, "it has to be one of "+strings.Join(allowed, ", "))
}

// present checks a text that may not be absent.
func present(name, value string) error {
	if value == "" {
		return missingParameter(name)
	}
	return nil
}

// within checks a number that may be absent.
func within(name string, value *int64, low, high int64) error {
	if value != nil && (*value < low || *value > high) {
		return valueExceeded(name, low, high)
	}
	return nil
}

// size checks vCPUs or GiB.
func size(name string, value *float64) error {
	if value != nil && (*value < 0 || math.IsInf(*value, 0)) {
		return refuse("InvalidParam.CpuOrMemorySpec", "The value of the parameter %s is not a size.", name)
	}
	return nil
}
