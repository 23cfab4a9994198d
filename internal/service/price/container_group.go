package price

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// sizeModel says which group is meant.
type sizeModel struct {
	CPU               types.Float64 `tfsdk:"cpu"`
	Memory            types.Float64 `tfsdk:"memory"`
	InstanceType      types.String  `tfsdk:"instance_type"`
	ZoneID            types.String  `tfsdk:"zone_id"`
	ComputeCategory   types.String  `tfsdk:"compute_category"`
	EphemeralStorage  types.Int64   `tfsdk:"ephemeral_storage"`
	SpotStrategy      types.String  `tfsdk:"spot_strategy"`
	SpotPriceLimit    types.Number  `tfsdk:"spot_price_limit"`
	SpotDurationHours types.Int64   `tfsdk:"spot_duration_hours"`
}

type groupModel struct {
	service.Regional
	sizeModel

	Currency types.String `tfsdk:"currency"`
	pricesModel
	Details    []detailModel `tfsdk:"details"`
	Rules      []ruleModel   `tfsdk:"rules"`
	SpotPrices []spotModel   `tfsdk:"spot_prices"`
}

type spotModel struct {
	ZoneID           types.String `tfsdk:"zone_id"`
	InstanceType     types.String `tfsdk:"instance_type"`
	PerHour          types.Number `tfsdk:"per_hour"`
	PerMonth         types.Number `tfsdk:"per_month"`
	OriginalPerHour  types.Number `tfsdk:"original_per_hour"`
	OriginalPerMonth types.Number `tfsdk:"original_per_month"`
}

// NewContainerGroup returns the data source eci_container_group_price.
var NewContainerGroup = service.NewDataSource("container_group_price", groupSchema, readGroup)

// beside is the attribute of a name in the same object.
func beside(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }

// sizeAttributes say which group is meant, of a data source or an object in one.
func sizeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"cpu": schema.Float64Attribute{Optional: true,
			MarkdownDescription: "vCPUs, with `memory`. It must be a size that ECI sells: see `eci_specs`.",
			Validators: []validator.Float64{float64validator.ExactlyOneOf(beside("instance_type")),
				float64validator.AlsoRequires(beside("memory"))}},
		"memory": schema.Float64Attribute{Optional: true, MarkdownDescription: "Memory in GiB, with `cpu`.",
			Validators: []validator.Float64{float64validator.AlsoRequires(beside("cpu"))}},
		"instance_type": schema.StringAttribute{Optional: true, MarkdownDescription: "ECS instance type, instead of `cpu` and `memory`."},
		"zone_id":       schema.StringAttribute{Optional: true, MarkdownDescription: "Zone. Without it, the spot prices of every zone."},
		"compute_category": schema.StringAttribute{Optional: true, MarkdownDescription: "`economy`; left out, it is the general category.",
			Validators: []validator.String{stringvalidator.OneOf("economy"), stringvalidator.ConflictsWith(beside("instance_type"))}},
		"ephemeral_storage": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Temporary storage in GiB on top of the 30 GiB that are free.",
			Validators:          []validator.Int64{int64validator.Between(0, 5000)}},
		"spot_strategy": schema.StringAttribute{Optional: true,
			MarkdownDescription: "`SpotAsPriceGo` or `SpotWithPriceLimit`. Defaults to `NoSpot`.",
			Validators:          []validator.String{stringvalidator.OneOf("NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit")}},
		"spot_price_limit": schema.NumberAttribute{Optional: true,
			MarkdownDescription: "Highest price per hour for `SpotWithPriceLimit`, with up to three decimals."},
		"spot_duration_hours": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Hours of protection from reclaim: 1 or 0. Defaults to 1.",
			Validators:          []validator.Int64{int64validator.Between(0, 1)}},
	}
}

