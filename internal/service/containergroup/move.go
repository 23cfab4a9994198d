package containergroup

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// moves takes over container groups of the provider alicloud.
var moves = service.Move{From: []string{"alicloud_eci_container_group"}, Convert: service.Moving(convertMoved)}

func (r *containerGroupResource) MoveState(context.Context) []resource.StateMover {
	return moves.Movers()
}

// What is read of a state of alicloud. Its blocks are lists of objects, and what nobody has set is null, "", 0, false or empty.
type (
	movedGroup struct {
		ID                            string                     `json:"id"`
		ContainerGroupName            string                     `json:"container_group_name"`
		VSwitchID                     string                     `json:"vswitch_id"`
		SecurityGroupID               string                     `json:"security_group_id"`
		InstanceType                  string                     `json:"instance_type"`
		ZoneID                        string                     `json:"zone_id"`
		CPU                           float64                    `json:"cpu"`
		Memory                        float64                    `json:"memory"`
		RAMRoleName                   string                     `json:"ram_role_name"`
		ResourceGroupID               string                     `json:"resource_group_id"`
		RestartPolicy                 string                     `json:"restart_policy"`
		AutoMatchImageCache           bool                       `json:"auto_match_image_cache"`
		PlainHTTPRegistry             string                     `json:"plain_http_registry"`
		InsecureRegistry              string                     `json:"insecure_registry"`
		AutoCreateEIP                 bool                       `json:"auto_create_eip"`
		EIPBandwidth                  int64                      `json:"eip_bandwidth"`
		EIPInstanceID                 string                     `json:"eip_instance_id"`
		DNSPolicy                     string                     `json:"dns_policy"`
		EphemeralStorage              int64                      `json:"ephemeral_storage"`
		TerminationGracePeriodSeconds int64                      `json:"termination_grace_period_seconds"`
		SpotStrategy                  string                     `json:"spot_strategy"`
		SpotPriceLimit                float64                    `json:"spot_price_limit"`
		Containers                    []movedContainer           `json:"containers"`
		InitContainers                []movedContainer           `json:"init_containers"`
		DNSConfig                     []movedDNSConfig           `json:"dns_config"`
		SecurityContext               []movedGroupContext        `json:"security_context"`
		HostAliases                   []eci.DescribedHostAlias   `json:"host_aliases"`
		Volumes                       []movedVolume              `json:"volumes"`
		ImageRegistryCredential       []imageregistry.MovedLogin `json:"image_registry_credential"`
		ACRRegistryInfo               []movedACR                 `json:"acr_registry_info"`
		InternetIP                    string                     `json:"internet_ip"`
		IntranetIP                    string                     `json:"intranet_ip"`
		Status                        string                     `json:"status"`
	}
	movedDNSConfig struct {
		NameServers []string                 `json:"name_servers"`
		Searches    []string                 `json:"searches"`
		Options     []eci.DescribedNameValue `json:"options"`
	}
	movedGroupContext struct {
		Sysctl []eci.DescribedNameValue `json:"sysctl"`
	}
	movedContainer struct {
		Name                        string                 `json:"name"`
		Image                       string                 `json:"image"`
		ImagePullPolicy             string                 `json:"image_pull_policy"`
		CPU                         float64                `json:"cpu"`
		Memory                      float64                `json:"memory"`
		GPU                         int64                  `json:"gpu"`
		WorkingDir                  string                 `json:"working_dir"`
		Commands                    []string               `json:"commands"`
		Args                        []string               `json:"args"`
		Ports                       []eci.DescribedPort    `json:"ports"`
		EnvironmentVars             []movedVariable        `json:"environment_vars"`
		VolumeMounts                []movedMount           `json:"volume_mounts"`
		LivenessProbe               []movedProbe           `json:"liveness_probe"`
		ReadinessProbe              []movedProbe           `json:"readiness_probe"`
		SecurityContext             []movedSecurityContext `json:"security_context"`
		LifecyclePreStopHandlerExec []string               `json:"lifecycle_pre_stop_handler_exec"`
	}
	movedVariable struct {
		Key      string `json:"key"`
		Value    string `json:"value"`
		FieldRef []struct {
			FieldPath string `json:"field_path"`
		} `json:"field_ref"`
	}
	movedMount struct {
		Name      string `json:"name"`
		MountPath string `json:"mount_path"`
		ReadOnly  bool   `json:"read_only"`
	}
	movedProbe struct {
		InitialDelaySeconds int64 `json:"initial_delay_seconds"`
		PeriodSeconds       int64 `json:"period_seconds"`
		TimeoutSeconds      int64 `json:"timeout_seconds"`
		SuccessThreshold    int64 `json:"success_threshold"`
		FailureThreshold    int64 `json:"failure_threshold"`
		Exec                []struct {
			Commands []string `json:"commands"`
		} `json:"exec"`
		HTTPGet   []eci.DescribedHttpGet   `json:"http_get"`
		TCPSocket []eci.DescribedTcpSocket `json:"tcp_socket"`
	}
	movedSecurityContext struct {
		Capability []struct {
			Add []string `json:"add"`
		} `json:"capability"`
		Privileged bool   `json:"privileged"`
		RunAsUser  *int64 `json:"run_as_user"`
	}
	movedVolume struct {
		Name              string                    `json:"name"`
		Type              string                    `json:"type"`
		Files             []eci.DescribedConfigFile `json:"config_file_volume_config_file_to_paths"`
		DiskID            string                    `json:"disk_volume_disk_id"`
		DiskFSType        string                    `json:"disk_volume_fs_type"`
		FlexVolumeDriver  string                    `json:"flex_volume_driver"`
		FlexVolumeFSType  string                    `json:"flex_volume_fs_type"`
		FlexVolumeOptions string                    `json:"flex_volume_options"`
		NFSPath           string                    `json:"nfs_volume_path"`
		NFSReadOnly       bool                      `json:"nfs_volume_read_only"`
		NFSServer         string                    `json:"nfs_volume_server"`
	}
	movedACR struct {
		InstanceID   string   `json:"instance_id"`
		InstanceName string   `json:"instance_name"`
		RegionID     string   `json:"region_id"`
		Domains      []string `json:"domains"`
	}
)

