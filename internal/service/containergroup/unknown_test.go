package containergroup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// unknownParts has values that are known only after apply in single places.
const unknownParts = `
resource "terraform_data" "known" {
  input = {
    text = "text-%[1]d", image = "nginx:1.2%[1]d", port = 80%[1]d, cpu = %[1]d, memory = 2 * %[1]d, version = %[1]d
    flag = true, address = "10.0.0.%[1]d", vswitch = "vsw-test%[1]d-a", size = "%[1]dMi"
    texts = { a = "%[1]d" }, list = ["echo", "%[1]d"], region = element(["cn-hangzhou", "cn-beijing"], %[1]d)
  }
}
locals { later = terraform_data.known.output }
resource "eci_container_group" "test" {
  region            = local.later.region
  name              = local.later.text
  resource_group_id = local.later.text
  vswitch_ids       = [local.later.vswitch]
  cpu               = local.later.cpu
  memory            = local.later.memory
  host_name         = local.later.text
  tags              = { a = local.later.text }
  replace_triggers  = { a = local.later.text }
  force_delete      = local.later.flag
  timeouts          = { create = "${local.later.cpu}m" }
  host_aliases      = [{ ip = local.later.address, hostnames = [local.later.text] }]
  dns_config        = { nameservers = [local.later.address], options = { ndots = local.later.text } }
  image_registry_credentials = {
    "a.example" = { user_name = local.later.text, password_wo = local.later.text, password_wo_version = local.later.version }
  }
  acr_registries    = [{ instance_id = "cri-${local.later.text}", domains = [local.later.text] }]
  containers = {
    main = {
      image           = local.later.image
      working_dir     = "/${local.later.text}"
      env             = { A = local.later.text }
      sensitive_env   = { B = local.later.text }
      ports           = [{ port = local.later.port }]
      volume_mounts   = [{ name = "data", mount_path = "/${local.later.text}", read_only = local.later.flag }]
      readiness_probe = { http_get = { port = local.later.port } }
      liveness_probe  = { exec = { command = [local.later.text] }, failure_threshold = 3 }
      pre_stop        = { exec = { command = local.later.list } }
      tty             = local.later.flag
      security_context = { run_as_user = local.later.port, read_only_root_filesystem = local.later.flag }
    }
  }
  init_containers = [{ name = local.later.text, image = "busybox:1.36", command = local.later.list, env = { A = local.later.text } }]
  volumes = {
    data  = { empty_dir = { size_limit = local.later.size } }
    files = { config_file = { files = {
      a = { content = local.later.text }
      b = { content_wo = local.later.text, content_wo_version = local.later.version }
    } } }
    nas   = { flex_volume = { driver = "alicloud/nas", options = { server = local.later.text } } }
    nfs   = { nfs = { server = local.later.text, path = "/${local.later.text}" } }
  }
}`

// unknownWholes has whole collections and objects that are known only after apply.
const unknownWholes = `
resource "terraform_data" "known" {
  input = {
    containers = { main = { image = "nginx:1.2%[1]d" } }
    container  = { image = "nginx:1.2%[1]d", env = { A = "%[1]d" } }
    env        = { A = "%[1]d" }
    secrets    = { B = "%[1]d" }
    list       = ["text-%[1]d"]
    ports      = [{ port = 80%[1]d }]
    probe      = { http_get = { port = 80%[1]d } }
    handler    = { port = 80%[1]d }
    context    = { run_as_user = %[1]d }
    inits      = [{ name = "init-%[1]d", image = "busybox:1.36", command = ["true"] }]
    volumes    = { data = { empty_dir = { size_limit = "%[1]dMi" } } }
    volume     = { empty_dir = { size_limit = "%[1]dMi" } }
    files      = { a = { content = "text-%[1]d" } }
    dns        = { nameservers = ["10.0.0.%[1]d"] }
    aliases    = [{ ip = "10.0.0.%[1]d", hostnames = ["a"] }]
    logins     = { "a.example" = { user_name = "a", password = "password-%[1]d" } }
    registries = [{ instance_id = "cri-%[1]d" }]
    options    = { server = "text-%[1]d" }
  }
}
locals { later = terraform_data.known.output }
resource "eci_container_group" "test" {
  name                       = "wholes"
  tags                       = local.later.env
  vswitch_ids                = ["vsw-a"]
  containers                 = local.later.containers
  init_containers            = local.later.inits
  volumes                    = local.later.volumes
  dns_config                 = local.later.dns
  host_aliases               = local.later.aliases
  image_registry_credentials = local.later.logins
  acr_registries             = local.later.registries
}
resource "eci_container_group" "nested" {
  name       = "nested"
  cpu        = 2
  memory     = 4
  dns_config = { nameservers = ["10.0.0.1"], searches = local.later.list, options = local.later.env }
  containers = {
    one = local.later.container
    two = {
      image            = "nginx:1.27"
      env              = local.later.env
      sensitive_env    = local.later.secrets
      ports            = local.later.ports
      readiness_probe  = local.later.probe
      liveness_probe   = { tcp_socket = local.later.handler }
      post_start       = { tcp_socket = local.later.handler }
      security_context = local.later.context
    }
  }
  volumes = {
    one = local.later.volume
    two = { config_file = { files = local.later.files } }
    nas = { flex_volume = { driver = "alicloud/nas", options = local.later.options } }
  }
}`

// Values that are known only after apply are no reason for an error or an inconsistency, in a new group or in a change.
func TestUnknownValues(t *testing.T) {
	for name, config := range map[string]string{"parts": unknownParts, "wholes": unknownWholes} {
		t.Run(name, func(t *testing.T) {
			acctest.NewCloud(t).Test(t,
				resource.TestStep{Config: fmt.Sprintf(config, 1)},
				resource.TestStep{Config: fmt.Sprintf(config, 2), ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectNonEmptyPlan()}}},
			)
		})
	}
}

