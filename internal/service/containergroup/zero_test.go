package containergroup_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestZeroIsLikeNothing gives what conditions and charts write for none, and takes it away again.
func TestZeroIsLikeNothing(t *testing.T) {
	const zeros = `
		ipv6_address_count = 0
		timeouts = { create = "", update = "", delete = "" }
		host_name = ""
		zone_id = ""
		ram_role_name = ""
		spot_price_limit = 0
		active_deadline_seconds = 0
		containers = { main = { image = "nginx:1.27", gpu = 0, cpu = 0, memory = 0, working_dir = ""
			volume_mounts = [{ name = "tmp", mount_path = "/tmp/x", sub_path = "" }, { name = "disk", mount_path = "/d" }] } }
		init_containers = [{ name = "init", image = "busybox:1", command = ["true"], gpu = 0
			volume_mounts = [{ name = "tmp", mount_path = "/tmp/x", sub_path = "" }] }]
		volumes = { tmp = { empty_dir = { medium = "", size_limit = "0" } }, disk = { disk = { disk_id = "d-1", fs_type = "", size = 0 } } }`
	const nothing = `
		containers = { main = { image = "nginx:1.27"
			volume_mounts = [{ name = "tmp", mount_path = "/tmp/x" }, { name = "disk", mount_path = "/d" }] } }
		init_containers = [{ name = "init", image = "busybox:1", command = ["true"], volume_mounts = [{ name = "tmp", mount_path = "/tmp/x" }] }]
		volumes = { tmp = { empty_dir = {} }, disk = { disk = { disk_id = "d-1" } } }`
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		for _, arguments := range []string{zeros, nothing, zeros} {
			if diagnostics := session.Apply(group(arguments)); len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			if diagnostics := session.Refresh(); len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			if plan := session.Plan(group(arguments))["eci_container_group.test"]; plan.Action != "no-op" {
				t.Errorf("after %s: %+v", arguments, plan)
			}
		}
		if created, updated := cloud.Calls("CreateContainerGroup"), cloud.Calls("UpdateContainerGroup"); len(created) != 1 || len(updated) > 0 {
			t.Errorf("%d creations, %d updates", len(created), len(updated))
		}
	})
}

// TestEmptyWithTerraform swaps "" and nothing where ECI or a default stands in, with Terraform's own check of plans and states.
func TestEmptyWithTerraform(t *testing.T) {
	config := func(first, second string) string {
		group := func(name, value string) string {
			return fmt.Sprintf(`resource "eci_container_group" %[1]q {
				name = %[1]q
				zone_id = %[2]s
				restart_policy = %[2]s
				containers = { main = { image = "nginx:1.27", image_pull_policy = %[2]s, ports = [{ port = 80, protocol = %[2]s }] } }
			}
			`, name, value)
		}
		return group("first", first) + group("second", second)
	}
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: config(`""`, "null")},
		resource.TestStep{Config: config("null", `""`), ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
	)
}
