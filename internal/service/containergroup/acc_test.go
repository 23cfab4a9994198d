package containergroup_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// These tests hold for any account; make testlive runs them against the real service. What they find out there about
// facts that are uncertain is named in .github/adr/0002-uncertain-updates.md.

const testGroup = "eci_container_group.test"

// look is the data source of the group.
const look = `
data "eci_container_group" "test" {
  id = eci_container_group.test.id
}
`

func expect(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(testGroup, action)}}
}

func TestAccWebGroup(t *testing.T) {
	account := acctest.NewAccount(t)
	web := func(more string) string {
		return account.Group(`
  cpu       = 0.5
  memory    = 1
  wait_for  = "ready"
  containers = {
    web = {
      image           = "` + account.Image("nginx:1.14.2") + `"
      ports           = [{ port = 80 }]
      volume_mounts   = [{ name = "site", mount_path = "/usr/share/nginx/html" }]
      readiness_probe = { tcp_socket = { port = 80 } }
    }
  }
  volumes = { site = { config_file = { files = { "index.html" = { content = "hello" } } } } }
` + more)
	}
	account.Test(t,
		resource.TestStep{
			Config: web(`tags = { env = "acc" }`) + look,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(testGroup, "status", "Running"),
				resource.TestCheckResourceAttr("data."+testGroup, "container_states.web.ready", "true"),
				resource.TestCheckResourceAttr(testGroup, "vswitch_id", account.VSwitchID),
				resource.TestCheckResourceAttrSet(testGroup, "intranet_ip"),
			),
		},
		resource.TestStep{
			Config:           web(`tags = { env = "other" }`),
			ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check:            resource.TestCheckResourceAttr(testGroup, "tags_all.env", "other"),
		},
		resource.TestStep{Config: web(``), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: resource.TestCheckResourceAttr(testGroup, "tags_all.%", "0")},
	)
}

func TestAccContainersUpdateInPlace(t *testing.T) {
	account := acctest.NewAccount(t)
	sleeper := func(seconds string) string {
		return account.Group(`
  cpu        = 0.25
  memory     = 0.5
  containers = { main = { image = "` + account.Image("busybox:1.30") + `", command = ["sh", "-c", "sleep ` + seconds + `"] } }`)
	}
	account.Test(t,
		resource.TestStep{Config: sleeper("9000")},
		resource.TestStep{Config: sleeper("9001"), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: resource.TestCheckResourceAttr(testGroup, "containers.main.command.2", "sleep 9001")},
	)
}

func TestAccJob(t *testing.T) {
	account := acctest.NewAccount(t)
	job := func(script, run string) string {
		return account.Group(`
  cpu              = 0.25
  memory           = 0.5
  restart_policy   = "Never"
  wait_for         = "completed"
  replace_triggers = { run = "` + run + `" }
  containers       = { main = { image = "` + account.Image("busybox:1.30") + `", command = ["sh", "-c", "` + script + `"] } }`)
	}
	account.Test(t,
		resource.TestStep{Config: job("echo done", "1") + look, Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(testGroup, "status", "Succeeded"),
			resource.TestCheckResourceAttr(testGroup, "exit_codes.main", "0"),
			resource.TestCheckResourceAttr("data."+testGroup, "container_states.main.exit_code", "0"),
			resource.TestCheckResourceAttrSet("data."+testGroup, "container_states.main.finish_time"),
		)},
		resource.TestStep{Config: job("echo done", "2"), ConfigPlanChecks: expect(plancheck.ResourceActionReplace)},
		resource.TestStep{Config: job("echo broken; exit 3", "3"), ExpectError: words("Terminated with exit code 3")},
	)
}

func TestAccReplacement(t *testing.T) {
	account := acctest.NewAccount(t)
	named := func(host string) string {
		return account.Group(`
  cpu        = 0.25
  memory     = 0.5
  host_name  = "` + host + `"
  containers = { main = { image = "` + account.Image("busybox:1.30") + `", command = ["sh", "-c", "sleep 9000"] } }`)
	}
	account.Test(t,
		resource.TestStep{Config: named("one")},
		resource.TestStep{Config: named("two"), ConfigPlanChecks: expect(plancheck.ResourceActionReplace)},
	)
}

func TestAccImport(t *testing.T) {
	account := acctest.NewAccount(t)
	config := account.Group(`
  cpu        = 0.25
  memory     = 0.5
  containers = { main = { image = "` + account.Image("busybox:1.30") + `", command = ["sh", "-c", "sleep 9000"], env = { A = "1" } } }`)
	account.Test(t,
		resource.TestStep{Config: config},
		resource.TestStep{ResourceName: testGroup, ImportState: true, ImportStateKind: resource.ImportCommandWithID, ImportStateVerify: true,
			// An import does not know which vSwitches were wished for, nor which variables are the image's.
			ImportStateVerifyIgnore: []string{"containers.main.env", "vswitch_ids"}},
	)
}

func TestAccImagePullFails(t *testing.T) {
	account := acctest.NewAccount(t)
	account.Test(t, resource.TestStep{
		Config: account.Group(`
  cpu        = 0.25
  memory     = 0.5
  containers = { main = { image = "` + account.Image("busybox:missing") + `" } }`),
		ExpectError: words("the image of container main cannot be pulled (ImagePullBackOff)"),
	})
}

func TestAccSizeOfRunningGroup(t *testing.T) {
	account := acctest.NewAccount(t)
	sized := func(cpu, memory string) string {
		return account.Group("cpu = " + cpu + "\nmemory = " + memory + `
  containers = { main = { image = "` + account.Image("busybox:1.30") + `", command = ["sh", "-c", "sleep 9000"] } }`)
	}
	account.Test(t,
		resource.TestStep{Config: sized("0.25", "0.5")},
		// Whether ECI resizes a running group is not documented; see .github/adr/0002-uncertain-updates.md.
		resource.TestStep{Config: sized("0.5", "1"), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: resource.TestCheckResourceAttr(testGroup, "allocated_cpu", "0.5")},
	)
}
