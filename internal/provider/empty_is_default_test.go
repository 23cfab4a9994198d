package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// emptied has objects by their kinds, in which "" or 0 is given wherever a default or ECI stands in for what is left out.
var emptied = map[string]string{
	"eci_container_group": `
		name = "test"
		resource_group_id = ""
		region = ""
		restart_policy = ""
		cpu = 0
		memory = 0
		spot_strategy = ""
		security_group_id = ""
		zone_id = ""
		dns_policy = ""
		containers = { main = {
			image = "nginx:1.27"
			image_pull_policy = ""
			ports = [{ port = 80, protocol = "" }]
			volume_mounts = [{ name = "v", mount_path = "/v", mount_propagation = "" }]
			liveness_probe = {
				http_get = { port = 80, path = "", scheme = "" }
				period_seconds = 0
				timeout_seconds = 0
				success_threshold = 0
				failure_threshold = 0
			}
			readiness_probe = {
				http_get = { port = 80, path = "", scheme = "" }
				period_seconds = 0
				timeout_seconds = 0
				success_threshold = 0
				failure_threshold = 0
			}
		} }
		init_containers = [{
			name = "init"
			image = "busybox:1.36"
			command = ["true"]
			image_pull_policy = ""
			ports = [{ port = 80, protocol = "" }]
			volume_mounts = [{ name = "v", mount_path = "/v", mount_propagation = "" }]
		}]
		volumes = { v = { flex_volume = { driver = "alicloud/disk", options = { volumeId = "d-1" }, fs_type = "" } } }`,
	"eci_image_cache": `
		name = "test"
		images = ["nginx:1.27"]
		security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]
		resource_group_id = ""
		region = ""
		size = 0`,
	"eci_data_cache": `
		name = "test"
		path = "/test"
		data_source = { snapshot = { snapshot_id = "s-1" } }
		bucket = ""
		resource_group_id = ""
		region = ""
		size = 0`,
	"eci_virtual_node": `
		name = ""
		security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]
		resource_group_id = ""
		region = ""
		kubeconfig = yamlencode({
			apiVersion = "v1", kind = "Config", current-context = "admin"
			contexts = [{ name = "admin", context = { cluster = "test", user = "admin" } }]
			clusters = [{ name = "test", cluster = { server = "https://10.0.0.1:6443" } }]
			users = [{ name = "admin", user = { token = "secret-token" } }]
		})`,
}

// zeroByDefault are arguments for which 0 stands in when they are left out.
var zeroByDefault = []string{"ephemeral_storage", "initial_delay_seconds", "start_priority", "exit_priority"}

// TestEmptyArgumentsAreListed expects each argument that is optional and computed to be empty in emptied, but those whose default is.
func TestEmptyArgumentsAreListed(t *testing.T) {
	schemas, err := provider.Server("test", nil, new(creation.Journal)).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for kind, schema := range schemas.ResourceSchemas {
		wanted := map[string]int{}
		var walk func(attributes []*tfprotov6.SchemaAttribute)
		walk = func(attributes []*tfprotov6.SchemaAttribute) {
			for _, a := range attributes {
				switch {
				case a.NestedType != nil:
					walk(a.NestedType.Attributes)
				case !a.Optional || !a.Computed || slices.Contains(zeroByDefault, a.Name):
				case a.Type.Is(tftypes.String):
					wanted[a.Name+` = ""`]++
				case a.Type.Is(tftypes.Number):
					wanted[a.Name+" = 0"]++
				}
			}
		}
		walk(schema.Block.Attributes)
		for argument, count := range wanted {
			if strings.Count(emptied[kind], argument) != count {
				t.Errorf("%s has %d places for %s", kind, count, argument)
			}
		}
	}
}

// TestEmptyArguments swaps "" and 0 with nothing, for new objects and for those that exist: it is the same.
func TestEmptyArguments(t *testing.T) {
	for kind, arguments := range emptied {
		given := fmt.Sprintf("resource %q \"test\" {\n%s\n}\n", kind, arguments)
		left := regexp.MustCompile(`= (""|0)`).ReplaceAllString(given, "= null")
		for _, configs := range [][2]string{{left, given}, {given, left}} {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				for _, d := range session.Apply(configs[0]) {
					t.Errorf("created: %+v", d)
				}
				cloud.ClearJournal()
				for i, config := range []string{configs[0], configs[1], configs[0]} {
					for _, d := range session.Refresh() {
						t.Errorf("%d: read: %+v", i, d)
					}
					if plan := session.Plan(config)[kind+".test"]; plan.Action != "no-op" {
						t.Errorf("%d: the plan is to %s, and %v become unknown", i, plan.Action, plan.Unknown)
					}
					for _, d := range session.Apply(config) {
						t.Errorf("%d: applied: %+v", i, d)
					}
				}
				for _, call := range cloud.Calls("") {
					if !strings.HasPrefix(call.Action, "Describe") && call.Action != "ListTagResources" &&
						call.Parameters["TagKey.1"] != creation.TagKey {
						t.Errorf("called %s", call.Action)
					}
				}
			})
		}
	}
}

// TestEmptyArgumentsShowChanges changes a default outside Terraform, where the configuration has "".
func TestEmptyArgumentsShowChanges(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		const address = "eci_container_group.test"
		config := `resource "eci_container_group" "test" {
			name = "test"
			restart_policy = ""
			containers = { main = { image = "nginx:1.27" } }
		}`
		session.Apply(config)
		if _, err := cloud.PatchContainerGroup(session.Value(address).GetAttr("id").AsString(), []byte(`{"RestartPolicy":"Never"}`)); err != nil {
			t.Fatal(err)
		}
		session.Refresh()
		if plan := session.Plan(config)[address]; plan.Action != "update" {
			t.Errorf("the plan is %+v", plan)
		}
		if diagnostics := session.Apply(config); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
		if calls := cloud.Calls("UpdateContainerGroup"); len(calls) != 1 || calls[0].Parameters["RestartPolicy"] != "Always" {
			t.Errorf("the calls are %+v", calls)
		}
		if policy := session.Value(address).GetAttr("restart_policy").AsString(); policy != "" {
			t.Errorf("state has %q", policy)
		}
	})
}

// TestEmptySizeGrows lets containers outgrow a group whose size is configured as 0.
func TestEmptySizeGrows(t *testing.T) {
	config := func(size string, cpu int) string {
		return fmt.Sprintf(`resource "eci_container_group" "test" {
			name = "test"
			cpu = %[1]s
			memory = %[1]s
			containers = { main = { image = "nginx:1.27", cpu = %[2]d, memory = %[3]d } }
		}`, size, cpu, 2*cpu)
	}
	for _, first := range []string{"0", "null"} {
		acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
			for i, size := range []string{first, "0"} {
				config := config(size, 2+2*i)
				if diagnostics := session.Apply(config); len(diagnostics) > 0 {
					t.Error(diagnostics)
				}
				if plan := session.Plan(config)["eci_container_group.test"]; plan.Action != "no-op" {
					t.Errorf("the plan is %+v", plan)
				}
			}
			calls := cloud.Calls("UpdateContainerGroup")
			if len(calls) != 1 || calls[0].Parameters["Cpu"] != "4" || calls[0].Parameters["Memory"] != "8" {
				t.Errorf("the calls are %+v", calls)
			}
		})
	}
}
