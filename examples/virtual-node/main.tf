# A virtual node of a cluster of your own, and a Deployment whose Pods run on it.
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

# Apply these to the cluster first, with kubectl or with kubernetes_manifest of hashicorp/kubernetes.
module "access" {
  source = "./modules/node-access"

  server                = var.server
  certificate_authority = var.certificate_authority
  token                 = var.token
}

resource "eci_virtual_node" "edge" {
  name                  = "edge"
  vswitch_ids           = [var.vswitch_id]
  security_group_id     = var.security_group_id
  kubeconfig_wo         = module.access.kubeconfig
  kubeconfig_wo_version = 1
  tls_bootstrap_enabled = true
  taints                = [{ key = "team", value = "web", effect = "NoSchedule" }]
}

data "eci_pod_annotations" "web" {
  specs                  = ["1-2Gi"]
  auto_match_image_cache = true
}

locals {
  # What kubernetes_manifest takes. All of it is known at plan, before the node exists.
  deployment = {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = "web", namespace = "default" }
    spec = {
      replicas = 2
      selector = { matchLabels = { app = "web" } }
      template = {
        metadata = { labels = { app = "web" }, annotations = data.eci_pod_annotations.web.annotations }
        spec = {
          nodeSelector = eci_virtual_node.edge.node_selector
          tolerations  = eci_virtual_node.edge.tolerations
          containers   = [{ name = "web", image = "nginx:1.27", ports = [{ containerPort = 80 }] }]
        }
      }
    }
  }
}

output "access" {
  value     = module.access.yaml
  sensitive = true
}

output "deployment" {
  value = yamlencode(local.deployment)
}
