# Spot capacity where it is cheapest: a module picks the zone and the instance type among those with a vSwitch of yours.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = var.region
}

module "cheapest_zone" {
  source = "./modules/cheapest-zone"

  instance_types = var.instance_types
  vswitch_ids    = var.vswitch_ids
}

resource "eci_container_group" "worker" {
  name              = "cheap-worker"
  security_group_id = var.security_group_id
  vswitch_ids       = [module.cheapest_zone.vswitch_id]
  instance_types    = [module.cheapest_zone.instance_type]
  spot_strategy     = "SpotAsPriceGo"
  restart_policy    = "OnFailure"

  containers = {
    worker = {
      image   = "busybox:1.37"
      command = ["sh", "-c", "while true; do sleep 5; done"]
    }
  }
}

output "choice" {
  description = "Where the worker runs, on what, and what that cost when it was chosen."
  value       = module.cheapest_zone
}
