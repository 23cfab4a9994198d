# A manifest of Kubernetes as it is, on ECI without a cluster.
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

locals {
  # The Deployment and its ConfigMap stand in the file; the Secret comes from elsewhere.
  manifest = file("${path.module}/app.yaml")
  pod      = provider::eci::pod(local.manifest, { database = local.database })

  database = {
    apiVersion = "v1"
    kind       = "Secret"
    metadata   = { name = "database" }
    stringData = { PASSWORD = var.password }
  }
}

# Attributes that a manifest of yours does not use can be left out here; they are null then.
resource "eci_container_group" "app" {
  name              = local.pod.name
  vswitch_ids       = [var.vswitch_id]
  security_group_id = var.security_group_id

  containers                       = local.pod.containers
  init_containers                  = local.pod.init_containers
  volumes                          = local.pod.volumes
  restart_policy                   = local.pod.restart_policy
  dns_policy                       = local.pod.dns_policy
  dns_config                       = local.pod.dns_config
  host_aliases                     = local.pod.host_aliases
  cpu                              = local.pod.cpu
  memory                           = local.pod.memory
  compute_categories               = local.pod.compute_categories
  termination_grace_period_seconds = local.pod.termination_grace_period_seconds
  auto_match_image_cache           = local.pod.auto_match_image_cache
}

# What the group does without. As the Secret, it is marked sensitive; it has no part of it.
output "warnings" {
  value = nonsensitive(local.pod.warnings)
}

# The way back, for a cluster with virtual nodes.
output "manifest" {
  value     = provider::eci::pod_manifest(local.pod).yaml
  sensitive = true
}
