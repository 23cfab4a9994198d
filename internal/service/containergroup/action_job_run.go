package containergroup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

var jobAction = service.Action{Name: "job_run", Schema: jobSchema, Within: time.Hour, Validate: validateJob, Invoke: invokeJob}

// What becomes of the group of a job that has run.
const (
	keepNever    = "never"
	keepIfFailed = "if_failed"
	keepAlways   = "always"
)

// defaultJobLog is how many lines of each container's log are shown.
const defaultJobLog = 100

// jobModel holds what the action is given beside the settings of a group.
type jobModel struct {
	ContainerGroupID types.String
	LogLines         types.Int64
	Keep             types.String
}

// notOfJobs are the arguments of the resource that say nothing to a job which runs once.
var notOfJobs = attribute.Patterns{
	"wait_for": true, "fail_fast": true, "force_delete": true, "timeouts": true, "replace_triggers": true, "replace_when": true,
	"restart_triggers": true, "keep_log_lines": true, "dry_run": true,
}

func jobSchema() schema.Schema {
	of, _ := describe()
	attributes := service.ActionAttributes(of.Attributes, notOfJobs)
	maps.Copy(attributes, map[string]schema.Attribute{
		"container_group_id": optionalString("ID of a container group, also of one that has ended, whose settings the job has, in place of all "+
			"others. What ECI does not return is not among them: logins, hooks and variables that are hidden.", groupID()),
		"log_lines": optionalInt64("How many of the last lines of each container's log are shown at the end, 0 to 2000. Defaults to 100. "+
			"Whoever sees the output of Terraform sees them.", int64validator.Between(0, 2000)),
		"keep": optionalString("When the group is kept afterwards, for a look at it: `never`, the default, `if_failed` or `always`. ECI forgets "+
			"it some time after its end.", stringvalidator.OneOf(keepNever, keepIfFailed, keepAlways)),
	})
	return schema.Schema{
		MarkdownDescription: "Runs a job: creates a container group, waits until all its containers have ended, shows their logs, deletes the " +
			"group, and fails if one of them ended with another exit code than 0. The settings are the arguments of `eci_container_group`, whose " +
			"page says what they default to, or those of another group. Each invocation runs the job once more.",
		Attributes: attributes,
	}
}

// decodeJob returns what the action is given: the settings of a group, and the rest.
func decodeJob(ctx context.Context, config tfsdk.Config) (group tfsdk.Config, m jobModel, diags diag.Diagnostics) {
	diags.Append(config.GetAttribute(ctx, path.Root("container_group_id"), &m.ContainerGroupID)...)
	diags.Append(config.GetAttribute(ctx, path.Root("log_lines"), &m.LogLines)...)
	diags.Append(config.GetAttribute(ctx, path.Root("keep"), &m.Keep)...)
	of, _ := describe()
	raw, err := value.Reshape(config.Raw, of.Type().TerraformType(ctx))
	if err != nil {
		diags.AddError("Configuration Cannot Be Read", err.Error())
	}
	return tfsdk.Config{Schema: of, Raw: raw}, m, diags
}

func validateJob(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	group, m, diags := decodeJob(ctx, config)
	var settings model
	diags.Append(group.Get(ctx, &settings)...)
	if diags.HasError() {
		return diags
	}
	own := !settings.Name.IsNull() || settings.Containers != nil
	switch {
	case own && !m.ContainerGroupID.IsNull():
		diags.AddAttributeError(path.Root("container_group_id"), "Invalid Attribute Combination",
			"A job has settings of its own or those of another group. Remove container_group_id, or name and containers.")
	case m.ContainerGroupID.IsNull() && (settings.Name.IsNull() || settings.Containers == nil):
		missing := path.Root("name")
		if !settings.Name.IsNull() {
			missing = path.Root("containers")
		}
		diags.AddAttributeError(missing, "Missing Settings",
			"A job needs name and containers, or container_group_id with those of another group.")
	case own && settings.RestartPolicy.ValueString() != "Never" && settings.RestartPolicy.ValueString() != "OnFailure":
		diags.AddAttributeError(path.Root("restart_policy"), "Invalid Value", "A job has to end: restart_policy must be Never or OnFailure.")
	case own:
		var resp resource.ValidateConfigResponse
		new(containerGroupResource).ValidateConfig(ctx, resource.ValidateConfigRequest{Config: group}, &resp)
		diags.Append(resp.Diagnostics...)
	}
	return diags
}

