# With ../sized a configuration that uses every attribute. Another generation changes each container.
variable "generation" {
  type    = number
  default = 1
}

resource "eci_container_group" "test" {
  name                = "typed"
  instance_types      = ["ecs.gn7i-c32g2.8xlarge"]
  cpu_options         = { cores = 16, threads_per_core = 1 }
  gpu_driver_version  = "tesla=525.85.12"
  spot_strategy       = "SpotWithPriceLimit"
  spot_price_limit    = 1.5
  spot_duration_hours = 1
  strict_spot         = true
  eip_instance_id     = "eip-test"
  containers = { main = {
    image             = "cuda:${var.generation}"
    gpu               = 1
    sidecar           = true
    start_priority    = var.generation
    exit_priority     = -1000
    ignore_exit_code  = true
    ignore_not_ready  = true
    exclude_from_size = true
    env               = { GROUP = "__ECI_ID__" }
    volume_mounts     = [{ name = "logs", mount_path = "/var/log" }]
  } }
  log_collection = {
    out = { container = "main", stream = "stderr-only" }
    files = {
      container      = "main"
      path           = "/var/log/app/*.log"
      project        = "project-1"
      logstore       = "store_1"
      machine_group  = "machines"
      shards         = 10
      retention_days = 3650
      tags           = { team = "test" }
    }
  }
  init_containers = [{ name = "prepare", image = "cuda:${var.generation}", gpu = 1, command = ["true"] }]
  volumes = {
    disk = { disk = { disk_id = "d-test", size = 20, fs_type = "ext4" } }
    logs = { empty_dir = {} }
  }
}
