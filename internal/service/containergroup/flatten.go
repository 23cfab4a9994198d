package containergroup

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// flatten is the state that follows from what the API returned. prior is the state or plan so far: it decides between
// null and a default that ECI reports, keeps what ECI does not return, and tells variables of the image from others.
func flatten(group eci.ContainerGroup, prior model, defaultTags map[string]string) model {
	asked := prior
	prior = sent(prior)
	m := prior
	m.ID = types.StringValue(group.ContainerGroupId)
	m.Region = types.StringValue(group.RegionId)
	m.Name = types.StringValue(group.ContainerGroupName)
	m.ResourceGroupID = value.String(group.ResourceGroupId)
	m.Tags, m.TagsAll = service.FlattenTags(group.Tags, prior.Tags, prior.TagsAll, defaultTags)

	m.CPU, m.Memory = flattenSize(group, prior)
	m.AllocatedCPU, m.AllocatedMemory = types.Float64Value(group.Cpu), types.Float64Value(group.Memory)
	if group.Status == eci.StatusScheduling { // only then the size is rounded up
		m.AllocatedCPU, m.AllocatedMemory = types.Float64Null(), types.Float64Null()
	}
	m.InstanceType = value.String(group.InstanceType)
	m.ComputeCategory = value.String(group.ComputeCategory)
	m.EphemeralStorage = types.Int64Value(group.EphemeralStorage)
	m.SpotStrategy = value.StringOr(group.SpotStrategy, "NoSpot")
	m.SpotPriceLimit = number(group.SpotPriceLimit, prior.SpotPriceLimit)

	m.VPCID = value.String(group.VpcId)
	m.VSwitchID = value.String(group.VSwitchId)
	if prior.TagsAll.IsNull() && group.VSwitchId != "" { // imported: what was asked for is not returned, and this is what it led to
		m.VSwitchIDs = []types.String{m.VSwitchID}
	}
	m.SecurityGroupID = value.String(group.SecurityGroupId)
	m.ZoneID = value.String(group.ZoneId)
	m.ENIInstanceID = value.String(group.EniInstanceId)
	m.IntranetIP = value.String(group.IntranetIp)
	m.InternetIP = value.String(group.InternetIp)
	m.IPv6Address = value.String(group.Ipv6Address)

	m.DNSPolicy = value.StringOr(group.DnsPolicy, "Default")
	m.DNSConfig = flattenDNSConfig(group.DnsConfig, prior.DNSConfig)
	m.HostAliases = flattenHostAliases(group.HostAliases, prior.HostAliases)
	m.SecurityContext = flattenSysctls(group.EciSecurityContext, prior.SecurityContext)
	m.RAMRoleName = value.Text(group.RamRoleName, prior.RAMRoleName)
	m.RestartPolicy = value.StringOr(group.RestartPolicy, "Always")

	m.ImageEnv = make(map[string][]types.String, len(group.Containers)+len(group.InitContainers))
	m.Containers = flattenContainers(group.Containers, prior, m.ImageEnv)
	m.InitContainers = flattenInitContainers(group.InitContainers, prior, m.ImageEnv)
	m.Volumes = flattenVolumes(group.Volumes, prior.Volumes)

	m.Status = value.String(group.Status)
	m.CreationTime = value.String(group.CreationTime)
	m.ExitCodes = exitCodes(group)
	return told(m, asked, group)
}

// flattenContainers returns the containers by name, and notes down in imageEnv which variables come from their images.
func flattenContainers(
	described []eci.DescribedContainer, prior model, imageEnv map[string][]types.String,
) map[string]containerModel {
	containers := make(map[string]containerModel, len(described))
	for _, container := range described {
		before, known := prior.Containers[container.Name]
		containers[container.Name], imageEnv[container.Name] = flattenContainer(container, before, known, prior.ImageEnv[container.Name])
	}
	return containers
}

