variable "region" {
  description = "Region ID."
  type        = string
  default     = "cn-hangzhou"
}

variable "vswitch_id" {
  description = "vSwitch of the node and its Pods."
  type        = string
  default     = "vsw-example"
}

variable "security_group_id" {
  description = "Security group of the node and its Pods."
  type        = string
  default     = "sg-example"
}

variable "server" {
  description = "URL of the cluster's API server, as the VPC reaches it."
  type        = string
  default     = "https://10.0.0.1:6443"
}

variable "certificate_authority" {
  description = "Certificate of the cluster's authority, as PEM."
  type        = string
  default     = "-----BEGIN CERTIFICATE-----\nZXhhbXBsZQ==\n-----END CERTIFICATE-----\n"
}

variable "token" {
  description = "Bootstrap token for the node."
  type        = string
  sensitive   = true
  default     = "abcdef.0123456789abcdef"
}
