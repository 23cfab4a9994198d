package catalog

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

type regionsModel struct {
	Regions []regionModel `tfsdk:"regions"`
}

type regionModel struct {
	Region   types.String `tfsdk:"region"`
	Endpoint types.String `tfsdk:"endpoint"`
	zoneIDsModel
}

type zonesModel struct {
	Region types.String `tfsdk:"region"`
	zoneIDsModel
}

type zoneIDsModel struct {
	ZoneIDs            []types.String `tfsdk:"zone_ids"`
	RecommendedZoneIDs []types.String `tfsdk:"recommended_zone_ids"`
	UnavailableZoneIDs []types.String `tfsdk:"unavailable_zone_ids"`
}

// NewRegions returns the data source eci_regions.
var NewRegions = service.NewDataSource("regions", regionsSchema, readRegions)

// NewZones returns the data source eci_zones.
var NewZones = service.NewDataSource("zones", zonesSchema, readZones)

func regionsSchema(context.Context) schema.Schema {
	attributes := zoneIDsAttributes()
	attributes["region"] = service.ComputedString("Region ID.")
	attributes["endpoint"] = service.ComputedString("Host of the region's API.")
	return schema.Schema{
		MarkdownDescription: "The regions in which ECI is offered, by DescribeRegions, with their zones.",
		Attributes: map[string]schema.Attribute{
			"regions": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The regions.",
				NestedObject: schema.NestedAttributeObject{Attributes: attributes}},
		},
	}
}

func zonesSchema(context.Context) schema.Schema {
	attributes := zoneIDsAttributes()
	attributes["region"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Region ID. Defaults to the provider's region."}
	return schema.Schema{MarkdownDescription: "The zones of a region, by DescribeRegions.", Attributes: attributes}
}

func zoneIDsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"zone_ids":             service.ComputedStrings("Zones of the region."),
		"recommended_zone_ids": service.ComputedStrings("Zones that ECI recommends."),
		"unavailable_zone_ids": service.ComputedStrings("Zones in which no groups can be created now."),
	}
}

func readRegions(ctx context.Context, client *eci.Client, m *regionsModel) diag.Diagnostics {
	resp, err := client.DescribeRegions(ctx, &eci.DescribeRegionsRequest{})
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up", "regions", err, nil)}
	}
	m.Regions = make([]regionModel, 0, len(resp.Regions))
	for _, region := range resp.Regions {
		m.Regions = append(m.Regions,
			regionModel{Region: value.String(region.RegionId), Endpoint: value.String(region.RegionEndpoint), zoneIDsModel: flattenZones(region)})
	}
	return nil
}

func readZones(ctx context.Context, client *eci.Client, m *zonesModel) diag.Diagnostics {
	if m.Region.IsNull() {
		m.Region = types.StringValue(client.Region())
	}
	region, problems := findRegion(ctx, client, m.Region)
	m.zoneIDsModel = flattenZones(region)
	return problems
}

// findRegion looks up the region of a data source.
func findRegion(ctx context.Context, client *eci.Client, id types.String) (eci.Region, diag.Diagnostics) {
	resp, err := client.DescribeRegions(ctx, &eci.DescribeRegionsRequest{})
	if err != nil {
		return eci.Region{}, diag.Diagnostics{diagnose.Error("look up", "regions", err, nil)}
	}
	for _, region := range resp.Regions {
		if region.RegionId == id.ValueString() {
			return region, nil
		}
	}
	return eci.Region{}, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("region"), "Unknown Region",
		fmt.Sprintf("ECI is not offered in the region %s. The data source eci_regions lists the regions.", id.ValueString()))}
}

func flattenZones(region eci.Region) zoneIDsModel {
	return zoneIDsModel{ZoneIDs: texts(region.Zones), RecommendedZoneIDs: texts(region.RecommendZones),
		UnavailableZoneIDs: texts(region.UnavailableZones)}
}

// texts is a list that is empty where ECI has left it out.
func texts(list []string) []types.String {
	return append([]types.String{}, value.Strings(list)...)
}
