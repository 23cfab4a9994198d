data "eci_container_group" "web" {
  name = "web"
}

ephemeral "eci_container_group_recording" "crash" {
  container_group_id = data.eci_container_group.web.id
  type               = "coredump"
}
