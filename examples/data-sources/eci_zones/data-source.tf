data "eci_zones" "here" {}

output "recommended_zones" {
  value = data.eci_zones.here.recommended_zone_ids
}
