# Terraform and OpenTofu 1.12 or newer. The region defaults to that of the provider.
import {
  to = eci_container_group.web
  identity = {
    region = "cn-hangzhou"
    id     = "eci-bp1234567890abcdefgh"
  }
}
