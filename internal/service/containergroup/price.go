package containergroup

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// priced are the attributes that decide a group's price, beside the containers where these make up its size, and the volumes where
// they mount a data cache.
var priced = []string{"cpu", "memory", "instance_types", "compute_categories", "ephemeral_storage", "spot_strategy", "spot_price_limit",
	"zone_id", "image_cache_id", "data_cache"}

// planPrice estimates a group that is to be created, or whose price an update changes. Others keep their estimate.
func (r *containerGroupResource) planPrice(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Config == nil || r.Config.Client == nil || resp.Diagnostics.HasError() {
		return
	}
	isNew := req.State.Raw.IsNull()
	planned := tfsdk.State(resp.Plan)
	if isNew {
		planned = tfsdk.State(req.Config) // in the plan, what is left out looks like what is not known yet
	}
	var m model
	resp.Diagnostics.Append(value.Decode(ctx, planned, &m)...)
	region, isKnown := r.Config.Client.Region(), isPriceKnown(planned.Raw, m)
	if !isNew && isKnown {
		var state model
		resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
		if !m.Region.Equal(state.Region) { // the replacement is planned once more, as new, without the zone of this one
			return
		}
		if reflect.DeepEqual(priceRequest(m, region), priceRequest(state, region)) && reflect.DeepEqual(mountedCaches(m), mountedCaches(state)) {
			return
		}
	}
	var question pricing.Question
	if isKnown && r.Config.Prices.Enabled() {
		var problems diag.Diagnostics
		question, isKnown, problems = r.priceQuestion(ctx, m)
		resp.Diagnostics.Append(problems...)
	}
	if !isKnown && r.Config.Prices.Enabled() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(pricing.Name), pricing.Unknown)...)
		return
	}
	r.Config.Prices.Plan(ctx, pricedName(m), question, resp)
}

// settlePrice makes the estimate now if the plan could not. wanted is the configuration of a new group and the plan of an existing one: see
// planPrice.
func (r *containerGroupResource) settlePrice(ctx context.Context, raw tfsdk.Plan, plan *model, wanted model, diags *diag.Diagnostics) {
	if !pricing.IsLeftToApply(ctx, raw, diags) {
		return
	}
	plan.EstimatedPrice = r.estimate(ctx, wanted, diags)
}

// estimate returns the price of a group, nil if it is not known.
func (r *containerGroupResource) estimate(ctx context.Context, m model, diags *diag.Diagnostics) *pricing.Estimate {
	question, isKnown, problems := r.priceQuestion(ctx, m)
	diags.Append(problems...)
	if !isKnown {
		return nil
	}
	estimate, problems := r.Config.Prices.Of(ctx, pricedName(m), question)
	diags.Append(problems...)
	return estimate
}

// refreshPrice estimates the price of a group that has no estimate, because nobody asked for estimates when it was created or
// changed, or because it was imported.
func (r *containerGroupResource) refreshPrice(ctx context.Context, m *model, diags *diag.Diagnostics) {
	if !r.Config.Prices.Enabled() || m.EstimatedPrice != nil {
		return
	}
	if priceRequest(*m, r.Config.Client.Region()) == nil {
		diags.AddWarning("Price Is Not Known",
			fmt.Sprintf("The %s has a size that ECI does not sell, %v vCPU and %v GiB, so there is no estimated_price of it.",
				pricedName(*m), m.CPU.ValueFloat64(), m.Memory.ValueFloat64()))
		return
	}
	m.EstimatedPrice = r.estimate(ctx, *m, diags)
}

func pricedName(m model) string { return kind + " " + m.Name.ValueString() }

// isPriceKnown reports whether everything is known that decides the price of m, which was decoded from raw.
func isPriceKnown(raw tftypes.Value, m model) bool {
	if m.CPU.IsNull() && len(m.InstanceTypes) == 0 && !isSumKnown(raw, m) {
		return false
	}
	known, inputs := true, priced
	if m.DataCache != nil {
		inputs = append(slices.Clip(priced), "volumes.*.host_path")
	}
	_ = tftypes.Walk(raw, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) { // which never fails
		if !v.IsKnown() && overlaps(value.Pattern(at), inputs) {
			known = false
		}
		return known, nil
	})
	return known
}

