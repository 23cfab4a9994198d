# What a whole configuration costs, as a table that plan shows already.
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

resource "eci_container_group" "this" {
  for_each = var.groups

  name               = each.key
  vswitch_ids        = [var.vswitch_id]
  security_group_id  = var.security_group_id
  cpu                = each.value.cpu
  memory             = each.value.memory
  compute_categories = each.value.economy ? ["economy"] : null

  containers = {
    main = {
      image = each.value.image
    }
  }
}

# What a virtual node would cost, to compare.
data "eci_virtual_node_price" "this" {}

locals {
  row = "%-12s %9.4f %9.2f %s"
  costs = merge(
    { for name, group in eci_container_group.this : name => group.estimated_price },
    { "virtual node" = {
      per_hour  = data.eci_virtual_node_price.this.per_hour.trade
      per_month = data.eci_virtual_node_price.this.per_month.trade
      currency  = data.eci_virtual_node_price.this.currency
    } },
  )
  total = {
    per_hour  = sum(values(local.costs)[*].per_hour)
    per_month = sum(values(local.costs)[*].per_month)
    currency  = data.eci_virtual_node_price.this.currency
  }
}

output "total" {
  description = "What all of it costs, to the last digit."
  value       = local.total
}

output "table" {
  description = "What each part costs in an hour and in a month of 730 hours."
  value = join("\n", concat(
    [format("%-12s %9s %9s", "", "per hour", "per month")],
    [for name, cost in local.costs : format(local.row, name, cost.per_hour, cost.per_month, cost.currency)],
    [format(local.row, "total", local.total.per_hour, local.total.per_month, local.total.currency)],
  ))
}