func groupSchema(context.Context) schema.Schema {
	attributes := pricesAttributes()
	maps.Copy(attributes, sizeAttributes())
	maps.Copy(attributes, map[string]schema.Attribute{
		"currency": service.ComputedString("`CNY` or `USD`, as the account pays."),
		"details":  detailsAttribute(),
		"rules":    rulesAttribute("Promotions that apply."),
		"spot_prices": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "Current spot prices by zone and instance type.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"zone_id":            service.ComputedString("Zone."),
				"instance_type":      service.ComputedString("ECS instance type that the group would run on."),
				"per_hour":           service.ComputedNumber("Spot price of an hour, as ECI gives it."),
				"per_month":          service.ComputedNumber("Spot price of a month of 730 hours."),
				"original_per_hour":  service.ComputedNumber("Pay-as-you-go price of an hour, as ECI gives it."),
				"original_per_month": service.ComputedNumber("Pay-as-you-go price of a month of 730 hours."),
			}}},
	})
	return schema.Schema{
		MarkdownDescription: "What a container group costs now, by DescribeContainerGroupPrice. Amounts are exact decimals, in `currency`. " +
			"Addresses, disks, traffic and caches are not in them; `eci_cost_estimate` adds caches.",
		Attributes: attributes,
	}
}

func readGroup(ctx context.Context, client *eci.Client, m *groupModel) diag.Diagnostics {
	req := expandGroup(m.sizeModel)
	info, err := client.Price(ctx, req)
	if err != nil {
		return diag.Diagnostics{explain(err, req, client.Region())}
	}
	flattenGroup(*info, m)
	return nil
}

func expandGroup(m sizeModel) *eci.DescribeContainerGroupPriceRequest {
	req := &eci.DescribeContainerGroupPriceRequest{
		ZoneId:           m.ZoneID.ValueString(),
		Cpu:              m.CPU.ValueFloat64Pointer(),
		Memory:           m.Memory.ValueFloat64Pointer(),
		InstanceType:     m.InstanceType.ValueString(),
		ComputeCategory:  m.ComputeCategory.ValueString(),
		EphemeralStorage: m.EphemeralStorage.ValueInt64Pointer(),
		SpotStrategy:     m.SpotStrategy.ValueString(),
		SpotDuration:     m.SpotDurationHours.ValueInt64Pointer(),
	}
	if limit := m.SpotPriceLimit; !limit.IsNull() {
		req.SpotPriceLimit = json.Number(limit.ValueBigFloat().Text('f', -1))
	}
	return req
}

func flattenGroup(info eci.PriceInfo, m *groupModel) {
	m.Currency = value.String(info.Price.Currency)
	m.pricesModel, m.Details = flattenPrice(info.Price)
	m.Rules = flattenRules(info.Rules)
	m.SpotPrices = make([]spotModel, 0, len(info.SpotPrices.SpotPrice))
	for _, spot := range info.SpotPrices.SpotPrice {
		m.SpotPrices = append(m.SpotPrices, spotModel{
			ZoneID:           value.String(spot.ZoneId),
			InstanceType:     value.String(spot.InstanceType),
			PerHour:          pricing.Times(spot.SpotPrice, 1),
			PerMonth:         pricing.Times(spot.SpotPrice, pricing.HoursPerMonth),
			OriginalPerHour:  pricing.Times(spot.OriginPrice, 1),
			OriginalPerMonth: pricing.Times(spot.OriginPrice, pricing.HoursPerMonth),
		})
	}
}

// attributeOf finds the attribute for a parameter that the API names.
func attributeOf(parameter string) (path.Path, bool) {
	name, ok := map[string]string{"Cpu": "cpu", "Memory": "memory", "InstanceType": "instance_type", "ZoneId": "zone_id",
		"ComputeCategory":  "compute_category",
		"EphemeralStorage": "ephemeral_storage", "SpotStrategy": "spot_strategy", "SpotPriceLimit": "spot_price_limit",
		"SpotDuration": "spot_duration_hours"}[parameter]
	return path.Root(name), ok
}

// explain says why there is no price. Prices are not rounded as groups are, so for a wrong size it names the right one.
func explain(err error, req *eci.DescribeContainerGroupPriceRequest, region string) diag.Diagnostic {
	problem := diagnose.Error("look up the price of", "container groups", err, attributeOf)
	if req.Cpu == nil || req.Memory == nil {
		return problem
	}
	wanted := pricing.Size{CPU: *req.Cpu, Memory: *req.Memory}
	sold, ok := pricing.RoundUp(wanted, region, req.SpotStrategy != "" && req.SpotStrategy != "NoSpot")
	if !ok || sold == wanted {
		return problem
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("cpu"), problem.Summary(), fmt.Sprintf("%s\n\nECI does not sell %v vCPU with %v GiB "+
		"here. A group of that size gets %v vCPU with %v GiB; the data source eci_specs rounds like that.", problem.Detail(), wanted.CPU,
		wanted.Memory, sold.CPU, sold.Memory))
}
