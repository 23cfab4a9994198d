# A profile of an ACK cluster by which batch jobs run on spot capacity, tested before it is applied. It needs no account.
terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

provider "eci" {}

data "eci_pod_annotations" "spot" {
  specs                 = ["2-4Gi", "4-8Gi"]
  vswitch_ids           = var.vswitch_ids
  schedule_strategy     = "VSwitchRandom"
  spot_strategy         = "SpotAsPriceGo"
  spot_duration_hours   = 0
  spot_fallback         = true
  spot_release_strategy = "api-evict"
  fail_strategy         = "fail-back"
}

data "eci_profile" "batch" {
  ack = {
    vpc_id            = var.vpc_id
    vswitch_ids       = var.vswitch_ids
    security_group_id = var.security_group_id
    enable_cluster_ip = true
  }
  selectors = [
    {
      name             = "batch-on-spot"
      object_labels    = { workload = "batch" }
      namespace_labels = { team = "data" }
      annotations      = data.eci_pod_annotations.spot.annotations
    },
    {
      name          = "all-batch"
      object_labels = { workload = "batch" }
      annotations   = { "k8s.aliyun.com/eci-auto-imc" = "true" }
    },
  ]
}

locals {
  batch = provider::eci::matches(data.eci_profile.batch.yaml, { workload = "batch" }, { team = "data" })
  web   = provider::eci::matches(data.eci_profile.batch.yaml, { app = "web" }, { team = "data" })
}

check "profile" {
  assert {
    condition     = local.batch.annotations["k8s.aliyun.com/eci-spot-strategy"] == "SpotAsPriceGo"
    error_message = "Batch jobs of the team have to run on spot capacity."
  }
  assert {
    condition     = !local.web.matched
    error_message = "Nothing else may run on ECI."
  }
}

# For kubernetes_manifest, Helm or kubectl.
output "profile" {
  value = data.eci_profile.batch.yaml
}
