data "eci_image_cache_price" "web" {
  size        = 40
  stored_size = 2
}

output "monthly_price" {
  value = data.eci_image_cache_price.web.keeping.per_month
}
