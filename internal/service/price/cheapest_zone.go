package price

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
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

type cheapestModel struct {
	service.Regional
	CPU               types.Float64  `tfsdk:"cpu"`
	Memory            types.Float64  `tfsdk:"memory"`
	InstanceTypes     []types.String `tfsdk:"instance_types"`
	ZoneIDs           []types.String `tfsdk:"zone_ids"`
	SpotDurationHours types.Int64    `tfsdk:"spot_duration_hours"`

	ZoneID          types.String     `tfsdk:"zone_id"`
	InstanceType    types.String     `tfsdk:"instance_type"`
	PerHour         types.Number     `tfsdk:"per_hour"`
	PerMonth        types.Number     `tfsdk:"per_month"`
	OriginalPerHour types.Number     `tfsdk:"original_per_hour"`
	Currency        types.String     `tfsdk:"currency"`
	Candidates      []candidateModel `tfsdk:"candidates"`
}

type candidateModel struct {
	ZoneID          types.String `tfsdk:"zone_id"`
	InstanceType    types.String `tfsdk:"instance_type"`
	PerHour         types.Number `tfsdk:"per_hour"`
	OriginalPerHour types.Number `tfsdk:"original_per_hour"`
}

// NewCheapestZone returns the data source eci_cheapest_zone.
var NewCheapestZone = service.NewDataSource("cheapest_zone", cheapestSchema, readCheapest)

func cheapestSchema(context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The zone and instance type with the lowest spot price now, among those that have stock for spot groups. It is an " +
			"error when none has. Costs a call for the prices and one for the stock of each instance type. Prices and stock change, and with them " +
			"the answer: to keep a choice, put it into `terraform_data` with `ignore_changes`.",
		Attributes: map[string]schema.Attribute{
			"cpu": schema.Float64Attribute{Optional: true,
				MarkdownDescription: "vCPUs, with `memory`. It must be a size that ECI sells for spot: see `eci_specs`.",
				Validators: []validator.Float64{float64validator.ExactlyOneOf(path.MatchRoot("cpu"), path.MatchRoot("instance_types")),
					float64validator.AlsoRequires(path.MatchRoot("memory"))}},
			"memory": schema.Float64Attribute{Optional: true, MarkdownDescription: "Memory in GiB, with `cpu`.",
				Validators: []validator.Float64{float64validator.AlsoRequires(path.MatchRoot("cpu"))}},
			"instance_types": schema.ListAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "ECS instance types to choose from, instead of `cpu` and `memory`.",
				Validators:          []validator.List{listvalidator.SizeBetween(1, 20), listvalidator.UniqueValues()}},
			"zone_ids": schema.SetAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Zones to choose from, such as those with a vSwitch. Defaults to every zone of the region.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1)}},
			"spot_duration_hours": schema.Int64Attribute{Optional: true,
				MarkdownDescription: "Hours of protection from reclaim: 1 or 0. Defaults to 1.",
				Validators:          []validator.Int64{int64validator.Between(0, 1)}},

			"zone_id":           service.ComputedString("Zone of the lowest price."),
			"instance_type":     service.ComputedString("Instance type of the lowest price."),
			"per_hour":          service.ComputedNumber("Lowest spot price of an hour, as ECI gives it."),
			"per_month":         service.ComputedNumber("Lowest spot price of a month of 730 hours."),
			"original_per_hour": service.ComputedNumber("Pay-as-you-go price of an hour of the same, as ECI gives it."),
			"currency":          service.ComputedString("`CNY` or `USD`, as the account pays."),
			"candidates": schema.ListNestedAttribute{Computed: true,
				MarkdownDescription: "All zones and instance types in stock, the cheapest first; equal prices by zone and instance type.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"zone_id":           service.ComputedString("Zone."),
					"instance_type":     service.ComputedString("Instance type."),
					"per_hour":          service.ComputedNumber("Spot price of an hour, as ECI gives it."),
					"original_per_hour": service.ComputedNumber("Pay-as-you-go price of an hour, as ECI gives it."),
				}}},
		},
	}
}

// spotStrategy is that of the questions: what the market asks, without a limit.
const spotStrategy = "SpotAsPriceGo"

// place is where a spot group may run.
type place struct{ zone, instanceType string }

func readCheapest(ctx context.Context, client *eci.Client, m *cheapestModel) diag.Diagnostics {
	var offers []eci.SpotPrice
	for _, req := range priceRequests(*m) {
		prices, err := client.Price(ctx, req)
		if eci.IsNoStock(err) {
			continue
		}
		if err != nil {
			return diag.Diagnostics{explain(err, req, client.Region())}
		}
		m.Currency = types.StringValue(prices.Price.Currency)
		offers = append(offers, wanted(prices.SpotPrices.SpotPrice, m.ZoneIDs)...)
	}
	if problems := checkZones(ctx, client, offers, m.ZoneIDs); problems.HasError() {
		return problems
	}
	available, err := inStock(ctx, client, offers, m.SpotDurationHours.ValueInt64Pointer())
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up the stock of", "spot capacity", err, nil)}
	}
	candidates := slices.DeleteFunc(offers, func(offer eci.SpotPrice) bool { return !available[place{offer.ZoneId, offer.InstanceType}] })
	if len(candidates) == 0 {
		return diag.Diagnostics{diag.NewErrorDiagnostic("No Spot Capacity", "None of the wanted zones has stock at a spot price now. Allow "+
			"more zone_ids or other instance_types, or use pay-as-you-go. The data source eci_available_resources lists the stock.")}
	}
	cheapestFirst(candidates)
	flattenCheapest(candidates, m)
	return nil
}

