package wire

// CreateContainerGroupRequest holds the parameters of CreateContainerGroup.
type CreateContainerGroupRequest struct {
	RegionId    string `param:",required"`
	ClientToken string
	DryRun      bool

	ContainerGroupName string            `param:",required"`
	Container          []CreateContainer `param:",required"`
	InitContainer      []CreateInitContainer
	Volume             []CreateVolume
	RestartPolicy      string
	ResourceGroupId    string
	Tag                []Tag

	ZoneId           string
	VSwitchId        []string `param:",comma"`
	ScheduleStrategy string
	SecurityGroupId  string
	RamRoleName      string

	Cpu                      *float64
	Memory                   *float64
	InstanceType             []string `param:",comma"`
	ComputeCategory          []string
	CpuArchitecture          string
	OsType                   string
	CpuOptionsCore           *int64
	CpuOptionsNuma           string
	CpuOptionsThreadsPerCore *int64
	GpuDriverVersion         string
	EphemeralStorage         *int64
	SpotStrategy             string
	SpotPriceLimit           *float64
	SpotDuration             *int64
	StrictSpot               *bool

	AutoCreateEip              bool
	EipInstanceId              string
	EipBandwidth               *int64
	EipCommonBandwidthPackage  string
	EipISP                     string
	PrivateIpAddress           string
	FixedIp                    string
	FixedIpRetainHour          *int64
	Ipv6AddressCount           *int64
	Ipv6GatewayBandwidth       string
	Ipv6GatewayBandwidthEnable *bool
	IngressBandwidth           *int64
	EgressBandwidth            *int64

	HostName   string
	HostAliase []HostAliase
	NtpServer  []string
	DnsPolicy  string
	DnsConfig  *DnsConfigParameters

	SecurityContext     *SysctlParameters
	HostSecurityContext *SysctlParameters

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []CreateAcrRegistryInfo
	PlainHttpRegistry       []string `param:",comma"`
	InsecureRegistry        []string `param:",comma"`
	ImageSnapshotId         string
	AutoMatchImageCache     bool
	ImageAccelerateMode     string

	DataCacheBucket          string
	DataCachePL              string
	DataCacheProvisionedIops *int64
	DataCacheBurstingEnabled *bool

	ActiveDeadlineSeconds         *int64
	TerminationGracePeriodSeconds *int64
	MaxPendingMinute              *int64
	ShareProcessNamespace         *bool
	ContainerResourceView         *bool
	CorePattern                   string
}

// UpdateContainerGroupRequest holds the parameters of UpdateContainerGroup.
type UpdateContainerGroupRequest struct {
	RegionId         string `param:",required"`
	ClientToken      string
	ContainerGroupId string `param:",required"`
	UpdateType       string

	Container               []UpdateContainer
	InitContainer           []UpdateInitContainer
	Volume                  []UpdateVolume
	RestartPolicy           string
	ResourceGroupId         string
	Tag                     []Tag
	Cpu                     *float64
	Memory                  *float64
	DnsConfig               *DnsConfigParameters
	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []AcrRegistryInfo
}

// CommonContainer holds what containers and init containers take, on create and on update.
type CommonContainer struct {
	Name            string
	Image           string
	ImagePullPolicy string
	WorkingDir      string
	Command         []string
	Arg             []string
	Cpu             *float64
	Memory          *float64
	Gpu             *int64
	EnvironmentVar  []EnvironmentVarParameters
	Port            []Port
	VolumeMount     []VolumeMountParameters
	SecurityContext *SecurityContextParameters
}

// MainContainer holds what containers take beyond init containers, on create and on update.
type MainContainer struct {
	CommonContainer
	StandardInput
	LivenessProbe  *ProbeParameters
	ReadinessProbe *ProbeParameters

	LifecyclePostStartHandlerExec          []string
	LifecyclePostStartHandlerHttpGetHost   string
	LifecyclePostStartHandlerHttpGetPath   string
	LifecyclePostStartHandlerHttpGetPort   *int64
	LifecyclePostStartHandlerHttpGetScheme string
	LifecyclePostStartHandlerTcpSocketHost string
	LifecyclePostStartHandlerTcpSocketPort *int64

	LifecyclePreStopHandlerExec              []string
	LifecyclePreStopHandlerHttpGetHost       string
	LifecyclePreStopHandlerHttpGetPath       string
	LifecyclePreStopHandlerHttpGetPort       *int64
	LifecyclePreStopHandlerHttpGetScheme     string
	LifecyclePreStopHandlerHttpGetHttpHeader []NameValue `param:",secret"`
	LifecyclePreStopHandlerTcpSocketHost     string
	LifecyclePreStopHandlerTcpSocketPort     *int64
}

