package datacache_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestVolume is known at plan and is what a group mounts.
func TestVolume(t *testing.T) {
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: cache() + `resource "eci_container_group" "test" {
			name       = "test"
			containers = { main = { image = "nginx:1.27", volume_mounts = [{ name = "model", mount_path = "/model" }] } }
			volumes    = { model = eci_data_cache.test.volume, tmp = { empty_dir = {} } }
			data_cache = { bucket = eci_data_cache.test.bucket }
		}`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectKnownValue("eci_container_group.test",
			tfjsonpath.New("volumes").AtMapKey("model").AtMapKey("host_path").AtMapKey("path"), knownvalue.StringExact("/model"))}},
	})
}
