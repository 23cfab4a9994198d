package containergroup_test

import (
	"fmt"
	"regexp"
	"strings"
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
		{"alias of nothing", mainContainer + `host_aliases = [{ ip = "10.0.0.1", hostnames = [] }]`,
			`host_aliases[0].hostnames: list must contain at least 1 elements`},
		{"cpu alone", mainContainer + `cpu = 2`, `ECI sells pairs of vCPUs and memory: set memory too`},
		{"memory alone", mainContainer + `memory = 2`, `ECI sells pairs of vCPUs and memory: set cpu too`},
		{"cpu with instance types", mainContainer + "cpu = 2\nmemory = 4\ninstance_types = [\"ecs.c6.large\"]",
			`cpu: An ECS instance type has vCPUs and memory of its own.`},
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
		{"spot limit decimals", mainContainer + "spot_strategy = \"SpotWithPriceLimit\"\nspot_price_limit = 0.1234",
			`up to three decimals, not 0.1234. The nearest is 0.123.`},
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
		{"container without a name", `containers = { "" = { image = "a" } }`, `string length must be at least 1`},
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
		{"eip twice", mainContainer + "eip_instance_id = \"eip-1\"\nauto_create_eip = true",
			`eip_instance_id: A group can have an elastic IP address that exists or one that ECI buys.`},
		{"bandwidth of no EIP", mainContainer + "eip_bandwidth = 10\nauto_create_eip = false",
			`eip_bandwidth: It has an effect only with auto_create_eip`},
		{"Base64 that is none", `containers = { main = { image = "a" } }
			volumes = { v = { config_file = { files = { a = { content_base64 = "=" } } } } }`,
			`volumes["v"].config_file.files["a"].content_base64: value must be Base64 of at most 32768 bytes`},
		{"retention of no address", mainContainer + `fixed_ip_retain_hours = 10`,
			`fixed_ip_retain_hours: It has an effect only with fixed_ip = true`},
		{"write-only without version", mainContainer + `image_registry_credentials = { "r" = { user_name = "u", password_wo = "p" } }`,
			`Invalid Attribute Combination`},
		{"negative timeout", mainContainer + `timeouts = { create = "-5m" }`,
			`timeouts.create: value must be a duration above 0, such as 90s, 30m or 2h, got: "-5m"`},
		{"no time", mainContainer + `timeouts = { delete = "0s" }`, `timeouts.delete: value must be a duration above 0`},
		{"zone of another region", mainContainer + `zone_id = "cn-beijing-a"`,
			`zone_id: cn-beijing-a is no zone of cn-hangzhou, whose zones begin with cn-hangzhou.`},
		{"role", mainContainer + `acr_registries = [{ instance_id = "cri-1", user_role_arn = "role/a" }]`,
			`acr_registries[0].user_role_arn: value must be the ARN of a RAM role, such as acs:ram::1234567890123456:role/name, got: "role/a"`},
		{"ACR instance", mainContainer + `acr_registries = [{ instance_id = "cr-1" }]`,
			`must be the ID of an ACR instance, which begins with cri-`},
		{"EIP", mainContainer + `eip_instance_id = "1.2.3.4"`, `eip_instance_id: value must be the ID of an elastic IP address`},
		{"bandwidth package", mainContainer + "auto_create_eip = true\neip_common_bandwidth_package = \"bwp-1\"", `which begins with cbwp-`},
		{"disk", mainContainer + `volumes = { v = { disk = { disk_id = "vol-1" } } }`,
			`volumes["v"].disk.disk_id: value must be the ID of a disk`},
		{"port of a login", mainContainer + `image_registry_credentials = { "r.example:65536" = { user_name = "u", password = "p" } }`,
			`with a port from 1 to 65535, without http:// or https:// and without a path, got: "r.example:65536"`},
		{"port of a registry", mainContainer + `insecure_registries = ["r.example:0"]`, `with a port from 1 to 65535`},
		{"performance level", mainContainer + `data_cache = { bucket = "default", performance_level = "PL9" }`,
			`data_cache.performance_level: value must be one of: ["PL0" "PL1" "PL2" "PL3" "AutoPL"], got: "PL9"`},
		{"host name", mainContainer + `host_name = "web_1"`, `host_name: value must be a host name of lowercase letters`},
		{"alias", mainContainer + `host_aliases = [{ ip = "10.0.0.1", hostnames = ["a.example", "b c"] }]`,
			`host_aliases[0].hostnames[1]: value must be a host name`},
		{"search domain", mainContainer + `dns_config = { searches = ["a..b"] }`, `dns_config.searches[0]: value must be a domain`},
		{"time server", mainContainer + `ntp_servers = ["ntp://a.example"]`, `ntp_servers[0]: value must be a host name or an IP address`},
		{"input once", `containers = { main = { image = "a", stdin_once = true } }`,
			`containers["main"].stdin_once: Only standard input that is open can be closed`},
		{"root where none may be", `containers = { main = { image = "a", security_context = { run_as_user = 0, run_as_non_root = true } } }`,
			`containers["main"].security_context.run_as_user: User 0 is root`},
		{"disk of nothing", mainContainer + `volumes = { v = { flex_volume = { driver = "alicloud/disk" } } }`,
			`volumes["v"].flex_volume.options: A disk needs volumeId`},
		{"disk by another name", mainContainer + `volumes = { v = { flex_volume = { driver = "alicloud/disk", options = { volumeId = "x" } } } }`,
			`volumes["v"].flex_volume.options["volumeId"]: value must be the ID of a disk, which begins with d-, got: "x"`},
		{"large disk", mainContainer + `volumes = { v = { flex_volume = { driver = "alicloud/disk", options = { volumeSize = "40Gi" } } } }`,
			`volumes["v"].flex_volume.options["volumeSize"]: value must be a number of GiB from 5 to 32768, got: "40Gi"`},
		{"7 disks", mainContainer + `volumes = { a = { disk = { disk_id = "d-1" } }, b = { disk = { disk_id = "d-2" } }
				c = { disk = { disk_id = "d-3" } }, d = { disk = { disk_id = "d-4" } }, e = { disk = { disk_id = "d-5" } }
				f = { disk = { disk_id = "d-6" } }, g = { flex_volume = { driver = "alicloud/disk", options = { volumeSize = "20" } } } }`,
			`volumes: A container group can have 6 disks, not 7.`},
		{"large files", mainContainer + fmt.Sprintf(`volumes = { v = { config_file = { files = {
				a = { content = "%[1]s" }, b = { content = "%[1]s" }
				c = { content = "x" } } } } }`, strings.Repeat("x", 30<<10)),
			`volumes["v"].config_file.files: The files of a volume may have 61440 bytes together, these have 61441.`},
		{"version of no variables", `containers = { main = { image = "a", sensitive_env_wo_version = 1 } }`,
			`containers["main"].sensitive_env_wo_version: It needs containers["main"].sensitive_env_wo beside it.`},
		{"version of no password", mainContainer +
			`image_registry_credentials = { r = { user_name = "u", password = "p", password_wo_version = 1 } }`,
			`password_wo_version: It needs image_registry_credentials["r"].password_wo beside it.`},
		{"setting of the wrong context", mainContainer + `host_security_context = { sysctls = { "net.ipv4.tcp_syncookies" = "1" } }`,
			`host_security_context.sysctls["net.ipv4.tcp_syncookies"]`},
		{"257 characters", `containers = { main = { image = "a", env = { A = "` + strings.Repeat("云", 257) + `" } } }`,
			`containers["main"].env["A"]: UTF-8 character count must be at most 256`},
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
		`containers = { main = { image = "a", env = { A = "` + strings.Repeat("云", 256) + `" }, command = ["` +
			strings.Repeat("云", 256) + `"] } }`,
		mainContainer + `tags = { "` + strings.Repeat("云", 64) + `" = "` + strings.Repeat("云", 128) + `" }`,
		mainContainer + `volumes = { v = { config_file = { files = { a = { content = "` + strings.Repeat("x", 30<<10) + `" }, b = { content = "` +
			strings.Repeat("x", 30<<10) + `" } } } } }`,
		mainContainer + `volumes = { v = { config_file = { files = { a = { content = "` + strings.Repeat("x", 30<<10) + `" }
			b = { content = "` + strings.Repeat("x", 30<<10-1) + `" }, c = { content_base64 = "/w==" } } } } }`,
		mainContainer + `dns_config = { nameservers = ["10.0.0.1"], searches = ["_tcp.example.com.", "."] }`,
		mainContainer + `ntp_servers = ["NTP.example.com", "2001:db8::1"]`,
		mainContainer + `plain_http_registries = ["Registry.example.com:5000", "localhost", "10.0.0.1:1"]`,
		mainContainer + `acr_registries = [{ instance_id = "cri-1", service_role_arn = "acs:ram::1234567890123456:role/AliyunECI.x_y-z" }]`,
		mainContainer + `security_context = { sysctls = { "kernel.shm_rmid_forced" = "1" } }`,
		mainContainer + `data_cache = { bucket = "default", performance_level = "" }`,
		mainContainer + `volumes = { "Data_1" = { flex_volume = { driver = "alicloud/disk", options = { volumeId = "d-1" } } } }`,
		`containers = { "Web_1" = { image = "a", stdin = true, stdin_once = true } }`,
		mainContainer + `timeouts = { create = "90m", update = "" }`,
		mainContainer + `zone_id = "cn-hangzhou-b"`,
		mainContainer + "eip_instance_id = \"eip-1\"\nauto_create_eip = false",
		mainContainer + "eip_bandwidth = 0\neip_isp = \"\"\nfixed_ip_retain_hours = 0",
	} {
		if plan := session.Plan(group(arguments))["eci_container_group.test"]; plan.Action != "create" || len(plan.Diagnostics) > 0 {
			t.Errorf("%s: %s, %+v", arguments, plan.Action, plan.Diagnostics)
		}
	}
}

// An address that is retained and not asked for is one mistake, and one error.
func TestRetentionAlone(t *testing.T) {
	session := acctest.NewCloud(t).Session(t)
	plan := session.Plan(group(mainContainer + "fixed_ip_retain_hours = 10"))[address]
	if len(plan.Diagnostics) != 1 {
		t.Errorf("got %+v", plan.Diagnostics)
	}
}
