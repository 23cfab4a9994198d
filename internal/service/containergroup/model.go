package containergroup

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
)

// model is the resource as HCL sees it. Collections and nested objects are plain Go values: they are decoded where
// everything that a user can write is known, or after decode has replaced unknown ones by null.
type model struct {
	// ImageEnv names the variables of the images by container, from private state; see image_env.go.
	ImageEnv map[string][]types.String `tfsdk:"-"`

	ID              types.String `tfsdk:"id"`
	Region          types.String `tfsdk:"region"`
	Name            types.String `tfsdk:"name"`
	ResourceGroupID types.String `tfsdk:"resource_group_id"`

	Tags            map[string]types.String `tfsdk:"tags"`
	TagsAll         types.Map               `tfsdk:"tags_all"`
	WaitFor         types.String            `tfsdk:"wait_for"`
	FailFast        types.Bool              `tfsdk:"fail_fast"`
	ForceDelete     types.Bool              `tfsdk:"force_delete"`
	ReplaceTriggers map[string]types.String `tfsdk:"replace_triggers"`
	RestartTriggers map[string]types.String `tfsdk:"restart_triggers"`
	ReplaceWhen     []types.String          `tfsdk:"replace_when"`
	KeepLogLines    types.Int64             `tfsdk:"keep_log_lines"`
	DryRun          types.String            `tfsdk:"dry_run"`
	Timeouts        timeouts.Value          `tfsdk:"timeouts"`

	CPU               types.Float64    `tfsdk:"cpu"`
	Memory            types.Float64    `tfsdk:"memory"`
	InstanceTypes     []types.String   `tfsdk:"instance_types"`
	ComputeCategories []types.String   `tfsdk:"compute_categories"`
	CPUArchitecture   types.String     `tfsdk:"cpu_architecture"`
	CPUOptions        *cpuOptionsModel `tfsdk:"cpu_options"`
	GPUDriverVersion  types.String     `tfsdk:"gpu_driver_version"`
	OSType            types.String     `tfsdk:"os_type"`
	EphemeralStorage  types.Int64      `tfsdk:"ephemeral_storage"`

	SpotStrategy      types.String  `tfsdk:"spot_strategy"`
	SpotPriceLimit    types.Float64 `tfsdk:"spot_price_limit"`
	SpotDurationHours types.Int64   `tfsdk:"spot_duration_hours"`
	StrictSpot        types.Bool    `tfsdk:"strict_spot"`

	VSwitchIDs                  []types.String `tfsdk:"vswitch_ids"`
	ScheduleStrategy            types.String   `tfsdk:"schedule_strategy"`
	SecurityGroupID             types.String   `tfsdk:"security_group_id"`
	ZoneID                      types.String   `tfsdk:"zone_id"`
	EIPInstanceID               types.String   `tfsdk:"eip_instance_id"`
	AutoCreateEIP               types.Bool     `tfsdk:"auto_create_eip"`
	EIPBandwidth                types.Int64    `tfsdk:"eip_bandwidth"`
	EIPISP                      types.String   `tfsdk:"eip_isp"`
	EIPCommonBandwidthPackage   types.String   `tfsdk:"eip_common_bandwidth_package"`
	IPv6AddressCount            types.Int64    `tfsdk:"ipv6_address_count"`
	IPv6GatewayBandwidthEnabled types.Bool     `tfsdk:"ipv6_gateway_bandwidth_enabled"`
	IPv6GatewayBandwidth        types.Int64    `tfsdk:"ipv6_gateway_bandwidth"`
	PrivateIPAddress            types.String   `tfsdk:"private_ip_address"`
	FixedIP                     types.Bool     `tfsdk:"fixed_ip"`
	FixedIPRetainHours          types.Int64    `tfsdk:"fixed_ip_retain_hours"`
	IngressBandwidth            types.Int64    `tfsdk:"ingress_bandwidth"`
	EgressBandwidth             types.Int64    `tfsdk:"egress_bandwidth"`

	HostName                      types.String     `tfsdk:"host_name"`
	HostAliases                   []hostAliasModel `tfsdk:"host_aliases"`
	NTPServers                    []types.String   `tfsdk:"ntp_servers"`
	DNSPolicy                     types.String     `tfsdk:"dns_policy"`
	DNSConfig                     *dnsConfigModel  `tfsdk:"dns_config"`
	SecurityContext               *sysctlsModel    `tfsdk:"security_context"`
	HostSecurityContext           *sysctlsModel    `tfsdk:"host_security_context"`
	RAMRoleName                   types.String     `tfsdk:"ram_role_name"`
	ActiveDeadlineSeconds         types.Int64      `tfsdk:"active_deadline_seconds"`
	TerminationGracePeriodSeconds types.Int64      `tfsdk:"termination_grace_period_seconds"`
	MaxPendingMinutes             types.Int64      `tfsdk:"max_pending_minutes"`
	ShareProcessNamespace         types.Bool       `tfsdk:"share_process_namespace"`
	ContainerResourceView         types.Bool       `tfsdk:"container_resource_view"`
	CorePattern                   types.String     `tfsdk:"core_pattern"`

	ImageCacheID             types.String                             `tfsdk:"image_cache_id"`
	AutoMatchImageCache      types.Bool                               `tfsdk:"auto_match_image_cache"`
	ImageAccelerateMode      types.String                             `tfsdk:"image_accelerate_mode"`
	ImageRegistryCredentials map[string]imageregistry.CredentialModel `tfsdk:"image_registry_credentials"`
	ACRRegistries            []imageregistry.ACRModel                 `tfsdk:"acr_registries"`
	InsecureRegistries       []types.String                           `tfsdk:"insecure_registries"`
	PlainHTTPRegistries      []types.String                           `tfsdk:"plain_http_registries"`
	DataCache                *dataCacheModel                          `tfsdk:"data_cache"`
	LogCollection            map[string]collectionModel               `tfsdk:"log_collection"`

	RestartPolicy  types.String              `tfsdk:"restart_policy"`
	Containers     map[string]containerModel `tfsdk:"containers"`
	InitContainers []initContainerModel      `tfsdk:"init_containers"`
	Volumes        map[string]volumeModel    `tfsdk:"volumes"`

	Status          types.String           `tfsdk:"status"`
	VPCID           types.String           `tfsdk:"vpc_id"`
	VSwitchID       types.String           `tfsdk:"vswitch_id"`
	InstanceType    types.String           `tfsdk:"instance_type"`
	ComputeCategory types.String           `tfsdk:"compute_category"`
	AllocatedCPU    types.Float64          `tfsdk:"allocated_cpu"`
	AllocatedMemory types.Float64          `tfsdk:"allocated_memory"`
	ENIInstanceID   types.String           `tfsdk:"eni_instance_id"`
	IntranetIP      types.String           `tfsdk:"intranet_ip"`
	InternetIP      types.String           `tfsdk:"internet_ip"`
	IPv6Address     types.String           `tfsdk:"ipv6_address"`
	CreationTime    types.String           `tfsdk:"creation_time"`
	ExitCodes       map[string]types.Int64 `tfsdk:"exit_codes"`
	Logs            types.Map              `tfsdk:"logs"`

	EstimatedPrice *pricing.Estimate `tfsdk:"estimated_price"`
}

