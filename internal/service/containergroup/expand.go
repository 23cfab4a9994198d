package containergroup

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// expandCreate is the request that creates what m describes. Write-only values must have been filled in from the
// configuration.
func expandCreate(m model) *eci.CreateContainerGroupRequest {
	m = sent(m)
	req := &eci.CreateContainerGroupRequest{
		ContainerGroupName: m.Name.ValueString(),
		ResourceGroupId:    m.ResourceGroupID.ValueString(),
		Tag:                service.ExpandTags(m.TagsAll),

		VSwitchId:        value.Texts(m.VSwitchIDs),
		ScheduleStrategy: m.ScheduleStrategy.ValueString(),
		SecurityGroupId:  m.SecurityGroupID.ValueString(),
		ZoneId:           m.ZoneID.ValueString(),

		Cpu:               value.NonZero(m.CPU.ValueFloat64Pointer()),
		Memory:            value.NonZero(m.Memory.ValueFloat64Pointer()),
		InstanceType:      value.Texts(m.InstanceTypes),
		ComputeCategory:   value.Texts(m.ComputeCategories),
		CpuArchitecture:   m.CPUArchitecture.ValueString(),
		GpuDriverVersion:  m.GPUDriverVersion.ValueString(),
		OsType:            m.OSType.ValueString(),
		EphemeralStorage:  value.NonZero(m.EphemeralStorage.ValueInt64Pointer()),
		SpotStrategy:      m.SpotStrategy.ValueString(),
		SpotPriceLimit:    value.NonZero(m.SpotPriceLimit.ValueFloat64Pointer()),
		SpotDuration:      m.SpotDurationHours.ValueInt64Pointer(),
		StrictSpot:        m.StrictSpot.ValueBoolPointer(),
		EipInstanceId:     m.EIPInstanceID.ValueString(),
		AutoCreateEip:     m.AutoCreateEIP.ValueBoolPointer(),
		EipBandwidth:      value.NonZero(m.EIPBandwidth.ValueInt64Pointer()),
		EipISP:            m.EIPISP.ValueString(),
		Ipv6AddressCount:  value.NonZero(m.IPv6AddressCount.ValueInt64Pointer()),
		PrivateIpAddress:  m.PrivateIPAddress.ValueString(),
		FixedIpRetainHour: value.NonZero(m.FixedIPRetainHours.ValueInt64Pointer()),
		IngressBandwidth:  value.NonZero(m.IngressBandwidth.ValueInt64Pointer()),
		EgressBandwidth:   value.NonZero(m.EgressBandwidth.ValueInt64Pointer()),

		EipCommonBandwidthPackage:  m.EIPCommonBandwidthPackage.ValueString(),
		Ipv6GatewayBandwidthEnable: m.IPv6GatewayBandwidthEnabled.ValueBoolPointer(),
		Ipv6GatewayBandwidth:       int64Text(m.IPv6GatewayBandwidth),
		FixedIp:                    boolText(m.FixedIP),

		HostName:  m.HostName.ValueString(),
		NtpServer: value.Texts(m.NTPServers),
		DnsPolicy: m.DNSPolicy.ValueString(),
		DnsConfig: expandDNSConfig(m.DNSConfig),

		ImageSnapshotId:         m.ImageCacheID.ValueString(),
		AutoMatchImageCache:     m.AutoMatchImageCache.ValueBoolPointer(),
		ImageAccelerateMode:     m.ImageAccelerateMode.ValueString(),
		ImageRegistryCredential: imageregistry.ExpandCredentials(m.ImageRegistryCredentials),
		AcrRegistryInfo:         imageregistry.ExpandCreateACRs(m.ACRRegistries),
		InsecureRegistry:        value.Texts(m.InsecureRegistries),
		PlainHttpRegistry:       value.Texts(m.PlainHTTPRegistries),

		SecurityContext:     expandSysctls(m.SecurityContext),
		HostSecurityContext: expandSysctls(m.HostSecurityContext),

		RestartPolicy:                 m.RestartPolicy.ValueString(),
		ActiveDeadlineSeconds:         value.NonZero(m.ActiveDeadlineSeconds.ValueInt64Pointer()),
		TerminationGracePeriodSeconds: m.TerminationGracePeriodSeconds.ValueInt64Pointer(),
		MaxPendingMinute:              value.NonZero(m.MaxPendingMinutes.ValueInt64Pointer()),
		RamRoleName:                   m.RAMRoleName.ValueString(),
		ShareProcessNamespace:         m.ShareProcessNamespace.ValueBoolPointer(),
		ContainerResourceView:         m.ContainerResourceView.ValueBoolPointer(),
		CorePattern:                   m.CorePattern.ValueString(),
	}
	if m.CPUOptions != nil {
		req.CpuOptionsCore = value.NonZero(m.CPUOptions.Cores.ValueInt64Pointer())
		req.CpuOptionsThreadsPerCore = value.NonZero(m.CPUOptions.ThreadsPerCore.ValueInt64Pointer())
	}
	if m.DataCache != nil {
		req.DataCacheBucket = m.DataCache.Bucket.ValueString()
		req.DataCachePL = m.DataCache.PerformanceLevel.ValueString()
		req.DataCacheProvisionedIops = value.NonZero(m.DataCache.ProvisionedIOPS.ValueInt64Pointer())
		req.DataCacheBurstingEnabled = m.DataCache.BurstingEnabled.ValueBoolPointer()
	}
	for _, alias := range m.HostAliases {
		req.HostAliase = append(req.HostAliase, eci.HostAliase{Ip: alias.IP.ValueString(), Hostname: value.Texts(alias.Hostnames)})
	}
	for name, container := range value.Sorted(m.Containers) {
		req.Container = append(req.Container, expandCreateContainer(name, container))
	}
	for _, container := range m.InitContainers {
		req.InitContainer = append(req.InitContainer, eci.CreateInitContainer{
			ContainerSpec:        expandInitContainer(container),
			ContainerTermination: expandTermination(container.commonContainerModel),
		})
	}
	for name, volume := range value.Sorted(m.Volumes) {
		req.Volume = append(req.Volume, expandCreateVolume(name, volume))
	}
	return req
}

