package containergroup_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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
			resource.TestCheckResourceAttr("eci_container_group.test", "container_states.main.state", "Running"),
		),
	})
}
