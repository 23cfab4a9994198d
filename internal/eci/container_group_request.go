package eci

// CreateContainerGroupRequest holds the parameters of CreateContainerGroup. Nil pointers, empty strings and nil slices
// are not sent, so the service's defaults apply.
type CreateContainerGroupRequest struct {
	RegionId    string
	ClientToken string
	// DryRun checks everything and creates nothing; success is an error for which [IsDryRunSuccess] is true.
	DryRun *bool

	ContainerGroupName string
	ResourceGroupId    string
	Tag                []Tag

	// VSwitchId holds up to 10 candidates, all in one VPC, tried as ScheduleStrategy says.
	VSwitchId        []string `eci:",comma"`
	ScheduleStrategy string
	SecurityGroupId  string
	ZoneId           string

	// Cpu (vCPUs) and Memory (GiB) of the group; the service rounds up to a size that it sells.
	Cpu    *float64
	Memory *float64
	// InstanceType holds ECS instance types, tried in order, instead of Cpu and Memory.
	InstanceType             []string `eci:",comma"`
	ComputeCategory          []string
	CpuArchitecture          string
	CpuOptionsCore           *int64
	CpuOptionsNuma           string
	CpuOptionsThreadsPerCore *int64
	GpuDriverVersion         string
	OsType                   string
	// EphemeralStorage is in GiB, on top of the 30 GiB that every group has.
	EphemeralStorage *int64

	SpotStrategy string
	// SpotPriceLimit is the highest price per hour, with up to three decimals.
	SpotPriceLimit *float64
	// SpotDuration is the protection period in hours, 0 or 1.
	SpotDuration *int64
	StrictSpot   *bool

	EipInstanceId string
	AutoCreateEip *bool
	// EipBandwidth is in Mbit/s.
	EipBandwidth              *int64
	EipCommonBandwidthPackage string
	EipISP                    string
	Ipv6AddressCount          *int64
	// Ipv6GatewayBandwidth is a number of Mbit/s, which the API takes as text.
	Ipv6GatewayBandwidth       string
	Ipv6GatewayBandwidthEnable *bool
	PrivateIpAddress           string
	// FixedIp is "true" or "false", which the API takes as text.
	FixedIp           string
	FixedIpRetainHour *int64
	IngressBandwidth  *int64
	EgressBandwidth   *int64

	HostName   string
	HostAliase []HostAliase
	NtpServer  []string
	DnsPolicy  string
	DnsConfig  *DnsConfig

	ImageSnapshotId         string
	AutoMatchImageCache     *bool
	ImageAccelerateMode     string
	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []CreateAcrRegistryInfo
	InsecureRegistry        []string `eci:",comma"`
	PlainHttpRegistry       []string `eci:",comma"`

	DataCacheBucket          string
	DataCachePL              string
	DataCacheProvisionedIops *int64
	DataCacheBurstingEnabled *bool

	Container     []CreateContainer
	InitContainer []CreateInitContainer
	Volume        []CreateVolume

	SecurityContext     *GroupSecurityContext
	HostSecurityContext *GroupSecurityContext

	RestartPolicy                 string
	ActiveDeadlineSeconds         *int64
	TerminationGracePeriodSeconds *int64
	MaxPendingMinute              *int64
	RamRoleName                   string
	ShareProcessNamespace         *bool
	ContainerResourceView         *bool
	CorePattern                   string
}

// UpdateContainerGroupRequest holds the parameters of UpdateContainerGroup. What is absent stays as it is; a list that
// is sent replaces the whole list (UpdateType RenewUpdate, the default), except Tag, which only adds or overwrites.
type UpdateContainerGroupRequest struct {
	RegionId         string
	ClientToken      string
	ContainerGroupId string
	UpdateType       string

	ResourceGroupId string
	Tag             []Tag
	Cpu             *float64
	Memory          *float64
	RestartPolicy   string
	DnsConfig       *DnsConfig

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []AcrRegistryInfo

	Container     []UpdateContainer
	InitContainer []UpdateInitContainer
	Volume        []UpdateVolume
}

