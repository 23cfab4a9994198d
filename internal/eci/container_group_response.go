package eci

// Statuses of a container group, as DescribeContainerGroups answers them.
const (
	StatusScheduling     = "Scheduling"
	StatusScheduleFailed = "ScheduleFailed"
	StatusPending        = "Pending"
	StatusRunning        = "Running"
	StatusSucceeded      = "Succeeded"
	StatusFailed         = "Failed"
	StatusRestarting     = "Restarting"
	StatusUpdating       = "Updating"
	StatusTerminating    = "Terminating"
	StatusExpired        = "Expired"
)

// CreateContainerGroupResponse is the answer of CreateContainerGroup, which returns before the group runs.
type CreateContainerGroupResponse struct {
	RequestId        string
	ContainerGroupId string `eci:",required"`
}

// Response is the answer of the actions that return nothing but a request ID.
type Response struct {
	RequestId string
}

// DescribeContainerGroupsResponse is one page of container groups; an empty NextToken ends the list.
type DescribeContainerGroupsResponse struct {
	RequestId       string
	NextToken       string
	TotalCount      int64
	ContainerGroups []ContainerGroup `eci:",required"`
}

// ContainerGroup is a container group as DescribeContainerGroups answers it. Times are RFC 3339 in UTC, empty until they
// apply. Cpu and Memory are the sizes after rounding.
type ContainerGroup struct {
	ContainerGroupId   string
	ContainerGroupName string
	RegionId           string
	ZoneId             string
	ResourceGroupId    string
	Status             string

	Cpu              float64
	Memory           float64
	InstanceType     string
	ComputeCategory  string
	EphemeralStorage int64
	SpotStrategy     string
	SpotPriceLimit   float64
	Discount         int64

	VpcId           string
	VSwitchId       string
	SecurityGroupId string
	EniInstanceId   string
	IntranetIp      string
	InternetIp      string
	Ipv6Address     string
	DnsPolicy       string
	DnsConfig       *DescribedDnsConfig
	HostAliases     []DescribedHostAlias

	RamRoleName        string
	RestartPolicy      string
	EciSecurityContext *DescribedGroupSecurityContext
	Containers         []DescribedContainer
	InitContainers     []DescribedInitContainer
	Volumes            []DescribedVolume
	Tags               []DescribedTag
	Events             []Event

	CreationTime  string
	SucceededTime string
	FailedTime    string
	ExpiredTime   string

	TenantEniInstanceId   string
	TenantEniIp           string
	TenantSecurityGroupId string
	TenantVSwitchId       string
}

// DescribedTag is a tag in an answer.
type DescribedTag struct {
	Key   string
	Value string
}

// DescribedDnsConfig is the resolver configuration in an answer.
type DescribedDnsConfig struct {
	NameServers []string
	Searches    []string
	Options     []DescribedNameValue
}

// DescribedNameValue is a DNS option or a sysctl in an answer.
type DescribedNameValue struct {
	Name  string
	Value string
}

// DescribedHostAlias is a line of /etc/hosts in an answer.
type DescribedHostAlias struct {
	Ip        string
	Hostnames []string
}

// DescribedGroupSecurityContext holds the sysctls of a group in an answer.
type DescribedGroupSecurityContext struct {
	Sysctls []DescribedNameValue
}

// DescribedContainerSpec holds what containers and init containers have in common in an answer. EnvironmentVars includes
// the variables of the image. Cpu, Memory and Gpu are 0 where they were not given.
type DescribedContainerSpec struct {
	Name            string
	Image           string
	ImagePullPolicy string
	Args            []string
	WorkingDir      string
	Cpu             float64
	Memory          float64
	Gpu             int64
	EnvironmentVars []DescribedEnvironmentVar
	Ports           []DescribedPort
	VolumeMounts    []DescribedVolumeMount
	SecurityContext *DescribedSecurityContext
	Ready           bool
	RestartCount    int64
	CurrentState    *ContainerState
	PreviousState   *ContainerState
}

// DescribedContainer is a container in an answer.
type DescribedContainer struct {
	DescribedContainerSpec
	Commands       []string
	Stdin          bool
	StdinOnce      bool
	Tty            bool
	LivenessProbe  *DescribedProbe
	ReadinessProbe *DescribedProbe
}

// DescribedInitContainer is an init container in an answer, which spells Command in the singular.
type DescribedInitContainer struct {
	DescribedContainerSpec
	Command []string
}

