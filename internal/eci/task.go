package eci

import "context"

// Statuses of a [CommitTask].
const (
	CommitRunning   = "Running"
	CommitSucceeded = "Succeeded"
	CommitFailed    = "Failed"
)

// Kinds of recordings, for OpsType.
const (
	OpsCoreDump = "coredump" // of a container that ends abnormally
	OpsCapture  = "tcpdump"  // of packets
)

// Statuses of an [OpsRecord]. All but OpsReady are ends.
const (
	OpsReady   = "Ready" // switched on
	OpsSuccess = "Success"
	OpsFailed  = "Failed"
	OpsExpired = "Expired" // nothing happened in the 12 hours that it waits
	OpsClosed  = "Closed"  // switched off
)

// CommitContainerRequest makes an image from a running container and pushes it to Alibaba Cloud ACR.
type CommitContainerRequest struct {
	RegionId         string
	ContainerGroupId string
	ContainerName    string
	Image            *CommitImage
	// Arn is the role by which the image is pushed; there are no logins.
	Arn *CommitRole
	// AcrRegistryInfo is needed for instances of ACR Enterprise.
	AcrRegistryInfo *CommitRegistry
}

// CommitImage names an image that is made from a container.
type CommitImage struct {
	Repository string // without a tag
	Tag        string
	Message    string
	Author     string
}

// CommitRole is a role that ECI takes on. RoleType is service or user.
type CommitRole struct{ RoleArn, RoleType string }

// CommitRegistry is an instance of ACR Enterprise. The roles are for images of other accounts.
type CommitRegistry struct{ InstanceId, RegionId, ArnService, ArnUser string }

// CommitContainerResponse holds the ID of the task that makes the image.
type CommitContainerResponse struct {
	RequestId string
	TaskId    string `eci:",required"`
}

// DescribeCommitContainerTaskRequest selects tasks by ID, group or both.
type DescribeCommitContainerTaskRequest struct {
	RegionId         string
	ContainerGroupId string
	TaskId           []string // at most 10
	TaskStatus       string
	MaxResults       *int64 // at most 50
	NextToken        string
}

// DescribeCommitContainerTaskResponse is a page of tasks. MaxResults comes as text.
type DescribeCommitContainerTaskResponse struct {
	RequestId   string
	TotalCount  int64
	MaxResults  string
	NextToken   string
	CommitTasks []CommitTask
}

// CommitTask is the making of an image from a container. TaskProgress is a percentage such as 50%.
type CommitTask struct {
	TaskId, TaskStatus, TaskProgress, StatusMessage, ContainerName string

	CommitPhaseInfos                   []CommitPhaseInfo // a log, the oldest entry first
	TaskCreationTime, TaskFinishedTime string
}

// CommitPhaseInfo is an entry in the log of a task.
type CommitPhaseInfo struct{ Phase, Status, Message, RecordTime string }

// CreateInstanceOpsTaskRequest switches a recording on or off. OpsType is one of the Ops kinds, OpsValue enable or disable for a core
// dump, and a JSON object for a capture.
type CreateInstanceOpsTaskRequest struct {
	RegionId         string
	ContainerGroupId string
	OpsType          string
	OpsValue         string
}

// CreateInstanceOpsTaskResponse holds a sentence. There is no ID: the newest record of the group and the type is the task's.
type CreateInstanceOpsTaskResponse struct {
	RequestId string
	Result    string
}

// DescribeInstanceOpsRecordsRequest selects the recordings of a type that a group has had.
type DescribeInstanceOpsRecordsRequest struct {
	RegionId         string
	ContainerGroupId string
	OpsType          string
}

// DescribeInstanceOpsRecordsResponse holds all recordings, in no documented order.
type DescribeInstanceOpsRecordsResponse struct {
	RequestId string
	Records   []OpsRecord
}

// OpsRecord is a recording. ResultContent is a signed link to its file, a secret, and there only on success.
type OpsRecord struct {
	CreateTime, ExpireTime    string
	OpsType, OpsStatus        string
	ResultType, ResultContent string
}

// CommitContainer begins to make an image from a container. It is repeated only when the service was too busy to accept it: a second
// call may begin a second task.
func (c *Client) CommitContainer(ctx context.Context, req *CommitContainerRequest) (*CommitContainerResponse, error) {
	return call[CommitContainerResponse](ctx, c, "CommitContainer", req)
}

// DescribeCommitContainerTask returns one page of tasks. Nothing is known of how long the service remembers them.
func (c *Client) DescribeCommitContainerTask(
	ctx context.Context, req *DescribeCommitContainerTaskRequest,
) (*DescribeCommitContainerTaskResponse, error) {
	return call[DescribeCommitContainerTaskResponse](ctx, c, "DescribeCommitContainerTask", req)
}

// CreateInstanceOpsTask switches a recording on or off. The service refuses it soon after another: see [IsTooSoon].
func (c *Client) CreateInstanceOpsTask(ctx context.Context, req *CreateInstanceOpsTaskRequest) (*CreateInstanceOpsTaskResponse, error) {
	return call[CreateInstanceOpsTaskResponse](ctx, c, "CreateInstanceOpsTask", req)
}

// DescribeInstanceOpsRecords returns the recordings of a group.
func (c *Client) DescribeInstanceOpsRecords(
	ctx context.Context, req *DescribeInstanceOpsRecordsRequest,
) (*DescribeInstanceOpsRecordsResponse, error) {
	return call[DescribeInstanceOpsRecordsResponse](ctx, c, "DescribeInstanceOpsRecords", req)
}
