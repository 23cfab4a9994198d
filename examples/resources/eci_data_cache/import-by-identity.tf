# Terraform and OpenTofu 1.12 or newer. The region defaults to that of the provider.
import {
  to = eci_data_cache.model
  identity = {
    region = "cn-hangzhou"
    id     = "edc-bp1234567890abcdefgh"
  }
}
