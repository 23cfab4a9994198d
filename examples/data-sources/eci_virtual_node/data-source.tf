data "eci_virtual_node" "burst" {
  name = "burst"
}

output "node_name" {
  value = data.eci_virtual_node.burst.node_name
}
