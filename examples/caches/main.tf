# An image cache and a data cache, a container group that starts from both, and a node of a Kubernetes cluster whose pods
# can do the same.
terraform {
  required_version = ">= 1.11" # for the write-only kubeconfig

  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {
  region = var.region
}

resource "eci_image_cache" "server" {
  name              = "inference-server"
  images            = [var.image]
  security_group_id = var.security_group_id
  vswitch_ids       = [var.vswitch_id]
}

resource "eci_data_cache" "model" {
  name              = "inference-model"
  path              = "/models/${var.model}"
  size              = 60
  security_group_id = var.security_group_id
  vswitch_id        = var.vswitch_id

  data_source = {
    repository = {
      source = "HuggingFace/Model"
      id     = var.model
    }
  }

  # Hugging Face is on the Internet.
  eip_create_param = {
    bandwidth            = 100
    internet_charge_type = "PayByTraffic"
  }
}

resource "eci_container_group" "inference" {
  name              = "inference"
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id
  cpu               = 4
  memory            = 16
  image_cache_id    = eci_image_cache.server.id

  data_cache = {
    bucket = eci_data_cache.model.bucket
  }

  containers = {
    server = {
      image         = var.image
      volume_mounts = [{ name = "model", mount_path = "/model" }]
    }
  }

  volumes = {
    model = eci_data_cache.model.volume
  }
}

resource "eci_virtual_node" "burst" {
  name                  = "burst"
  vswitch_ids           = [var.vswitch_id]
  security_group_id     = var.security_group_id
  kubeconfig_wo         = var.kubeconfig
  kubeconfig_wo_version = 1
}

# What a pod needs to run on the node and to use both caches.
output "pod" {
  description = "Parts of a pod's manifest."
  value = {
    metadata = {
      annotations = {
        "k8s.aliyun.com/eci-imc-id"            = eci_image_cache.server.id
        "k8s.aliyun.com/eci-data-cache-bucket" = eci_data_cache.model.bucket
      }
    }
    spec = {
      nodeSelector = eci_virtual_node.burst.node_selector
      tolerations  = eci_virtual_node.burst.tolerations
      volumes      = [{ name = "model", hostPath = { path = eci_data_cache.model.path } }]
    }
  }
}
