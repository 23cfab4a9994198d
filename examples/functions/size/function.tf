# 3 vCPU and 5 GiB are not sold: the group gets, and is billed for, 4 vCPU and 8 GiB.
output "size" {
  value = provider::eci::size(3, 5)
}
