data "eci_image_cache" "web" {
  name = "web"
}

output "web_snapshot" {
  value = data.eci_image_cache.web.snapshot_id
}
