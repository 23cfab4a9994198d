# With ../typed a configuration that uses every attribute. Another generation changes something in each list that an update
# can change. Another copy is the same group with another address.
variable "generation" {
  type    = number
  default = 1
}

variable "copy" {
  type    = number
  default = 0
}

resource "eci_container_group" "test" {
  name              = "sized"
  resource_group_id = "rg-test${var.generation}"
  tags              = { team = "test", empty = "" }
  wait_for          = "running"
  fail_fast         = true
  force_delete      = true
  replace_triggers  = { run = "1" }
  timeouts          = { create = "5m", update = "5m", delete = "5m" }

  cpu                = 2 * var.generation
  memory             = 4 * var.generation
  compute_categories = ["general", "economy"]
  cpu_architecture   = "AMD64"
  os_type            = "Linux"
  ephemeral_storage  = 20

  vswitch_ids                    = ["vsw-test-b", "vsw-test-c"]
  schedule_strategy              = "VSwitchOrdered"
  security_group_id              = "sg-test"
  zone_id                        = "cn-hangzhou-b"
  auto_create_eip                = true
  eip_bandwidth                  = 10
  eip_isp                        = "BGP"
  eip_common_bandwidth_package   = "cbwp-test"
  ipv6_address_count             = 1
  ipv6_gateway_bandwidth_enabled = true
  ipv6_gateway_bandwidth         = 100
  private_ip_address             = "172.16.201.${var.copy + 1}"
  fixed_ip                       = true
  fixed_ip_retain_hours          = 24
  ingress_bandwidth              = 1000000
  egress_bandwidth               = 2000000

  host_name    = "maximum"
  host_aliases = [{ ip = "10.0.0.1", hostnames = ["one.test", "eins.test"] }]
  ntp_servers  = ["ntp.test"]
  dns_policy   = "None"
  dns_config = {
    nameservers = ["10.0.0.${var.generation}"]
    searches    = ["svc.test"]
    options     = { ndots = "5", rotate = "" }
  }
  security_context                 = { sysctls = { "net.ipv4.ping_group_range" = "0 100" } }
  host_security_context            = { sysctls = { "kernel.sem" = "250 32000 32 128" } }
  ram_role_name                    = "role"
  active_deadline_seconds          = 86400
  termination_grace_period_seconds = 10
  max_pending_minutes              = 60
  share_process_namespace          = true
  container_resource_view          = true
  core_pattern                     = "/core/%e"

  auto_match_image_cache = true
  image_accelerate_mode  = "nydus"
  image_registry_credentials = {
    "registry.test" = { user_name = "user", password = "secret${var.generation}" }
    "written.test"  = { user_name = "user", password_wo = "secret", password_wo_version = 1 }
  }
  acr_registries = [{
    instance_id      = "cri-test"
    instance_name    = "name${var.generation}"
    region_id        = "cn-hangzhou"
    domains          = ["acr.test"]
    service_role_arn = "acs:ram::1:role/service"
    user_role_arn    = "acs:ram::2:role/user"
  }]
  insecure_registries   = ["insecure.test:5000"]
  plain_http_registries = ["plain.test:5000"]
  data_cache = {
    bucket            = "default"
    performance_level = "AutoPL"
    provisioned_iops  = 1000
    bursting_enabled  = true
  }

  restart_policy = var.generation == 1 ? "Always" : "OnFailure"

  containers = {
    http = {
      image             = "nginx:1.${var.generation}"
      image_pull_policy = "Always"
      command           = ["nginx"]
      args              = ["-g", "daemon off;"]
      working_dir       = "/srv"
      cpu               = 0.5
      memory            = 1
      env               = { PLAIN = "value", EMPTY = "" }
      env_from_field    = { ADDRESS = "status.podIP" }
      ports             = [{ port = 80 }, { port = 53, protocol = "UDP" }]
      volume_mounts = [
        { name = "scratch", mount_path = "/scratch", sub_path = "a/b", read_only = true, mount_propagation = "HostToContainer" },
        { name = "files", mount_path = "/files" },
      ]
      liveness_probe = {
        http_get              = { path = "/live", port = 80, scheme = "HTTPS" }
        initial_delay_seconds = 1
        period_seconds        = 20
        timeout_seconds       = 2
        success_threshold     = 1
        failure_threshold     = 5
      }
      readiness_probe = {
        http_get              = { path = "/ready", port = 80, scheme = "HTTPS" }
        initial_delay_seconds = 1
        period_seconds        = 20
        timeout_seconds       = 2
        success_threshold     = 1
        failure_threshold     = 5
      }
      post_start                 = { http_get = { host = "localhost", path = "/started", port = 80, scheme = "HTTP", headers = { X-Started = "yes" } } }
      pre_stop                   = { http_get = { host = "localhost", path = "/stopping", port = 80, scheme = "HTTP", headers = { X-Stopping = "yes" } } }
      stdin                      = true
      stdin_once                 = true
      tty                        = true
      termination_message_path   = "/last"
      termination_message_policy = "File"
      security_context = {
        capabilities              = { add = ["NET_ADMIN"] }
        read_only_root_filesystem = true
        run_as_user               = 1000
        run_as_group              = 1000
        run_as_non_root           = true
        privileged                = true
      }
    }
    exec = {
      image           = "busybox"
      liveness_probe  = { exec = { command = ["true"] } }
      readiness_probe = { exec = { command = ["true"] } }
      post_start      = { exec = { command = ["echo", "started"] } }
      pre_stop        = { exec = { command = ["echo", "stopping"] } }
    }
    tcp = {
      image                    = "busybox"
      liveness_probe           = { tcp_socket = { port = 81 } }
      readiness_probe          = { tcp_socket = { port = 81 } }
      post_start               = { tcp_socket = { host = "localhost", port = 81 } }
      pre_stop                 = { tcp_socket = { host = "localhost", port = 81 } }
      env                      = { SHOWN = "no" }
      hide_env                 = true
      sensitive_env            = { TOKEN = "secret" }
      sensitive_env_wo         = { WRITTEN = "secret" }
      sensitive_env_wo_version = 1
    }
  }

  init_containers = [{
    name                       = "first"
    image                      = "busybox:1.${var.generation}"
    image_pull_policy          = "Always"
    command                    = ["echo"]
    args                       = ["ready"]
    working_dir                = "/srv"
    cpu                        = 0.5
    memory                     = 1
    env                        = { PLAIN = "value" }
    env_from_field             = { ADDRESS = "status.podIP" }
    ports                      = [{ port = 82, protocol = "TCP" }]
    volume_mounts              = [{ name = "scratch", mount_path = "/scratch", sub_path = "a", read_only = true, mount_propagation = "Bidirectional" }]
    termination_message_path   = "/last"
    termination_message_policy = "FallbackToLogsOnError"
    security_context = {
      capabilities              = { add = ["NET_ADMIN"] }
      read_only_root_filesystem = true
      run_as_user               = 1000
    }
  }]

  volumes = {
    scratch = { empty_dir = { medium = "Memory", size_limit = "${var.generation}Gi" } }
    files = { config_file = {
      default_mode = "0640"
      files = {
        "plain.conf"   = { content = "plain", mode = "0600" }
        "binary.dat"   = { content_base64 = "//8AAQ==" }
        "written.conf" = { content_wo = "secret", content_wo_version = 1 }
      }
    } }
    nfs   = { nfs = { server = "nas.test", path = "/share", read_only = true } }
    oss   = { flex_volume = { driver = "alicloud/oss", fs_type = "xfs", options = { bucket = "b", url = "oss.test", path = "/" } } }
    cache = { host_path = { path = "/model", type = "Directory" } }
  }
}
