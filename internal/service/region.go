package service

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// RegionID validates region IDs.
func RegionID() validator.String {
	return attribute.Text("must be a region ID such as cn-hangzhou", eci.RegionPattern.MatchString)
}

// In returns the configuration for a region, the same at each call: it has a client, and what else belongs to a region, of its own. It is c
// for null, and for what is not known before apply because it is left to the provider.
func (c *Config) In(region types.String, diags *diag.Diagnostics) *Config {
	id := region.ValueString()
	if c == nil || c.Client == nil || id == "" || id == c.Client.Region() {
		return c
	}
	if known, ok := c.regions.Load(id); ok {
		return known.(*Config)
	}
	client, err := c.Client.In(id)
	if err != nil {
		diags.AddAttributeError(path.Root("region"), "Invalid Region", err.Error()+".")
		return nil
	}
	other, _ := c.regions.LoadOrStore(id, c.with(client))
	return other.(*Config)
}

// with returns a configuration that differs from c in its client, and knows nothing of any region yet.
func (c *Config) with(client *eci.Client) *Config {
	other := &Config{Client: client, DefaultTags: c.DefaultTags, DefaultTagsUnknown: c.DefaultTagsUnknown, DryRun: c.DryRun,
		Destroying: c.Destroying, UnitPrices: c.UnitPrices, Journal: c.Journal}
	if c.Prices.Enabled() {
		other.Prices.Enable(client, c.UnitPrices)
	}
	return other
}

// RegionAttribute is the attribute region of the resource for an object, such as "group".
func RegionAttribute(object string) resourceschema.Attribute {
	return attribute.Row{Effect: attribute.Replace}.On(attribute.OptionalComputedString("Region of the "+object+". Defaults to the "+
		"provider's. When that changes, a "+object+" that names none is neither replaced nor forgotten: plan asks to name its region.",
		RegionID()))
}

// In turns to the region of an object, for all that follows, and returns the client for it, or nil after it has reported an error.
func (r *Resource) In(region types.String, diags *diag.Diagnostics) *eci.Client {
	if r.Config = r.Config.In(region, diags); diags.HasError() {
		return nil
	}
	return r.Config.RequireClient(diags)
}

// PlanRegion plans the provider's region for a new object that names none, refuses to guess what is to become of one in another region,
// and turns to the planned region for the rest of the plan. Nobody can be asked while that is not known.
func (r *Resource) PlanRegion(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Config == nil {
		return
	}
	if req.State.Raw.IsNull() && r.Config.Client != nil && regionOf(req.Config.Raw).IsNull() {
		resp.Plan.Raw = withRegion(resp.Plan.Raw, r.Config.Client.Region())
	}
	if r.RegionMayDiffer(req.Config.Raw, req.State.Raw) && !r.Config.Destroying {
		var id types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
		is, own := regionOf(req.State.Raw).ValueString(), r.Config.Client.Region()
		resp.Diagnostics.AddAttributeError(path.Root("region"), "Object of Another Region", fmt.Sprintf("The %s %s is in %s, but the provider "+
			"is configured for %s, and the resource names no region. To leave it where it is, give the resource region = %q. To replace it by "+
			"one in the provider's region, give it region = %q.", r.Kind, id.ValueString(), is, own, is, own))
	}
	planned := regionOf(resp.Plan.Raw)
	if planned.IsUnknown() {
		r.Config = r.Config.with(nil)
		return
	}
	r.Config = r.Config.In(planned, &resp.Diagnostics)
}

// RegionMayDiffer reports whether PlanRegion may object to a plan that is equal to the state.
func (r *Resource) RegionMayDiffer(config, state tftypes.Value) bool {
	is := regionOf(state).ValueString()
	return r.Config != nil && r.Config.Client != nil && is != "" && is != r.Config.Client.Region() && regionOf(config).IsNull()
}

// regionOf returns the region that an object, which may be null, has at its top.
func regionOf(object tftypes.Value) types.String {
	var attributes map[string]tftypes.Value
	var region string
	switch {
	case object.As(&attributes) != nil, attributes["region"].IsNull():
		return types.StringNull()
	case !attributes["region"].IsKnown():
		return types.StringUnknown()
	case attributes["region"].As(&region) != nil:
		return types.StringNull()
	}
	return types.StringValue(region)
}

// withRegion returns an object with a region at its top. SetAttribute would go through all of it.
func withRegion(object tftypes.Value, region string) tftypes.Value {
	var attributes map[string]tftypes.Value
	if object.As(&attributes) != nil {
		return object
	}
	attributes = maps.Clone(attributes)
	attributes["region"] = tftypes.NewValue(tftypes.String, region)
	return tftypes.NewValue(object.Type(), attributes)
}

// Regional is what can be asked of any region. Models embed it.
type Regional struct {
	Region types.String `tfsdk:"region"`
}

func (r *Regional) regional() *types.String { return &r.Region }

type regionalModel[M any] interface {
	*M
	regional() *types.String
}

// regionOfModel returns the region of a model that embeds [Regional], nil if it does not.
func regionOfModel(m any) *types.String {
	if regional, ok := m.(interface{ regional() *types.String }); ok {
		return regional.regional()
	}
	return nil
}

// askedRegion describes the attribute region of what is asked for.
const askedRegion = "Region to ask, by default the provider's."

// RegionArgument is the attribute region of data sources.
func RegionArgument() schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: askedRegion, Validators: []validator.String{RegionID()}}
}
