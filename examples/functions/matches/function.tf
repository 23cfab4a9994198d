data "eci_profile" "batch" {
  self_managed = { kubernetes_version = "1.28" }
  selectors = [{
    name          = "batch"
    object_labels = { app = "batch" }
    annotations   = { "k8s.aliyun.com/eci-spot-strategy" = "SpotAsPriceGo" }
    policy        = "virtualNodeOnly"
  }]

  lifecycle {
    postcondition {
      condition     = provider::eci::matches(self.yaml, { app = "batch" }, {}).policy == "virtualNodeOnly"
      error_message = "Batch Pods have to run on ECI."
    }
    postcondition {
      condition     = !provider::eci::matches(self.yaml, { app = "web" }, {}).matched
      error_message = "Other Pods must not run on ECI."
    }
  }
}
