package kubernetes

// Group is a container group with the names, units and nesting of eci_container_group; what is nil is left out. Its JSON
// the function pod returns and the function pod_manifest takes.
type Group struct {
	Name            *string            `json:"name"`
	Tags            map[string]*string `json:"tags"`
	ResourceGroupID *string            `json:"resource_group_id"`
	RestartPolicy   *string            `json:"restart_policy"`

	CPU               *float64    `json:"cpu"`
	Memory            *float64    `json:"memory"`
	InstanceTypes     []string    `json:"instance_types"`
	ComputeCategories []string    `json:"compute_categories"`
	CPUArchitecture   *string     `json:"cpu_architecture"`
	CPUOptions        *CPUOptions `json:"cpu_options"`
	GPUDriverVersion  *string     `json:"gpu_driver_version"`
	OSType            *string     `json:"os_type"`
	EphemeralStorage  *int64      `json:"ephemeral_storage"`

	SpotStrategy      *string  `json:"spot_strategy"`
	SpotPriceLimit    *float64 `json:"spot_price_limit"`
	SpotDurationHours *int64   `json:"spot_duration_hours"`

	VSwitchIDs                  []string `json:"vswitch_ids"`
	ScheduleStrategy            *string  `json:"schedule_strategy"`
	SecurityGroupID             *string  `json:"security_group_id"`
	EIPInstanceID               *string  `json:"eip_instance_id"`
	AutoCreateEIP               *bool    `json:"auto_create_eip"`
	EIPBandwidth                *int64   `json:"eip_bandwidth"`
	EIPISP                      *string  `json:"eip_isp"`
	EIPCommonBandwidthPackage   *string  `json:"eip_common_bandwidth_package"`
	IPv6AddressCount            *int64   `json:"ipv6_address_count"`
	IPv6GatewayBandwidthEnabled *bool    `json:"ipv6_gateway_bandwidth_enabled"`
	IPv6GatewayBandwidth        *int64   `json:"ipv6_gateway_bandwidth"`
	PrivateIPAddress            *string  `json:"private_ip_address"`
	FixedIP                     *bool    `json:"fixed_ip"`
	FixedIPRetainHours          *int64   `json:"fixed_ip_retain_hours"`
	IngressBandwidth            *int64   `json:"ingress_bandwidth"`
	EgressBandwidth             *int64   `json:"egress_bandwidth"`

	HostName                      *string     `json:"host_name"`
	HostAliases                   []HostAlias `json:"host_aliases"`
	NTPServers                    []string    `json:"ntp_servers"`
	DNSPolicy                     *string     `json:"dns_policy"`
	DNSConfig                     *DNSConfig  `json:"dns_config"`
	SecurityContext               *Sysctls    `json:"security_context"`
	HostSecurityContext           *Sysctls    `json:"host_security_context"`
	RAMRoleName                   *string     `json:"ram_role_name"`
	ActiveDeadlineSeconds         *int64      `json:"active_deadline_seconds"`
	TerminationGracePeriodSeconds *int64      `json:"termination_grace_period_seconds"`
	MaxPendingMinutes             *int64      `json:"max_pending_minutes"`
	ShareProcessNamespace         *bool       `json:"share_process_namespace"`
	CorePattern                   *string     `json:"core_pattern"`

	ImageCacheID             *string               `json:"image_cache_id"`
	AutoMatchImageCache      *bool                 `json:"auto_match_image_cache"`
	ImageRegistryCredentials map[string]Credential `json:"image_registry_credentials"`
	ACRRegistries            []ACRRegistry         `json:"acr_registries"`
	InsecureRegistries       []string              `json:"insecure_registries"`
	PlainHTTPRegistries      []string              `json:"plain_http_registries"`
	DataCache                *DataCacheUse         `json:"data_cache"`

	Containers     map[string]Container `json:"containers"`
	InitContainers []InitContainer      `json:"init_containers"`
	Volumes        map[string]Volume    `json:"volumes"`

	LogCollection map[string]LogCollection `json:"log_collection,omitempty"`
}

