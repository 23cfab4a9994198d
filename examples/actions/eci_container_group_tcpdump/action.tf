# terraform apply -invoke=action.eci_container_group_tcpdump.http
action "eci_container_group_tcpdump" "http" {
  config {
    container_group_id = eci_container_group.web.id
    enabled            = true
    protocol           = "tcp"
    destination_port   = 80
    duration_seconds   = 60
    wait_for_file      = true
  }
}

resource "eci_container_group" "web" {
  name       = "web"
  containers = { web = { image = "nginx:1.27" } }
}
