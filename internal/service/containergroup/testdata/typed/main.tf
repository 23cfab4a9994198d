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
  containers          = { main = { image = "cuda:${var.generation}", gpu = 1 } }
  init_containers     = [{ name = "prepare", image = "cuda:${var.generation}", gpu = 1, command = ["true"] }]
  volumes             = { disk = { disk = { disk_id = "d-test", size = 20, fs_type = "ext4" } } }
}
