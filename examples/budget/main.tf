# A budget that plan holds against what is about to be created. A check only warns; a precondition refuses.
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

locals {
  groups = {
    web   = { image = "nginx:1.27", cpu = 2, memory = 4, count = 2, hours_per_day = 24 }
    cache = { image = "redis:7", cpu = 4, memory = 32, count = 1, hours_per_day = 24 }
  }
}

# What everything costs, as ECI prices it now.
data "eci_cost_estimate" "month" {
  items = merge(
    { for name, group in local.groups : name => {
      count           = group.count
      container_group = { cpu = group.cpu, memory = group.memory, hours_per_day = group.hours_per_day }
    } },
    { "image cache" = { image_cache = { size = var.image_cache_size } } },
  )
}

locals {
  monthly_cost = data.eci_cost_estimate.month.per_month

  # Of what ECI does not tell the price of, nobody knows whether the budget is kept.
  unpriced = { for name, cost in data.eci_cost_estimate.month.costs : name => cost.unknown if cost.unknown != null }
}

check "budget" {
  assert {
    condition     = length(local.unpriced) == 0
    error_message = "Nobody knows whether the budget is kept. ${join(". ", [for name, why in local.unpriced : "${name}: ${why}"])}."
  }
  assert {
    condition     = try(local.monthly_cost <= var.monthly_budget, true)
    error_message = "All of it costs ${try(format("%.2f", local.monthly_cost), "?")} a month, and the budget is ${format("%.2f", var.monthly_budget)}."
  }
}

resource "eci_image_cache" "this" {
  name              = "images"
  images            = distinct(values(local.groups)[*].image)
  size              = var.image_cache_size
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
}

resource "eci_container_group" "this" {
  for_each = merge([for name, group in local.groups : { for i in range(group.count) : "${name}-${i}" => group }]...)

  name              = each.key
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = each.value.cpu
  memory            = each.value.memory

  containers = {
    main = {
      image = each.value.image
    }
  }

  lifecycle {
    precondition {
      condition     = try(local.monthly_cost <= var.monthly_limit, true)
      error_message = "This costs more than the limit, which is not a budget that a review may exceed."
    }
  }
}

output "monthly_cost" {
  description = "What all of it costs in a month of 730 hours, without making the cache."
  value       = local.monthly_cost
}

output "costs" {
  description = "What each part costs in a month."
  value       = { for name, cost in data.eci_cost_estimate.month.costs : name => cost.per_month }
}