// convertMoved makes of the old state what ECI would answer, since that is what it is made from, and flattens it as an import does. What
// ECI does not answer is added.
func convertMoved(from movedGroup, m *model, diags *diag.Diagnostics) {
	*m = flatten(from.described(diags), *m, nil)
	m.Region, m.Tags, m.TagsAll, m.ExitCodes = types.StringNull(), nil, types.MapNull(types.StringType), nil // the next read tells
	m.VSwitchIDs = value.Strings(service.SplitIDs(from.VSwitchID))
	if from.AutoMatchImageCache {
		m.AutoMatchImageCache = types.BoolValue(true)
	}
	m.PlainHTTPRegistries = imageregistry.MovedHosts(from.PlainHTTPRegistry)
	m.InsecureRegistries = imageregistry.MovedHosts(from.InsecureRegistry)
	if from.AutoCreateEIP {
		m.AutoCreateEIP = types.BoolValue(true)
		m.EIPBandwidth = types.Int64PointerValue(value.NonZero(&from.EIPBandwidth))
	}
	m.EIPInstanceID = value.String(from.EIPInstanceID)
	m.TerminationGracePeriodSeconds = types.Int64PointerValue(value.NonZero(&from.TerminationGracePeriodSeconds))
	m.ImageRegistryCredentials = imageregistry.Moved(from.ImageRegistryCredential, diags)
	m.ACRRegistries = movedACRs(from.ACRRegistryInfo, diags)
	for _, old := range from.Containers {
		container := m.Containers[old.Name]
		if len(old.LifecyclePreStopHandlerExec) > 0 {
			container.PreStop = &hookModel{Exec: &execModel{Command: value.Strings(old.LifecyclePreStopHandlerExec)}}
		}
		if len(old.SecurityContext) > 0 && old.SecurityContext[0].Privileged {
			if container.SecurityContext == nil {
				container.SecurityContext = &securityContextModel{}
			}
			container.SecurityContext.Privileged = types.BoolValue(true)
		}
		m.Containers[old.Name] = container
	}
}

// described is the answer of ECI that an old state was made from.
func (g movedGroup) described(diags *diag.Diagnostics) eci.ContainerGroup {
	group := eci.ContainerGroup{ContainerGroupId: g.ID, ContainerGroupName: g.ContainerGroupName, VSwitchId: g.VSwitchID,
		SecurityGroupId: g.SecurityGroupID, InstanceType: g.InstanceType, ZoneId: g.ZoneID, Cpu: g.CPU, Memory: g.Memory,
		RamRoleName: g.RAMRoleName, ResourceGroupId: g.ResourceGroupID, RestartPolicy: g.RestartPolicy, DnsPolicy: g.DNSPolicy,
		EphemeralStorage: g.EphemeralStorage, SpotStrategy: g.SpotStrategy, SpotPriceLimit: g.SpotPriceLimit, HostAliases: g.HostAliases,
		InternetIp: g.InternetIP, IntranetIp: g.IntranetIP, Status: g.Status}
	if len(g.DNSConfig) > 0 {
		dns := eci.DescribedDnsConfig(g.DNSConfig[0])
		group.DnsConfig = &dns
	}
	if len(g.SecurityContext) > 0 {
		group.EciSecurityContext = &eci.DescribedGroupSecurityContext{Sysctls: g.SecurityContext[0].Sysctl}
	}
	for _, old := range g.Containers {
		group.Containers = append(group.Containers, eci.DescribedContainer{DescribedContainerSpec: old.described(), Commands: old.Commands,
			LivenessProbe: describedProbe(old.LivenessProbe), ReadinessProbe: describedProbe(old.ReadinessProbe)})
	}
	for _, old := range g.InitContainers {
		group.InitContainers = append(group.InitContainers,
			eci.DescribedInitContainer{DescribedContainerSpec: old.described(), Command: old.Commands})
	}
	for _, old := range g.Volumes {
		if !slices.Contains([]string{volumeEmptyDir, volumeConfigFile, volumeNFS, volumeDisk, volumeFlex}, old.Type) {
			diags.AddWarning("Volume Is Not Moved", "The type of volume "+old.Name+" in the old state is not known. The next plan shows "+
				"what ECI says.")
			group.Volumes = nil
			break
		}
		if hasKeys(old.FlexVolumeOptions) {
			diags.AddWarning("Access Keys in a Volume", "The options of volume "+old.Name+" hold access keys, which plans show. Use ram_role_name "+
				"instead, and renew the keys: the old state and its backups have them in clear text.")
		}
		group.Volumes = append(group.Volumes, eci.DescribedVolume{Name: old.Name, Type: old.Type,
			ConfigFileVolumeConfigFileToPaths: old.Files, DiskVolumeDiskId: old.DiskID, DiskVolumeFsType: old.DiskFSType,
			FlexVolumeDriver: old.FlexVolumeDriver, FlexVolumeFsType: old.FlexVolumeFSType, FlexVolumeOptions: old.FlexVolumeOptions,
			NFSVolumePath: old.NFSPath, NFSVolumeReadOnly: old.NFSReadOnly, NFSVolumeServer: old.NFSServer})
	}
	return group
}

