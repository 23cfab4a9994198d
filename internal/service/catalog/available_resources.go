// Package catalog holds the data sources of what ECI offers: regions, zones, stock, quotas and sizes.
package catalog

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/numbervalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

type stockModel struct {
	service.Regional
	InstanceType       types.String  `tfsdk:"instance_type"`
	InstanceTypeFamily types.String  `tfsdk:"instance_type_family"`
	CPU                types.Float64 `tfsdk:"cpu"`
	Memory             types.Float64 `tfsdk:"memory"`
	ZoneID             types.String  `tfsdk:"zone_id"`
	SpotStrategy       types.String  `tfsdk:"spot_strategy"`
	SpotPriceLimit     types.Number  `tfsdk:"spot_price_limit"`
	SpotDurationHours  types.Int64   `tfsdk:"spot_duration_hours"`

	ZoneIDs []types.String   `tfsdk:"zone_ids"`
	Zones   []zoneStockModel `tfsdk:"zones"`
}

type zoneStockModel struct {
	ZoneID    types.String    `tfsdk:"zone_id"`
	InStock   types.Bool      `tfsdk:"in_stock"`
	Resources []resourceModel `tfsdk:"resources"`
}

type resourceModel struct {
	Type           types.String `tfsdk:"type"`
	Value          types.String `tfsdk:"value"`
	StatusCategory types.String `tfsdk:"status_category"`
	InStock        types.Bool   `tfsdk:"in_stock"`
}

// NewAvailableResources returns the data source eci_available_resources.
var NewAvailableResources = service.NewDataSource("available_resources", stockSchema, readStock)

func stockSchema(context.Context) schema.Schema {
	withoutFamily := stringvalidator.ConflictsWith(path.MatchRoot("instance_type_family"))
	return schema.Schema{
		MarkdownDescription: "What is in stock in each zone now, by DescribeAvailableResource: an instance type, a family of them, or the " +
			"types for a size. Exactly one of `instance_type`, `instance_type_family` and `cpu` with `memory` is required.",
		Attributes: map[string]schema.Attribute{
			"instance_type": schema.StringAttribute{Optional: true, MarkdownDescription: "ECS instance type, such as `ecs.c6.large`.",
				Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("instance_type"), path.MatchRoot("instance_type_family"),
					path.MatchRoot("cpu"))}},
			"instance_type_family": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Family of ECS instance types, such as `ecs.c6`. Not for spot."},
			"cpu": schema.Float64Attribute{Optional: true, MarkdownDescription: "vCPUs, with `memory`.",
				Validators: []validator.Float64{float64validator.AlsoRequires(path.MatchRoot("memory"))}},
			"memory": schema.Float64Attribute{Optional: true, MarkdownDescription: "Memory in GiB, with `cpu`.",
				Validators: []validator.Float64{float64validator.AlsoRequires(path.MatchRoot("cpu"))}},
			"zone_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Zone to look at. Defaults to every zone of the region."},
			"spot_strategy": schema.StringAttribute{Optional: true,
				MarkdownDescription: "`SpotAsPriceGo` or `SpotWithPriceLimit` for the stock of spot capacity. Defaults to `NoSpot`.",
				Validators:          []validator.String{stringvalidator.OneOf("NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit"), withoutFamily}},
			"spot_price_limit": schema.NumberAttribute{Optional: true,
				MarkdownDescription: "Highest price per hour for `SpotWithPriceLimit`, with up to three decimals.",
				Validators:          []validator.Number{numbervalidator.AlsoRequires(path.MatchRoot("spot_strategy"))}},
			"spot_duration_hours": schema.Int64Attribute{Optional: true,
				MarkdownDescription: "Hours of protection from reclaim: 1 or 0. Defaults to 1.",
				Validators:          []validator.Int64{int64validator.Between(0, 1), int64validator.AlsoRequires(path.MatchRoot("spot_strategy"))}},

			"zone_ids": service.ComputedStrings("Zones in which any of it is in stock."),
			"zones": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The zones that ECI names.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"zone_id":  service.ComputedString("Zone."),
						"in_stock": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether any of it is in stock in the zone."},
						"resources": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "Instance types or families.",
							NestedObject: schema.NestedAttributeObject{
								Attributes: map[string]schema.Attribute{
									"type":  service.ComputedString("`InstanceType` or `InstanceTypeFamily`."),
									"value": service.ComputedString("The instance type or family."),
									"status_category": service.ComputedString("`WithStock`, `ClosedWithStock`, which is not filled up any more, `WithoutStock` or " +
										"`ClosedWithoutStock`."),
									"in_stock": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether there is stock now, filled up or not."},
								},
							}},
					},
				}},
		},
	}
}

func readStock(ctx context.Context, client *eci.Client, m *stockModel) diag.Diagnostics {
	resp, err := client.DescribeAvailableResource(ctx, expandStock(*m))
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up", "available resources", err, nil)}
	}
	flattenStock(resp.AvailableZones.AvailableZone, m)
	return nil
}

func expandStock(m stockModel) *eci.DescribeAvailableResourceRequest {
	wanted := eci.DestinationResource{Category: eci.CategoryInstanceType, Value: m.InstanceType.ValueString(),
		Cores: m.CPU.ValueFloat64Pointer(), Memory: m.Memory.ValueFloat64Pointer()}
	if !m.InstanceTypeFamily.IsNull() {
		wanted.Category, wanted.Value = eci.CategoryInstanceTypeFamily, m.InstanceTypeFamily.ValueString()
	}
	req := &eci.DescribeAvailableResourceRequest{ZoneId: m.ZoneID.ValueString(), DestinationResource: wanted}
	if !m.SpotStrategy.IsNull() {
		req.SpotResource = &eci.SpotResource{SpotStrategy: m.SpotStrategy.ValueString(), SpotDuration: m.SpotDurationHours.ValueInt64Pointer()}
		if limit := m.SpotPriceLimit; !limit.IsNull() {
			req.SpotResource.SpotPriceLimit = json.Number(limit.ValueBigFloat().Text('f', -1))
		}
	}
	return req
}

func flattenStock(zones []eci.AvailableZone, m *stockModel) {
	m.ZoneIDs, m.Zones = []types.String{}, []zoneStockModel{}
	for _, zone := range zones {
		stock := zoneStockModel{ZoneID: value.String(zone.ZoneId), Resources: []resourceModel{}}
		inStock := false
		for _, category := range zone.AvailableResources.AvailableResource {
			for _, resource := range category.SupportedResources.SupportedResource {
				inStock = inStock || resource.InStock()
				stock.Resources = append(stock.Resources, resourceModel{
					Type:           value.String(category.Type),
					Value:          value.String(resource.Value),
					StatusCategory: value.String(resource.StatusCategory),
					InStock:        types.BoolValue(resource.InStock()),
				})
			}
		}
		stock.InStock = types.BoolValue(inStock)
		m.Zones = append(m.Zones, stock)
		if inStock {
			m.ZoneIDs = append(m.ZoneIDs, stock.ZoneID)
		}
	}
}
