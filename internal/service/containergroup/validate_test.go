package containergroup_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// group is a configuration of one group with arguments besides its name.
func group(arguments string) string {
	return fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n  name = \"test\"\n%s\n}\n", arguments)
}

const mainContainer = "containers = { main = { image = \"nginx:1.27\" } }\n"

// words matches a sentence of an error wherever Terraform breaks its lines.
func words(sentence string) *regexp.Regexp {
	return regexp.MustCompile(regexp.MustCompile(`\s+`).ReplaceAllString(regexp.QuoteMeta(sentence), `\s+`))
}

func TestRefusedAtPlan(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	for _, test := range []struct {
		name, arguments, want string
	}{
		{"null tag", mainContainer + `tags = { owner = null }`, `The element "owner" is null. Leave it out`},
		{"null argument", `containers = { main = { image = "a", args = ["x", null] } }`, `Element 1 is null.`},
		{"null container", `containers = { main = null }`, `The element "main" is null.`},
		{"null in a set", mainContainer + `insecure_registries = ["a.example", null]`, `An element is null.`},
		{"empty zone", mainContainer + `zone_id = ""`, `zone_id: string length must be at least 1`},
		{"empty resource group", mainContainer + `resource_group_id = ""`, `resource_group_id: string length must be at least 1`},
		{"alias of nothing", mainContainer + `host_aliases = [{ ip = "10.0.0.1", hostnames = [] }]`,
			`host_aliases[0].hostnames: list must contain at least 1 elements`},
		{"cpu alone", mainContainer + `cpu = 2`, `ECI sells pairs of vCPUs and memory: set memory too`},
		{"memory alone", mainContainer + `memory = 2`, `ECI sells pairs of vCPUs and memory: set cpu too`},
		{"cpu with instance types", mainContainer + "cpu = 2\nmemory = 4\ninstance_types = [\"ecs.c6.large\"]", `Invalid Attribute Combination`},
		{"category of spot", mainContainer + "cpu = 64\nmemory = 512\nspot_strategy = \"SpotAsPriceGo\"\ncompute_categories = [\"general\"]",
			`ECI has no compute categories for spot groups`},
		{"economy too large", mainContainer + "cpu = 12\nmemory = 24\ncompute_categories = [\"economy\"]",
			`The economy category has up to 8 vCPU`},
		{"category of ARM", mainContainer + "compute_categories = [\"general\"]\ncpu_architecture = \"ARM64\"",
			`ECI has no compute categories for ARM64`},
		{"containers too large", "cpu = 1\nmemory = 2\ncontainers = { a = { image = \"a\", cpu = 0.6 }, b = { image = \"b\", cpu = 0.6 } }",
			`The containers ask for 1.2 vCPU together, the group has 1.`},
		{"init container too large", mainContainer + "cpu = 1\nmemory = 2\ninit_containers = [{ name = \"i\", image = \"i\", memory = 3 }]",
			`It asks for 3 GiB, the group has 2.`},
		{"gpu without type", `containers = { main = { image = "a", gpu = 1 } }`, `GPUs come with ECS instance types`},
		{"cpu options without type", mainContainer + `cpu_options = { cores = 2 }`, `Processor options are options of ECS instance types`},
		{"spot limit missing", mainContainer + `spot_strategy = "SpotWithPriceLimit"`, `SpotWithPriceLimit needs spot_price_limit`},
		{"spot limit unused", mainContainer + `spot_price_limit = 0.5`, `A price limit has an effect only with`},
		{"spot limit decimals", mainContainer + "spot_strategy = \"SpotWithPriceLimit\"\nspot_price_limit = 0.1234", `up to three decimals`},
		{"spot duration unused", mainContainer + `spot_duration_hours = 1`, `A protection period has an effect only for spot groups`},
		{"two handlers", `containers = { main = { image = "a", liveness_probe = { exec = { command = ["a"] }, tcp_socket = { port = 1 } } } }`,
			`Invalid Attribute Combination`},
		{"no handler", `containers = { main = { image = "a", pre_stop = {} } }`,
			`containers["main"].pre_stop: Exactly one of exec, http_get, tcp_socket must be set. None is.`},
		{"two volume kinds", mainContainer + `volumes = { v = { empty_dir = {}, nfs = { server = "s", path = "/" } } }`,
			`Invalid Attribute Combination`},
		{"no volume kind", mainContainer + `volumes = { v = {} }`,
			`Exactly one of empty_dir, config_file, nfs, disk, flex_volume, host_path must be set. None is.`},
		{"unknown volume", `containers = { main = { image = "a", volume_mounts = [{ name = "v", mount_path = "/v" }] } }`,
			`There is no volume "v". Add it to volumes.`},
		{"unknown volume of several", `containers = { main = { image = "a", volume_mounts = [{ name = "v", mount_path = "/v" }] } }
			volumes = { w = { empty_dir = {} }, x = { empty_dir = {} } }`, `The group's volumes are w, x.`},
		{"mount path twice", `containers = { main = { image = "a",
				volume_mounts = [{ name = "v", mount_path = "/v" }, { name = "v", mount_path = "/v" }] } }
			volumes = { v = { empty_dir = {} } }`, `The container mounts another volume at /v.`},
		{"port twice", `containers = { main = { image = "a", ports = [{ port = 80 }, { port = 80, protocol = "TCP" }] } }`,
			`The container lists port 80/TCP twice.`},
		{"variable twice", `containers = { main = { image = "a", env = { A = "1" }, env_from_field = { A = "status.podIP" } } }`,
			`A is given more than once`},
		{"image with a space", `containers = { main = { image = "nginx 1" } }`, `containers["main"].image: value must be an image`},
		{"image with a scheme", `containers = { main = { image = "https://a.example/nginx" } }`, `value must be an image`},
		{"image in upper case", `containers = { main = { image = "a.example/Nginx" } }`, `value must be an image`},
		{"empty command of a probe", `containers = { main = { image = "a", liveness_probe = { exec = { command = [] } } } }`,
			`containers["main"].liveness_probe.exec.command: list must contain at least 1`},
		{"relative working directory", `containers = { main = { image = "a", working_dir = "app" } }`,
			`working_dir: value must be an absolute path, got: "app"`},
		{"relative path of a message", `containers = { main = { image = "a", termination_message_path = "log" } }`,
			`value must be an absolute path, got: "log"`},
		{"relative path of a hook", `containers = { main = { image = "a", pre_stop = { http_get = { port = 80, path = "bye" } } } }`,
			`pre_stop.http_get.path: value must be an absolute path`},
		{"no files", mainContainer + `volumes = { v = { config_file = { files = {} } } }`,
			`volumes["v"].config_file.files: map must contain at least 1`},
		{"absolute file", mainContainer + `volumes = { v = { config_file = { files = { "/etc/a" = { content = "" } } } } }`,
			`value must be a relative path without ..`},
		{"file outside", mainContainer + `volumes = { v = { config_file = { files = { "../a" = { content = "" } } } } }`,
			`value must be a relative path without ..`},
		{"sub path outside", `containers = { main = { image = "a", volume_mounts = [{ name = "v", mount_path = "/v", sub_path = "a/../b" }] } }
			volumes = { v = { empty_dir = {} } }`, `sub_path: value must be a relative path without ..`},
		{"no server", mainContainer + `volumes = { v = { nfs = { server = "", path = "/" } } }`,
			`volumes["v"].nfs.server: string length must be at least 1`},
		{"threads per core", mainContainer + "instance_types = [\"ecs.c7.large\"]\ncpu_options = { threads_per_core = 3 }",
			`cpu_options.threads_per_core: value must be one of`},
		{"variable name", `containers = { main = { image = "a", env = { "1A" = "1" } } }`, `not begin with a digit`},
		{"container name", `containers = { Main = { image = "a" } }`, `must consist of lowercase letters, digits and hyphens`},
		{"container names clash", `containers = { main = { image = "a" } }
			init_containers = [{ name = "main", image = "a" }]`, `Another container of the group is called "main" too`},
		{"host path", mainContainer + `volumes = { v = { host_path = { path = "/v" } } }`,
			`To mount a data cache, set data_cache; otherwise use empty_dir, a disk or NAS.`},
		{"access key in options", mainContainer + `volumes = { v = { flex_volume = { driver = "alicloud/oss", options = { akSecret = "x" } } } }`,
			`value must be none of`},
		{"quantity", mainContainer + `volumes = { v = { empty_dir = { size_limit = "lots" } } }`, `value must be a Kubernetes quantity`},
		{"tag", mainContainer + `tags = { "aliyun-x" = "1" }`, `tag key must not begin with acs: or aliyun`},
		{"address", mainContainer + `private_ip_address = "10.0.0"`, `private_ip_address: value must be an IPv4 address, got: "10.0.0"`},
		{"registry with scheme", mainContainer + `plain_http_registries = ["http://r"]`, `without http:// or https://`},
		{"never completes", mainContainer + `wait_for = "completed"`, `With restart_policy "Always" containers that end are started again.`},
		{"dns none", mainContainer + `dns_policy = "None"`, `With dns_policy = "None" the group knows only the name servers of dns_config.`},
		{"eip twice", mainContainer + "eip_instance_id = \"eip-1\"\nauto_create_eip = true", `Invalid Attribute Combination`},
		{"write-only without version", mainContainer + `image_registry_credentials = { "r" = { user_name = "u", password_wo = "p" } }`,
			`Invalid Attribute Combination`},
	} {
		t.Run(test.name, func(t *testing.T) { session.Refuses(t, cloud, group(test.arguments), test.want) })
	}
	cloud.Test(t, resource.TestStep{Config: group(mainContainer + "cpu = 2"), PlanOnly: true,
		ExpectError: words("ECI sells pairs of vCPUs and memory: set memory too")})
}