// Tag is a key and a value; the value may be empty. Also used by the tag actions and as a filter.
type Tag struct {
	Key   string
	Value *string
}

// HostAliase is a line of /etc/hosts. The spelling is the API's.
type HostAliase struct {
	Ip       string
	Hostname []string
}

// DnsConfig is the resolver configuration of a group.
type DnsConfig struct {
	NameServer []string
	Search     []string
	Option     []NameValue
}

// NameValue is a named value: a DNS option, a sysctl or an HTTP header.
type NameValue struct {
	Name  string
	Value *string
}

// GroupSecurityContext holds the sysctls of a group (SecurityContext, safe ones) or of its host (HostSecurityContext).
type GroupSecurityContext struct {
	Sysctl []NameValue
}

// ImageRegistryCredential is a login for the registry at Server, a host name without scheme.
type ImageRegistryCredential struct {
	Server   string
	UserName string
	Password string
}

// AcrRegistryInfo names an ACR Enterprise instance to pull from without a password.
type AcrRegistryInfo struct {
	InstanceId   string
	InstanceName string
	RegionId     string
	Domain       []string
}

// CreateAcrRegistryInfo adds the role ARNs for pulls across accounts, which only creation takes.
type CreateAcrRegistryInfo struct {
	AcrRegistryInfo
	ArnService string
	ArnUser    string
}

// ContainerSpec holds what containers and init containers have in common, at creation and in updates.
type ContainerSpec struct {
	Name            string
	Image           string
	ImagePullPolicy string
	Command         []string
	Arg             []string
	WorkingDir      string
	// Cpu is in vCPUs, Memory in GiB.
	Cpu             *float64
	Memory          *float64
	Gpu             *int64
	EnvironmentVar  []EnvironmentVar
	Port            []ContainerPort
	VolumeMount     []VolumeMount
	SecurityContext *SecurityContext
}

// ContainerInput is the standard input and terminal of a container.
type ContainerInput struct {
	Stdin     *bool
	StdinOnce *bool
	Tty       *bool
}

// ContainerProbes are the probes of a container; a nil probe is none.
type ContainerProbes struct {
	LivenessProbe  *Probe
	ReadinessProbe *Probe
}

// ContainerTermination says where a container leaves its last message.
type ContainerTermination struct {
	TerminationMessagePath   string
	TerminationMessagePolicy string
}

// LifecycleHooks are the hooks of a container, flattened as in the API. The headers of the post-start hook are
// elsewhere, because creation and update spell them differently.
type LifecycleHooks struct {
	LifecyclePostStartHandlerExec          []string
	LifecyclePostStartHandlerHttpGetHost   string
	LifecyclePostStartHandlerHttpGetPath   string
	LifecyclePostStartHandlerHttpGetPort   *int64
	LifecyclePostStartHandlerHttpGetScheme string
	LifecyclePostStartHandlerTcpSocketHost string
	LifecyclePostStartHandlerTcpSocketPort *int64

	LifecyclePreStopHandlerExec              []string
	LifecyclePreStopHandlerHttpGetHost       string
	LifecyclePreStopHandlerHttpGetHttpHeader []NameValue
	LifecyclePreStopHandlerHttpGetPath       string
	LifecyclePreStopHandlerHttpGetPort       *int64
	LifecyclePreStopHandlerHttpGetScheme     string
	LifecyclePreStopHandlerTcpSocketHost     string
	LifecyclePreStopHandlerTcpSocketPort     *int64
}

// CreateContainer is a container at creation.
type CreateContainer struct {
	ContainerSpec
	ContainerInput
	ContainerProbes
	ContainerTermination
	LifecycleHooks
	LifecyclePostStartHandlerHttpGetHttpHeader []NameValue

	// EnvironmentVarHide keeps the variables out of Describe answers.
	EnvironmentVarHide          *bool
	SecurityContextPrivileged   *bool
	SecurityContextRunAsGroup   *int64
	SecurityContextRunAsNonRoot *bool
}

// UpdateContainer is a container in an update.
type UpdateContainer struct {
	ContainerSpec
	ContainerInput
	ContainerProbes
	LifecycleHooks
	LifecyclePostStartHandlerHttpGetHttpHeaders []NameValue
}

