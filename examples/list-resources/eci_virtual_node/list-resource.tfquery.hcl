# terraform query -generate-config-out=found.tf
list "eci_virtual_node" "all" {
  provider = eci
}