func invokeJob(ctx context.Context, run service.Invocation, config tfsdk.Config) diag.Diagnostics {
	group, m, diags := decodeJob(ctx, config)
	if diags.HasError() {
		return diags
	}
	var settings model
	if source := m.ContainerGroupID.ValueString(); source != "" {
		found, err := find(ctx, run.Client, source, "")
		if err != nil {
			return diag.Diagnostics{diagnose.Error("read", kind+" "+source, err, nil)}
		}
		settings = settingsOf(found)
		if !isJob(settings) {
			return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("container_group_id"), "Not a Job", fmt.Sprintf("The restart policy "+
				"of container group %s is %s, so it would never end. A job has Never or OnFailure.", source, settings.RestartPolicy.ValueString()))}
		}
	} else {
		var own types.Map
		diags.Append(group.Get(ctx, &settings)...)
		diags.Append(group.GetAttribute(ctx, path.Root("tags"), &own)...)
		settings.TagsAll = service.AllTags(run.DefaultTags, own)
	}
	if diags.HasError() {
		return diags
	}
	answer, err := run.Client.CreateContainerGroup(ctx, expandCreate(settings))
	if err != nil {
		_, table := describe()
		return diag.Diagnostics{diagnose.Error("run", "job "+settings.Name.ValueString(), err, table.At)}
	}
	id := answer.ContainerGroupId
	run.Tell("Container group %s runs job %s", id, settings.Name.ValueString())
	diags.Append(awaitJob(ctx, run, id, settings, m)...)
	keep := cmp.Or(m.Keep.ValueString(), keepNever)
	if keep == keepAlways || keep == keepIfFailed && diags.HasError() {
		run.Tell("Container group %s is kept", id)
		return diags
	}
	diags.Append(removeJob(ctx, run, id)...)
	return diags
}

// settingsOf returns the settings of a group, as far as ECI returns them.
func settingsOf(group eci.ContainerGroup) model {
	m := flatten(group, model{}, nil)
	m.VSwitchIDs = value.Strings([]string{group.VSwitchId})
	for _, container := range group.Containers {
		if container.Gpu > 0 { // GPUs come with a type
			m.InstanceTypes, m.CPU, m.Memory = value.Strings([]string{group.InstanceType}), types.Float64Null(), types.Float64Null()
		}
	}
	return m
}

// awaitJob waits for the end of a job, shows its logs, and says what went wrong.
func awaitJob(ctx context.Context, run service.Invocation, id string, settings model, m jobModel) diag.Diagnostics {
	group, err := waitFor(ctx, run.Client, id, waitForCompleted, true, changes(run.Tell))
	lines := int64(defaultJobLog)
	if !m.LogLines.IsNull() {
		lines = m.LogLines.ValueInt64()
	}
	var diags diag.Diagnostics
	if group != nil && lines > 0 {
		diags.Append(showLogs(ctx, run, *group, lines, masking(secretsOf(settings)))...)
	}
	_, failed := errors.AsType[wait.FailedError](err)
	switch {
	case err == nil:
		run.Tell("Job %s has completed", settings.Name.ValueString())
	case failed && group != nil:
		why := whyOf(*group, err.Error())
		diags.AddError("Job Failed", fmt.Sprintf("Job %s in container group %s did not complete: %s.", settings.Name.ValueString(), id, why))
	default:
		diags.Append(diagnose.Error("run", "job "+settings.Name.ValueString()+" in container group "+id, err, nil))
	}
	return diags
}

// showLogs tells the ends of the logs of containers that have run.
func showLogs(
	ctx context.Context, run service.Invocation, group eci.ContainerGroup, lines int64, mask func(string) string,
) diag.Diagnostics {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), showWithin)
	defer cancel()
	var diags diag.Diagnostics
	for _, container := range containersOf(group) {
		if container.CurrentState == nil || container.CurrentState.State == "Waiting" {
			continue
		}
		answer, err := run.Client.DescribeContainerLog(ctx, &eci.DescribeContainerLogRequest{ContainerGroupId: group.ContainerGroupId,
			ContainerName: container.Name, Tail: &lines})
		if err != nil {
			problem := diagnose.Error("read", "the log of container "+container.Name+" of container group "+group.ContainerGroupId, err, nil)
			diags.AddWarning(problem.Summary(), problem.Detail())
			continue
		}
		run.Tell("Log of container %s:\n%s", container.Name, eci.Readable(mask(answer.Content)))
	}
	return diags
}

// What comes after the end of a job has its own time: that of the action may be over.
const (
	showWithin   = 30 * time.Second
	removeWithin = 5 * time.Minute
)

func removeJob(ctx context.Context, run service.Invocation, id string) diag.Diagnostics {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeWithin)
	defer cancel()
	_, err := run.Client.DeleteContainerGroup(ctx, &eci.DeleteContainerGroupRequest{ContainerGroupId: id})
	if err == nil {
		err = look(run.Client, id).WaitGone(ctx)
	}
	if err != nil && !eci.IsNotFound(err) {
		return diag.Diagnostics{diagnose.Error("delete", kind+" "+id+", in which the job has run", err, nil)}
	}
	return nil
}
