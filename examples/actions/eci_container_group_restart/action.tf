# Restarts the server when the settings that it reads at its start have changed.
resource "terraform_data" "settings" {
  input = sha256(jsonencode({ workers = 4 }))

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.eci_container_group_restart.web]
    }
  }
}

action "eci_container_group_restart" "web" {
  config {
    container_group_id = eci_container_group.web.id
    wait_for           = "ready"
  }
}

resource "eci_container_group" "web" {
  name       = "web"
  containers = { web = { image = "nginx:1.27" } }
}
