# A job: apply ends when it has, and each change of its script or its input runs it again.
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

locals {
  script  = <<-EOT
    total=0
    while read -r n; do
      total=$((total + n))
    done < /job/numbers
    echo "the numbers add up to $total"
  EOT
  numbers = join("", [for n in var.numbers : "${n}\n"])
}

resource "eci_container_group" "job" {
  name              = "job"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = 0.25
  memory            = 0.5
  restart_policy    = "Never"
  wait_for          = "completed"

  # What it has printed stays in state, also when ECI has forgotten the group, as it does an hour or more after the end.
  keep_log_lines = 20

  # A job that runs too long is ended, and fails.
  active_deadline_seconds = 600

  replace_triggers = {
    script  = sha256(local.script)
    numbers = sha256(local.numbers)
  }

  containers = {
    sum = {
      image         = "busybox:1.37"
      command       = ["sh", "-c", local.script]
      volume_mounts = [{ name = "job", mount_path = "/job" }]
    }
  }

  volumes = {
    job = {
      config_file = {
        files = {
          numbers = { content = local.numbers }
        }
      }
    }
  }
}

output "result" {
  description = "What the job printed, which holds no secret."
  value       = nonsensitive(eci_container_group.job.logs["sum"])
}

output "exit_code" {
  description = "Exit code of the job."
  value       = eci_container_group.job.exit_codes["sum"]
}
