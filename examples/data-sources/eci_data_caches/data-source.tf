data "eci_data_caches" "models" {
  bucket = "default"
}

# When the caches were used last, by their path.
output "last_used" {
  value = { for cache in data.eci_data_caches.models.data_caches : cache.path => cache.last_matched_time }
}
