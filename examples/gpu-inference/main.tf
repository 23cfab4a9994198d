# Inference on a GPU: the model is read from OSS, and apply ends when the server has loaded it.
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

resource "eci_container_group" "inference" {
  name              = "gpu-inference"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  ram_role_name     = var.ram_role_name
  wait_for          = "ready"

  # Tried in order; instance_type says which was available.
  instance_types = ["ecs.gn7i-c8g1.2xlarge", "ecs.gn6i-c8g1.2xlarge"]

  # Images of this kind are larger than the 30 GiB that every group has.
  ephemeral_storage      = 40
  auto_match_image_cache = true

  containers = {
    server = {
      image = var.image
      gpu   = 1
      args  = ["--model", "/models/${var.model}", "--port", "8000"]
      ports = [{ port = 8000 }]

      volume_mounts = [
        { name = "models", mount_path = "/models", read_only = true },
        { name = "shm", mount_path = "/dev/shm" },
      ]

      readiness_probe = {
        http_get          = { path = "/health", port = 8000 }
        period_seconds    = 5
        failure_threshold = 60
      }
    }
  }

  volumes = {
    models = {
      flex_volume = {
        driver = "alicloud/oss"
        options = {
          bucket  = var.bucket
          url     = "oss-${var.region}-internal.aliyuncs.com"
          path    = "/models"
          ramRole = var.ram_role_name
        }
      }
    }
    shm = {
      empty_dir = { medium = "Memory", size_limit = "8Gi" }
    }
  }

  timeouts = {
    create = "40m"
  }
}

output "endpoint" {
  description = "Where the server answers inside the VPC."
  value       = "http://${eci_container_group.inference.intranet_ip}:8000"
}

output "instance_type" {
  description = "Instance type that was available."
  value       = eci_container_group.inference.instance_type
}