// StandardInput holds how a container's input is connected.
type StandardInput struct {
	Stdin     *bool
	StdinOnce *bool
	Tty       *bool
}

// TerminationMessage holds where a container leaves its last words.
type TerminationMessage struct {
	TerminationMessagePath   string
	TerminationMessagePolicy string
}

// CreateContainer is a container of CreateContainerGroup.
type CreateContainer struct {
	MainContainer
	TerminationMessage
	LifecyclePostStartHandlerHttpGetHttpHeader []NameValue `param:",secret"`
	EnvironmentVarHide                         *bool
	SecurityContextPrivileged                  *bool
	SecurityContextRunAsGroup                  *int64
	SecurityContextRunAsNonRoot                *bool
}

// CreateInitContainer is an init container of CreateContainerGroup.
type CreateInitContainer struct {
	CommonContainer
	TerminationMessage
}

// UpdateContainer is a container of UpdateContainerGroup, whose headers of the post-start hook have a name of their own.
type UpdateContainer struct {
	MainContainer
	LifecyclePostStartHandlerHttpGetHttpHeaders []NameValue `param:",secret"`
}

// UpdateInitContainer is an init container of UpdateContainerGroup.
type UpdateInitContainer struct {
	CommonContainer
	StandardInput
}

// EnvironmentVarParameters is an environment variable: a value, or a field to take it from.
type EnvironmentVarParameters struct {
	Key      string
	Value    string `param:",secret"`
	FieldRef *FieldRef
}

// VolumeMountParameters is where a container sees a volume.
type VolumeMountParameters struct {
	Name             string
	MountPath        string
	SubPath          string
	MountPropagation string
	ReadOnly         *bool
}

// SecurityContextParameters is the security context of a container.
type SecurityContextParameters struct {
	Capability             *CapabilityParameters
	ReadOnlyRootFilesystem *bool
	RunAsUser              *int64
}

// CapabilityParameters lists capabilities to add.
type CapabilityParameters struct{ Add []string }

// ProbeParameters is a probe with exactly one handler. Times are in seconds.
type ProbeParameters struct {
	Exec                *ExecParameters
	HttpGet             *HttpGetParameters
	TcpSocket           *TcpSocketParameters
	InitialDelaySeconds *int64
	PeriodSeconds       *int64
	TimeoutSeconds      *int64
	SuccessThreshold    *int64
	FailureThreshold    *int64
}

// ExecParameters is a command that a probe runs.
type ExecParameters struct{ Command []string }

// HttpGetParameters is a request that a probe sends.
type HttpGetParameters struct {
	Path   string
	Port   *int64
	Scheme string
}

// TcpSocketParameters is a port that a probe connects to.
type TcpSocketParameters struct{ Port *int64 }

// CommonVolume holds what volumes take on create and on update.
type CommonVolume struct {
	Name           string
	Type           string
	EmptyDirVolume *EmptyDirVolume
	FlexVolume     *FlexVolume
	HostPathVolume *HostPathVolume
	NFSVolume      *NFSVolume
}

// CreateVolume is a volume of CreateContainerGroup.
type CreateVolume struct {
	CommonVolume
	ConfigFileVolume *CreateConfigFileVolume
	DiskVolume       *DiskVolume
}

// UpdateVolume is a volume of UpdateContainerGroup.
type UpdateVolume struct {
	CommonVolume
	ConfigFileVolume *UpdateConfigFileVolume
}

// CreateConfigFileVolume holds files. Modes are octal numbers written as decimal ones.
type CreateConfigFileVolume struct {
	DefaultMode      *int64
	ConfigFileToPath []CreateConfigFile
}

// CreateConfigFile is a file; Content is base64.
type CreateConfigFile struct {
	ConfigFile
	Mode *int64
}

// UpdateConfigFileVolume holds files.
type UpdateConfigFileVolume struct{ ConfigFileToPath []ConfigFile }

// EmptyDirVolume is space that lives as long as the group.
type EmptyDirVolume struct {
	Medium    string
	SizeLimit string
}

// FlexVolume is a cloud disk, NAS or OSS volume; Options is a JSON object.
type FlexVolume struct {
	Driver  string
	FsType  string
	Options string `param:",secret"` // may hold keys
}

// HostPathVolume is a path of the host; with DataCacheBucket the path of a data cache.
type HostPathVolume struct {
	Path string
	Type string
}

// NFSVolume is an NFS export.
type NFSVolume struct {
	Path     string
	Server   string
	ReadOnly *bool
}

