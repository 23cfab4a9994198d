# One web server in each of several regions, with one provider block.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = "cn-hangzhou" # of what names none
}

resource "eci_image_cache" "web" {
  for_each = var.networks

  region            = each.key
  name              = "web"
  images            = ["nginx:1.27"]
  vswitch_ids       = [each.value.vswitch_id]
  security_group_id = each.value.security_group_id
}

resource "eci_container_group" "web" {
  for_each = var.networks

  region            = each.key
  name              = "web"
  vswitch_ids       = [each.value.vswitch_id]
  security_group_id = each.value.security_group_id
  image_cache_id    = eci_image_cache.web[each.key].id
  cpu               = 0.5
  memory            = 1

  containers = {
    nginx = { image = "nginx:1.27", ports = [{ port = 80 }] }
  }
}

data "eci_quotas" "web" {
  for_each = var.networks

  region = each.key
}

check "room" {
  assert {
    condition     = alltrue([for quotas in data.eci_quotas.web : quotas.cpu == null || try(quotas.cpu.free, 1) >= 1])
    error_message = "A region has less than 1 vCPU left."
  }
}

output "addresses" {
  value = { for region, group in eci_container_group.web : region => group.intranet_ip }
}