type cpuOptionsModel struct {
	Cores          types.Int64 `tfsdk:"cores"`
	ThreadsPerCore types.Int64 `tfsdk:"threads_per_core"`
}

type hostAliasModel struct {
	IP        types.String   `tfsdk:"ip"`
	Hostnames []types.String `tfsdk:"hostnames"`
}

type dnsConfigModel struct {
	Nameservers []types.String          `tfsdk:"nameservers"`
	Searches    []types.String          `tfsdk:"searches"`
	Options     map[string]types.String `tfsdk:"options"`
}

type sysctlsModel struct {
	Sysctls map[string]types.String `tfsdk:"sysctls"`
}

type dataCacheModel struct {
	Bucket           types.String `tfsdk:"bucket"`
	PerformanceLevel types.String `tfsdk:"performance_level"`
	ProvisionedIOPS  types.Int64  `tfsdk:"provisioned_iops"`
	BurstingEnabled  types.Bool   `tfsdk:"bursting_enabled"`
}

// commonContainerModel holds what containers and init containers have in common.
type commonContainerModel struct {
	Image                    types.String            `tfsdk:"image"`
	ImagePullPolicy          types.String            `tfsdk:"image_pull_policy"`
	Command                  []types.String          `tfsdk:"command"`
	Args                     []types.String          `tfsdk:"args"`
	WorkingDir               types.String            `tfsdk:"working_dir"`
	CPU                      types.Float64           `tfsdk:"cpu"`
	Memory                   types.Float64           `tfsdk:"memory"`
	GPU                      types.Int64             `tfsdk:"gpu"`
	Env                      map[string]types.String `tfsdk:"env"`
	EnvFromField             map[string]types.String `tfsdk:"env_from_field"`
	Ports                    []portModel             `tfsdk:"ports"`
	VolumeMounts             []volumeMountModel      `tfsdk:"volume_mounts"`
	TerminationMessagePath   types.String            `tfsdk:"termination_message_path"`
	TerminationMessagePolicy types.String            `tfsdk:"termination_message_policy"`
}