func (c movedContainer) described() eci.DescribedContainerSpec {
	spec := eci.DescribedContainerSpec{Name: c.Name, Image: c.Image, ImagePullPolicy: c.ImagePullPolicy, Cpu: c.CPU, Memory: c.Memory,
		Gpu: c.GPU, WorkingDir: c.WorkingDir, Args: c.Args, Ports: c.Ports}
	for _, old := range c.EnvironmentVars {
		variable := eci.DescribedEnvironmentVar{Key: old.Key, Value: old.Value}
		if len(old.FieldRef) > 0 && old.FieldRef[0].FieldPath != "" {
			variable.ValueFrom = &eci.EnvironmentVarSource{FieldRef: &eci.FieldRef{FieldPath: old.FieldRef[0].FieldPath}}
		}
		spec.EnvironmentVars = append(spec.EnvironmentVars, variable)
	}
	for _, old := range c.VolumeMounts {
		spec.VolumeMounts = append(spec.VolumeMounts, eci.DescribedVolumeMount{Name: old.Name, MountPath: old.MountPath, ReadOnly: old.ReadOnly})
	}
	if len(c.SecurityContext) > 0 {
		old := c.SecurityContext[0]
		context := &eci.DescribedSecurityContext{}
		if len(old.Capability) > 0 {
			context.Capability = &eci.DescribedCapability{Adds: old.Capability[0].Add}
		}
		// A user of 0 stands in a block that is only there because the answer was empty, too.
		if user := old.RunAsUser; user != nil && (*user != 0 || len(old.Capability) > 0 || old.Privileged) {
			context.RunAsUser = user
		}
		spec.SecurityContext = context
	}
	return spec
}

// describedProbe is the answer that a block was made from; one without a handler, or with port 0, is none.
func describedProbe(blocks []movedProbe) *eci.DescribedProbe {
	if len(blocks) == 0 {
		return nil
	}
	old := blocks[0]
	probe := &eci.DescribedProbe{InitialDelaySeconds: old.InitialDelaySeconds, PeriodSeconds: old.PeriodSeconds,
		TimeoutSeconds: old.TimeoutSeconds, SuccessThreshold: old.SuccessThreshold, FailureThreshold: old.FailureThreshold}
	switch {
	case len(old.Exec) > 0 && len(old.Exec[0].Commands) > 0:
		probe.Execs = old.Exec[0].Commands
	case len(old.HTTPGet) > 0 && old.HTTPGet[0].Port > 0:
		probe.HttpGet = &old.HTTPGet[0]
	case len(old.TCPSocket) > 0 && old.TCPSocket[0].Port > 0:
		probe.TcpSocket = &old.TCPSocket[0]
	default:
		return nil
	}
	return probe
}

// movedACRs orders the instances, which were a set, by their IDs.
func movedACRs(old []movedACR, diags *diag.Diagnostics) []imageregistry.ACRModel {
	var moved []imageregistry.ACRModel
	slices.SortFunc(old, func(a, b movedACR) int { return cmp.Compare(a.InstanceID, b.InstanceID) })
	for _, acr := range old {
		if acr.InstanceID == "" {
			diags.AddWarning("Registry Is Not Moved", "An instance of acr_registry_info in the old state has no instance_id, which has "+
				"to be given here.")
			continue
		}
		moved = append(moved, imageregistry.ACRModel{InstanceID: types.StringValue(acr.InstanceID), InstanceName: value.String(acr.InstanceName),
			RegionID: value.String(acr.RegionID), Domains: value.Strings(acr.Domains)})
	}
	return moved
}

// hasKeys reports whether the options of a volume hold access keys.
func hasKeys(options string) bool {
	var members map[string]any
	if json.Unmarshal([]byte(options), &members) != nil {
		return false
	}
	for name := range members {
		if lower := strings.ToLower(name); lower == "akid" || lower == "aksecret" {
			return true
		}
	}
	return false
}
