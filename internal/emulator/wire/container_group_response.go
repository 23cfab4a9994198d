package wire

// DescribeContainerGroupsResponse is the answer of DescribeContainerGroups.
type DescribeContainerGroupsResponse struct {
	TotalCount      int
	NextToken       string
	ContainerGroups []ContainerGroup
}

// ContainerGroup is a container group as DescribeContainerGroups tells it. Times are RFC 3339 in UTC, or empty.
type ContainerGroup struct {
	ContainerGroupId      string
	ContainerGroupName    string
	RegionId              string
	ZoneId                string
	Status                string
	RestartPolicy         string
	CreationTime          string
	SucceededTime         string
	FailedTime            string
	ExpiredTime           string
	Cpu                   float64
	Memory                float64
	InstanceType          string
	ComputeCategory       string `json:",omitempty"`
	Discount              int
	SpotStrategy          string
	SpotPriceLimit        float64 `json:",omitempty"`
	EphemeralStorage      int64   `json:",omitempty"`
	ResourceGroupId       string
	RamRoleName           string `json:",omitempty"`
	VpcId                 string
	VSwitchId             string
	SecurityGroupId       string
	EniInstanceId         string
	IntranetIp            string
	InternetIp            string
	Ipv6Address           string `json:",omitempty"`
	TenantEniInstanceId   string `json:",omitempty"`
	TenantEniIp           string `json:",omitempty"`
	TenantSecurityGroupId string `json:",omitempty"`
	TenantVSwitchId       string `json:",omitempty"`
	DnsPolicy             string `json:",omitempty"`
	DnsConfig             DnsConfig
	EciSecurityContext    EciSecurityContext
	HostAliases           []HostAliasLine `json:",omitempty"`
	Tags                  []Tag           `json:",omitempty"`
	Volumes               []Volume        `json:",omitempty"`
	Containers            []Container
	InitContainers        []InitContainer `json:",omitempty"`
	Events                []Event         `json:",omitempty"`
}

// Container is a container as DescribeContainerGroups tells it. Cpu, Memory and Gpu are 0 when not asked for.
type Container struct {
	Name            string
	Image           string
	ImagePullPolicy string
	WorkingDir      string
	Commands        []string `json:",omitempty"`
	Args            []string `json:",omitempty"`
	Cpu             float64
	Memory          float64
	Gpu             int64
	EnvironmentVars []EnvironmentVar `json:",omitempty"`
	Ports           []Port           `json:",omitempty"`
	VolumeMounts    []VolumeMount    `json:",omitempty"`
	LivenessProbe   Probe
	ReadinessProbe  Probe
	SecurityContext SecurityContext
	Stdin           bool
	StdinOnce       bool
	Tty             bool
	Ready           bool
	RestartCount    int64
	CurrentState    ContainerState
	PreviousState   ContainerState
}

// InitContainer is an init container as DescribeContainerGroups tells it.
type InitContainer struct {
	Name            string
	Image           string
	ImagePullPolicy string
	WorkingDir      string
	Command         []string `json:",omitempty"`
	Args            []string `json:",omitempty"`
	Cpu             float64
	Memory          float64
	Gpu             int64
	EnvironmentVars []EnvironmentVar  `json:",omitempty"`
	Ports           []Port            `json:",omitempty"`
	VolumeMounts    []InitVolumeMount `json:",omitempty"`
	SecurityContext SecurityContext
	Ready           bool
	RestartCount    int64
	CurrentState    ContainerState
	PreviousState   ContainerState
}

// ContainerState holds what a container does or did.
type ContainerState struct {
	State        string
	StartTime    string
	FinishTime   string
	ExitCode     *int64 `json:",omitempty"`
	Signal       *int64 `json:",omitempty"`
	Reason       string `json:",omitempty"`
	Message      string `json:",omitempty"`
	DetailStatus string `json:",omitempty"`
}

// EnvironmentVar is an environment variable.
type EnvironmentVar struct {
	Key       string
	Value     string
	ValueFrom EnvironmentVarSource
}

// EnvironmentVarSource says where a variable takes its value from.
type EnvironmentVarSource struct{ FieldRef FieldRef }

// FieldRef names a field of the group.
type FieldRef struct {
	FieldPath string `json:",omitempty"`
}