// flattenInitContainers is flattenContainers of init containers, which have an order.
func flattenInitContainers(
	described []eci.DescribedInitContainer, prior model, imageEnv map[string][]types.String,
) []initContainerModel {
	var containers []initContainerModel
	for _, container := range described {
		var before initContainerModel
		at := slices.IndexFunc(prior.InitContainers, func(c initContainerModel) bool { return c.Name.ValueString() == container.Name })
		if at >= 0 {
			before = prior.InitContainers[at]
		}
		after, ofImage := flattenInitContainer(container, before, at >= 0, prior.ImageEnv[container.Name])
		containers, imageEnv[container.Name] = append(containers, after), ofImage
	}
	return value.KeepEmpty(containers, prior.InitContainers)
}

func flattenVolumes(described []eci.DescribedVolume, prior map[string]volumeModel) map[string]volumeModel {
	volumes := make(map[string]volumeModel, len(described))
	for _, volume := range described {
		volumes[volume.Name] = flattenVolume(volume, prior[volume.Name])
	}
	return value.KeepEmptyMap(nilIfEmpty(volumes), prior)
}

// flattenSize returns, for vCPUs and memory each: what was asked for if ECI has not said yet what it gives, or gives the same as
// before, to which this was rounded; otherwise, also if nothing was asked for, what ECI gives.
func flattenSize(group eci.ContainerGroup, prior model) (cpu, memory types.Float64) {
	cpu, memory = types.Float64Value(group.Cpu), types.Float64Value(group.Memory)
	asked := func(v types.Float64) bool { return v.ValueFloat64() != 0 } // it is zero while ECI looks for a place
	fresh := !asked(prior.AllocatedCPU)
	if asked(prior.CPU) && (fresh || prior.AllocatedCPU.ValueFloat64() == group.Cpu) {
		cpu = prior.CPU
	}
	if asked(prior.Memory) && (fresh || prior.AllocatedMemory.ValueFloat64() == group.Memory) {
		memory = prior.Memory
	}
	return cpu, memory
}

func flattenDNSConfig(described *eci.DescribedDnsConfig, prior *dnsConfigModel) *dnsConfigModel {
	if described == nil {
		described = &eci.DescribedDnsConfig{}
	}
	if prior == nil {
		if len(described.NameServers)+len(described.Searches)+len(described.Options) == 0 {
			return nil
		}
		prior = &dnsConfigModel{}
	}
	return &dnsConfigModel{
		Nameservers: value.KeepEmpty(value.Strings(described.NameServers), prior.Nameservers),
		Searches:    value.KeepEmpty(value.Strings(described.Searches), prior.Searches),
		Options:     value.KeepEmptyMap(nameValues(described.Options), prior.Options),
	}
}

func flattenHostAliases(described []eci.DescribedHostAlias, prior []hostAliasModel) []hostAliasModel {
	var aliases []hostAliasModel
	for _, alias := range described {
		aliases = append(aliases, hostAliasModel{IP: types.StringValue(alias.Ip), Hostnames: value.Strings(alias.Hostnames)})
	}
	return value.KeepEmpty(aliases, prior)
}

func flattenSysctls(described *eci.DescribedGroupSecurityContext, prior *sysctlsModel) *sysctlsModel {
	if described == nil || len(described.Sysctls) == 0 {
		if prior != nil && len(prior.Sysctls) == 0 {
			return prior
		}
		return nil
	}
	return &sysctlsModel{Sysctls: nameValues(described.Sysctls)}
}