type containerModel struct {
	commonContainerModel
	treatmentModel
	SensitiveEnv          map[string]types.String `tfsdk:"sensitive_env"`
	SensitiveEnvWO        map[string]types.String `tfsdk:"sensitive_env_wo"`
	SensitiveEnvWOVersion types.Int64             `tfsdk:"sensitive_env_wo_version"`
	HideEnv               types.Bool              `tfsdk:"hide_env"`
	LivenessProbe         *probeModel             `tfsdk:"liveness_probe"`
	ReadinessProbe        *probeModel             `tfsdk:"readiness_probe"`
	PostStart             *hookModel              `tfsdk:"post_start"`
	PreStop               *hookModel              `tfsdk:"pre_stop"`
	Stdin                 types.Bool              `tfsdk:"stdin"`
	StdinOnce             types.Bool              `tfsdk:"stdin_once"`
	TTY                   types.Bool              `tfsdk:"tty"`
	SecurityContext       *securityContextModel   `tfsdk:"security_context"`
}

type initContainerModel struct {
	commonContainerModel
	Name            types.String                `tfsdk:"name"`
	SecurityContext *commonSecurityContextModel `tfsdk:"security_context"`
}

type portModel struct {
	Port     types.Int64  `tfsdk:"port"`
	Protocol types.String `tfsdk:"protocol"`
}

type volumeMountModel struct {
	Name             types.String `tfsdk:"name"`
	MountPath        types.String `tfsdk:"mount_path"`
	SubPath          types.String `tfsdk:"sub_path"`
	ReadOnly         types.Bool   `tfsdk:"read_only"`
	MountPropagation types.String `tfsdk:"mount_propagation"`
}

type commonSecurityContextModel struct {
	Capabilities           *capabilitiesModel `tfsdk:"capabilities"`
	ReadOnlyRootFilesystem types.Bool         `tfsdk:"read_only_root_filesystem"`
	RunAsUser              types.Int64        `tfsdk:"run_as_user"`
}

type securityContextModel struct {
	commonSecurityContextModel
	RunAsGroup   types.Int64 `tfsdk:"run_as_group"`
	RunAsNonRoot types.Bool  `tfsdk:"run_as_non_root"`
	Privileged   types.Bool  `tfsdk:"privileged"`
}

type capabilitiesModel struct {
	Add []types.String `tfsdk:"add"`
}

