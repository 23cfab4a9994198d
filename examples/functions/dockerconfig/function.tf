variable "dockerconfigjson" {
  type      = string
  sensitive = true
  default   = "{\"auths\":{\"registry.example.com\":{\"username\":\"ci\",\"password\":\"secret\"}}}"
}

resource "eci_container_group" "web" {
  name                       = "web"
  containers                 = { web = { image = "registry.example.com/team/web:1" } }
  image_registry_credentials = provider::eci::dockerconfig(var.dockerconfigjson)
}