// LogCollection is what the log service is to collect from a container.
type LogCollection struct {
	Container     string            `json:"container"`
	Stream        *string           `json:"stream"`
	Path          *string           `json:"path"`
	Project       *string           `json:"project"`
	Logstore      *string           `json:"logstore"`
	MachineGroup  *string           `json:"machine_group"`
	Shards        *int64            `json:"shards"`
	RetentionDays *int64            `json:"retention_days"`
	Tags          map[string]string `json:"tags"`
}

// CPUOptions are options of an ECS instance type's processor.
type CPUOptions struct {
	Cores          *int64 `json:"cores"`
	ThreadsPerCore *int64 `json:"threads_per_core"`
}

// HostAlias is a line of /etc/hosts.
type HostAlias struct {
	IP        string   `json:"ip"`
	Hostnames []string `json:"hostnames"`
}

// DNSConfig is the resolver's configuration.
type DNSConfig struct {
	Nameservers []string          `json:"nameservers"`
	Searches    []string          `json:"searches"`
	Options     map[string]string `json:"options"`
}

// Sysctls are kernel parameters by name.
type Sysctls struct {
	Sysctls map[string]string `json:"sysctls"`
}

// Credential is the login at an image registry.
type Credential struct {
	UserName string `json:"user_name"`
	Password string `json:"password"`
}

// ACRRegistry is an instance of ACR that needs no login.
type ACRRegistry struct {
	InstanceID     string  `json:"instance_id"`
	RegionID       *string `json:"region_id"`
	ServiceRoleARN *string `json:"service_role_arn"`
	UserRoleARN    *string `json:"user_role_arn"`
}

// DataCacheUse says how the disk is made from which volumes of data caches come.
type DataCacheUse struct {
	Bucket           *string `json:"bucket"`
	PerformanceLevel *string `json:"performance_level"`
	ProvisionedIOPS  *int64  `json:"provisioned_iops"`
	BurstingEnabled  *bool   `json:"bursting_enabled"`
}

// CommonContainer holds what containers and init containers have in common. CPU is in vCPU, Memory in GiB.
type CommonContainer struct {
	Image                    string            `json:"image"`
	ImagePullPolicy          *string           `json:"image_pull_policy"`
	Command                  []string          `json:"command"`
	Args                     []string          `json:"args"`
	WorkingDir               *string           `json:"working_dir"`
	CPU                      *float64          `json:"cpu"`
	Memory                   *float64          `json:"memory"`
	GPU                      *int64            `json:"gpu"`
	Env                      map[string]string `json:"env"`
	EnvFromField             map[string]string `json:"env_from_field"`
	Ports                    []Port            `json:"ports"`
	VolumeMounts             []VolumeMount     `json:"volume_mounts"`
	TerminationMessagePath   *string           `json:"termination_message_path"`
	TerminationMessagePolicy *string           `json:"termination_message_policy"`
}

// Container is a container of a group.
type Container struct {
	CommonContainer
	SensitiveEnv    map[string]string `json:"sensitive_env"`
	LivenessProbe   *Probe            `json:"liveness_probe"`
	ReadinessProbe  *Probe            `json:"readiness_probe"`
	PostStart       *Hook             `json:"post_start"`
	PreStop         *Hook             `json:"pre_stop"`
	Stdin           *bool             `json:"stdin"`
	StdinOnce       *bool             `json:"stdin_once"`
	TTY             *bool             `json:"tty"`
	SecurityContext *SecurityContext  `json:"security_context"`
	Treatment
}

// Treatment says how ECI is to treat a container, for which Kubernetes has environment variables. The function pod leaves it out, and
// has the variables.
type Treatment struct {
	Sidecar         bool  `json:"sidecar,omitempty"`
	StartPriority   int64 `json:"start_priority,omitempty"`
	ExitPriority    int64 `json:"exit_priority,omitempty"`
	IgnoreExitCode  bool  `json:"ignore_exit_code,omitempty"`
	IgnoreNotReady  bool  `json:"ignore_not_ready,omitempty"`
	ExcludeFromSize bool  `json:"exclude_from_size,omitempty"`
}

// InitContainer is an init container of a group.
type InitContainer struct {
	Name string `json:"name"`
	CommonContainer
	SecurityContext *CommonSecurityContext `json:"security_context"`
}

// Port is a port that a container listens on.
type Port struct {
	Port     int64  `json:"port"`
	Protocol string `json:"protocol"`
}

