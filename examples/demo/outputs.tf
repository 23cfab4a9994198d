output "web_id" {
  value = eci_container_group.web.id
}

output "web_status" {
  value = eci_container_group.web.status
}

output "job_id" {
  value = eci_container_group.job.id
}

output "job_status" {
  value = eci_container_group.job.status
}