// expandUpdate returns the request that would set everything an update can set to what m describes.
func expandUpdate(m model) *eci.UpdateContainerGroupRequest {
	m = sent(m)
	req := &eci.UpdateContainerGroupRequest{
		ResourceGroupId:         m.ResourceGroupID.ValueString(),
		Cpu:                     value.NonZero(m.CPU.ValueFloat64Pointer()),
		Memory:                  value.NonZero(m.Memory.ValueFloat64Pointer()),
		RestartPolicy:           m.RestartPolicy.ValueString(),
		DnsConfig:               expandDNSConfig(m.DNSConfig),
		ImageRegistryCredential: imageregistry.ExpandCredentials(m.ImageRegistryCredentials),
		AcrRegistryInfo:         imageregistry.ExpandACRs(m.ACRRegistries),
	}
	for name, container := range value.Sorted(m.Containers) {
		hooks, headers := expandHooks(container)
		req.Container = append(req.Container, eci.UpdateContainer{
			ContainerSpec:   expandContainer(name, container),
			ContainerInput:  expandInput(container),
			ContainerProbes: expandProbes(container),
			LifecycleHooks:  hooks,
			LifecyclePostStartHandlerHttpGetHttpHeaders: headers,
		})
	}
	for _, container := range m.InitContainers {
		req.InitContainer = append(req.InitContainer, eci.UpdateInitContainer{ContainerSpec: expandInitContainer(container)})
	}
	for name, volume := range value.Sorted(m.Volumes) {
		req.Volume = append(req.Volume, expandUpdateVolume(name, volume))
	}
	return req
}

