# Where a Pod of a cluster runs, by what its metadata say.
output "status" {
  value = provider::eci::pod_status({
    "k8s.aliyun.com/eci-instance-id"   = "eci-bp1234567890abcdefgh"
    "k8s.aliyun.com/eci-instance-spec" = "2.0-4.0Gi"
  }, "virtual-kubelet-cn-hangzhou-b")
}
