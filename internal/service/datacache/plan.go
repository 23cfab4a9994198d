package datacache

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

const none, retag, update, replace = attribute.None, attribute.Retag, attribute.Update, attribute.Replace

var rules = attribute.Rules{
	Effects: attribute.Effects{
		"id": none, "region": none, "status": none, "progress": none, "container_group_id": none, "snapshot_id": none, "flash_snapshot_id": none,
		"creation_time": none, "expire_time": none, "last_matched_time": none, "tags": none, "timeouts": none,

		"tags_all": retag,

		"name": update, "resource_group_id": update, "size": update, "retention_days": update, "data_source": update,
		"security_group_id": update, "vswitch_id": update, "eip_instance_id": update, "eip_create_param": update,

		"bucket": replace, "path": replace, "source": replace,
	},
	Unreturned: attribute.Patterns{
		"retention_days": true, "source": true, "security_group_id": true, "vswitch_id": true, "eip_instance_id": true, "eip_create_param": true,
		"data_source.url.access_token": true, "data_source.url.access_token_wo_version": true,
		"data_source.repository.access_token": true, "data_source.repository.access_token_wo_version": true,
	},
}

// ModifyPlan decides what becomes of the changes: see rules.
func (r *dataCacheResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	service.PlanTags(ctx, r.Config, req, resp)
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan, state, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	differences, err := value.Diff(resp.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	imported := service.WasImported(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	failed := state.Status.ValueString() == eci.DataCacheFailed
	rules.Require(differences, imported, func(c value.Change) bool { return failed || isBeyondUpdate(c, plan) }, resp)
	if failed && len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Failed Cache Is Replaced", fmt.Sprintf("The data cache %s is Failed. ECI updates only caches that have been Available, "+
			"so the change replaces it.", state.ID.ValueString()))
	}
	if len(differences) == 0 && state.Status.ValueString() != eci.DataCacheUpdateFailed {
		return
	}
	planComputed(ctx, withSecrets(plan, config), withSecrets(state, config), resp)
}

// isBeyondUpdate says whether UpdateDataCache cannot make a change: it cannot unset.
func isBeyondUpdate(c value.Change, plan model) bool {
	if c.Unknown {
		return false
	}
	switch attribute, _, _ := strings.Cut(c.Pattern, "."); attribute {
	case "retention_days":
		return plan.RetentionDays.IsNull()
	case "security_group_id":
		return plan.SecurityGroupID.IsNull()
	case "vswitch_id":
		return plan.VSwitchID.IsNull()
	case "eip_instance_id", "eip_create_param":
		return plan.EIPInstanceID.IsNull() && plan.EIPCreateParam == nil
	}
	return false
}

// planComputed marks as unknown what a change may move: what moves by itself, since every change reads the cache again,
// and what an update moves. Everything else computed keeps its value.
func planComputed(ctx context.Context, plan, state model, resp *resource.ModifyPlanResponse) {
	moved := []string{"progress", "snapshot_id", "flash_snapshot_id", "last_matched_time"}
	if updateBetween(state, plan) != nil {
		moved = append(moved, "status", "container_group_id", "expire_time")
	}
	for _, name := range moved {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), types.StringUnknown())...)
	}
}
