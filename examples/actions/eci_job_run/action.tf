# terraform apply -invoke=action.eci_job_run.migrate
action "eci_job_run" "migrate" {
  config {
    name           = "migrate"
    restart_policy = "Never"
    keep           = "if_failed"

    containers = {
      migrate = {
        image   = "busybox:1.37"
        command = ["/bin/sh", "-c", "echo the schema is at version 42"]
      }
    }
  }
}