// updateBetween returns the update that leads from one configuration to another, with nothing but what differs. It is nil when
// nothing differs. Cpu and Memory go together, since only pairs are sold.
func updateBetween(from, to model) *eci.UpdateContainerGroupRequest {
	wanted := expandUpdate(to)
	req := value.ChangedFields(expandUpdate(from), wanted)
	if req == nil {
		return nil
	}
	if req.Cpu != nil || req.Memory != nil {
		req.Cpu, req.Memory = wanted.Cpu, wanted.Memory
	}
	return req
}

func expandDNSConfig(m *dnsConfigModel) *eci.DnsConfig {
	if m == nil {
		return nil
	}
	return &eci.DnsConfig{NameServer: value.Texts(m.Nameservers), Search: value.Texts(m.Searches), Option: expandNameValues(m.Options)}
}

func expandSysctls(m *sysctlsModel) *eci.GroupSecurityContext {
	if m == nil {
		return nil
	}
	return &eci.GroupSecurityContext{Sysctl: expandNameValues(m.Sysctls)}
}

// expandHeaders puts the secret headers behind the others.
func expandHeaders(m *hookHTTPGetModel) []eci.NameValue {
	return append(expandNameValues(m.Headers), expandNameValues(m.HeadersWO)...)
}

func expandNameValues(values map[string]types.String) []eci.NameValue {
	var result []eci.NameValue
	for name, value := range value.Sorted(values) {
		result = append(result, eci.NameValue{Name: name, Value: value.ValueStringPointer()})
	}
	return result
}

func expandCreateContainer(name string, m containerModel) eci.CreateContainer {
	hooks, headers := expandHooks(m)
	container := eci.CreateContainer{
		ContainerSpec:        expandContainer(name, m),
		ContainerInput:       expandInput(m),
		ContainerProbes:      expandProbes(m),
		ContainerTermination: expandTermination(m.commonContainerModel),
		LifecycleHooks:       hooks,
		LifecyclePostStartHandlerHttpGetHttpHeader: headers,
		EnvironmentVarHide:                         hideEnv(m),
	}
	if m.SecurityContext != nil {
		container.SecurityContextPrivileged = m.SecurityContext.Privileged.ValueBoolPointer()
		container.SecurityContextRunAsGroup = m.SecurityContext.RunAsGroup.ValueInt64Pointer()
		container.SecurityContextRunAsNonRoot = m.SecurityContext.RunAsNonRoot.ValueBoolPointer()
	}
	return container
}

// hidesEnv reports whether ECI keeps the container's variables out of its answers: when asked to, and when one is secret.
func hidesEnv(m containerModel) bool {
	return m.HideEnv.ValueBool() || len(m.SensitiveEnv) > 0 || !m.SensitiveEnvWOVersion.IsNull()
}

func hideEnv(m containerModel) *bool {
	if hidesEnv(m) {
		hide := true
		return &hide
	}
	return m.HideEnv.ValueBoolPointer()
}

func expandContainer(name string, m containerModel) eci.ContainerSpec {
	spec := expandCommon(name, m.commonContainerModel, m.SensitiveEnv, m.SensitiveEnvWO)
	if m.SecurityContext != nil {
		spec.SecurityContext = expandSecurityContext(m.SecurityContext.commonSecurityContextModel)
	}
	return spec
}

func expandInitContainer(m initContainerModel) eci.ContainerSpec {
	spec := expandCommon(m.Name.ValueString(), m.commonContainerModel)
	if m.SecurityContext != nil {
		spec.SecurityContext = expandSecurityContext(*m.SecurityContext)
	}
	return spec
}

