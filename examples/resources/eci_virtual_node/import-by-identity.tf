# Terraform and OpenTofu 1.12 or newer. The region defaults to that of the provider.
import {
  to = eci_virtual_node.burst
  identity = {
    region = "cn-hangzhou"
    id     = "vnd-bp1234567890abcdefgh"
  }
}