// DescribedEnvironmentVar is an environment variable in an answer.
type DescribedEnvironmentVar struct {
	Key       string
	Value     string
	ValueFrom *EnvironmentVarSource
}

// EnvironmentVarSource says which field a variable is taken from; FieldPath is empty for plain values.
type EnvironmentVarSource struct {
	FieldRef *FieldRef
}

// DescribedPort is a container port in an answer.
type DescribedPort struct {
	Port     int64
	Protocol string
}

// DescribedVolumeMount is a volume mount in an answer; init containers come without SubPath.
type DescribedVolumeMount struct {
	Name             string
	MountPath        string
	MountPropagation string
	ReadOnly         bool
	SubPath          string
}

// DescribedSecurityContext is the security context of a container in an answer.
type DescribedSecurityContext struct {
	Capability             *DescribedCapability
	ReadOnlyRootFilesystem *bool
	RunAsUser              *int64
}

// DescribedCapability holds the added capabilities in an answer.
type DescribedCapability struct {
	Adds []string
}

// DescribedProbe is a probe in an answer: an absent probe may come as an object whose handlers are empty.
type DescribedProbe struct {
	Execs               []string
	HttpGet             *DescribedHttpGet
	TcpSocket           *DescribedTcpSocket
	InitialDelaySeconds int64
	PeriodSeconds       int64
	TimeoutSeconds      int64
	SuccessThreshold    int64
	FailureThreshold    int64
}

// DescribedHttpGet is an HTTP handler in an answer.
type DescribedHttpGet struct {
	Path   string
	Port   int64
	Scheme string
}

// DescribedTcpSocket is a TCP handler in an answer.
type DescribedTcpSocket struct {
	Host string
	Port int64
}

// ContainerState is a state of a container: State is Waiting, Running or Terminated. ExitCode is nil until it ended.
type ContainerState struct {
	State        string
	Reason       string
	Message      string
	DetailStatus string
	StartTime    string
	FinishTime   string
	ExitCode     *int64
	Signal       *int64
}

// DescribedVolume is a volume in an answer, flattened. Host path volumes come without their path, files without mode.
type DescribedVolume struct {
	Name                              string
	Type                              string
	ConfigFileVolumeConfigFileToPaths []DescribedConfigFile
	DiskVolumeDiskId                  string
	DiskVolumeFsType                  string
	EmptyDirVolumeMedium              string
	EmptyDirVolumeSizeLimit           string
	FlexVolumeDriver                  string
	FlexVolumeFsType                  string
	FlexVolumeOptions                 string
	NFSVolumePath                     string
	NFSVolumeReadOnly                 bool
	NFSVolumeServer                   string
}

// DescribedConfigFile is a file of a config file volume in an answer; Content is base64.
type DescribedConfigFile struct {
	Path    string
	Content string
}

// Event is an event of a container group, image cache or virtual node. Type is Normal or Warning.
type Event struct {
	Name           string
	Type           string
	Reason         string
	Message        string
	Count          int64
	FirstTimestamp string
	LastTimestamp  string
}

// DescribeContainerGroupStatusResponse is one page of statuses. The service spells the keys inside Data in lower camel
// case although its documentation does not; they are read without regard to case.
type DescribeContainerGroupStatusResponse struct {
	RequestId  string
	NextToken  string
	TotalCount int64
	Data       []ContainerGroupStatus `eci:",required"`
}

// ContainerGroupStatus is the status of one group, in terms of a Kubernetes Pod.
type ContainerGroupStatus struct {
	ContainerGroupId string
	Uuid             string
	Name             string
	Namespace        string
	Annotations      string
	Status           string
	PodStatus        *PodStatus
}

// PodStatus is the Kubernetes view of a group.
type PodStatus struct {
	Phase             string
	Conditions        []PodCondition
	ContainerStatuses []PodContainerStatus
	HostIp            string
	PodIp             string
	PodIps            []PodIp
	QosClass          string
	StartTime         string
}

// PodIp is one address of a group.
type PodIp struct {
	Ip string
}

// PodCondition is a condition of a group, such as Ready or ContainerInstanceCreated.
type PodCondition struct {
	Type               string
	Status             string
	Reason             string
	Message            string
	LastTransitionTime string
}

// PodContainerStatus is the state of one container.
type PodContainerStatus struct {
	Name         string
	Image        string
	ImageID      string
	Ready        bool
	Started      bool
	RestartCount int64
	State        *PodContainerState
	LastState    *PodContainerState
}

// PodContainerState holds one of its three members.
type PodContainerState struct {
	Waiting    *PodContainerWaiting
	Running    *PodContainerRunning
	Terminated *PodContainerTerminated
}

