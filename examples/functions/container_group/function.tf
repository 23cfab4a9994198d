# A module that adds to the containers of its caller: a misspelt name, as in imgae, is an error.
variable "containers" {
  type    = any
  default = { web = { image = "nginx:1.27" } }
}

resource "eci_container_group" "web" {
  name = "web"
  containers = provider::eci::container_group({
    containers = { for name, container in var.containers : name => merge({ env = { MODE = "production" } }, container) }
  }).containers
}
