data "eci_virtual_nodes" "failed" {
  status = "Failed"
}

output "why" {
  value = {
    for node in data.eci_virtual_nodes.failed.virtual_nodes :
    node.name => [for event in node.events : event.message if event.type == "Warning"]
  }
}
