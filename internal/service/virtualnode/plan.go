package virtualnode

import (
	"context"
	"fmt"
	"slices"
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

const none, retag, update, replace, choose = attribute.None, attribute.Retag, attribute.Update, attribute.Replace, attribute.Choose

var rules = attribute.Rules{
	Effects: attribute.Effects{
		"id": none, "region": none, "status": none, "vpc_id": none, "vswitch_id": none, "intranet_ip": none, "internet_ip": none,
		"creation_time": none, "node_name": none, "node_selector": none, "tolerations": none, "estimated_price": none, "tags": none, "timeouts": none,

		"tags_all": retag,

		"name": update, "custom_resources": update, "cluster_dns": update, "cluster_domain": update,

		"vswitch_ids": choose,

		"resource_group_id": replace, "kubeconfig": replace, "kubeconfig_wo_version": replace, "tls_bootstrap_enabled": replace,
		"taints": replace, "security_group_id": replace, "zone_id": replace, "eip_instance_id": replace, "enable_public_network": replace,
	},
	Unreturned: attribute.Patterns{
		"kubeconfig": true, "kubeconfig_wo_version": true, "tls_bootstrap_enabled": true, "taints": true, "custom_resources": true,
		"cluster_dns": true, "cluster_domain": true, "zone_id": true, "eip_instance_id": true, "enable_public_network": true,
	},
}

// ModifyPlan decides what becomes of the changes: see rules.
func (r *virtualNodeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	service.PlanTags(ctx, r.Config, req, resp)
	if req.State.Raw.IsNull() {
		r.planPrice(ctx, resp)
	}
	if req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var plan, state model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	differences, err := value.Diff(resp.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	imported := service.WasImported(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	failed := state.Status.ValueString() == eci.VirtualNodeFailed
	rules.Require(differences, imported, func(c value.Change) bool { return failed || isBeyondUpdate(c, plan, state) }, resp)
	if failed && len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Failed Node Is Replaced", fmt.Sprintf("The virtual node %s is Failed. ECI updates only nodes that are Ready, "+
			"so the change replaces it.", state.ID.ValueString()))
	}
	planComputed(ctx, plan, state, resp)
}

// isBeyondUpdate says whether UpdateVirtualNode cannot make a change: it cannot unset. The node stays where it is as long
// as that is among the vSwitches asked for.
func isBeyondUpdate(c value.Change, plan, state model) bool {
	if c.Unknown {
		return c.Pattern == "vswitch_ids"
	}
	switch attribute, _, _ := strings.Cut(c.Pattern, "."); attribute {
	case "cluster_dns":
		return len(plan.ClusterDNS) == 0
	case "cluster_domain":
		return plan.ClusterDomain.IsNull()
	case "custom_resources":
		return len(plan.CustomResources) == 0
	case "vswitch_ids":
		return !slices.ContainsFunc(plan.VSwitchIDs, func(id types.String) bool { return id.Equal(state.VSwitchID) })
	}
	return false
}

// planComputed marks as unknown what an update may change; everything else computed keeps its value. Taints that become
// known of an imported node add to the tolerations.
func planComputed(ctx context.Context, plan, state model, resp *resource.ModifyPlanResponse) {
	if value.ChangedFields(expandUpdate(state), expandUpdate(plan)) != nil {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), types.StringUnknown())...)
	}
	if !slices.Equal(expandTaints(state.Taints), expandTaints(plan.Taints)) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("tolerations"), types.ListUnknown(tolerationType))...)
	}
}