// CreateInitContainer is an init container at creation.
type CreateInitContainer struct {
	ContainerSpec
	ContainerTermination
}

// UpdateInitContainer is an init container in an update.
type UpdateInitContainer struct {
	ContainerSpec
	ContainerInput
}

// EnvironmentVar is an environment variable with either a value, which may be empty, or a reference to a field.
type EnvironmentVar struct {
	Key      string
	Value    *string
	FieldRef *FieldRef
}

// FieldRef names a field of the group; the service knows only "status.podIP".
type FieldRef struct {
	FieldPath string
}

// ContainerPort is a port that a container listens on.
type ContainerPort struct {
	Port     *int64
	Protocol string
}

// VolumeMount mounts the volume called Name at MountPath.
type VolumeMount struct {
	Name             string
	MountPath        string
	MountPropagation string
	ReadOnly         *bool
	SubPath          string
}

// SecurityContext is the security context of a container.
type SecurityContext struct {
	Capability             *Capability
	ReadOnlyRootFilesystem *bool
	RunAsUser              *int64
}

// Capability holds the Linux capabilities to add.
type Capability struct {
	Add []string
}

// Probe is a liveness or readiness probe with exactly one of Exec, HttpGet and TcpSocket.
type Probe struct {
	Exec                *ExecAction
	HttpGet             *HttpGetAction
	TcpSocket           *TcpSocketAction
	InitialDelaySeconds *int64
	PeriodSeconds       *int64
	TimeoutSeconds      *int64
	SuccessThreshold    *int64
	FailureThreshold    *int64
}

// ExecAction runs a command in the container.
type ExecAction struct {
	Command []string
}

// HttpGetAction requests a path of the container.
type HttpGetAction struct {
	Path   string
	Port   *int64
	Scheme string
}

// TcpSocketAction connects to a port of the container.
type TcpSocketAction struct {
	Port *int64
}

// VolumeSpec holds the volume kinds that creation and update take alike. Type names the kind.
type VolumeSpec struct {
	Name           string
	Type           string
	EmptyDirVolume *EmptyDirVolume
	FlexVolume     *FlexVolume
	HostPathVolume *HostPathVolume
	NFSVolume      *NFSVolume
}

// CreateVolume is a volume at creation.
type CreateVolume struct {
	VolumeSpec
	ConfigFileVolume *CreateConfigFileVolume
	DiskVolume       *DiskVolume
}

// UpdateVolume is a volume in an update, which takes neither disks nor file modes.
type UpdateVolume struct {
	VolumeSpec
	ConfigFileVolume *UpdateConfigFileVolume
}

// EmptyDirVolume is a directory that lives as long as the group.
type EmptyDirVolume struct {
	Medium    string
	SizeLimit string
}

// FlexVolume is a disk, NAS or OSS volume; Options is a JSON object as text.
type FlexVolume struct {
	Driver  string
	FsType  string
	Options string
}

// HostPathVolume refers to a data cache by its path, with DataCacheBucket of the group.
type HostPathVolume struct {
	Path string
	Type string
}

// NFSVolume is an NFS export.
type NFSVolume struct {
	Server   string
	Path     string
	ReadOnly *bool
}

// DiskVolume is an existing cloud disk. Deprecated by the API in favour of FlexVolume with driver alicloud/disk.
type DiskVolume struct {
	DiskId   string
	DiskSize *int64
	FsType   string
}

// CreateConfigFileVolume holds files made from text. Modes are octal digits written as a decimal number: 644.
type CreateConfigFileVolume struct {
	DefaultMode      *int64
	ConfigFileToPath []CreateConfigFile
}

// UpdateConfigFileVolume holds files made from text.
type UpdateConfigFileVolume struct {
	ConfigFileToPath []ConfigFile
}

// ConfigFile is one file of a config file volume; Content is base64 of at most 32 KB.
type ConfigFile struct {
	Path    string
	Content *string
}

// CreateConfigFile adds the mode, which only creation takes.
type CreateConfigFile struct {
	ConfigFile
	Mode *int64
}

