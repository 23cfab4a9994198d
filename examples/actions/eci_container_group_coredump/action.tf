# terraform apply -invoke=action.eci_container_group_coredump.on
action "eci_container_group_coredump" "on" {
  config {
    container_group_id = eci_container_group.web.id
    enabled            = true
  }
}

resource "eci_container_group" "web" {
  name       = "web"
  containers = { web = { image = "nginx:1.27" } }
}
