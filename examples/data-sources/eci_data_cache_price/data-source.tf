data "eci_data_cache_price" "model" {
  size           = 60
  retention_days = 30
}

output "price_of_keeping" {
  value = data.eci_data_cache_price.model.keeping.total
}

# Each group that mounts the cache pays for a disk of its own.
output "hourly_price_of_a_mount" {
  value = data.eci_data_cache_price.model.use.per_hour
}
