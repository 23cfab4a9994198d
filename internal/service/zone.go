package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// CheckZone refuses a configured zone_id that is of another region than the object, if the resource has the attribute. The one that ECI has
// chosen for an object stays in the plan that replaces it by one in another region.
func CheckZone(ctx context.Context, config *Config, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if _, exists := resp.Plan.Schema.GetAttributes()["zone_id"]; !exists || config == nil || config.Client == nil {
		return
	}
	var zone types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("zone_id"), &zone)...)
	if region := config.Client.Region(); zone.ValueString() != "" && !isZoneOf(zone.ValueString(), region) {
		resp.Diagnostics.AddAttributeError(path.Root("zone_id"), "Zone of Another Region", fmt.Sprintf("%s is no zone of %s, whose zones begin "+
			"with %s. Choose one of those, or give the resource the zone's region.",
			zone.ValueString(), region, region))
	}
}

// isZoneOf reports whether a zone can be of a region. Its ID is that of the region with a letter, as in cn-hangzhou-b and
// ap-southeast-1a; in regions for finance, nothing is known but that it begins like theirs.
func isZoneOf(zone, region string) bool {
	stem := strings.TrimSuffix(zone[:len(zone)-1], "-")
	return strings.HasPrefix(zone, region) || stem != "" && strings.HasPrefix(region, stem)
}