// VolumeMount mounts a volume.
type VolumeMount struct {
	Name             string  `json:"name"`
	MountPath        string  `json:"mount_path"`
	SubPath          *string `json:"sub_path"`
	ReadOnly         *bool   `json:"read_only"`
	MountPropagation *string `json:"mount_propagation"`
}

// CommonSecurityContext is the security context of an init container.
type CommonSecurityContext struct {
	Capabilities           *Capabilities `json:"capabilities"`
	ReadOnlyRootFilesystem *bool         `json:"read_only_root_filesystem"`
	RunAsUser              *int64        `json:"run_as_user"`
}

// SecurityContext is the security context of a container.
type SecurityContext struct {
	CommonSecurityContext
	RunAsGroup   *int64 `json:"run_as_group"`
	RunAsNonRoot *bool  `json:"run_as_non_root"`
}

// Capabilities are Linux capabilities beyond the default ones.
type Capabilities struct {
	Add []string `json:"add"`
}

// Probe is a check of a container.
type Probe struct {
	Exec                *Exec         `json:"exec"`
	HTTPGet             *ProbeHTTPGet `json:"http_get"`
	TCPSocket           *ProbeTCP     `json:"tcp_socket"`
	InitialDelaySeconds *int64        `json:"initial_delay_seconds"`
	PeriodSeconds       *int64        `json:"period_seconds"`
	TimeoutSeconds      *int64        `json:"timeout_seconds"`
	SuccessThreshold    *int64        `json:"success_threshold"`
	FailureThreshold    *int64        `json:"failure_threshold"`
}

// Exec runs a command.
type Exec struct {
	Command []string `json:"command"`
}

// ProbeHTTPGet sends an HTTP request to the group.
type ProbeHTTPGet struct {
	Path   *string `json:"path"`
	Port   int64   `json:"port"`
	Scheme *string `json:"scheme"`
}

// ProbeTCP opens a TCP connection to the group.
type ProbeTCP struct {
	Port int64 `json:"port"`
}

// Hook is something to do after the start or before the end of a container.
type Hook struct {
	Exec      *Exec        `json:"exec"`
	HTTPGet   *HookHTTPGet `json:"http_get"`
	TCPSocket *HookTCP     `json:"tcp_socket"`
}

// HookHTTPGet sends an HTTP request, to the group unless Host is given.
type HookHTTPGet struct {
	Host    *string           `json:"host"`
	Path    *string           `json:"path"`
	Port    int64             `json:"port"`
	Scheme  *string           `json:"scheme"`
	Headers map[string]string `json:"headers"`
}

// HookTCP opens a TCP connection, to the group unless Host is given.
type HookTCP struct {
	Host *string `json:"host"`
	Port int64   `json:"port"`
}

// Volume is a volume of exactly one kind.
type Volume struct {
	EmptyDir   *EmptyDir   `json:"empty_dir"`
	ConfigFile *ConfigFile `json:"config_file"`
	NFS        *NFS        `json:"nfs"`
	FlexVolume *FlexVolume `json:"flex_volume"`
	HostPath   *HostPath   `json:"host_path"`
}

// EmptyDir is a directory that is empty at first.
type EmptyDir struct {
	Medium    *string `json:"medium"`
	SizeLimit *string `json:"size_limit"`
}

// ConfigFile is a volume of files. Modes are octal digits.
type ConfigFile struct {
	DefaultMode *string         `json:"default_mode"`
	Files       map[string]File `json:"files"`
}

// File is a file of a ConfigFile.
type File struct {
	Content       *string `json:"content"`
	ContentBase64 *string `json:"content_base64,omitempty"`
	Mode          *string `json:"mode"`
}

// NFS is an export of an NFS server.
type NFS struct {
	Server   string `json:"server"`
	Path     string `json:"path"`
	ReadOnly *bool  `json:"read_only"`
}

// FlexVolume is a disk, NAS or OSS volume.
type FlexVolume struct {
	Driver  string            `json:"driver"`
	FSType  *string           `json:"fs_type"`
	Options map[string]string `json:"options"`
}

// HostPath is a data cache, by its path.
type HostPath struct {
	Path string  `json:"path"`
	Type *string `json:"type"`
}
