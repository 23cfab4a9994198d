# terraform query -generate-config-out=found.tf
list "eci_container_group" "web" {
  provider = eci
  limit    = 500

  config {
    status = "Running"
    tags   = { app = "web" }
  }
}
