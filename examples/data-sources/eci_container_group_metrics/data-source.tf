data "eci_container_groups" "web" {
  tags = { app = "web" }
}

data "eci_container_group_metrics" "web" {
  container_group_ids = data.eci_container_groups.web.ids
}

output "memory_in_use" {
  value = {
    for record in data.eci_container_group_metrics.web.records :
    record.container_group_id => record.memory.working_set_bytes
  }
}
