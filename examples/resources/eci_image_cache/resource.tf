resource "eci_image_cache" "web" {
  name              = "web"
  images            = ["nginx:1.27", "registry.example.com/shop/app:2.4"]
  size              = 30
  retention_days    = 30
  security_group_id = "sg-bp1234567890abcdefgh"
  vswitch_ids       = ["vsw-bp1234567890abcdefgh"]

  image_registry_credentials = {
    "registry.example.com" = {
      user_name           = "robot"
      password_wo         = "registry-password" # take it from an ephemeral resource or variable
      password_wo_version = 1
    }
  }
}
