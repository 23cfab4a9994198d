data "eci_container_group" "web" {
  name = "web"
}

ephemeral "eci_container_log" "web" {
  container_group_id = data.eci_container_group.web.id
  container_name     = "web"
  tail               = 100

  lifecycle {
    postcondition {
      condition     = !strcontains(self.content, "panic:")
      error_message = "The server has panicked."
    }
  }
}
