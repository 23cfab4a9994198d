package containergroup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

var execAction = service.Action{
	Name: "container_group_exec", Schema: execSchema, Within: 10 * time.Minute, Invoke: service.Typed(invokeExec), Validate: validateExec,
}

type execActionModel struct {
	onGroup
	ContainerName    types.String   `tfsdk:"container_name"`
	Command          []types.String `tfsdk:"command"`
	ExpectedExitCode types.Int64    `tfsdk:"expected_exit_code"`
	HideOutput       types.Bool     `tfsdk:"hide_output"`
}

func execSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs a command in a container, shows its output, and fails if it ends with another exit code than expected. ECI " +
			"answers when the command has ended, and says nothing of how long that may take: keep commands short. What may hold secrets belongs " +
			"into the ephemeral resource `eci_container_exec`, which OpenTofu and Terraform since 1.10 have as well.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": groupAttribute(),
			"container_name":     containerAttribute(),
			"command": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: commandDescription,
				Validators: commandValidators()},
			"expected_exit_code": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.Between(0, 255)},
				MarkdownDescription: "Exit code that means success, 0 to 255. Defaults to 0. It is 127 for a program that is not there, and above " +
					"128 after a signal."},
			"hide_output": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether the output, which may hold secrets, is hidden, also " +
				"in errors. Defaults to `false`."},
		},
	}
}

func validateExec(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var m execActionModel
	diags := config.Get(ctx, &m)
	diags.Append(checkCommand(path.Root("command"), value.Texts(m.Command))...)
	return diags
}

func invokeExec(ctx context.Context, run service.Invocation, m execActionModel) diag.Diagnostics {
	id, container := m.ContainerGroupID.ValueString(), m.ContainerName.ValueString()
	run.Tell("Running the command in container %s of container group %s", container, id)
	output, exitCode, err := execute(ctx, run.Client, id, container, value.Texts(m.Command))
	shown := "\n\nIts output:\n" + eci.Readable(output)
	switch {
	case output == "":
		shown = ""
	case m.HideOutput.ValueBool():
		shown = "\n\nIts output is hidden."
	}
	switch {
	case errors.Is(err, errNoExitCode):
		return diag.Diagnostics{diag.NewErrorDiagnostic("Exit Code Is Not Known", fmt.Sprintf("It is not known how the command in container %s "+
			"of %s %s ended: %v.%s", container, kind, id, err, shown))}
	case err != nil:
		return diag.Diagnostics{cannotExecute(id, container, err)}
	case exitCode != m.ExpectedExitCode.ValueInt64():
		return diag.Diagnostics{diag.NewErrorDiagnostic("Command Failed", fmt.Sprintf("The command in container %s of %s %s ended with exit "+
			"code %d, expected was %d.%s", container, kind, id, exitCode, m.ExpectedExitCode.ValueInt64(), shown))}
	}
	run.Tell("The command ended with exit code %d.%s", exitCode, shown)
	return nil
}
