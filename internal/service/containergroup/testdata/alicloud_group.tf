# Says the same as alicloud_group.json.
resource "eci_container_group" "test" {
  name                             = "web"
  security_group_id                = "sg-bp1example0000000001"
  vswitch_ids                      = ["vsw-bp1example0000000001"]
  cpu                              = 1
  memory                           = 2
  auto_create_eip                  = true
  eip_bandwidth                    = 5
  resource_group_id                = "rg-example00000001"
  dns_policy                       = "None"
  dns_config                       = { nameservers = ["100.100.2.136"], options = { ndots = "2" } }
  host_aliases                     = [{ ip = "10.0.0.10", hostnames = ["db.internal"] }]
  security_context                 = { sysctls = { "net.ipv4.ip_unprivileged_port_start" = "0" } }
  tags                             = { team = "web" }
  timeouts                         = { create = "30m" }
  termination_grace_period_seconds = 30
  image_registry_credentials       = { "registry.example.com" = { user_name = "puller", password = "example-password" } }
  acr_registries = [{ instance_id = "cri-example0000001", instance_name = "example", region_id = "cn-hangzhou",
  domains = ["example-registry-vpc.cn-hangzhou.cr.aliyuncs.com"] }]
  containers = {
    web = {
      image            = "nginx:1.27"
      command          = ["nginx", "-g", "daemon off;"]
      env              = { MODE = "production" }
      env_from_field   = { POD_IP = "status.podIP" }
      ports            = [{ port = 80 }]
      pre_stop         = { exec = { command = ["nginx", "-s", "quit"] } }
      liveness_probe   = { http_get = { path = "/healthz", port = 80 }, initial_delay_seconds = 5 }
      security_context = { capabilities = { add = ["NET_ADMIN"] }, run_as_user = 0 }
      volume_mounts    = [{ name = "conf", mount_path = "/etc/nginx/conf.d", read_only = true }]
    }
  }
  volumes = { conf = { config_file = { files = { "default.conf" = { content = "server { listen 80; }\n" } } } } }
}
