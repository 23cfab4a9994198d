package containergroup_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// looked is a group with something of every kind that ECI returns.
const looked = `
resource "eci_container_group" "test" {
  name              = "looked"
  vswitch_ids       = ["vsw-test-b"]
  security_group_id = "sg-test"
  cpu               = 1
  memory            = 2
  host_aliases      = [{ ip = "10.0.0.1", hostnames = ["db"] }]
  dns_config        = { nameservers = ["10.0.0.2"], options = { ndots = "2" } }
  tags              = { team = "a" }

  init_containers = [{
    name    = "prepare"
    image   = "busybox:1.37"
    command = ["true"]
  }]
  containers = {
    main = {
      image          = "nginx:1.27"
      env            = { MODE = "fast" }
      ports          = [{ port = 80 }]
      readiness_probe = { http_get = { port = 80 } }
      security_context = { run_as_user = 1000, capabilities = { add = ["NET_ADMIN"] } }
      volume_mounts  = [{ name = "conf", mount_path = "/conf" }]
    }
  }
  volumes = {
    conf = { config_file = { files = { "app.conf" = { content = "a=1\n" } } } }
    work = { empty_dir = { medium = "Memory" } }
  }
}
`

func TestDataSource(t *testing.T) {
	cloud := acctest.NewCloud(t)
	value := func(value knownvalue.Check, name string, steps ...any) statecheck.StateCheck {
		at := tfjsonpath.New(name)
		for _, step := range steps {
			switch step := step.(type) {
			case string:
				at = at.AtMapKey(step)
			case int:
				at = at.AtSliceIndex(step)
			}
		}
		return statecheck.ExpectKnownValue("data.eci_container_group.test", at, value)
	}
	text := knownvalue.StringExact
	cloud.Test(t, resource.TestStep{
		Config: looked + `
data "eci_container_group" "test" {
  id = eci_container_group.test.id
}
data "eci_container_group" "named" {
  name       = "looked"
  depends_on = [eci_container_group.test]
}
output "same" { value = nonsensitive(data.eci_container_group.test == data.eci_container_group.named) }
`,
		ConfigStateChecks: []statecheck.StateCheck{
			value(text("looked"), "name"),
			value(text("cn-hangzhou"), "region"),
			value(text("Running"), "status"),
			value(text("vsw-test-b"), "vswitch_id"),
			value(knownvalue.Float64Exact(2), "memory"),
			value(knownvalue.MapExact(map[string]knownvalue.Check{"team": text("a")}), "tags"),
			value(text("db"), "host_aliases", 0, "hostnames", 0),
			value(text("2"), "dns_config", "options", "ndots"),
			value(text("fast"), "containers", "main", "env", "MODE"),
			value(text("/"), "containers", "main", "readiness_probe", "http_get", "path"),
			value(knownvalue.Int64Exact(1000), "containers", "main", "security_context", "run_as_user"),
			value(text("conf"), "containers", "main", "volume_mounts", 0, "name"),
			value(text("prepare"), "init_containers", 0, "name"),
			value(text("a=1\n"), "volumes", "conf", "config_file", "files", "app.conf", "content"),
			value(text("Memory"), "volumes", "work", "empty_dir", "medium"),
			value(text("Running"), "container_states", "main", "state"),
			value(knownvalue.Null(), "container_states", "main", "previous"),
			value(knownvalue.Int64Exact(0), "init_container_states", "prepare", "exit_code"),
			statecheck.ExpectSensitiveValue("data.eci_container_group.test", tfjsonpath.New("containers").AtMapKey("main").AtMapKey("env")),
			statecheck.ExpectSensitiveValue("data.eci_container_group.test",
				tfjsonpath.New("volumes").AtMapKey("conf").AtMapKey("config_file").AtMapKey("files").AtMapKey("app.conf").AtMapKey("content")),
			statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
		},
	})
}

func TestDataSourceErrors(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{
			Config:      `data "eci_container_group" "test" { id = "eci-missing" }`,
			ExpectError: regexp.MustCompile(`(?s)container group eci-missing.*region cn-hangzhou has no container group\s+eci-missing`),
		},
		resource.TestStep{
			Config:      `data "eci_container_group" "test" { name = "missing" }`,
			ExpectError: regexp.MustCompile(`region cn-hangzhou has no container group named\s+missing`),
		},
		resource.TestStep{
			Config:      `data "eci_container_group" "test" {}`,
			ExpectError: regexp.MustCompile(`one \(and only one\) of`),
		},
		resource.TestStep{ // which a search would take for any
			Config:      `data "eci_container_group" "test" { name = "" }`,
			ExpectError: regexp.MustCompile(`An empty string fits nothing here`),
		},
		resource.TestStep{
			Config: `
resource "eci_container_group" "test" {
  count      = 2
  name       = "twin"
  containers = { main = { image = "nginx:1.27" } }
}
data "eci_container_group" "test" {
  name       = "twin"
  depends_on = [eci_container_group.test]
}`,
			ExpectError: regexp.MustCompile(`has 2 container groups named twin:\s+eci-\S+,\s+eci-`),
		},
	)
}

