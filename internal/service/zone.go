package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// CheckZone refuses a planned zone_id that is of another region than the provider's, if the resource has the attribute.
func CheckZone(ctx context.Context, config *Config, resp *resource.ModifyPlanResponse) {
	if _, exists := resp.Plan.Schema.GetAttributes()["zone_id"]; !exists || config == nil || config.Client == nil {
		return
	}
	var zone types.String
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("zone_id"), &zone)...)
	if region := config.Client.Region(); zone.ValueString() != "" && !isZoneOf(zone.ValueString(), region) {
		resp.Diagnostics.AddAttributeError(path.Root("zone_id"), "Zone of Another Region", fmt.Sprintf("%s is no zone of %s, whose zones begin "+
			"with %s. Choose one of those, or give the resource a provider of the zone's region, with provider = eci.ALIAS.",
			zone.ValueString(), region, region))
	}
}

// isZoneOf reports whether a zone can be of a region. Its ID is that of the region with a letter, as in cn-hangzhou-b and
// ap-southeast-1a; in regions for finance, nothing is known but that it begins like theirs.
func isZoneOf(zone, region string) bool {
	stem := strings.TrimSuffix(zone[:len(zone)-1], "-")
	return strings.HasPrefix(zone, region) || stem != "" && strings.HasPrefix(region, stem)
}
