package imagecache

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

		"name": update, "resource_group_id": update, "images": update, "size": update, "retention_days": update, "elimination_strategy": update,
		"auto_match_image_cache": update, "flash": update, "flash_copy_count": update, "standard_copy_count": update, "security_group_id": update,
		"vswitch_ids": update, "eip_instance_id": update, "image_registry_credentials": update, "acr_registries": update,

		"zone_id": replace, "insecure_registries": replace, "plain_http_registries": replace, "os_type": replace, "annotations": replace,
		"acr_registries.*.service_role_arn": replace, "acr_registries.*.user_role_arn": replace,
	},
	Unreturned: attribute.Patterns{
		"retention_days": true, "auto_match_image_cache": true, "flash": true, "flash_copy_count": true, "standard_copy_count": true,
		"security_group_id": true, "vswitch_ids": true, "zone_id": true, "eip_instance_id": true, "image_registry_credentials": true,
		"acr_registries": true, "insecure_registries": true, "plain_http_registries": true, "os_type": true, "annotations": true,
	},
}

// ModifyPlan decides what becomes of the changes: see rules.
func (r *imageCacheResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
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
	failed := state.Status.ValueString() == eci.ImageCacheFailed
	rules.Require(differences, imported, func(c value.Change) bool { return failed || isBeyondUpdate(c, plan) }, resp)
	if failed && len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Failed Cache Is Replaced", fmt.Sprintf("The image cache %s is Failed. ECI updates only caches that have been Ready, "+
			"so the change replaces it.", state.ID.ValueString()))
	}
	if len(differences) == 0 && state.Status.ValueString() != eci.ImageCacheUpdateFailed {
		return
	}
	planComputed(ctx, withSecrets(plan, config), withSecrets(state, config), resp)
}

// isBeyondUpdate says whether UpdateImageCache cannot make a change: it cannot unset, takes no empty list, and one vSwitch.
func isBeyondUpdate(c value.Change, plan model) bool {
	if c.Unknown && c.Pattern != "vswitch_ids.*" { // of which the number is known
		return false
	}
	switch attribute, _, _ := strings.Cut(c.Pattern, "."); attribute {
	case "retention_days":
		return plan.RetentionDays.IsNull()
	case "eip_instance_id":
		return plan.EIPInstanceID.IsNull()
	case "image_registry_credentials":
		return len(plan.ImageRegistryCredentials) == 0
	case "acr_registries":
		return len(plan.ACRRegistries) == 0
	case "vswitch_ids":
		return len(plan.VSwitchIDs) > 1
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
