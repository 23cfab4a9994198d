output "role" {
  value = provider::eci::arn_role("1234567890123456", "eci-image-push")
}
