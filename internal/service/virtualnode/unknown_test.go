package virtualnode_test

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func TestUnknownAttributes(t *testing.T) {
	unknowns := acctest.Unknowns{
		Kind: "eci_virtual_node",
		Configs: []string{maximum, node(`eip_instance_id = "eip-1"`), node(`zone_id = "cn-hangzhou-a"`, `vswitch_ids = ["vsw-a"]`),
			node(`timeouts = { create = "5m", update = "5m", delete = "5m" }`)},
		Others: map[string]string{"region": "cn-beijing", "cluster_dns.*": "10.0.0.12", "taints.*.effect": "NoSchedule",
			"timeouts.create": "6m", "timeouts.update": "6m", "timeouts.delete": "6m"},
		// What has a value cannot be emptied.
		Late: []string{"cluster_dns", "cluster_domain", "custom_resources"},
	}
	unknowns.Test(t)
}
