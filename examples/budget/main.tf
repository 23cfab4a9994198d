# A budget that plan holds against what is about to be created. A check only warns; a precondition would refuse.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = var.region

  plan_checks = {
    price = true
  }
}

resource "eci_container_group" "web" {
  count = 2

  name              = "web-${count.index}"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = 2
  memory            = 4

  containers = {
    web = {
      image = "nginx:1.27"
    }
  }
}

resource "eci_container_group" "cache" {
  name              = "cache"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = 4
  memory            = 32

  containers = {
    cache = {
      image = "redis:7"
    }
  }
}

locals {
  groups = concat(eci_container_group.web, [eci_container_group.cache])

  # A price that could not be looked up is null, with a warning; then the sum is null too.
  unpriced     = [for group in local.groups : group.name if group.estimated_price == null]
  monthly_cost = length(local.unpriced) > 0 ? null : sum([for group in local.groups : group.estimated_price.per_month])
}

check "budget" {
  assert {
    condition     = length(local.unpriced) == 0
    error_message = "Nobody knows whether the budget is kept: the prices of ${join(", ", local.unpriced)} could not be looked up."
  }
  assert {
    condition     = local.monthly_cost == null ? true : local.monthly_cost <= var.monthly_budget
    error_message = local.monthly_cost == null ? "unknown" : format("The groups cost %.2f a month, and the budget is %.2f.", local.monthly_cost, var.monthly_budget)
  }
}

output "monthly_cost" {
  description = "What the groups cost in a month of 730 hours."
  value       = local.monthly_cost
}
