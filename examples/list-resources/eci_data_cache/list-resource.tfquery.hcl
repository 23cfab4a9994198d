# terraform query -generate-config-out=found.tf
list "eci_data_cache" "models" {
  provider = eci

  config {
    bucket = "default"
  }
}