// DiskVolume is a cloud disk in its older form.
type DiskVolume struct {
	DiskId   string
	DiskSize *int64
	FsType   string
}

// HostAliase is a line of /etc/hosts.
type HostAliase struct {
	Ip       string
	Hostname []string
}

// DnsConfigParameters is a resolver configuration.
type DnsConfigParameters struct {
	NameServer []string
	Search     []string
	Option     []NameValue
}

// SysctlParameters lists kernel settings.
type SysctlParameters struct{ Sysctl []NameValue }

// ImageRegistryCredential is a login to an image registry.
type ImageRegistryCredential struct {
	Server   string
	UserName string
	Password string `param:",secret"`
}

// AcrRegistryInfo is an instance of ACR Enterprise to pull from without a password.
type AcrRegistryInfo struct {
	InstanceId   string
	InstanceName string
	RegionId     string
	Domain       []string
}

// CreateAcrRegistryInfo is an AcrRegistryInfo with the roles that pulls from another account need.
type CreateAcrRegistryInfo struct {
	AcrRegistryInfo
	ArnService string
	ArnUser    string
}

// DeleteContainerGroupRequest holds the parameters of DeleteContainerGroup.
type DeleteContainerGroupRequest struct {
	RegionId         string `param:",required"`
	ClientToken      string
	ContainerGroupId string `param:",required"`
	Force            bool
}

// RestartContainerGroupRequest holds the parameters of RestartContainerGroup.
type RestartContainerGroupRequest struct {
	RegionId         string `param:",required"`
	ClientToken      string
	ContainerGroupId string `param:",required"`
}

// ResizeContainerGroupVolumeRequest holds the parameters of ResizeContainerGroupVolume; NewSize is in GiB.
type ResizeContainerGroupVolumeRequest struct {
	RegionId         string `param:",required"`
	ClientToken      string
	ContainerGroupId string `param:",required"`
	VolumeName       string `param:",required"`
	NewSize          *int64 `param:",required"`
}

// ExecContainerCommandRequest holds the parameters of ExecContainerCommand.
type ExecContainerCommandRequest struct {
	RegionId         string   `param:",required"`
	ContainerGroupId string   `param:",required"`
	ContainerName    string   `param:",required"`
	Command          []string `param:",json,word,required"`
	Stdin            *bool
	Sync             bool
	TTY              bool
}

// DescribeContainerGroupsRequest holds the parameters of DescribeContainerGroups.
type DescribeContainerGroupsRequest struct {
	RegionId           string   `param:",required"`
	ContainerGroupIds  []string `param:",json"`
	ContainerGroupName string
	ComputeCategory    string
	ResourceGroupId    string
	SecurityGroupId    string
	Status             string
	Tag                []Tag
	VSwitchId          string
	ZoneId             string
	WithEvent          bool
	Limit              *int64
	MaxResults         *int64 // the same as Limit, undocumented; Alibaba's own provider sends it
	NextToken          string
}

// DescribeContainerGroupStatusRequest holds the parameters of DescribeContainerGroupStatus.
type DescribeContainerGroupStatusRequest struct {
	RegionId          string   `param:",required"`
	ContainerGroupIds []string `param:",json"`
	ResourceGroupId   string
	Tag               []Tag
	VSwitchId         string
	ZoneId            string
	SinceSecond       *int64
	Limit             *int64
	NextToken         string
}

// DescribeContainerGroupEventsRequest holds the parameters of DescribeContainerGroupEvents.
type DescribeContainerGroupEventsRequest struct {
	DescribeContainerGroupStatusRequest
	EventSource string
}

// DescribeContainerLogRequest holds the parameters of DescribeContainerLog.
type DescribeContainerLogRequest struct {
	RegionId         string
	ContainerGroupId string `param:",required"`
	ContainerName    string `param:",required"`
	LastTime         bool
	LimitBytes       *int64
	SinceSeconds     *int64
	StartTime        string
	Tail             *int64
	Timestamps       bool
}

// DescribeContainerGroupMetricRequest holds the parameters of DescribeContainerGroupMetric; Period is in seconds.
type DescribeContainerGroupMetricRequest struct {
	RegionId         string `param:",required"`
	ContainerGroupId string `param:",required"`
	StartTime        string
	EndTime          string
	Period           string
}

// DescribeMultiContainerGroupMetricRequest holds the parameters of DescribeMultiContainerGroupMetric.
type DescribeMultiContainerGroupMetricRequest struct {
	RegionId          string   `param:",required"`
	ContainerGroupIds []string `param:",json,required"`
	MetricType        string
	ResourceGroupId   string
}
