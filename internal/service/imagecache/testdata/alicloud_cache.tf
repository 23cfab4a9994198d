# Says the same as alicloud_cache.json.
resource "eci_image_cache" "test" {
  name              = "base"
  images            = ["nginx:1.27", "registry.example.com/team/app:2"]
  size              = 30
  retention_days    = 7
  security_group_id = "sg-bp1example0000000001"
  vswitch_ids       = ["vsw-bp1example0000000001"]
  eip_instance_id   = "eip-bp1example0000000001"
  image_registry_credentials = {
    "registry.example.com" = { user_name = "puller", password = "example-password" }
  }
}