// expandCommon expands what containers and init containers share; secrets are further variables.
func expandCommon(name string, m commonContainerModel, secrets ...map[string]types.String) eci.ContainerSpec {
	spec := eci.ContainerSpec{
		Name:            name,
		Image:           m.Image.ValueString(),
		ImagePullPolicy: m.ImagePullPolicy.ValueString(),
		Command:         value.Texts(m.Command),
		Arg:             value.Texts(m.Args),
		WorkingDir:      m.WorkingDir.ValueString(),
		Cpu:             value.NonZero(m.CPU.ValueFloat64Pointer()),
		Memory:          value.NonZero(m.Memory.ValueFloat64Pointer()),
		Gpu:             value.NonZero(m.GPU.ValueInt64Pointer()),
	}
	for _, variables := range append([]map[string]types.String{m.Env}, secrets...) {
		for key, value := range value.Sorted(variables) {
			spec.EnvironmentVar = append(spec.EnvironmentVar, eci.EnvironmentVar{Key: key, Value: value.ValueStringPointer()})
		}
	}
	for key, field := range value.Sorted(m.EnvFromField) {
		spec.EnvironmentVar = append(spec.EnvironmentVar, eci.EnvironmentVar{Key: key, FieldRef: &eci.FieldRef{FieldPath: field.ValueString()}})
	}
	for _, port := range m.Ports {
		spec.Port = append(spec.Port, eci.ContainerPort{Port: port.Port.ValueInt64Pointer(), Protocol: port.Protocol.ValueString()})
	}
	for _, mount := range m.VolumeMounts {
		spec.VolumeMount = append(spec.VolumeMount, eci.VolumeMount{
			Name:             mount.Name.ValueString(),
			MountPath:        mount.MountPath.ValueString(),
			SubPath:          mount.SubPath.ValueString(),
			ReadOnly:         mount.ReadOnly.ValueBoolPointer(),
			MountPropagation: mount.MountPropagation.ValueString(),
		})
	}
	return spec
}

func expandSecurityContext(m commonSecurityContextModel) *eci.SecurityContext {
	context := &eci.SecurityContext{
		// ECI looks at true only.
		ReadOnlyRootFilesystem: value.NonZero(m.ReadOnlyRootFilesystem.ValueBoolPointer()),
		RunAsUser:              m.RunAsUser.ValueInt64Pointer(),
	}
	if m.Capabilities != nil {
		context.Capability = &eci.Capability{Add: value.Texts(m.Capabilities.Add)}
	}
	return context
}

func expandInput(m containerModel) eci.ContainerInput {
	return eci.ContainerInput{Stdin: m.Stdin.ValueBoolPointer(), StdinOnce: m.StdinOnce.ValueBoolPointer(), Tty: m.TTY.ValueBoolPointer()}
}

func expandTermination(m commonContainerModel) eci.ContainerTermination {
	return eci.ContainerTermination{TerminationMessagePath: m.TerminationMessagePath.ValueString(),
		TerminationMessagePolicy: m.TerminationMessagePolicy.ValueString()}
}

func expandProbes(m containerModel) eci.ContainerProbes {
	return eci.ContainerProbes{LivenessProbe: expandProbe(m.LivenessProbe), ReadinessProbe: expandProbe(m.ReadinessProbe)}
}

func expandProbe(m *probeModel) *eci.Probe {
	if m == nil {
		return nil
	}
	probe := &eci.Probe{
		InitialDelaySeconds: m.InitialDelaySeconds.ValueInt64Pointer(),
		PeriodSeconds:       m.PeriodSeconds.ValueInt64Pointer(),
		TimeoutSeconds:      m.TimeoutSeconds.ValueInt64Pointer(),
		SuccessThreshold:    m.SuccessThreshold.ValueInt64Pointer(),
		FailureThreshold:    m.FailureThreshold.ValueInt64Pointer(),
	}
	switch {
	case m.Exec != nil:
		probe.Exec = &eci.ExecAction{Command: value.Texts(m.Exec.Command)}
	case m.HTTPGet != nil:
		probe.HttpGet = &eci.HttpGetAction{Path: m.HTTPGet.Path.ValueString(), Port: m.HTTPGet.Port.ValueInt64Pointer(),
			Scheme: m.HTTPGet.Scheme.ValueString()}
	case m.TCPSocket != nil:
		probe.TcpSocket = &eci.TcpSocketAction{Port: m.TCPSocket.Port.ValueInt64Pointer()}
	}
	return probe
}

