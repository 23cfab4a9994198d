package wire

// CommitContainerRequest holds the parameters of CommitContainer.
type CommitContainerRequest struct {
	RegionId         string `param:",required"`
	ContainerGroupId string `param:",required"`
	ContainerName    string `param:",required"`
	Image            *CommitImage
	Arn              *Role
	AcrRegistryInfo  *CommitRegistry
}

// CommitImage names the image that a container becomes.
type CommitImage struct {
	Repository string
	Tag        string
	Message    string
	Author     string
}

// Role is a role that the service takes on; RoleType is service or user.
type Role struct {
	RoleArn  string
	RoleType string
}

// CommitRegistry is the ACR Enterprise instance of a committed image.
type CommitRegistry struct {
	InstanceId string
	RegionId   string
	ArnService string
	ArnUser    string
}

// CommitContainerResponse is the answer of CommitContainer.
type CommitContainerResponse struct{ TaskId string }

// DescribeCommitContainerTaskRequest holds the parameters of DescribeCommitContainerTask.
type DescribeCommitContainerTaskRequest struct {
	RegionId         string `param:",required"`
	ContainerGroupId string
	TaskId           []string
	TaskStatus       string
	MaxResults       *int64
	NextToken        string
}

// DescribeCommitContainerTaskResponse is the answer of DescribeCommitContainerTask; MaxResults is a number as text.
type DescribeCommitContainerTaskResponse struct {
	TotalCount  int
	NextToken   string
	MaxResults  string
	CommitTasks []CommitTask
}

// CommitTask is the making of an image from a container.
type CommitTask struct {
	TaskId           string
	TaskStatus       string
	TaskProgress     string
	StatusMessage    string
	ContainerName    string
	CommitPhaseInfos []CommitPhaseInfo
	TaskCreationTime string
	TaskFinishedTime string
}

// CommitPhaseInfo is an entry in the log of a CommitTask.
type CommitPhaseInfo struct {
	Phase      string
	Status     string
	Message    string
	RecordTime string
}

// CreateInstanceOpsTaskRequest holds the parameters of CreateInstanceOpsTask.
type CreateInstanceOpsTaskRequest struct {
	RegionId         string `param:",required"`
	ContainerGroupId string `param:",required"`
	OpsType          string `param:",required"`
	OpsValue         string `param:",required"`
}

// CreateInstanceOpsTaskResponse is the answer of CreateInstanceOpsTask, a sentence.
type CreateInstanceOpsTaskResponse struct{ Result string }

// DescribeInstanceOpsRecordsRequest holds the parameters of DescribeInstanceOpsRecords.
type DescribeInstanceOpsRecordsRequest struct {
	RegionId         string `param:",required"`
	ContainerGroupId string `param:",required"`
	OpsType          string `param:",required"`
}

// DescribeInstanceOpsRecordsResponse is the answer of DescribeInstanceOpsRecords.
type DescribeInstanceOpsRecordsResponse struct{ Records []OpsRecord }

// OpsRecord is a task of CreateInstanceOpsTask. It has a result only when it has succeeded.
type OpsRecord struct {
	CreateTime    string
	ExpireTime    string
	OpsType       string
	OpsStatus     string
	ResultType    string `json:",omitempty"`
	ResultContent string `json:",omitempty"`
}
