# Workers on spot capacity: whichever zone has it, at the market price.
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

resource "eci_container_group" "worker" {
  count = var.workers

  name              = "spot-worker-${count.index}"
  security_group_id = var.security_group_id
  cpu               = 2
  memory            = 4
  restart_policy    = "OnFailure"

  spot_strategy = "SpotAsPriceGo"

  # One vSwitch for each zone. The first that has capacity is taken; vswitch_id and zone_id say which.
  vswitch_ids       = var.vswitch_ids
  schedule_strategy = "VSwitchOrdered"

  # Spot capacity can be reclaimed: after the stop signal there is this much time to save work.
  termination_grace_period_seconds = 60

  containers = {
    worker = {
      image   = "busybox:1.37"
      command = ["sh", "-c", "trap 'echo saved; exit 0' TERM; while true; do sleep 5; done"]
    }
  }
}

output "zones" {
  description = "Where each worker runs."
  value       = { for worker in eci_container_group.worker : worker.name => worker.zone_id }
}