// expandHooks returns the hooks and, apart, the headers of the post-start hook, which creation and update spell
// differently.
func expandHooks(m containerModel) (hooks eci.LifecycleHooks, postStartHeaders []eci.NameValue) {
	if hook := m.PostStart; hook != nil {
		switch {
		case hook.Exec != nil:
			hooks.LifecyclePostStartHandlerExec = value.Texts(hook.Exec.Command)
		case hook.HTTPGet != nil:
			hooks.LifecyclePostStartHandlerHttpGetHost = hook.HTTPGet.Host.ValueString()
			hooks.LifecyclePostStartHandlerHttpGetPath = hook.HTTPGet.Path.ValueString()
			hooks.LifecyclePostStartHandlerHttpGetPort = hook.HTTPGet.Port.ValueInt64Pointer()
			hooks.LifecyclePostStartHandlerHttpGetScheme = hook.HTTPGet.Scheme.ValueString()
			postStartHeaders = expandHeaders(hook.HTTPGet)
		case hook.TCPSocket != nil:
			hooks.LifecyclePostStartHandlerTcpSocketHost = hook.TCPSocket.Host.ValueString()
			hooks.LifecyclePostStartHandlerTcpSocketPort = hook.TCPSocket.Port.ValueInt64Pointer()
		}
	}
	if hook := m.PreStop; hook != nil {
		switch {
		case hook.Exec != nil:
			hooks.LifecyclePreStopHandlerExec = value.Texts(hook.Exec.Command)
		case hook.HTTPGet != nil:
			hooks.LifecyclePreStopHandlerHttpGetHost = hook.HTTPGet.Host.ValueString()
			hooks.LifecyclePreStopHandlerHttpGetPath = hook.HTTPGet.Path.ValueString()
			hooks.LifecyclePreStopHandlerHttpGetPort = hook.HTTPGet.Port.ValueInt64Pointer()
			hooks.LifecyclePreStopHandlerHttpGetScheme = hook.HTTPGet.Scheme.ValueString()
			hooks.LifecyclePreStopHandlerHttpGetHttpHeader = expandHeaders(hook.HTTPGet)
		case hook.TCPSocket != nil:
			hooks.LifecyclePreStopHandlerTcpSocketHost = hook.TCPSocket.Host.ValueString()
			hooks.LifecyclePreStopHandlerTcpSocketPort = hook.TCPSocket.Port.ValueInt64Pointer()
		}
	}
	return hooks, postStartHeaders
}

// Volume types as the API names them.
const (
	volumeEmptyDir   = "EmptyDirVolume"
	volumeConfigFile = "ConfigFileVolume"
	volumeNFS        = "NFSVolume"
	volumeDisk       = "DiskVolume"
	volumeFlex       = "FlexVolume"
	volumeHostPath   = "HostPathVolume"
)

