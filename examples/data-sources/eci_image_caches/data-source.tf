# The caches from which a group of these images starts without pulling.
data "eci_image_caches" "fitting" {
  match_images = ["nginx:1.27", "redis:8"]
  full_match   = true
}

output "fitting" {
  value = data.eci_image_caches.fitting.ids
}