// flattenContainer returns the container and the names of the variables that come from its image; see flattenEnv. known reports whether
// prior is the container's prior state.
func flattenContainer(
	container eci.DescribedContainer, prior containerModel, known bool, imageEnv []types.String,
) (containerModel, []types.String) {
	m := prior
	if known && hidesEnv(prior) {
		container.EnvironmentVars = nil // whatever is answered, secrets must not reach state
	}
	m.commonContainerModel, imageEnv = flattenCommon(container.DescribedContainerSpec, container.Commands, prior.commonContainerModel, known,
		imageEnv)
	if known && hidesEnv(prior) {
		m.Env, m.EnvFromField = prior.Env, prior.EnvFromField
	}
	m.LivenessProbe = flattenProbe(container.LivenessProbe)
	m.ReadinessProbe = flattenProbe(container.ReadinessProbe)
	m.Stdin = types.BoolValue(container.Stdin)
	m.StdinOnce = types.BoolValue(container.StdinOnce)
	m.TTY = types.BoolValue(container.Tty)
	m.SecurityContext = nil
	var priorCommon *commonSecurityContextModel
	if prior.SecurityContext != nil {
		priorCommon = &prior.SecurityContext.commonSecurityContextModel
	}
	if context := flattenSecurityContext(container.SecurityContext, priorCommon); context != nil {
		m.SecurityContext = &securityContextModel{commonSecurityContextModel: *context}
		if prior.SecurityContext != nil {
			m.SecurityContext.RunAsGroup = prior.SecurityContext.RunAsGroup
			m.SecurityContext.RunAsNonRoot = prior.SecurityContext.RunAsNonRoot
			m.SecurityContext.Privileged = prior.SecurityContext.Privileged
		}
	}
	return m, imageEnv
}

func flattenInitContainer(
	container eci.DescribedInitContainer, prior initContainerModel, known bool, imageEnv []types.String,
) (initContainerModel, []types.String) {
	m := prior
	m.Name = types.StringValue(container.Name)
	m.commonContainerModel, imageEnv = flattenCommon(container.DescribedContainerSpec, container.Command, prior.commonContainerModel, known,
		imageEnv)
	// ECI answers mounts of init containers without their sub path.
	for i := range m.VolumeMounts {
		if i < len(prior.VolumeMounts) && m.VolumeMounts[i].SubPath.IsNull() {
			m.VolumeMounts[i].SubPath = prior.VolumeMounts[i].SubPath
		}
	}
	m.SecurityContext = flattenSecurityContext(container.SecurityContext, prior.SecurityContext)
	return m, imageEnv
}

func flattenCommon(
	described eci.DescribedContainerSpec, command []string, prior commonContainerModel, known bool, imageEnv []types.String,
) (commonContainerModel, []types.String) {
	m := prior
	if known && prior.Image.ValueString() != described.Image {
		imageEnv = nil // another image brings other variables
	}
	m.Image = types.StringValue(described.Image)
	m.ImagePullPolicy = value.StringOr(described.ImagePullPolicy, "IfNotPresent")
	m.Command = value.KeepEmpty(value.Strings(command), prior.Command)
	m.Args = value.KeepEmpty(value.Strings(described.Args), prior.Args)
	m.WorkingDir = value.Text(described.WorkingDir, prior.WorkingDir)
	m.CPU = number(described.Cpu, prior.CPU)
	m.Memory = number(described.Memory, prior.Memory)
	if described.Gpu != prior.GPU.ValueInt64() {
		m.GPU = types.Int64PointerValue(value.NonZero(&described.Gpu))
	}
	m.Env, m.EnvFromField, imageEnv = flattenEnv(described, prior, known, imageEnv)
	m.Ports = nil
	for _, port := range described.Ports {
		m.Ports = append(m.Ports, portModel{Port: types.Int64Value(port.Port), Protocol: value.StringOr(port.Protocol, "TCP")})
	}
	m.Ports = value.KeepEmpty(m.Ports, prior.Ports)
	m.VolumeMounts = nil
	for i, mount := range described.VolumeMounts {
		subPath := value.String(mount.SubPath)
		if i < len(prior.VolumeMounts) {
			subPath = value.Text(mount.SubPath, prior.VolumeMounts[i].SubPath)
		}
		m.VolumeMounts = append(m.VolumeMounts, volumeMountModel{
			Name:             types.StringValue(mount.Name),
			MountPath:        types.StringValue(mount.MountPath),
			SubPath:          subPath,
			ReadOnly:         types.BoolValue(mount.ReadOnly),
			MountPropagation: propagation(mount.MountPropagation),
		})
	}
	m.VolumeMounts = value.KeepEmpty(m.VolumeMounts, prior.VolumeMounts)
	return m, imageEnv
}

