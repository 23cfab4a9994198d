data "eci_container_group" "web" {
  name = "web"
}

data "eci_container_log" "web" {
  container_group_id = data.eci_container_group.web.id
  container_name     = "web"
  tail               = 20
  timestamps         = true
}

output "log" {
  value     = data.eci_container_log.web.content
  sensitive = true
}
