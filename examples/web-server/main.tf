# A web server: its configuration and its pages are files of this folder, and apply ends when it answers.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = var.region
}

resource "eci_container_group" "web" {
  name              = "web-server"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  auto_create_eip   = true
  cpu               = 0.5
  memory            = 1
  wait_for          = "ready"

  containers = {
    nginx = {
      image = "nginx:1.27"
      ports = [{ port = 80 }]

      volume_mounts = [
        { name = "conf", mount_path = "/etc/nginx/conf.d", read_only = true },
        { name = "site", mount_path = "/usr/share/nginx/html", read_only = true },
      ]

      # Requests go to the container once this succeeds, and apply waits for it.
      readiness_probe = {
        http_get       = { path = "/healthz", port = 80 }
        period_seconds = 5
      }

      # The container is started again when this fails three times in a row.
      liveness_probe = {
        http_get              = { path = "/healthz", port = 80 }
        initial_delay_seconds = 10
      }

      # Requests under way are answered before the container stops.
      pre_stop = {
        exec = { command = ["nginx", "-s", "quit"] }
      }
    }
  }

  volumes = {
    conf = {
      config_file = {
        files = {
          "default.conf" = { content = file("${path.module}/default.conf") }
        }
      }
    }
    site = {
      config_file = {
        files = {
          "index.html" = { content = file("${path.module}/index.html") }
        }
      }
    }
  }
}

output "address" {
  description = "Public address of the server."
  value       = eci_container_group.web.internet_ip
}