// propagation undoes a misspelling that ECI's documentation has.
func propagation(mode string) types.String {
	if mode == "HostToCotainer" {
		mode = "HostToContainer"
	}
	return value.StringOr(mode, "None")
}

// flattenEnv divides the variables of a container into the user's and the image's, of which it returns the names, sorted. ECI returns both
// together, the image's once the container has started. imageEnv are the names that were the image's before, nil if nobody knows. What
// is neither asked for nor the image's then was added from outside. Without a prior state, as after an import, every variable counts
// as the user's and may be the image's.
func flattenEnv(
	described eci.DescribedContainerSpec, prior commonContainerModel, known bool, imageEnv []types.String,
) (env, fromField map[string]types.String, images []types.String) {
	env, fromField, images = map[string]types.String{}, map[string]types.String{}, []types.String{}
	for _, variable := range described.EnvironmentVars {
		name := types.StringValue(variable.Key)
		was, asked := prior.Env[variable.Key]
		ofImage := slices.Contains(imageEnv, name)
		switch {
		case variable.ValueFrom != nil && variable.ValueFrom.FieldRef != nil && variable.ValueFrom.FieldRef.FieldPath != "":
			fromField[variable.Key] = types.StringValue(variable.ValueFrom.FieldRef.FieldPath)
			continue
		case slices.Contains(placeholders, was.ValueString()):
			env[variable.Key] = was
		case !known || asked || imageEnv != nil && !ofImage:
			env[variable.Key] = types.StringValue(variable.Value)
			ofImage = ofImage || !known
		default:
			ofImage = true
		}
		if ofImage {
			images = append(images, name)
		}
	}
	slices.SortFunc(images, func(a, b types.String) int { return strings.Compare(a.ValueString(), b.ValueString()) })
	if imageEnv == nil && !started(described) {
		images = nil
	}
	return value.KeepEmptyMap(nilIfEmpty(env), prior.Env), value.KeepEmptyMap(nilIfEmpty(fromField), prior.EnvFromField), images
}

// placeholders are values that stand for what only ECI knows. Whether its answers tell them or what they stand for is not known.
var placeholders = []string{"__ECI_ID__", "__ECI_NAME__", "__REGION_ID__", "__ZONE_ID__", "__CONTAINER_NAME__"}

func started(described eci.DescribedContainerSpec) bool {
	return described.RestartCount > 0 || described.CurrentState != nil && described.CurrentState.StartTime != ""
}

func flattenSecurityContext(described *eci.DescribedSecurityContext, prior *commonSecurityContextModel) *commonSecurityContextModel {
	if described == nil {
		described = &eci.DescribedSecurityContext{}
	}
	m := commonSecurityContextModel{
		ReadOnlyRootFilesystem: types.BoolValue(described.ReadOnlyRootFilesystem != nil && *described.ReadOnlyRootFilesystem),
		RunAsUser:              types.Int64PointerValue(described.RunAsUser),
	}
	if described.Capability != nil && len(described.Capability.Adds) > 0 {
		m.Capabilities = &capabilitiesModel{Add: value.Strings(described.Capability.Adds)}
	}
	if prior == nil && m.Capabilities == nil && m.RunAsUser.IsNull() && !m.ReadOnlyRootFilesystem.ValueBool() {
		return nil
	}
	return &m
}