// TestAcceptedAtPlan has what ECI documents, and what looks odd and is right.
func TestAcceptedAtPlan(t *testing.T) {
	session := acctest.NewCloud(t).Session(t)
	for _, arguments := range []string{
		`containers = { main = { image = "a", security_context = { capabilities = { add = ["SYS_PTRACE", "NET_BIND_SERVICE"] } } } }`,
		`containers = { main = { image = "a", env = { "aliyun_logs_app-stdout" = "stdout", "MY_metadata.name" = "x" } } }`,
		`containers = { main = { image = "a", env_from_field = { IP = "status.podIP", HOST = "status.hostIP" } } }`,
		`containers = { main = { image = "Registry.example.com:5000/team/app:V1" } }`,
		`containers = { main = { image = "nginx@sha256:ABC" } }`,
		mainContainer + `security_context = { sysctls = { "vm.min_free_kbytes" = "65536" } }`,
		mainContainer + `host_security_context = { sysctls = { "vm.min_free_kbytes" = "65536" } }`,
		mainContainer + `gpu_driver_version = "tesla=535"`,
		mainContainer + `volumes = { v = { config_file = { files = { "a/..b" = { content = "" } } } } }`,
		mainContainer + "instance_types = [\"ecs.c7.large\"]\ncpu_options = { threads_per_core = 2 }",
	} {
		if plan := session.Plan(group(arguments))["eci_container_group.test"]; plan.Action != "create" || len(plan.Diagnostics) > 0 {
			t.Errorf("%s: %s, %+v", arguments, plan.Action, plan.Diagnostics)
		}
	}
}
