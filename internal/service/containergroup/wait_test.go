package containergroup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

func TestWaitForNothing(t *testing.T) {
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = time.Hour })
	cloud.Test(t, resource.TestStep{
		Config: group(`
			containers = { main = { image = "nginx:1.27" } }
			wait_for   = "none"`),
		Check: resource.TestCheckResourceAttr(address, "status", "Scheduling"),
	})
}

// A group runs before its containers are ready.
func TestWaitForRunningAndReady(t *testing.T) {
	config := func(target string, delay int) string {
		return group(fmt.Sprintf(`
			containers = {
				main = { image = "nginx:1.27" }
				slow = { image = "nginx:1.27", readiness_probe = { tcp_socket = { port = 80 }, initial_delay_seconds = %d } }
			}
			wait_for = %q`, delay, target))
	}
	cloud := acctest.NewCloud(t)
	ready := func(names ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			var are []string
			for _, container := range groupsIn(cloud)[0].Containers {
				if container["Ready"] == true {
					are = append(are, container["Name"].(string))
				}
			}
			if !slices.Equal(are, names) {
				return fmt.Errorf("%v are ready, want %v", are, names)
			}
			return nil
		}
	}
	cloud.Test(t,
		resource.TestStep{
			Config: config("running", 3600),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(address, "status", "Running"),
				ready("main"),
			),
		},
		resource.TestStep{
			Config: config("ready", 1),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(address, "status", "Running"),
				ready("main", "slow"),
			),
		})
}

// A job's results are attributes, and stay when ECI has forgotten the group.
func TestWaitForCompleted(t *testing.T) {
	const config = `
		containers = {
			fast = { image = "busybox:1.36", command = ["true"] }
			slow = { image = "busybox:1.36", command = ["sh", "-c", "sleep 1; echo done > /dev/termination-log"] }
		}
		init_containers = [{ name = "first", image = "busybox:1.36", command = ["true"] }]
		restart_policy  = "OnFailure"
		wait_for        = "completed"`
	results := resource.ComposeAggregateTestCheckFunc(
		resource.TestCheckResourceAttr(address, "status", "Succeeded"),
		resource.TestCheckResourceAttr(address, "exit_codes.%", "3"),
		resource.TestCheckResourceAttr(address, "exit_codes.slow", "0"),
		resource.TestCheckResourceAttr(address, "exit_codes.fast", "0"),
		resource.TestCheckResourceAttr(address, "exit_codes.first", "0"),
	)
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.RetainedGroups = -1 })
	cloud.Test(t,
		resource.TestStep{Config: group(config), Check: results},
		resource.TestStep{
			PreConfig: func() {
				cloud.AdvanceClock(2 * time.Hour)
				if groups := groupsIn(cloud); len(groups) > 0 {
					t.Errorf("not forgotten: %+v", groups)
				}
			},
			RefreshState: true,
			Check:        results,
		},
		// What is only Terraform's can change without the group.
		resource.TestStep{Config: group(config + "\nforce_delete = true"), Check: results},
		resource.TestStep{Config: group(config + "\ntags = { release = \"2\" }"), Check: results},
	)
}

// A service that has ended and is forgotten is created again; so is any group that was deleted outside.
func TestDisappears(t *testing.T) {
	cloud := acctest.NewCloud(t)
	config := group(`containers = { main = { image = "nginx:1.27" } }`)
	remove := func(*terraform.State) error {
		return cloud.RemoveContainerGroup(groupsIn(cloud)[0].ContainerGroupId)
	}
	cloud.Test(t,
		resource.TestStep{Config: config, Check: remove, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: config, Check: func(*terraform.State) error {
			if groups := groupsIn(cloud); len(groups) != 1 {
				return fmt.Errorf("after the next apply: %+v", groups)
			}
			return nil
		}})
}

// A change waits too, for as long as it may take.
func TestUpdateTimeout(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(group(`containers = { main = { image = "nginx:1.27" } }`)); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		begin := time.Now()
		diagnostics := session.Apply(group(`
			containers = { main = { image = "nginx:1.28", readiness_probe = { tcp_socket = { port = 80 }, initial_delay_seconds = 3600 } } }
			wait_for   = "ready"
			timeouts   = { update = "20m" }`))
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "did not become ready in time; it is in status Running.") {
			t.Fatalf("%+v", diagnostics)
		}
		if waited := time.Since(begin); waited < 20*time.Minute || waited > 21*time.Minute {
			t.Errorf("waited %v", waited)
		}
		if groups := groupsIn(cloud); len(groups) != 1 || groups[0].Containers[0]["Image"] != "nginx:1.28" {
			t.Errorf("%+v", groups)
		}
	})
}
