# The token that a server has made goes to its client, and into no state.
ephemeral "eci_container_exec" "token" {
  container_group_id = eci_container_group.server.id
  container_name     = "server"
  command            = ["cat", "/run/token"]

  lifecycle {
    postcondition {
      condition     = self.exit_code == 0
      error_message = "The server has no token."
    }
  }
}

resource "eci_container_group" "server" {
  name       = "server"
  containers = { server = { image = "busybox:1.37", command = ["/bin/sh", "-c", "echo secret > /run/token; sleep 1000000"] } }
}

resource "eci_container_group" "client" {
  name = "client"
  containers = {
    client = {
      image                    = "nginx:1.27"
      sensitive_env_wo         = { TOKEN = ephemeral.eci_container_exec.token.output }
      sensitive_env_wo_version = 1
    }
  }
}