// priceRequests asks for the spot prices of the wanted size or of each wanted type.
func priceRequests(m cheapestModel) []*eci.DescribeContainerGroupPriceRequest {
	requests := []*eci.DescribeContainerGroupPriceRequest{{Cpu: m.CPU.ValueFloat64Pointer(), Memory: m.Memory.ValueFloat64Pointer()}}
	if len(m.InstanceTypes) > 0 {
		requests = nil
		for _, name := range m.InstanceTypes {
			requests = append(requests, &eci.DescribeContainerGroupPriceRequest{InstanceType: name.ValueString()})
		}
	}
	for _, req := range requests {
		req.SpotStrategy, req.SpotDuration = spotStrategy, m.SpotDurationHours.ValueInt64Pointer()
	}
	return requests
}

// wanted returns the prices in the named zones, or in all if none are named.
func wanted(prices []eci.SpotPrice, zones []types.String) []eci.SpotPrice {
	var result []eci.SpotPrice
	for _, price := range prices {
		if pricing.Amount(price.SpotPrice) != nil && (len(zones) == 0 || slices.Contains(zones, types.StringValue(price.ZoneId))) {
			result = append(result, price)
		}
	}
	return result
}

// checkZones refuses zones that the region has not. Those in which something is offered need no look.
func checkZones(ctx context.Context, client *eci.Client, offers []eci.SpotPrice, zones []types.String) diag.Diagnostics {
	unknown := slices.DeleteFunc(value.Texts(zones), func(zone string) bool {
		return slices.ContainsFunc(offers, func(offer eci.SpotPrice) bool { return offer.ZoneId == zone })
	})
	if len(unknown) == 0 {
		return nil
	}
	answer, err := client.DescribeRegions(ctx, &eci.DescribeRegionsRequest{RegionId: client.Region()})
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up", "the zones of "+client.Region(), err, nil)}
	}
	var diags diag.Diagnostics
	for _, region := range answer.Regions {
		all := slices.Sorted(slices.Values(slices.Concat(region.Zones, region.UnavailableZones)))
		for _, zone := range unknown {
			if region.RegionId == client.Region() && !slices.Contains(all, zone) {
				diags.AddAttributeError(path.Root("zone_ids"), "Unknown Zone",
					fmt.Sprintf("%s has no zone %q. Its zones are %s.", region.RegionId, zone, strings.Join(all, ", ")))
			}
		}
	}
	return diags
}

// inStock tells where the types that are offered have stock for spot groups. A size would not do for the question, as
// groups also run on types that are larger.
func inStock(ctx context.Context, client *eci.Client, offers []eci.SpotPrice, duration *int64) (map[place]bool, error) {
	available, seen := map[place]bool{}, map[string]bool{}
	for _, offer := range offers {
		if seen[offer.InstanceType] {
			continue
		}
		seen[offer.InstanceType] = true
		stock, err := client.DescribeAvailableResource(ctx, &eci.DescribeAvailableResourceRequest{
			DestinationResource: eci.DestinationResource{Category: eci.CategoryInstanceType, Value: offer.InstanceType},
			SpotResource:        &eci.SpotResource{SpotStrategy: spotStrategy, SpotDuration: duration},
		})
		if eci.IsNoStock(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, zone := range stock.AvailableZones.AvailableZone {
			for _, category := range zone.AvailableResources.AvailableResource {
				for _, resource := range category.SupportedResources.SupportedResource {
					if resource.InStock() {
						available[place{zone.ZoneId, resource.Value}] = true
					}
				}
			}
		}
	}
	return available, nil
}

// cheapestFirst sorts prices, each of which is a number.
func cheapestFirst(prices []eci.SpotPrice) {
	slices.SortFunc(prices, func(a, b eci.SpotPrice) int {
		return cmp.Or(pricing.Amount(a.SpotPrice).Cmp(pricing.Amount(b.SpotPrice)),
			cmp.Compare(a.ZoneId, b.ZoneId), cmp.Compare(a.InstanceType, b.InstanceType))
	})
}

func flattenCheapest(candidates []eci.SpotPrice, m *cheapestModel) {
	for _, price := range candidates {
		m.Candidates = append(m.Candidates, candidateModel{
			ZoneID:          types.StringValue(price.ZoneId),
			InstanceType:    types.StringValue(price.InstanceType),
			PerHour:         pricing.Times(price.SpotPrice, 1),
			OriginalPerHour: pricing.Times(price.OriginPrice, 1),
		})
	}
	best := m.Candidates[0]
	m.ZoneID, m.InstanceType, m.PerHour, m.OriginalPerHour = best.ZoneID, best.InstanceType, best.PerHour, best.OriginalPerHour
	m.PerMonth = pricing.Times(candidates[0].SpotPrice, pricing.HoursPerMonth)
}
