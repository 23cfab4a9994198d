# One list of images, for the cache of this account and for that of a cluster.
locals {
  cache = {
    name           = "web"
    images         = ["nginx:1.27", "busybox:1.37"]
    size           = 30
    retention_days = 30
  }
}

resource "eci_image_cache" "web" {
  name              = local.cache.name
  images            = local.cache.images
  size              = local.cache.size
  retention_days    = local.cache.retention_days
  security_group_id = "sg-bp1234567890abcdefgh"
  vswitch_ids       = ["vsw-bp1234567890abcdefgh"]
}

output "manifest" {
  value = provider::eci::image_cache_manifest(local.cache).yaml
}