type probeModel struct {
	Exec                *execModel         `tfsdk:"exec"`
	HTTPGet             *probeHTTPGetModel `tfsdk:"http_get"`
	TCPSocket           *probeTCPModel     `tfsdk:"tcp_socket"`
	InitialDelaySeconds types.Int64        `tfsdk:"initial_delay_seconds"`
	PeriodSeconds       types.Int64        `tfsdk:"period_seconds"`
	TimeoutSeconds      types.Int64        `tfsdk:"timeout_seconds"`
	SuccessThreshold    types.Int64        `tfsdk:"success_threshold"`
	FailureThreshold    types.Int64        `tfsdk:"failure_threshold"`
}

type execModel struct {
	Command []types.String `tfsdk:"command"`
}

type probeHTTPGetModel struct {
	Path   types.String `tfsdk:"path"`
	Port   types.Int64  `tfsdk:"port"`
	Scheme types.String `tfsdk:"scheme"`
}

type probeTCPModel struct {
	Port types.Int64 `tfsdk:"port"`
}

type hookModel struct {
	Exec      *execModel        `tfsdk:"exec"`
	HTTPGet   *hookHTTPGetModel `tfsdk:"http_get"`
	TCPSocket *hookTCPModel     `tfsdk:"tcp_socket"`
}

type hookHTTPGetModel struct {
	Host    types.String            `tfsdk:"host"`
	Path    types.String            `tfsdk:"path"`
	Port    types.Int64             `tfsdk:"port"`
	Scheme  types.String            `tfsdk:"scheme"`
	Headers map[string]types.String `tfsdk:"headers"`

	HeadersWO        map[string]types.String `tfsdk:"headers_wo"`
	HeadersWOVersion types.Int64             `tfsdk:"headers_wo_version"`
}

type hookTCPModel struct {
	Host types.String `tfsdk:"host"`
	Port types.Int64  `tfsdk:"port"`
}

type volumeModel struct {
	EmptyDir   *emptyDirModel   `tfsdk:"empty_dir"`
	ConfigFile *configFileModel `tfsdk:"config_file"`
	NFS        *nfsModel        `tfsdk:"nfs"`
	Disk       *diskModel       `tfsdk:"disk"`
	FlexVolume *flexVolumeModel `tfsdk:"flex_volume"`
	HostPath   *hostPathModel   `tfsdk:"host_path"`
}

type emptyDirModel struct {
	Medium    types.String `tfsdk:"medium"`
	SizeLimit types.String `tfsdk:"size_limit"`
}

type configFileModel struct {
	DefaultMode types.String         `tfsdk:"default_mode"`
	Files       map[string]fileModel `tfsdk:"files"`
}

type fileModel struct {
	Content          types.String `tfsdk:"content"`
	ContentBase64    types.String `tfsdk:"content_base64"`
	ContentWO        types.String `tfsdk:"content_wo"`
	ContentWOVersion types.Int64  `tfsdk:"content_wo_version"`
	Mode             types.String `tfsdk:"mode"`
}

type nfsModel struct {
	Server   types.String `tfsdk:"server"`
	Path     types.String `tfsdk:"path"`
	ReadOnly types.Bool   `tfsdk:"read_only"`
}

type diskModel struct {
	DiskID types.String `tfsdk:"disk_id"`
	Size   types.Int64  `tfsdk:"size"`
	FSType types.String `tfsdk:"fs_type"`
}

type flexVolumeModel struct {
	Driver  types.String            `tfsdk:"driver"`
	FSType  types.String            `tfsdk:"fs_type"`
	Options map[string]types.String `tfsdk:"options"`

	SensitiveOptions          map[string]types.String `tfsdk:"sensitive_options"`
	SensitiveOptionsWO        map[string]types.String `tfsdk:"sensitive_options_wo"`
	SensitiveOptionsWOVersion types.Int64             `tfsdk:"sensitive_options_wo_version"`
}

type hostPathModel struct {
	Path types.String `tfsdk:"path"`
	Type types.String `tfsdk:"type"`
}