// flattenProbe takes an object without any handler, as ECI answers for an absent probe, for none.
func flattenProbe(described *eci.DescribedProbe) *probeModel {
	if described == nil {
		return nil
	}
	orDefault := func(value, standard int64) types.Int64 {
		if value == 0 {
			value = standard
		}
		return types.Int64Value(value)
	}
	m := &probeModel{
		InitialDelaySeconds: types.Int64Value(described.InitialDelaySeconds),
		PeriodSeconds:       orDefault(described.PeriodSeconds, 10),
		TimeoutSeconds:      orDefault(described.TimeoutSeconds, 1),
		SuccessThreshold:    orDefault(described.SuccessThreshold, 1),
		FailureThreshold:    orDefault(described.FailureThreshold, 3),
	}
	switch {
	case len(described.Execs) > 0:
		m.Exec = &execModel{Command: value.Strings(described.Execs)}
	case described.HttpGet != nil && described.HttpGet.Port != 0:
		m.HTTPGet = &probeHTTPGetModel{Path: value.StringOr(described.HttpGet.Path, "/"), Port: types.Int64Value(described.HttpGet.Port),
			Scheme: value.StringOr(described.HttpGet.Scheme, "HTTP")}
	case described.TcpSocket != nil && described.TcpSocket.Port != 0:
		m.TCPSocket = &probeTCPModel{Port: types.Int64Value(described.TcpSocket.Port)}
	default:
		return nil
	}
	return m
}

func flattenVolume(described eci.DescribedVolume, prior volumeModel) volumeModel {
	switch described.Type {
	case volumeEmptyDir:
		return volumeModel{EmptyDir: flattenEmptyDir(described, prior.EmptyDir)}
	case volumeConfigFile:
		m := &configFileModel{Files: map[string]fileModel{}}
		if prior.ConfigFile != nil {
			m.DefaultMode = prior.ConfigFile.DefaultMode
		}
		for _, described := range described.ConfigFileVolumeConfigFileToPaths {
			var file fileModel
			asked := false
			if prior.ConfigFile != nil {
				file, asked = prior.ConfigFile.Files[described.Path]
			}
			if !asked || !file.Content.IsNull() || !file.ContentBase64.IsNull() { // the text of a write-only file must not reach state
				file.Content, file.ContentBase64 = decodeContent(described.Content, !file.ContentBase64.IsNull())
			}
			m.Files[described.Path] = file
		}
		return volumeModel{ConfigFile: m}
	case volumeNFS:
		return volumeModel{NFS: &nfsModel{Server: types.StringValue(described.NFSVolumeServer), Path: types.StringValue(described.NFSVolumePath),
			ReadOnly: types.BoolValue(described.NFSVolumeReadOnly)}}
	case volumeDisk:
		m := &diskModel{DiskID: types.StringValue(described.DiskVolumeDiskId), FSType: value.String(described.DiskVolumeFsType)}
		if prior.Disk != nil {
			m.Size, m.FSType = prior.Disk.Size, value.Text(described.DiskVolumeFsType, prior.Disk.FSType)
		}
		return volumeModel{Disk: m}
	case volumeFlex:
		m := flexVolumeModel{}
		if prior.FlexVolume != nil {
			m = *prior.FlexVolume
		}
		m.Driver, m.FSType = types.StringValue(described.FlexVolumeDriver), value.StringOr(described.FlexVolumeFsType, "ext4")
		m.Options = flattenFlexOptions(described.FlexVolumeOptions, m)
		if before, after, ok := sizeChange(prior, volumeModel{FlexVolume: &m}); ok && after < before {
			m.Options[volumeSize] = prior.FlexVolume.Options[volumeSize] // no disk shrinks: this is the size that it was created with
		}
		return volumeModel{FlexVolume: &m}
	case volumeHostPath:
		if prior.HostPath != nil {
			return volumeModel{HostPath: prior.HostPath}
		}
		return volumeModel{HostPath: &hostPathModel{}}
	}
	return prior
}

