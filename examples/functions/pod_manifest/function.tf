# What runs as a group without a cluster, as a Pod for one with virtual nodes.
locals {
  pod = provider::eci::pod_manifest({
    name          = "report"
    spot_strategy = "SpotAsPriceGo"
    containers    = { report = { image = "busybox:1.37", command = ["echo", "42"], cpu = 0.5, memory = 1 } }
  })
}

output "yaml" {
  value = local.pod.yaml
}
