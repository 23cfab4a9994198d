package catalog

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type specsModel struct {
	Region types.String  `tfsdk:"region"`
	Spot   types.Bool    `tfsdk:"spot"`
	CPU    types.Float64 `tfsdk:"cpu"`
	Memory types.Float64 `tfsdk:"memory"`

	Specs     []specModel  `tfsdk:"specs"`
	RoundedUp *specModel   `tfsdk:"rounded_up"`
	Source    types.String `tfsdk:"source"`
	Date      types.String `tfsdk:"date"`
}

type specModel struct {
	CPU    types.Float64 `tfsdk:"cpu"`
	Memory types.Float64 `tfsdk:"memory"`
}

// NewSpecs returns the data source eci_specs.
var NewSpecs = service.NewDataSource("specs", specsSchema, readSpecs)

func specsSchema(context.Context) schema.Schema {
	pair := map[string]schema.Attribute{
		"cpu":    schema.Float64Attribute{Computed: true, MarkdownDescription: "vCPUs."},
		"memory": schema.Float64Attribute{Computed: true, MarkdownDescription: "Memory in GiB."},
	}
	return schema.Schema{
		MarkdownDescription: "The pairs of vCPUs and memory that ECI sells, and the one that a wanted size is rounded up to and billed as. ECI " +
			"has no API for them: they come from a table in the provider, whose `source` and `date` are given.",
		Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{Optional: true, Computed: true,
				MarkdownDescription: "Region ID, since some regions sell more sizes. Defaults to the provider's region."},
			"spot": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether to list only what is sold for spot. Defaults to `false`."},
			"cpu": schema.Float64Attribute{Optional: true, MarkdownDescription: "Wanted vCPUs, with `memory`.",
				Validators: []validator.Float64{float64validator.AtLeast(0), float64validator.AlsoRequires(path.MatchRoot("memory"))}},
			"memory": schema.Float64Attribute{Optional: true, MarkdownDescription: "Wanted memory in GiB, with `cpu`.",
				Validators: []validator.Float64{float64validator.AtLeast(0), float64validator.AlsoRequires(path.MatchRoot("cpu"))}},

			"specs": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "Pairs that are sold, by vCPUs and then memory.",
				NestedObject: schema.NestedAttributeObject{Attributes: pair}},
			"rounded_up": schema.SingleNestedAttribute{Computed: true, Attributes: pair,
				MarkdownDescription: "The pair that the wanted size is rounded up to. Null when none is wanted."},
			"source": service.ComputedString("Address of the page that the table is from."),
			"date":   service.ComputedString("Date of that page."),
		},
	}
}

func readSpecs(ctx context.Context, client *eci.Client, m *specsModel) diag.Diagnostics {
	if m.Region.IsNull() {
		m.Region = types.StringValue(client.Region())
	} else if _, problems := findRegion(ctx, client, m.Region); problems.HasError() {
		return problems
	}
	m.Source, m.Date = types.StringValue(pricing.SizesSource), types.StringValue(pricing.SizesDate)
	region, spot := m.Region.ValueString(), m.Spot.ValueBool()
	for sold := range pricing.SoldSizes(region, spot) {
		m.Specs = append(m.Specs, flattenSpec(sold))
	}
	if m.CPU.IsNull() {
		return nil
	}
	wanted := pricing.Size{CPU: m.CPU.ValueFloat64(), Memory: m.Memory.ValueFloat64()}
	sold, ok := pricing.RoundUp(wanted, region, spot)
	if !ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("cpu"), "Size Not Sold",
			fmt.Sprintf("ECI sells no size with %v vCPU and %v GiB or more of both.", wanted.CPU, wanted.Memory))}
	}
	spec := flattenSpec(sold)
	m.RoundedUp = &spec
	return nil
}

func flattenSpec(s pricing.Size) specModel {
	return specModel{CPU: types.Float64Value(s.CPU), Memory: types.Float64Value(s.Memory)}
}
