# An image from a private registry. Neither the registry's password nor the program's token gets into state or plan.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = var.region
}

resource "eci_container_group" "app" {
  name              = "private-registry"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = 0.5
  memory            = 1

  image_registry_credentials = {
    (var.registry) = {
      user_name           = var.registry_user
      password_wo         = var.registry_password
      password_wo_version = 1 # count up when the password has changed
    }
  }

  containers = {
    app = {
      image = "${var.registry}/team/app:1.0"
      env   = { LOG_LEVEL = "info" }

      sensitive_env_wo         = { API_TOKEN = var.api_token }
      sensitive_env_wo_version = 1
    }
  }
}
