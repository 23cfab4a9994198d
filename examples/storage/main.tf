# Volumes that outlive the group: a NAS file system to write to, and an OSS bucket to read from.
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

resource "eci_container_group" "render" {
  name              = "storage"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  ram_role_name     = var.ram_role_name
  cpu               = 1
  memory            = 2

  containers = {
    render = {
      image   = "busybox:1.37"
      command = ["sleep", "infinity"]

      volume_mounts = [
        { name = "results", mount_path = "/results", sub_path = "render" },
        { name = "inputs", mount_path = "/inputs", read_only = true },
        { name = "scratch", mount_path = "/scratch" },
      ]
    }
  }

  volumes = {
    # The mount target must be in the VPC of the group.
    results = {
      nfs = {
        server = var.nas_mount_target
        path   = "/"
      }
    }

    # The role grants access, so no key is needed.
    inputs = {
      flex_volume = {
        driver = "alicloud/oss"
        options = {
          bucket  = var.bucket
          url     = "oss-${var.region}-internal.aliyuncs.com"
          path    = "/inputs"
          ramRole = var.ram_role_name
        }
      }
    }

    # This one ends with the group.
    scratch = {
      empty_dir = { size_limit = "10Gi" }
    }
  }
}
