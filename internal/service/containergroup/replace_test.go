package containergroup_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// replaceTest is an argument whose change replaces the group: as it is and as it becomes, within the group or its
// container main. An empty text leaves it out.
type replaceTest struct{ path, before, after string }

var groupReplaceTests = []replaceTest{
	{"name", `name = "before"`, `name = "after"`},
	{"replace_triggers", `replace_triggers = { run = "1" }`, `replace_triggers = { run = "2" }`},
	{"cpu_architecture", "", `cpu_architecture = "ARM64"`},
	{"", `instance_types = ["ecs.c6.large"]`, `instance_types = ["ecs.c6.large"]`},
	{"cpu_options", "", `cpu_options = { cores = 1, threads_per_core = 1 }`},
	{"data_cache", "", `data_cache = { bucket = "default" }`},
	{"gpu_driver_version", "", `gpu_driver_version = "tesla=525.85.12"`},
	{"os_type", "", `os_type = "Windows"`},
	{"ephemeral_storage", "", `ephemeral_storage = 10`},
	{"spot_strategy", "", `spot_strategy = "SpotWithPriceLimit"`},
	{"spot_price_limit", "", `spot_price_limit = 0.5`},
	{"spot_duration_hours", "", `spot_duration_hours = 0`},
	{"strict_spot", "", `strict_spot = true`},
	{"schedule_strategy", `schedule_strategy = "VSwitchOrdered"`, ""},
	{"security_group_id", `security_group_id = "sg-1"`, `security_group_id = "sg-2"`},
	{"region", "", `region = "cn-beijing"`},
	{"zone_id", `zone_id = "cn-hangzhou-a"`, `zone_id = "cn-beijing-b"`},
	{"auto_create_eip", `auto_create_eip = true`, ""},
	{"eip_bandwidth", `eip_bandwidth = 10`, ""},
	{"eip_isp", `eip_isp = "BGP_PRO"`, ""},
	{"eip_common_bandwidth_package", `eip_common_bandwidth_package = "cbwp-1"`, ""},
	{"eip_instance_id", "", `eip_instance_id = "eip-1"`},
	{"ipv6_address_count", "", `ipv6_address_count = 1`},
	{"ipv6_gateway_bandwidth_enabled", "", `ipv6_gateway_bandwidth_enabled = true`},
	{"ipv6_gateway_bandwidth", "", `ipv6_gateway_bandwidth = 10`},
	{"private_ip_address", "", `private_ip_address = "172.16.0.99"`},
	{"fixed_ip", "", `fixed_ip = true`},
	{"fixed_ip_retain_hours", "", `fixed_ip_retain_hours = 10`},
	{"ingress_bandwidth", `ingress_bandwidth = 1024`, `ingress_bandwidth = 2048`},
	{"egress_bandwidth", `egress_bandwidth = 1024`, ""},
	{"host_name", `host_name = "a"`, `host_name = "b"`},
	{"host_aliases", "", `host_aliases = [{ ip = "10.0.0.1", hostnames = ["a"] }]`},
	{"ntp_servers", "", `ntp_servers = ["10.0.0.1"]`},
	{"dns_policy", `dns_policy = "None"`, ""},
	{"security_context", "", `security_context = { sysctls = { "net.ipv4.ip_unprivileged_port_start" = "80" } }`},
	{"host_security_context", "", `host_security_context = { sysctls = { "kernel.msgmax" = "65536" } }`},
	{"ram_role_name", `ram_role_name = "a"`, ""},
	{"active_deadline_seconds", "", `active_deadline_seconds = 1000`},
	{"termination_grace_period_seconds", "", `termination_grace_period_seconds = 10`},
	{"max_pending_minutes", "", `max_pending_minutes = 10`},
	{"share_process_namespace", "", `share_process_namespace = true`},
	{"container_resource_view", "", `container_resource_view = true`},
	{"core_pattern", "", `core_pattern = "/tmp/core"`},
	{"image_cache_id", "", `image_cache_id = "imc-1"`},
	{"auto_match_image_cache", `auto_match_image_cache = true`, ""},
	{"image_accelerate_mode", "", `image_accelerate_mode = "nydus"`},
	{"insecure_registries", "", `insecure_registries = ["a.example"]`},
	{"plain_http_registries", "", `plain_http_registries = ["a.example"]`},
	{"dns_config", `dns_config = { nameservers = ["10.0.0.1"] }`, ""},
	{"init_containers", `init_containers = [{ name = "init", image = "busybox:1.36", command = ["true"] }]`, ""},
	{"image_registry_credentials", `image_registry_credentials = { "a.example" = { user_name = "a", password = "12345678" } }`, ""},
}

