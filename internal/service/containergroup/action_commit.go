package containergroup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

var commitAction = service.Action{
	Name: "container_group_commit", Schema: commitSchema, Within: 30 * time.Minute, Invoke: service.Typed(invokeCommit),
}

type commitModel struct {
	onGroup
	ContainerName types.String      `tfsdk:"container_name"`
	Repository    types.String      `tfsdk:"repository"`
	Tag           types.String      `tfsdk:"tag"`
	Message       types.String      `tfsdk:"message"`
	Author        types.String      `tfsdk:"author"`
	RoleARN       types.String      `tfsdk:"role_arn"`
	RoleType      types.String      `tfsdk:"role_type"`
	ACRRegistry   *commitACRegistry `tfsdk:"acr_registry"`
}

type commitACRegistry struct {
	InstanceID     types.String `tfsdk:"instance_id"`
	RegionID       types.String `tfsdk:"region_id"`
	ServiceRoleARN types.String `tfsdk:"service_role_arn"`
	UserRoleARN    types.String `tfsdk:"user_role_arn"`
}

func commitSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Makes an image from a running container, pushes it to Alibaba Cloud ACR, and waits until it is there. Volumes " +
			"are not part of the image. Invoked again while ECI still commits the container, it waits for that task before it begins another.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": groupAttribute(),
			"container_name":     containerAttribute(),
			"repository": schema.StringAttribute{Required: true, MarkdownDescription: "Address of the repository without a tag, such as " +
				"`registry-vpc.cn-hangzhou.aliyuncs.com/team/app`. It has to be one of Alibaba Cloud ACR.",
				Validators: []validator.String{attribute.Text("must be a repository of Alibaba Cloud ACR without a tag, such as "+
					"registry-vpc.cn-hangzhou.aliyuncs.com/team/app", isACRRepository)}},
			"tag":     optionalString("Tag of the image. Defaults to what ECI takes then.", stringvalidator.LengthBetween(1, 128)),
			"message": optionalString("Message of the image."),
			"author":  optionalString("Author of the image."),
			"role_arn": optionalString("ARN of the RAM role that may push to the repository; there are no logins.",
				stringvalidator.AlsoRequires(path.MatchRoot("role_type"))),
			"role_type": optionalString("Type of the role: `service` for one that ECI takes on, or `user`.",
				stringvalidator.OneOf("service", "user"), stringvalidator.AlsoRequires(path.MatchRoot("role_arn"))),
			"acr_registry": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Instance of ACR Enterprise that has the " +
				"repository, which has to be given for those.",
				Attributes: map[string]schema.Attribute{
					"instance_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the instance, which begins with `cri-`.",
						Validators: []validator.String{attribute.ID("an ACR instance", "cri-")}},
					"region_id":        optionalString("Region of the instance. Defaults to that of the group."),
					"service_role_arn": optionalString("ARN of the role of the account that pushes, for pushes across accounts."),
					"user_role_arn":    optionalString("ARN of the role of the account that has the instance, for pushes across accounts."),
				}},
		},
	}
}

func isACRRepository(text string) bool {
	host, name, ok := strings.Cut(text, "/")
	host, _, _ = strings.Cut(host, ":")
	return ok && name != "" && strings.HasSuffix(host, ".aliyuncs.com") && !strings.ContainsAny(name, ":@ ")
}

// expandCommit is the request of the action. client's region is that of an instance which says none.
func expandCommit(m commitModel, region string) *eci.CommitContainerRequest {
	req := &eci.CommitContainerRequest{
		ContainerGroupId: m.ContainerGroupID.ValueString(),
		ContainerName:    m.ContainerName.ValueString(),
		Image: &eci.CommitImage{Repository: m.Repository.ValueString(), Tag: m.Tag.ValueString(), Message: m.Message.ValueString(),
			Author: m.Author.ValueString()},
	}
	if !m.RoleARN.IsNull() {
		req.Arn = &eci.CommitRole{RoleArn: m.RoleARN.ValueString(), RoleType: m.RoleType.ValueString()}
	}
	if acr := m.ACRRegistry; acr != nil {
		req.AcrRegistryInfo = &eci.CommitRegistry{InstanceId: acr.InstanceID.ValueString(),
			RegionId:   cmp.Or(acr.RegionID.ValueString(), region),
			ArnService: acr.ServiceRoleARN.ValueString(), ArnUser: acr.UserRoleARN.ValueString()}
	}
	return req
}

func invokeCommit(ctx context.Context, run service.Invocation, m commitModel) diag.Diagnostics {
	id, container := m.ContainerGroupID.ValueString(), m.ContainerName.ValueString()
	failed := func(err error) diag.Diagnostics {
		return diag.Diagnostics{diagnose.Error("commit", "container "+container+" of "+kind+" "+id, err, nil)}
	}
	if err := awaitCommits(ctx, run, id, container); err != nil {
		return failed(err)
	}
	req := expandCommit(m, run.Client.Region())
	answer, err := run.Client.CommitContainer(ctx, req)
	if err != nil {
		return failed(err)
	}
	image := strings.TrimSuffix(req.Image.Repository+":"+req.Image.Tag, ":")
	run.Tell("Task %s makes image %s from container %s of container group %s", answer.TaskId, image, container, id)
	if err := awaitTask(ctx, run, answer.TaskId); err != nil {
		return failed(err)
	}
	run.Tell("Image %s is pushed", image)
	return nil
}

// awaitCommits waits until no earlier task commits the container: nothing is documented of several at once.
func awaitCommits(ctx context.Context, run service.Invocation, id, container string) error {
	told := false
	return wait.Until(ctx, func(ctx context.Context) (bool, error) {
		answer, err := run.Client.DescribeCommitContainerTask(ctx,
			&eci.DescribeCommitContainerTaskRequest{ContainerGroupId: id, TaskStatus: eci.CommitRunning})
		if err != nil {
			return false, err
		}
		for _, task := range answer.CommitTasks {
			if task.ContainerName == container {
				if !told {
					run.Tell("Waiting for task %s, which commits the container already", task.TaskId)
					told = true
				}
				return false, nil
			}
		}
		return true, nil
	})
}

// taskShows bounds the time in which ECI may not list a new task yet.
const taskShows = time.Minute

// awaitTask waits until a task has succeeded, and tells of its phases.
func awaitTask(ctx context.Context, run service.Invocation, id string) error {
	begin, told := time.Now(), 0
	return wait.Until(ctx, func(ctx context.Context) (bool, error) {
		answer, err := run.Client.DescribeCommitContainerTask(ctx, &eci.DescribeCommitContainerTaskRequest{TaskId: []string{id}})
		if err != nil && !eci.IsNotFound(err) {
			return false, err
		}
		if err != nil || len(answer.CommitTasks) == 0 {
			if time.Since(begin) < taskShows {
				return false, nil
			}
			return false, fmt.Errorf("ECI does not list task %s, so it is not known what has become of the image", id)
		}
		task := answer.CommitTasks[0]
		for ; told < len(task.CommitPhaseInfos); told++ {
			phase := task.CommitPhaseInfos[told]
			run.Tell("%s: %s (%s)", phase.Phase, eci.Readable(phase.Message), phase.Status)
		}
		switch task.TaskStatus {
		case eci.CommitSucceeded:
			return true, nil
		case eci.CommitFailed:
			return false, errors.New("task " + id + " failed: " + cmp.Or(eci.Readable(task.StatusMessage), "ECI does not say why"))
		}
		return false, nil
	})
}
