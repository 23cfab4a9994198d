# terraform query -generate-config-out=found.tf
list "eci_image_cache" "all" {
  provider = eci
}
