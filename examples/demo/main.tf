terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

# `make demo` names the emulator by ECI_ENDPOINT, and its keys by ALIBABA_CLOUD_ACCESS_KEY_ID and
# ALIBABA_CLOUD_ACCESS_KEY_SECRET.
provider "eci" {
  region = "cn-hangzhou"
}

locals {
  network = {
    vswitch_ids       = ["vsw-demo"]
    security_group_id = "sg-demo"
  }
}

# A web server whose page comes from a config file volume.
resource "eci_container_group" "web" {
  name              = "demo-web"
  vswitch_ids       = local.network.vswitch_ids
  security_group_id = local.network.security_group_id
  cpu               = 0.5
  memory            = 1
  restart_policy    = "Always"

  containers = {
    web = {
      image         = var.web_image
      ports         = [{ port = 80 }]
      env           = { GREETING = "hello" }
      volume_mounts = [{ name = "site", mount_path = "/usr/share/nginx/html" }]
    }
  }

  volumes = {
    site = {
      config_file = {
        files = {
          "index.html" = { content = "<h1>Served from a config file</h1>\n" }
        }
      }
    }
  }

  tags = {
    team = "demo"
  }
}

# A job that reads its input from a config file; apply returns once it has finished.
resource "eci_container_group" "job" {
  name              = "demo-job"
  vswitch_ids       = local.network.vswitch_ids
  security_group_id = local.network.security_group_id
  cpu               = 0.25
  memory            = 0.5
  restart_policy    = "Never"
  wait_for          = "completed"

  containers = {
    count = {
      image         = "busybox:1.37"
      command       = ["sh", "-c", "total=0; while read -r n; do total=$((total + n)); done < /input/numbers; echo \"the numbers add up to $total\""]
      volume_mounts = [{ name = "input", mount_path = "/input" }]
    }
  }

  volumes = {
    input = {
      config_file = {
        files = {
          numbers = { content = "17\n25\n" }
        }
      }
    }
  }
}
