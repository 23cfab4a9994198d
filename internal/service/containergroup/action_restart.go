package containergroup

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

var restartAction = service.Action{
	Name: "container_group_restart", Schema: restartSchema, Within: 20 * time.Minute, Invoke: service.Typed(invokeRestart),
}

type restartModel struct {
	onGroup
	WaitFor types.String `tfsdk:"wait_for"`
}

func restartSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Starts all containers of a container group anew, init containers first, and waits until they run again. " +
			"The group keeps its ID and its addresses; what containers have written is lost unless it is in a volume of a disk, NFS or OSS. " +
			"On OpenTofu and on Terraform before 1.14, `restart_triggers` of `eci_container_group` does the same.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": groupAttribute(),
			"wait_for": optionalString("What to wait for: `none`; `running`, the default, until a container runs or all have ended well; "+
				"`ready`, until every container is ready as its readiness probe says.",
				stringvalidator.OneOf(waitForNone, waitForRunning, waitForReady)),
		},
	}
}

func invokeRestart(ctx context.Context, run service.Invocation, m restartModel) diag.Diagnostics {
	id, target := m.ContainerGroupID.ValueString(), m.WaitFor.ValueString()
	run.Tell("Restarting container group %s", id)
	if err := restart(ctx, run.Client, id, changes(run.Tell)); err != nil {
		return cannot(ctx, run.Client, "restart", id, err, target, nil)
	}
	group, err := waitFor(ctx, run.Client, id, target, true, changes(run.Tell))
	if err != nil {
		return cannot(ctx, run.Client, "restart", id, err, target, group)
	}
	return nil
}
