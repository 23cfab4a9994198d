# A CronJob of Kubernetes without a cluster. A scheduler outside, such as that of a CI system, runs it at its times by
#   terraform apply -var run=$(date +%FT%H)
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
  cron_job = file("${path.module}/report.yaml")
  pod      = provider::eci::pod(local.cron_job)
}

resource "eci_container_group" "report" {
  name              = local.pod.name
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id

  containers              = local.pod.containers
  restart_policy          = local.pod.restart_policy
  active_deadline_seconds = local.pod.active_deadline_seconds
  dns_policy              = local.pod.dns_policy
  auto_match_image_cache  = local.pod.auto_match_image_cache

  # Apply ends when the job has, and fails if it has.
  wait_for         = "completed"
  replace_triggers = { run = var.run }
}

# Among these is the schedule, for whoever sets up the scheduler.
output "warnings" {
  value = local.pod.warnings
}

output "schedule" {
  value = yamldecode(local.cron_job).spec.schedule
}