// Port is a port that a container listens on.
type Port struct {
	Port     int64
	Protocol string
}

// VolumeMount is where a container sees a volume.
type VolumeMount struct {
	InitVolumeMount
	SubPath string `json:",omitempty"`
}

// InitVolumeMount is where an init container sees a volume.
type InitVolumeMount struct {
	Name             string
	MountPath        string
	MountPropagation string `json:",omitempty"`
	ReadOnly         bool
}

// Probe is a probe; all empty when the container has none.
type Probe struct {
	Execs               []string `json:",omitempty"`
	HttpGet             HttpGet
	TcpSocket           TcpSocket
	InitialDelaySeconds *int64 `json:",omitempty"`
	PeriodSeconds       *int64 `json:",omitempty"`
	TimeoutSeconds      *int64 `json:",omitempty"`
	SuccessThreshold    *int64 `json:",omitempty"`
	FailureThreshold    *int64 `json:",omitempty"`
}

// HttpGet is the request that a probe sends.
type HttpGet struct {
	Path   string `json:",omitempty"`
	Port   int64  `json:",omitempty"`
	Scheme string `json:",omitempty"`
}

// TcpSocket is the port that a probe connects to.
type TcpSocket struct {
	Host string `json:",omitempty"`
	Port int64  `json:",omitempty"`
}

// SecurityContext is the security context of a container.
type SecurityContext struct {
	Capability             Capability
	ReadOnlyRootFilesystem *bool  `json:",omitempty"`
	RunAsUser              *int64 `json:",omitempty"`
}

// Capability lists added capabilities.
type Capability struct {
	Adds []string `json:",omitempty"`
}

// EciSecurityContext is the security context of a group.
type EciSecurityContext struct {
	Sysctls []NameValue `json:",omitempty"`
}

// DnsConfig is the resolver configuration of a group.
type DnsConfig struct {
	NameServers []string    `json:",omitempty"`
	Searches    []string    `json:",omitempty"`
	Options     []NameValue `json:",omitempty"`
}

// HostAliasLine is a line of /etc/hosts.
type HostAliasLine struct {
	Ip        string
	Hostnames []string
}

// NameValue is a named value: an option, a header, a kernel setting.
type NameValue struct {
	Name  string
	Value string
}

// Tag is a tag.
type Tag struct {
	Key   string
	Value string
}

// Volume is a volume, its kinds laid out flat.
type Volume struct {
	Name                              string
	Type                              string
	ConfigFileVolumeConfigFileToPaths []ConfigFile `json:",omitempty"`
	DiskVolumeDiskId                  string       `json:",omitempty"`
	DiskVolumeFsType                  string       `json:",omitempty"`
	EmptyDirVolumeMedium              string       `json:",omitempty"`
	EmptyDirVolumeSizeLimit           string       `json:",omitempty"`
	FlexVolumeDriver                  string       `json:",omitempty"`
	FlexVolumeFsType                  string       `json:",omitempty"`
	FlexVolumeOptions                 string       `json:",omitempty"`
	NFSVolumePath                     string       `json:",omitempty"`
	NFSVolumeReadOnly                 bool         `json:",omitempty"`
	NFSVolumeServer                   string       `json:",omitempty"`
}

// ConfigFile is a file of a volume; Content is base64.
type ConfigFile struct {
	Path    string
	Content string `param:",secret"`
}

// Event is an event of a group as DescribeContainerGroups tells it.
type Event struct {
	Name           string
	Type           string
	Reason         string
	Message        string
	Count          int64
	FirstTimestamp string
	LastTimestamp  string
}

// CreateContainerGroupResponse is the answer of CreateContainerGroup.
type CreateContainerGroupResponse struct{ ContainerGroupId string }

// Empty is the answer of actions that tell no more than that they were accepted.
type Empty struct{}

// ExecContainerCommandResponse is the answer of ExecContainerCommand.
type ExecContainerCommandResponse struct {
	WebSocketUri string `json:",omitempty"`
	HttpUrl      string `json:",omitempty"`
	SyncResponse string `json:",omitempty"`
}

// DescribeContainerLogResponse is the answer of DescribeContainerLog.
type DescribeContainerLogResponse struct {
	ContainerName string
	Content       string
}