// TestUnknownSecretsStaySecrets changes secret variables that are known only after apply, in place.
func TestUnknownSecretsStaySecrets(t *testing.T) {
	const config = `
resource "terraform_data" "known" { input = { A = "%d" } }
resource "eci_container_group" "test" {
  name       = "secrets"
  containers = { main = { image = "nginx:1.27", sensitive_env = terraform_data.known.output } }
}`
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: fmt.Sprintf(config, 1)},
		resource.TestStep{Config: fmt.Sprintf(config, 2), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate)},
	)
}

func TestUnknownAttributes(t *testing.T) {
	t.Parallel()
	first := func(name string) string {
		_, resource, _ := strings.Cut(testdata(t, name), "resource ")
		return strings.NewReplacer("var.generation", "1", "var.copy", "0").Replace("resource " + resource)
	}
	unknowns := acctest.Unknowns{
		Kind: "eci_container_group",
		Prepare: func(cloud *acctest.Cloud, session *acctest.Session) []string {
			cloud.AddDataCache(acctest.Region, "default", "/model")
			session.Apply(`resource "eci_image_cache" "web" {
				name              = "web"
				images            = ["nginx:1.27"]
				security_group_id = "sg-1"
				vswitch_ids       = ["vsw-1"]
			}`)
			id := session.Value("eci_image_cache.web").GetAttr("id").AsString()
			return []string{group(mainContainer + `image_cache_id = "` + id + `"`)}
		},
		Configs: []string{
			group(`containers = { main = { image = "nginx:1.27", stdin = true, stdin_once = true
					volume_mounts = [{ name = "tmp", mount_path = "/a", sub_path = "b", read_only = true, mount_propagation = "None" }] } }
				init_containers = [{ name = "init", image = "busybox:1", command = ["true"]
					volume_mounts = [{ name = "tmp", mount_path = "/a", sub_path = "b", read_only = true, mount_propagation = "None" }] }]
				volumes = { tmp = { empty_dir = {} }, other = { empty_dir = {} } }`),
			group(`containers = { main = { image = "nginx:1.27"
					post_start = { http_get = { port = 80, headers_wo = { A = "b" }, headers_wo_version = 1 } } } }
				volumes = { oss = { flex_volume = { driver = "alicloud/oss", options = { bucket = "b", url = "oss.test", path = "/" }
					sensitive_options = { a = "b" }, sensitive_options_wo = { otherOpts = "x" }, sensitive_options_wo_version = 1 } } }`),
			group(mainContainer + `data_cache = { bucket = "default" }
				volumes = { cache = { host_path = { path = "/model", type = "Directory" } } }`),
			group(mainContainer + `
				spot_strategy = "SpotAsPriceGo"
				region = "cn-hangzhou"
				dry_run = "off"
				replace_when = ["Failed"]
				keep_log_lines = 10
				restart_triggers = { a = "b" }`),
			first("sized"), first("typed"),
		},
		Others: map[string]string{
			"region": "cn-beijing", "compute_categories.*": "general", "cpu_architecture": "ARM64", "dns_policy": "Default", "eip_isp": "BGP_PRO",
			"image_accelerate_mode": "imc", "os_type": "Windows", "restart_policy": "Never", "schedule_strategy": "VSwitchRandom",
			"spot_strategy": "NoSpot", "wait_for": "ready", "data_cache.performance_level": "PL2", "dry_run": "error", "replace_when.*": "Expired",
			"log_collection.*.stream": "stdout-only", "volumes.*.config_file.files.*.content_base64": "//8AAg==",
			"timeouts.create": "6m", "timeouts.update": "6m", "timeouts.delete": "6m",
			"dns_config.nameservers.*": "10.0.0.9", "host_aliases.*.ip": "10.0.0.9", "private_ip_address": "172.16.201.9",
			"insecure_registries.*": "other.test", "plain_http_registries.*": "other.test",
			"containers.*.env_from_field.*": "status.hostIP", "containers.*.image_pull_policy": "Never",
			"containers.*.liveness_probe.http_get.scheme": "HTTP", "containers.*.post_start.http_get.scheme": "HTTPS",
			"containers.*.ports.*.protocol": "TCP", "containers.*.termination_message_policy": "FallbackToLogsOnError",
			"containers.*.volume_mounts.*.mount_propagation": "Bidirectional", "containers.*.volume_mounts.*.name": "other",
			"init_containers.*.volume_mounts.*.mount_propagation": "Bidirectional", "init_containers.*.volume_mounts.*.name": "other",
			"volumes.*.config_file.default_mode": "0600", "volumes.*.config_file.files.*.mode": "0640",
			"volumes.*.empty_dir.medium": "LocalRaid0", "volumes.*.empty_dir.size_limit": "2Gi",
			"volumes.*.flex_volume.driver": "alicloud/nas", "volumes.*.flex_volume.fs_type": "ext3", "volumes.*.host_path.type": "File",
		},
		Single: []string{"containers.*.liveness_probe.success_threshold", "ipv6_address_count", "ipv6_gateway_bandwidth_enabled",
			"log_collection.*.container"},
		Late: []string{
			// What has a value cannot be emptied.
			"acr_registries", "dns_config", "dns_config.nameservers", "dns_config.options", "dns_config.searches", "image_registry_credentials",
			"init_containers", "volumes",
			// A container cannot begin or cease to hide its variables, and below others stands what cannot be updated.
			"containers.*.sensitive_env", "containers.*.security_context", "volumes.*.config_file",
		},
	}
	unknowns.Test(t)
}