// DescribeContainerGroupsRequest holds the filters of DescribeContainerGroups: up to 20 ids, up to 10 tags that must
// all match. [Client.ContainerGroups] walks the pages.
type DescribeContainerGroupsRequest struct {
	RegionId           string
	ContainerGroupIds  []string `eci:",json"`
	ContainerGroupName string
	ComputeCategory    string
	ResourceGroupId    string
	SecurityGroupId    string
	VSwitchId          string
	ZoneId             string
	// Status is one of the group statuses; see [ContainerGroup].
	Status string
	Tag    []Tag
	// WithEvent asks for the newest 50 events of each group.
	WithEvent *bool
	// Limit is the page size, 1 to 20.
	Limit     *int64
	NextToken string
}

// DescribeContainerGroupStatusRequest holds the filters of DescribeContainerGroupStatus: up to 20 ids.
type DescribeContainerGroupStatusRequest struct {
	RegionId          string
	ContainerGroupIds []string `eci:",json"`
	ResourceGroupId   string
	VSwitchId         string
	ZoneId            string
	Tag               []Tag
	// SinceSecond restricts to groups that changed in the last 60 to 3600 seconds.
	SinceSecond *int64
	// Limit is the page size, 1 to 200.
	Limit     *int64
	NextToken string
}

// DescribeContainerGroupEventsRequest holds the filters of DescribeContainerGroupEvents: up to 20 ids.
type DescribeContainerGroupEventsRequest struct {
	RegionId          string
	ContainerGroupIds []string `eci:",json"`
	// EventSource is EciService or K8sAgent; empty is both.
	EventSource     string
	ResourceGroupId string
	VSwitchId       string
	ZoneId          string
	Tag             []Tag
	SinceSecond     *int64
	// Limit is the number of groups, 1 to 200.
	Limit     *int64
	NextToken string
}

// DescribeContainerLogRequest selects the log of one container.
type DescribeContainerLogRequest struct {
	RegionId         string
	ContainerGroupId string
	ContainerName    string
	// LastTime asks for the log of the container's previous run.
	LastTime *bool
	// LimitBytes is 1 to 1048576.
	LimitBytes   *int64
	SinceSeconds *int64
	// StartTime is RFC 3339 in UTC.
	StartTime string
	// Tail is the number of newest lines, 1 to 2000; the service's default is 500.
	Tail       *int64
	Timestamps *bool
}

// RestartContainerGroupRequest names the group to restart, which must be Pending or Running.
type RestartContainerGroupRequest struct {
	RegionId         string
	ClientToken      string
	ContainerGroupId string
}

// DeleteContainerGroupRequest names the group to delete.
type DeleteContainerGroupRequest struct {
	RegionId         string
	ClientToken      string
	ContainerGroupId string
	// Force skips the termination grace period.
	Force *bool
}

// ResizeContainerGroupVolumeRequest grows a cloud disk volume of a group.
type ResizeContainerGroupVolumeRequest struct {
	RegionId         string
	ClientToken      string
	ContainerGroupId string
	VolumeName       string
	// NewSize is in GiB and not below the current size.
	NewSize *int64
}

// ExecContainerCommandRequest runs a command in a container.
type ExecContainerCommandRequest struct {
	RegionId         string
	ContainerGroupId string
	ContainerName    string
	// Command holds up to 20 words of up to 256 characters.
	Command []string `eci:",json"`
	Stdin   *bool
	// Sync waits for the command and answers its output; TTY must be false then.
	Sync *bool
	TTY  *bool
}

// DescribeContainerGroupMetricRequest selects the metrics of one group.
type DescribeContainerGroupMetricRequest struct {
	RegionId         string
	ContainerGroupId string
	// StartTime and EndTime are RFC 3339; the start is within the last 30 days.
	StartTime string
	EndTime   string
	// Period is 15, 30, 60 or 600 seconds.
	Period string
}

// DescribeMultiContainerGroupMetricRequest selects the newest metrics of up to 20 groups.
type DescribeMultiContainerGroupMetricRequest struct {
	RegionId          string
	ContainerGroupIds []string `eci:",json"`
	MetricType        string
	ResourceGroupId   string
}
