# Terraform and OpenTofu 1.12 or newer. The region defaults to that of the provider.
import {
  to = eci_image_cache.web
  identity = {
    region = "cn-hangzhou"
    id     = "imc-bp1234567890abcdefgh"
  }
}
