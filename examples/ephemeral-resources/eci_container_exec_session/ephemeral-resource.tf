data "eci_container_group" "web" {
  name = "web"
}

ephemeral "eci_container_exec_session" "web" {
  container_group_id = data.eci_container_group.web.id
  container_name     = "web"
}
