package containergroup_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestNewVersionOfWriteOnly changes a value that no plan shows, together with its version, which sends it.
func TestNewVersionOfWriteOnly(t *testing.T) {
	for name, arguments := range map[string]string{
		"variable": `containers = { main = { image = "nginx", sensitive_env_wo = { A = "%[1]d" }, sensitive_env_wo_version = %[1]d } }`,
		"file": `containers = { main = { image = "nginx" } }
  volumes    = { v = { config_file = { files = { a = { content_wo = "%[1]d", content_wo_version = %[1]d } } } } }`,
		"variables that are no more": `containers = { main = { image = "nginx",
  sensitive_env_wo = { for i in range(2 - %[1]d) : "A" => "1" }, sensitive_env_wo_version = %[1]d } }`,
		"file that becomes empty": `containers = { main = { image = "nginx" } }
  volumes    = { v = { config_file = { files = { a = { content_wo = %[1]d == 1 ? "1" : "", content_wo_version = %[1]d } } } } }`,
		"password": `containers                 = { main = { image = "nginx" } }
  image_registry_credentials = { "registry.test" = { user_name = "user", password_wo = "%[1]d", password_wo_version = %[1]d } }`,
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			config := func(value int) string {
				return fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n  name = \"written\"\n  "+arguments+"\n}\n", value)
			}
			cloud.Test(t,
				resource.TestStep{Config: config(1)},
				resource.TestStep{
					PreConfig: func() { cloud.AdvanceClock(time.Hour) }, // so that containers that start again show
					Config:    config(2), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
				},
			)
			if calls := cloud.Calls("UpdateContainerGroup"); len(calls) != 1 || calls[0].Code != "" {
				t.Errorf("%d updates, want one that succeeds: %+v", len(calls), calls)
			}
		})
	}
}