// isSumKnown reports whether the containers of m, which was decoded from raw, are known as far as their sizes count.
func isSumKnown(raw tftypes.Value, m model) bool {
	var attributes map[string]tftypes.Value
	if raw.As(&attributes) != nil || !attributes["containers"].IsKnown() || !attributes["init_containers"].IsKnown() {
		return false
	}
	known := func(c commonContainerModel) bool {
		return !c.CPU.IsUnknown() && !c.Memory.IsUnknown() && !c.Env[ignoreResources].IsUnknown()
	}
	for _, container := range m.Containers {
		if !known(container.commonContainerModel) || container.ExcludeFromSize.IsUnknown() {
			return false
		}
	}
	return !slices.ContainsFunc(m.InitContainers, func(c initContainerModel) bool { return !known(c.commonContainerModel) })
}

// overlaps reports whether a pattern is that of an input, of something in it or of something that it is in.
func overlaps(pattern string, inputs []string) bool {
	for _, input := range inputs {
		if strings.HasPrefix(input+".", pattern+".") || strings.HasPrefix(pattern+".", input+".") {
			return true
		}
	}
	return false
}

// priceRequest asks for the price of a group, which ECI does for sizes that it sells, one type and one category only: the
// size that the group's is rounded up to, and the first of the others, which ECI tries first. It is nil for a size that
// is not sold. Of spot groups it asks for the price that they cost at most, see pricing.Estimates.
func priceRequest(m model, region string) *eci.DescribeContainerGroupPriceRequest {
	req := &eci.DescribeContainerGroupPriceRequest{ZoneId: m.ZoneID.ValueString()}
	spot := m.SpotStrategy.ValueString() != "" && m.SpotStrategy.ValueString() != "NoSpot"
	if spot && !m.SpotPriceLimit.IsNull() {
		req.SpotPriceLimit = json.Number(strconv.FormatFloat(m.SpotPriceLimit.ValueFloat64(), 'f', -1, 64))
	}
	if storage := m.EphemeralStorage.ValueInt64(); storage > 0 {
		req.EphemeralStorage = &storage
	}
	if len(m.InstanceTypes) > 0 {
		req.InstanceType = m.InstanceTypes[0].ValueString()
		return req
	}
	wanted := wantedSize(m)
	if len(m.ComputeCategories) > 0 {
		switch m.ComputeCategories[0].ValueString() {
		case "economy":
			req.ComputeCategory = "economy"
		case "general":
			wanted.CPU = max(wanted.CPU, 1)
		}
	}
	sold, ok := pricing.RoundUp(wanted, region, spot)
	if !ok {
		return nil
	}
	req.Cpu, req.Memory = &sold.CPU, &sold.Memory
	return req
}

// wantedSize is the size of the group, or what its containers need.
func wantedSize(m model) pricing.Size {
	if !m.CPU.IsNull() {
		return pricing.Size{CPU: m.CPU.ValueFloat64(), Memory: m.Memory.ValueFloat64()}
	}
	return containersSize(m)
}

// containersSize is the size that the containers of a group need: init containers run before the others, one at a time.
func containersSize(m model) pricing.Size {
	var sum pricing.Size
	for _, container := range m.Containers {
		if container.ExcludeFromSize.ValueBool() || container.Env[ignoreResources].ValueString() == "TRUE" {
			continue
		}
		sum.CPU += container.CPU.ValueFloat64()
		sum.Memory += container.Memory.ValueFloat64()
	}
	sum.CPU, sum.Memory = round(sum.CPU), round(sum.Memory)
	for _, container := range m.InitContainers {
		sum.CPU = max(sum.CPU, container.CPU.ValueFloat64())
		sum.Memory = max(sum.Memory, container.Memory.ValueFloat64())
	}
	if sum == (pricing.Size{}) {
		return pricing.DefaultSize
	}
	return sum
}