// TestDataSourceCrash looks at a container that crashes again and again: how its last run ended, and what it printed.
func TestDataSourceCrash(t *testing.T) {
	cloud := acctest.NewCloud(t)
	config := `
resource "eci_container_group" "test" {
  name       = "crash"
  wait_for   = "none"
  containers = { main = { image = "busybox:1.37", command = ["sh", "-c", "echo boom; exit 3"] } }
}
`
	state := tfjsonpath.New("container_states").AtMapKey("main")
	cloud.Test(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { cloud.AdvanceClock(15 * time.Second) },
			Config: config + `
data "eci_container_group" "test" {
  id = eci_container_group.test.id
}
data "eci_container_log" "test" {
  container_group_id = eci_container_group.test.id
  container_name     = "main"
  last_terminated    = true
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.eci_container_group.test", state.AtMapKey("reason"), knownvalue.StringExact("CrashLoopBackOff")),
				statecheck.ExpectKnownValue("data.eci_container_group.test", state.AtMapKey("exit_code"), knownvalue.Null()),
				statecheck.ExpectKnownValue("data.eci_container_group.test", state.AtMapKey("previous"),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"state":     knownvalue.StringExact("Terminated"),
						"exit_code": knownvalue.Int64Exact(3),
					})),
				statecheck.ExpectKnownValue("data.eci_container_log.test", tfjsonpath.New("content"), knownvalue.StringExact("boom\n")),
			},
		},
	)
}

// TestDataSourceOfJob tells how a job has ended.
func TestDataSourceOfJob(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(`
			containers = {
				fast = { image = "busybox:1.36", command = ["true"] }
				slow = { image = "busybox:1.36", command = ["sh", "-c", "sleep 1; echo done > /dev/termination-log"] }
			}
			init_containers = [{ name = "first", image = "busybox:1.36", command = ["true"] }]
			restart_policy  = "OnFailure"
			wait_for        = "completed"`))
		described := described(t, session, id)
		instant := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
		if at := described.GetAttr("succeeded_time"); !instant.MatchString(at.AsString()) || !described.GetAttr("failed_time").IsNull() {
			t.Errorf("it succeeded at %#v and failed at %#v", at, described.GetAttr("failed_time"))
		}
		slow := stateOf(described, "container_states", "slow")
		for name, want := range map[string]cty.Value{"state": cty.StringVal("Terminated"), "reason": cty.StringVal("Completed"),
			"message": cty.StringVal("done\n"), "exit_code": cty.Zero, "restart_count": cty.Zero} {
			if got := slow[name]; !got.RawEquals(want) {
				t.Errorf("%s is %#v, want %#v", name, got, want)
			}
		}
		if start, finish := slow["start_time"].AsString(), slow["finish_time"].AsString(); !instant.MatchString(start) ||
			!instant.MatchString(finish) || start >= finish {
			t.Errorf("it ran from %s to %s", start, finish)
		}
		for _, code := range []cty.Value{stateOf(described, "container_states", "fast")["exit_code"],
			stateOf(described, "init_container_states", "first")["exit_code"]} {
			if !code.RawEquals(cty.Zero) {
				t.Errorf("an exit code is %#v", code)
			}
		}
	})
}

// TestCrashesAreNotInState looks at a container that is started again and again: the data source tells it, and no state changes.
func TestCrashesAreNotInState(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(`containers = { main = { image = "busybox:1.36", command = ["sh", "-c", "sleep 1; exit 4"] } }`))
		for range 100 {
			time.Sleep(time.Second)
			before := session.Value(address)
			session.Refresh()
			if after := session.Value(address); !after.RawEquals(before) || after.GetAttr("exit_codes").LengthInt() != 0 {
				t.Fatalf("the state was %#v and is %#v", before, after)
			}
		}
		main := stateOf(described(t, session, id), "container_states", "main")
		if restarts, _ := main["restart_count"].AsBigFloat().Int64(); restarts == 0 || main["reason"].AsString() != "CrashLoopBackOff" {
			t.Errorf("it is %#v", main)
		}
	})
}

func described(t *testing.T, session *acctest.Session, id string) cty.Value {
	t.Helper()
	group, diagnostics := session.Read(fmt.Sprintf(`data "eci_container_group" "test" { id = %q }`, id))
	if len(diagnostics) > 0 {
		t.Fatalf("%+v", diagnostics)
	}
	return group
}

func stateOf(group cty.Value, states, container string) map[string]cty.Value {
	return group.GetAttr(states).AsValueMap()[container].AsValueMap()
}
