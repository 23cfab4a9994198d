data "eci_regions" "all" {}

output "regions" {
  value = data.eci_regions.all.regions[*].region
}
