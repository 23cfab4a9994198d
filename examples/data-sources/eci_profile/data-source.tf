data "eci_pod_annotations" "spot" {
  spot_strategy = "SpotAsPriceGo"
}

# The ConfigMap of an ACK cluster.
data "eci_profile" "ack" {
  ack = {
    vpc_id            = "vpc-bp1234567890abcdefgh"
    vswitch_ids       = ["vsw-bp1234567890abcdefgh"]
    security_group_id = "sg-bp1234567890abcdefgh"
  }
  selectors = [{
    name          = "batch"
    object_labels = { app = "batch" }
    annotations   = data.eci_pod_annotations.spot.annotations
  }]
}

# The same for a cluster of one's own.
data "eci_profile" "own" {
  self_managed = { kubernetes_version = "1.28" }
  selectors = [{
    name          = "batch"
    object_labels = { app = "batch" }
    annotations   = data.eci_pod_annotations.spot.annotations
    policy        = "virtualNodeOnly"
  }]
}

output "manifests" {
  value = "${data.eci_profile.ack.yaml}---\n${data.eci_profile.own.yaml}"
}
