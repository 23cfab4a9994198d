resource "eci_container_group" "web" {
  name              = "web"
  vswitch_ids       = ["vsw-bp1234567890abcdefgh"]
  security_group_id = "sg-bp1234567890abcdefgh"
  cpu               = 0.5
  memory            = 1

  containers = {
    web = {
      image         = "nginx:1.27"
      ports         = [{ port = 80 }]
      volume_mounts = [{ name = "site", mount_path = "/usr/share/nginx/html" }]
    }
  }

  volumes = {
    site = {
      config_file = {
        files = {
          "index.html" = { content = "<h1>Hello</h1>\n" }
        }
      }
    }
  }
}
