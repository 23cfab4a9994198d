package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Bounds of DescribeCommitContainerTask.
const (
	maxTaskIDs   = 10
	tasksPerPage = 10
	maxTasks     = 50
)

// commitTime is the time that a task takes, in boot times of a group; each of its phases takes a third.
const commitTime = 4

// commitTask is the making of an image from a container. What is told of it follows from when it began.
type commitTask struct {
	TaskId, RegionId, ContainerGroupId, ContainerName, Image string
	Sequence                                                 int64
	Created, Finished                                        time.Time
	Failure                                                  string // why the push fails; empty if it does not
}

func (t *commitTask) sequence() int64 { return t.Sequence }

// commitContainer starts to make an image from a container that runs. Images go to Alibaba Cloud's own registries only.
func (s *Server) commitContainer(c call, req *wire.CommitContainerRequest) (*wire.CommitContainerResponse, error) {
	if req.Image == nil {
		return nil, missingParameter("Image.Repository")
	}
	registry, repository, _ := splitImage(req.Image.Repository)
	host, _, _ := strings.Cut(registry, ":")
	switch {
	case req.Image.Repository == "":
		return nil, missingParameter("Image.Repository")
	case registry == "" || strings.Contains(repository, ":"):
		return nil, invalidParameter("Image.Repository", "it is not the address of a repository without a tag")
	case !strings.HasSuffix(host, ".aliyuncs.com"):
		return nil, invalidParameter("Image.Repository", "it is not in a registry of Alibaba Cloud ACR")
	case strings.Contains(host, ".cr.") && (req.AcrRegistryInfo == nil || req.AcrRegistryInfo.InstanceId == ""):
		return nil, missingParameter("AcrRegistryInfo.InstanceId")
	}
	if req.Arn != nil {
		if err := oneOf("Arn.RoleType", req.Arn.RoleType, "service", "user"); err != nil {
			return nil, err
		}
	}
	g, err := s.existingGroup(c, req.ContainerGroupId)
	if err != nil {
		return nil, err
	}
	part, err := s.existingPart(g, req.ContainerName)
	if err != nil {
		return nil, err
	}
	if part.Run.Phase != phaseRunning {
		return nil, denied("IncorrectStatusDetail", "The state %s of the container does not allow to commit it.", part.CurrentState.State)
	}
	t := &commitTask{
		RegionId: c.Region, ContainerGroupId: g.ContainerGroupId, ContainerName: part.Name,
		Image:    req.Image.Repository + ":" + cmp.Or(req.Image.Tag, "latest"),
		Sequence: s.cloud.nextSequence(), Created: c.at, Finished: c.at.Add(commitTime * s.settings.BootTime),
	}
	if strings.Contains(repository, "denied") {
		t.Failure = "denied: requested access to the resource is denied"
	}
	t.TaskId = s.cloud.newID("t", t.Sequence)
	s.cloud.Tasks = append(s.cloud.Tasks, t)
	return &wire.CommitContainerResponse{TaskId: t.TaskId}, nil
}

func (s *Server) describeCommitContainerTask(
	c call, req *wire.DescribeCommitContainerTaskRequest,
) (*wire.DescribeCommitContainerTaskResponse, error) {
	if len(req.TaskId) == 0 && req.ContainerGroupId == "" {
		return nil, missingParameter("TaskId")
	}
	if len(req.TaskId) > maxTaskIDs {
		return nil, lengthExceeded("TaskId", maxTaskIDs)
	}
	if err := check(
		oneOf("TaskStatus", req.TaskStatus, "Running", "Succeeded", "Failed"),
		within("MaxResults", req.MaxResults, 1, maxTasks),
	); err != nil {
		return nil, err
	}
	limit := int(*orPointer(req.MaxResults, tasksPerPage))
	var tasks []*commitTask
	for _, t := range s.cloud.Tasks {
		if t.RegionId == c.Region && (len(req.TaskId) == 0 || slices.Contains(req.TaskId, t.TaskId)) &&
			(req.ContainerGroupId == "" || req.ContainerGroupId == t.ContainerGroupId) &&
			(req.TaskStatus == "" || req.TaskStatus == t.describe(c.at).TaskStatus) {
			tasks = append(tasks, t)
		}
	}
	if len(req.TaskId) > 0 && len(tasks) == 0 && req.TaskStatus == "" && s.assumes(assumeUnknownTask) == "not-found" {
		return nil, notFound("TaskId")
	}
	onPage, next, err := page(tasks, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeCommitContainerTaskResponse{
		TotalCount: len(tasks), NextToken: next, MaxResults: strconv.Itoa(limit), CommitTasks: []wire.CommitTask{},
	}
	for _, t := range onPage {
		resp.CommitTasks = append(resp.CommitTasks, t.describe(c.at))
	}
	return resp, nil
}

// describe is the task as it is told at a point in time.
func (t *commitTask) describe(now time.Time) wire.CommitTask {
	described := wire.CommitTask{
		TaskId: t.TaskId, TaskStatus: "Running", ContainerName: t.ContainerName, CommitPhaseInfos: []wire.CommitPhaseInfo{},
		TaskCreationTime: timestamp(t.Created),
	}
	phases := []struct{ name, starting, done string }{
		{"PullBaseImage", "Start pulling base image for container " + t.ContainerName,
			"Pull base image for container " + t.ContainerName + " successfully"},
		{"CommitContainer", "Start to commit container " + t.ContainerName + " to image " + t.Image,
			"Commit container " + t.ContainerName + " to image " + t.Image + " successfully"},
		{"PushCommittedImage", "Start to push image " + t.Image, "Push image " + t.Image + " successfully"},
	}
	took := t.Finished.Sub(t.Created)
	log := func(phase, status, message string, at time.Time) {
		described.StatusMessage = message
		described.CommitPhaseInfos = append(described.CommitPhaseInfos, wire.CommitPhaseInfo{
			Phase: phase, Status: status, Message: message,
			RecordTime: at.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04:05.000000000-07:00"),
		})
	}
	for i, phase := range phases {
		begin := t.Created.Add(took * time.Duration(i) / time.Duration(len(phases)))
		end := t.Created.Add(took * time.Duration(i+1) / time.Duration(len(phases)))
		if now.Before(begin) {
			break
		}
		log(phase.name, "Running", phase.starting, begin)
		switch last := i == len(phases)-1; {
		case now.Before(end):
		case last && t.Failure != "":
			log(phase.name, "Failed", t.Failure, end)
		default:
			log(phase.name, "Success", phase.done, end)
		}
	}
	if now.Before(t.Finished) {
		described.TaskProgress = strconv.Itoa(int(100*now.Sub(t.Created)/max(took, 1))) + "%"
		return described
	}
	described.TaskStatus, described.TaskProgress, described.TaskFinishedTime = "Succeeded", "100%", timestamp(t.Finished)
	if t.Failure != "" {
		described.TaskStatus = "Failed"
	}
	return described
}
