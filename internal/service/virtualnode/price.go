package virtualnode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
)

const priced = "virtual nodes"

// planPrice estimates a node that is to be created. No attribute changes what it costs, so others keep their estimate.
func (r *virtualNodeResource) planPrice(ctx context.Context, resp *resource.ModifyPlanResponse) {
	if r.Config == nil || r.Config.Client == nil || resp.Diagnostics.HasError() {
		return
	}
	r.Config.Prices.Plan(ctx, priced, pricing.VirtualNode(), resp)
}

// settlePrice makes the estimate now if the plan could not.
func (r *virtualNodeResource) settlePrice(ctx context.Context, raw tfsdk.Plan, plan *model, diags *diag.Diagnostics) {
	if !pricing.IsLeftToApply(ctx, raw, diags) {
		return
	}
	estimate, problems := r.Config.Prices.Of(ctx, priced, pricing.VirtualNode())
	plan.EstimatedPrice = estimate
	diags.Append(problems...)
}