func expandVolume(name string, m volumeModel) eci.VolumeSpec {
	spec := eci.VolumeSpec{Name: name}
	switch {
	case m.EmptyDir != nil:
		spec.Type = volumeEmptyDir
		spec.EmptyDirVolume = &eci.EmptyDirVolume{Medium: m.EmptyDir.Medium.ValueString()}
		if limit := m.EmptyDir.SizeLimit.ValueString(); !isNoLimit(limit) {
			spec.EmptyDirVolume.SizeLimit = canonicalSize(limit)
		}
	case m.ConfigFile != nil:
		spec.Type = volumeConfigFile
	case m.NFS != nil:
		spec.Type = volumeNFS
		spec.NFSVolume = &eci.NFSVolume{Server: m.NFS.Server.ValueString(), Path: m.NFS.Path.ValueString(),
			ReadOnly: m.NFS.ReadOnly.ValueBoolPointer()}
	case m.Disk != nil:
		spec.Type = volumeDisk
	case m.FlexVolume != nil:
		spec.Type = volumeFlex
		spec.FlexVolume = &eci.FlexVolume{Driver: m.FlexVolume.Driver.ValueString(), FsType: m.FlexVolume.FSType.ValueString(),
			Options: expandFlexOptions(m.FlexVolume.Options, m.FlexVolume.SensitiveOptions, m.FlexVolume.SensitiveOptionsWO)}
	case m.HostPath != nil:
		spec.Type = volumeHostPath
		spec.HostPathVolume = &eci.HostPathVolume{Path: m.HostPath.Path.ValueString(), Type: m.HostPath.Type.ValueString()}
	}
	return spec
}

func expandCreateVolume(name string, m volumeModel) eci.CreateVolume {
	volume := eci.CreateVolume{VolumeSpec: expandVolume(name, m)}
	if m.ConfigFile != nil {
		volume.ConfigFileVolume = &eci.CreateConfigFileVolume{DefaultMode: octalDigits(m.ConfigFile.DefaultMode)}
		for path, file := range value.Sorted(m.ConfigFile.Files) {
			volume.ConfigFileVolume.ConfigFileToPath = append(volume.ConfigFileVolume.ConfigFileToPath,
				eci.CreateConfigFile{ConfigFile: expandFile(path, file), Mode: octalDigits(file.Mode)})
		}
	}
	if m.Disk != nil {
		volume.DiskVolume = &eci.DiskVolume{DiskId: m.Disk.DiskID.ValueString(), DiskSize: value.NonZero(m.Disk.Size.ValueInt64Pointer()),
			FsType: m.Disk.FSType.ValueString()}
	}
	return volume
}

func expandUpdateVolume(name string, m volumeModel) eci.UpdateVolume {
	volume := eci.UpdateVolume{VolumeSpec: expandVolume(name, m)}
	if m.ConfigFile != nil {
		volume.ConfigFileVolume = &eci.UpdateConfigFileVolume{}
		for path, file := range value.Sorted(m.ConfigFile.Files) {
			volume.ConfigFileVolume.ConfigFileToPath = append(volume.ConfigFileVolume.ConfigFileToPath, expandFile(path, file))
		}
	}
	return volume
}

func expandFile(path string, m fileModel) eci.ConfigFile {
	content := m.ContentBase64.ValueString()
	if m.ContentBase64.IsNull() {
		content = base64.StdEncoding.EncodeToString([]byte(cmp.Or(m.ContentWO.ValueString(), m.Content.ValueString())))
	}
	return eci.ConfigFile{Path: path, Content: &content}
}

func expandFlexOptions(options ...map[string]types.String) string {
	plain := map[string]string{}
	for _, some := range options {
		for key, value := range some {
			plain[key] = value.ValueString()
		}
	}
	if len(plain) == 0 {
		return ""
	}
	text, err := json.Marshal(plain)
	if err != nil {
		panic(err) // a map of strings always marshals
	}
	return string(text)
}

// octalDigits writes a mode the way the API takes it: the octal digits read as a decimal number, 0644 as 644.
func octalDigits(mode types.String) *int64 {
	if mode.IsNull() || mode.IsUnknown() {
		return nil
	}
	digits, err := strconv.ParseInt(mode.ValueString(), 10, 64)
	if err != nil {
		return nil // the schema has checked the digits
	}
	return &digits
}

func int64Text(v types.Int64) string {
	if v.ValueInt64() == 0 {
		return ""
	}
	return strconv.FormatInt(v.ValueInt64(), 10)
}

func boolText(v types.Bool) string {
	if v.IsNull() {
		return ""
	}
	return strconv.FormatBool(v.ValueBool())
}
