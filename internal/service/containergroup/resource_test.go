package containergroup_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func TestMinimum(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{
		Config: `
resource "eci_container_group" "test" {
  name       = "minimum"
  containers = { main = { image = "nginx:1.27" } }
}`,
		Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr("eci_container_group.test", "status", "Running"),
			resource.TestCheckResourceAttr("eci_container_group.test", "allocated_cpu", "2"),
			resource.TestCheckResourceAttr("eci_container_group.test", "exit_codes.%", "0"),
			func(*terraform.State) error {
				if state := groupsIn(cloud)[0].Containers[0]["CurrentState"].(map[string]any)["State"]; state != "Running" {
					return fmt.Errorf("the container is %v", state)
				}
				return nil
			},
		),
	})
}
