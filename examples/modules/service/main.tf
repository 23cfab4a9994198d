# Equal container groups that are updated without an outage: a change makes new groups, and an old one goes only when the new ones are
# ready. The first group goes ahead, and the others follow when it is ready; with -parallelism=1 they follow one after the other.
terraform {
  required_version = ">= 1.9"

  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

locals {
  names = [for i in range(var.groups) : "${var.name}-${i}"]

  containers = {
    app = {
      image = var.image
      env   = var.env
      ports = [{ port = var.port }]
      readiness_probe = {
        http_get          = { path = var.health_path, port = var.port }
        period_seconds    = 2
        failure_threshold = 30
      }
    }
  }

  # Whatever is in it makes new groups instead of an update in place, which would stop the containers of all groups at once.
  revision = sha256(jsonencode([local.containers, var.cpu, var.memory]))

  # Each group prefers a vSwitch, and with it a zone, of its own and takes another if that has no resources.
  vswitch_ids = { for i, name in local.names : name => [
    for j in range(length(var.vswitch_ids)) : element(var.vswitch_ids, i + j)
  ] }
}

resource "eci_container_group" "first" {
  for_each = toset(slice(local.names, 0, 1))

  name              = each.key
  vswitch_ids       = local.vswitch_ids[each.key]
  schedule_strategy = "VSwitchOrdered"
  security_group_id = var.security_group_id
  cpu               = var.cpu
  memory            = var.memory
  tags              = var.tags
  containers        = local.containers
  wait_for          = "ready"
  replace_triggers  = { revision = local.revision }

  lifecycle {
    create_before_destroy = true
  }
}

resource "eci_container_group" "others" {
  for_each = toset(slice(local.names, 1, var.groups))

  name              = each.key
  vswitch_ids       = local.vswitch_ids[each.key]
  schedule_strategy = "VSwitchOrdered"
  security_group_id = var.security_group_id
  cpu               = var.cpu
  memory            = var.memory
  tags              = var.tags
  containers        = local.containers
  wait_for          = "ready"
  replace_triggers  = { revision = local.revision }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [eci_container_group.first]
}
