# Looks whether a new server is as it should be.
resource "terraform_data" "smoke_test" {
  triggers_replace = eci_container_group.web.id

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.eci_container_group_exec.smoke_test]
    }
  }
}

action "eci_container_group_exec" "smoke_test" {
  config {
    container_group_id = eci_container_group.web.id
    container_name     = "web"
    command            = ["/bin/sh", "-c", "test \"$MODE\" = production && echo ready"]
  }
}

resource "eci_container_group" "web" {
  name = "web"
  containers = {
    web = {
      image = "nginx:1.27"
      env   = { MODE = "production" }
    }
  }
}
