# A module with a job, as it is tested without an account: tests/ runs it against the emulator.
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

resource "eci_container_group" "migration" {
  name              = "migration"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  restart_policy    = "Never"
  wait_for          = "completed"

  # The migration of another version is another job.
  replace_triggers = { image = var.image }

  init_containers = [{
    name          = "settings"
    image         = "busybox:1.37"
    command       = ["sh", "-c", "mkdir -p /job/settings && echo \"DATABASE_URL=$DATABASE_URL\" > /job/settings/env && chown -R 999:999 /job"]
    env           = { DATABASE_URL = var.database_url }
    volume_mounts = [{ name = "work", mount_path = "/job" }]
  }]

  containers = {
    migrate = {
      image         = var.image
      command       = ["sh", "-c", "set -a && . /job/settings/env && python manage.py migrate && echo \"migrated $DATABASE_URL\""]
      volume_mounts = [{ name = "work", mount_path = "/job", read_only = true }]

      # A migration that fails is for the check below to tell, and does not fail apply.
      ignore_exit_code = true
    }
  }

  volumes = { work = { empty_dir = {} } }
}

data "eci_container_log" "migration" {
  container_group_id = eci_container_group.migration.id
  container_name     = "migrate"
}

# It counts as well ended, and only the message says how it has. In the check itself, every plan would have it to read, and never be empty.
data "eci_container_group" "migration" {
  id = eci_container_group.migration.id
}

check "migrated" {
  assert {
    condition     = data.eci_container_group.migration.container_states["migrate"].message == null
    error_message = "The migration to ${var.image} failed: ${nonsensitive(data.eci_container_log.migration.content)}"
  }
}

output "log" {
  description = "What the migration printed, which holds no secret."
  value       = nonsensitive(data.eci_container_log.migration.content)
}