var containerReplaceTests = []replaceTest{
	{"hide_env", "", `hide_env = true`},
	{"termination_message_path", "", `termination_message_path = "/tmp/message"`},
	{"termination_message_policy", "", `termination_message_policy = "FallbackToLogsOnError"`},
	{"security_context.run_as_group", "", `run_as_group = 1000`},
	{"security_context.run_as_non_root", "", `run_as_non_root = true`},
	{"security_context.privileged", "", `privileged = true`},
}

// One plan that changes everything names all that forces the replacement.
func TestReplacements(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var before, after, want []string
	for _, test := range groupReplaceTests {
		before, after = append(before, test.before), append(after, test.after)
		if test.path != "" {
			want = append(want, test.path)
		}
	}
	var containerBefore, containerAfter, contextBefore, contextAfter []string
	for _, test := range containerReplaceTests {
		want = append(want, "containers.main."+test.path)
		if strings.HasPrefix(test.path, "security_context.") {
			contextBefore, contextAfter = append(contextBefore, test.before), append(contextAfter, test.after)
		} else {
			containerBefore, containerAfter = append(containerBefore, test.before), append(containerAfter, test.after)
		}
	}
	config := func(arguments, container, context []string, others string) string {
		return fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n%s\ncontainers = { main = {\nimage = "+
			"\"nginx:1.27\"\n%s\nsecurity_context = {\n%s\n} } }\n%s\n}\n",
			strings.Join(arguments, "\n"), strings.Join(container, "\n"), strings.Join(context, "\n"), others)
	}
	want = append(want, "volumes.files.config_file.default_mode", "volumes.files.config_file.files.a.mode", "volumes.disk.disk.disk_id",
		"acr_registries.0.service_role_arn", "acr_registries.0.user_role_arn")
	cloud.Test(t,
		resource.TestStep{Config: config(before, containerBefore, contextBefore, `
			volumes        = { files = { config_file = { files = { a = { content = "a" } } } }, disk = { disk = { disk_id = "d-1" } } }
			acr_registries = [{ instance_id = "cri-1" }]`)},
		resource.TestStep{
			Config: config(after, containerAfter, contextAfter, `
			volumes = {
				files = { config_file = { default_mode = "0600", files = { a = { content = "a", mode = "0644" } } } }
				disk  = { disk = { disk_id = "d-2" } }
			}
			acr_registries = [{ instance_id = "cri-1", service_role_arn = "acs:ram::1:role/a", user_role_arn = "acs:ram::2:role/b" }]`),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
			ConfigPlanChecks:   resource.ConfigPlanChecks{PostApplyPreRefresh: []plancheck.PlanCheck{replacedBy(want)}},
		})
}

// replacedBy checks what a plan names as the reasons for a replacement.
type replacedBy []string

func (want replacedBy) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	var got []string
	for _, path := range changeOf(req.Plan).ReplacePaths {
		var parts []string
		for _, part := range path.([]any) {
			parts = append(parts, fmt.Sprint(part))
		}
		got = append(got, strings.Join(parts, "."))
	}
	under := func(path string, paths []string) bool {
		return slices.ContainsFunc(paths, func(p string) bool {
			return path == p || strings.HasPrefix(path, p+".") || strings.HasPrefix(p, path+".")
		})
	}
	unmet := slices.DeleteFunc(slices.Clone(want), func(path string) bool { return under(path, got) })
	unexpected := slices.DeleteFunc(slices.Clone(got), func(path string) bool { return under(path, want) })
	if len(unmet)+len(unexpected) > 0 {
		resp.Error = fmt.Errorf("replaced by %q, and not by %q", unexpected, unmet)
	}
}

