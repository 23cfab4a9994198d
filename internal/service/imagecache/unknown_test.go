package imagecache_test

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func TestUnknownAttributes(t *testing.T) {
	unknowns := acctest.Unknowns{
		Kind: "eci_image_cache",
		Configs: []string{maximum, cache(`zone_id = "cn-hangzhou-a"`, `vswitch_ids = ["vsw-a"]`),
			cache(`timeouts = { create = "5m", update = "5m", delete = "5m" }`)},
		Others: map[string]string{"region": "cn-beijing", "annotations": `{"team":"db"}`, "os_type": "Windows",
			"plain_http_registries.*": "other.test:5000",
			"timeouts.create":         "6m", "timeouts.update": "6m", "timeouts.delete": "6m"},
		Single: []string{"elimination_strategy"},
		// What has a value cannot be emptied, and roles of registries cannot be updated.
		Late: []string{"acr_registries", "eip_instance_id", "image_registry_credentials", "retention_days"},
	}
	unknowns.Test(t)
}
