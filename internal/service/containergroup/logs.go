package containergroup

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// mostLogBytes bounds what is kept of a container's log: a state is written and read as a whole.
const mostLogBytes = 32 << 10

// wantsLogs reports whether the logs of a group are to be kept and are not yet. Only ended groups have logs that do not change.
func wantsLogs(m model) bool {
	return m.KeepLogLines.ValueInt64() > 0 && m.Logs.IsNull() && hasEnded(m.Status.ValueString()) && m.Status.ValueString() != statusForgotten
}

// keepLogs adds the ends of its containers' logs to a group that wants them, without secrets. One that cannot be read is a
// warning, and then none is kept, so that the next refresh tries again.
func keepLogs(ctx context.Context, client *eci.Client, m *model, secrets []string, diags *diag.Diagnostics) {
	if !wantsLogs(*m) {
		return
	}
	mask, lines, logs := masking(secrets), m.KeepLogLines.ValueInt64(), map[string]attr.Value{}
	for name := range value.Sorted(m.ExitCodes) { // others never ran
		answer, err := client.DescribeContainerLog(ctx, &eci.DescribeContainerLogRequest{
			ContainerGroupId: m.ID.ValueString(), ContainerName: name, Tail: &lines})
		if err != nil {
			problem := diagnose.Error("read", "the log of container "+name+" of container group "+m.ID.ValueString(), err, nil)
			diags.AddWarning(problem.Summary(), problem.Detail())
			return
		}
		logs[name] = types.StringValue(tail(mask(answer.Content)))
	}
	m.Logs = types.MapValueMust(types.StringType, logs)
}

// tail returns the end of a text, from the beginning of a line if it holds one.
func tail(text string) string {
	if len(text) <= mostLogBytes {
		return strings.ToValidUTF8(text, "\ufffd")
	}
	text = text[len(text)-mostLogBytes:]
	if _, rest, ok := strings.Cut(text, "\n"); ok && rest != "" {
		text = rest
	}
	return strings.ToValidUTF8(text, "\ufffd")
}

// hasWriteOnlySecrets reports whether a group has secrets that only its configuration knows, which a refresh does not.
func hasWriteOnlySecrets(m model) bool {
	for _, container := range m.Containers {
		if !container.SensitiveEnvWOVersion.IsNull() {
			return true
		}
	}
	for _, login := range m.ImageRegistryCredentials {
		if !login.PasswordWOVersion.IsNull() {
			return true
		}
	}
	for _, volume := range m.Volumes {
		if volume.ConfigFile == nil {
			continue
		}
		for _, file := range volume.ConfigFile.Files {
			if !file.ContentWOVersion.IsNull() {
				return true
			}
		}
	}
	return false
}

// planLogs plans to keep the logs of an ended group from now on, or to drop those that nobody wants any more.
func planLogs(ctx context.Context, plan, state model, resp *resource.ModifyPlanResponse) {
	at := path.Root("logs")
	switch {
	case plan.KeepLogLines.IsUnknown() || plan.KeepLogLines.Equal(state.KeepLogLines):
	case plan.KeepLogLines.ValueInt64() == 0:
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, types.MapNull(types.StringType))...)
	case state.Logs.IsNull() && hasEnded(state.Status.ValueString()) && state.Status.ValueString() != statusForgotten:
		service.PlanUnknown(ctx, []string{"logs"}, resp)
	}
}
