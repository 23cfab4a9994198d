data "eci_container_group" "web" {
  name = "web"
}

data "eci_container_group_events" "web" {
  container_group_ids = [data.eci_container_group.web.id]
  since_seconds       = 3600
}

output "warnings" {
  value = [for event in data.eci_container_group_events.web.events : "${event.reason}: ${event.message}" if event.type == "Warning"]
}
