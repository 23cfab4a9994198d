# The zone and the instance type with the lowest spot price in stock, and the vSwitch there.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

variable "instance_types" {
  description = "ECS instance types to choose from."
  type        = list(string)
}

variable "vswitch_ids" {
  description = "vSwitches by zone. Only these zones are chosen from."
  type        = map(string)
}

data "eci_cheapest_zone" "this" {
  instance_types = var.instance_types
  zone_ids       = keys(var.vswitch_ids)
}

# Prices move, and nothing that runs should move with them. To choose anew, replace this.
resource "terraform_data" "choice" {
  input = {
    zone_id       = data.eci_cheapest_zone.this.zone_id
    instance_type = data.eci_cheapest_zone.this.instance_type
    per_hour      = data.eci_cheapest_zone.this.per_hour
  }

  lifecycle {
    ignore_changes = [input]
  }
}

output "zone_id" {
  description = "The chosen zone."
  value       = terraform_data.choice.input.zone_id
}

output "vswitch_id" {
  description = "The vSwitch in the chosen zone."
  value       = var.vswitch_ids[terraform_data.choice.input.zone_id]
}

output "instance_type" {
  description = "The chosen instance type."
  value       = terraform_data.choice.input.instance_type
}

output "per_hour" {
  description = "The spot price of an hour when the choice was made."
  value       = terraform_data.choice.input.per_hour
}