// PodContainerWaiting says why a container does not run yet.
type PodContainerWaiting struct {
	Reason  string
	Message string
}

// PodContainerRunning says since when a container runs. The published models double the name; both are read.
type PodContainerRunning struct {
	StartedAt          string
	StartedAtstartedAt string
}

// PodContainerTerminated says how a container ended.
type PodContainerTerminated struct {
	ContainerID string
	ExitCode    int64
	Signal      int64
	Reason      string
	Message     string
	StartedAt   string
	FinishedAt  string
}

// DescribeContainerGroupEventsResponse holds the events of groups. The answer has no page token.
type DescribeContainerGroupEventsResponse struct {
	RequestId string
	// TotalCount is the number of events.
	TotalCount int64
	Data       []ContainerGroupEvents
}

// ContainerGroupEvents are the events of one group.
type ContainerGroupEvents struct {
	ContainerGroupId string
	Uuid             string
	Name             string
	Namespace        string
	Annotations      string
	Events           []PodEvent
}

// PodEvent is an event in terms of Kubernetes.
type PodEvent struct {
	Type               string
	Reason             string
	Message            string
	Count              int64
	FirstTimestamp     string
	LastTimestamp      string
	ReportingComponent string
	ReportingInstance  string
	Metadata           *PodEventMetadata
	Source             *PodEventSource
	InvolvedObject     *PodEventObject
}

// PodEventMetadata names an event.
type PodEventMetadata struct {
	Name      string
	Namespace string
}

// PodEventSource says who reported an event.
type PodEventSource struct {
	Component string
	Host      string
}

// PodEventObject is the object of an event.
type PodEventObject struct {
	ApiVersion string
	Kind       string
	Name       string
	Namespace  string
	Uid        string
}

// DescribeContainerLogResponse holds the log of a container as text.
type DescribeContainerLogResponse struct {
	RequestId     string
	ContainerName string
	Content       string
}

// ExecContainerCommandResponse holds the output of a command (Sync) or where to connect to it.
type ExecContainerCommandResponse struct {
	RequestId    string
	HttpUrl      string
	WebSocketUri string
	SyncResponse string
}

// DescribeContainerGroupMetricResponse holds the metrics of one group.
type DescribeContainerGroupMetricResponse struct {
	RequestId        string
	ContainerGroupId string
	Records          []MetricRecord
}

// DescribeMultiContainerGroupMetricResponse holds the newest metrics of several groups.
type DescribeMultiContainerGroupMetricResponse struct {
	RequestId    string
	MonitorDatas []ContainerGroupMetrics
}

// ContainerGroupMetrics are the metrics of one group.
type ContainerGroupMetrics struct {
	ContainerGroupId string
	Records          []MetricRecord
}

// MetricRecord is one sample of a group. Timestamp is RFC 3339.
type MetricRecord struct {
	Timestamp  string
	CPU        *CpuMetric
	Memory     *MemoryMetric
	Containers []ContainerMetric
	Disk       []DiskMetric
	Filesystem []FilesystemMetric
	Network    *NetworkMetric
}

// ContainerMetric is one sample of a container.
type ContainerMetric struct {
	Name   string
	CPU    *CpuMetric
	Memory *MemoryMetric
}

// CpuMetric is a sample of processor use.
type CpuMetric struct {
	Limit                int64
	Load                 int64
	UsageCoreNanoSeconds int64
	UsageNanoCores       int64
}

// MemoryMetric is a sample of memory use, in bytes.
type MemoryMetric struct {
	AvailableBytes int64
	Cache          int64
	Rss            int64
	UsageBytes     int64
	WorkingSet     int64
}

// DiskMetric is a sample of disk traffic.
type DiskMetric struct {
	Device     string
	ReadBytes  int64
	ReadIO     int64
	WriteBytes int64
	WriteIO    int64
}

// FilesystemMetric is a sample of file system use, in bytes.
type FilesystemMetric struct {
	FsName    string
	Category  string
	Available int64
	Capacity  int64
	Usage     int64
}

// NetworkMetric is a sample of network traffic.
type NetworkMetric struct {
	Interfaces []NetworkInterfaceMetric
}

// NetworkInterfaceMetric is a sample of one interface.
type NetworkInterfaceMetric struct {
	Name      string
	RxBytes   int64
	RxDrops   int64
	RxErrors  int64
	RxPackets int64
	TxBytes   int64
	TxDrops   int64
	TxErrors  int64
	TxPackets int64
}
