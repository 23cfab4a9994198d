data "eci_cheapest_zone" "worker" {
  cpu      = 2
  memory   = 4
  zone_ids = ["cn-hangzhou-h", "cn-hangzhou-i"]
}

output "zone" {
  value = data.eci_cheapest_zone.worker.zone_id
}
