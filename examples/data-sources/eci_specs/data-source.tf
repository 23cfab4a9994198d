data "eci_specs" "wanted" {
  cpu    = 7
  memory = 13
}

# What is billed: 8 vCPU and 14 GiB in some regions, 8 and 16 in others.
output "billed" {
  value = data.eci_specs.wanted.rounded_up
}