// ECI takes no empty list in an update, so removing the last of something replaces the group.
func TestEmptiedCollectionsReplace(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{Config: group(mainContainer + `
			volumes        = { data = { empty_dir = {} } }
			acr_registries = [{ instance_id = "cri-1" }]`)},
		resource.TestStep{
			Config: group(mainContainer),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				replacedBy{"volumes", "acr_registries"},
			}},
		})
}

// ECI takes no empty resolver configuration, and no list of volumes with a disk in it.
func TestUnsendableUpdatesReplace(t *testing.T) {
	for name, test := range map[string]struct{ before, after, path string }{
		"resolver": {`dns_config = { nameservers = ["10.0.0.1"] }`, `dns_config = { nameservers = [] }`, "dns_config.nameservers"},
		"volume": {`volumes = { d = { disk = { disk_id = "d-1" } }, e = { empty_dir = {} } }`,
			`volumes = { d = { disk = { disk_id = "d-1" } } }`, "volumes"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.NewCloud(t).Test(t, resource.TestStep{Config: group(mainContainer + test.before)}, resource.TestStep{
				Config: group(mainContainer + test.after),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate), replacedBy{test.path}}},
			})
		})
	}
}

// What ECI took stays as long as it is among what is asked for.
func TestChoices(t *testing.T) {
	for _, test := range []struct{ attribute, took, both, swapped, onlyOther string }{
		{"vswitch_ids", "vswitch_id", `["vsw-one-a", "vsw-two-b"]`, `["vsw-two-b", "vsw-one-a"]`, `["vsw-two-b"]`},
		{"instance_types", "instance_type", `["ecs.c6.large", "ecs.g6.large"]`, `["ecs.g6.large", "ecs.c6.large"]`, `["ecs.g6.large"]`},
		{"compute_categories", "compute_category", `["economy", "general"]`, `["general", "economy"]`, `["general"]`},
	} {
		t.Run(test.attribute, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			config := func(asked string) string {
				return group(fmt.Sprintf("schedule_strategy = \"VSwitchOrdered\"\ncontainers = { main = { image = \"nginx:1.27\" } }\n%s = %s",
					test.attribute, asked))
			}
			var chosen string
			keeps := func(value string) error { chosen = value; return nil }
			cloud.Test(t,
				resource.TestStep{Config: config(test.both), Check: resource.TestCheckResourceAttrWith(address, test.took, keeps)},
				resource.TestStep{
					PreConfig: cloud.ClearJournal,
					Config:    config(test.swapped),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)}},
					Check: resource.ComposeTestCheckFunc(
						resource.TestCheckResourceAttrWith(address, test.took, func(value string) error {
							if calls := writes(cloud); value != chosen || len(calls) > 0 {
								return fmt.Errorf("%s became %s with the calls %q", chosen, value, calls)
							}
							return nil
						})),
				},
				resource.TestStep{
					Config: config(test.onlyOther),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate), replacedBy{test.attribute}}},
				})
		})
	}
}

// ECI updates no group that has ended, so a change replaces it, and the plan says why.
func TestEndedGroupIsReplaced(t *testing.T) {
	t.Parallel()
	job := func(script string) string {
		return group(fmt.Sprintf("restart_policy = \"Never\"\nwait_for = \"completed\"\ncontainers = { main = { image = \"busybox:1.36\", "+
			"command = [\"sh\", \"-c\", %q] } }", script))
	}
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, job("echo one"))
	cli.Run("apply", "-auto-approve", "-no-color")
	id := groupsIn(cloud)[0].ContainerGroupId
	cli.Write(job("echo two"))
	output := cli.Run("apply", "-auto-approve", "-no-color")
	for _, want := range []string{
		"# eci_container_group.test must be replaced",
		"Warning: Container Group Is Replaced",
		"The group " + id + " is Succeeded. ECI updates only groups that are Pending or Running, so the change replaces it.",
		"Apply complete! Resources: 1 added, 0 changed, 1 destroyed.",
	} {
		if !strings.Contains(unwrapped(output), want) {
			t.Errorf("not printed: %q\n%s", want, output)
		}
	}
}

// unwrapped undoes the line breaks of Terraform's texts.
func unwrapped(output string) string { return strings.Join(strings.Fields(output), " ") }