func flattenEmptyDir(described eci.DescribedVolume, prior *emptyDirModel) *emptyDirModel {
	if prior == nil {
		prior = &emptyDirModel{}
	}
	m := &emptyDirModel{Medium: value.Text(described.EmptyDirVolumeMedium, prior.Medium),
		SizeLimit: value.String(described.EmptyDirVolumeSizeLimit)}
	if limit := prior.SizeLimit.ValueString(); isNoLimit(described.EmptyDirVolumeSizeLimit) && isNoLimit(limit) ||
		sameSize(described.EmptyDirVolumeSizeLimit, limit) {
		m.SizeLimit = prior.SizeLimit
	}
	return m
}

// decodeContent returns the content of a file as text, or as Base64 if it was given so or is no text. What is no Base64 is taken for
// text, so that it shows as a change instead of being lost.
func decodeContent(content string, asBase64 bool) (text, base64Text types.String) {
	decoded, err := base64.StdEncoding.DecodeString(content)
	switch {
	case asBase64 || err == nil && !utf8.Valid(decoded):
		return types.StringNull(), types.StringValue(content)
	case err != nil:
		return types.StringValue(content), types.StringNull()
	}
	return types.StringValue(string(decoded)), types.StringNull()
}

// flattenFlexOptions returns the options that are not secret. Values that are no strings are shown as the JSON that they are. Which
// of them are write-only nobody knows any more, so beside such only those are shown that were there before.
func flattenFlexOptions(options string, prior flexVolumeModel) map[string]types.String {
	var described map[string]json.RawMessage
	m := map[string]types.String{}
	options = strings.ToValidUTF8(options, string(utf8.RuneError)) // Terraform takes no other
	if options != "" && json.Unmarshal([]byte(options), &described) != nil {
		m[""] = types.StringValue(options) // unreadable: show it as a change
	}
	for key, value := range described {
		_, secret := prior.SensitiveOptions[key]
		_, known := prior.Options[key]
		if secret || !known && !prior.SensitiveOptionsWOVersion.IsNull() {
			continue
		}
		var plain string
		if value[0] != '"' || json.Unmarshal(value, &plain) != nil {
			plain = string(value)
		}
		m[key] = types.StringValue(plain)
	}
	return value.KeepEmptyMap(nilIfEmpty(m), prior.Options)
}

// exitCodes returns the exit codes of the containers that have ended for good: while a group runs, its restart policy starts the others
// again.
func exitCodes(group eci.ContainerGroup) map[string]types.Int64 {
	codes := map[string]types.Int64{}
	for i, container := range containersOf(group) {
		state, isInit := container.CurrentState, i < len(group.InitContainers)
		if state == nil || state.State != "Terminated" || state.ExitCode == nil {
			continue
		}
		done := *state.ExitCode == 0 && (isInit || group.RestartPolicy == "OnFailure")
		if done || group.RestartPolicy == "Never" || hasEnded(group.Status) {
			codes[container.Name] = types.Int64Value(*state.ExitCode)
		}
	}
	return codes
}

func nameValues(described []eci.DescribedNameValue) map[string]types.String {
	if len(described) == 0 {
		return nil
	}
	m := make(map[string]types.String, len(described))
	for _, pair := range described {
		m[pair.Name] = types.StringValue(pair.Value)
	}
	return m
}

// number returns null for 0, which ECI reports for a size that was not given. Where value equals prior as a float64, prior is kept: it may
// hold more digits, as 2/3 does, and fewer of them would show as a change.
func number(value float64, prior types.Float64) types.Float64 {
	switch {
	case value == prior.ValueFloat64() && !prior.IsUnknown():
		return prior
	case value == 0:
		return types.Float64Null()
	}
	return types.Float64Value(value)
}

func nilIfEmpty[T any](m map[string]T) map[string]T {
	if len(m) == 0 {
		return nil
	}
	return maps.Clone(m)
}
