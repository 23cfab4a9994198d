variable "region" {
  description = "Region ID."
  type        = string
  default     = "cn-hangzhou"
}

variable "vswitch_id" {
  description = "vSwitch of the group."
  type        = string
  default     = "vsw-example"
}

variable "security_group_id" {
  description = "Security group of the group."
  type        = string
  default     = "sg-example"
}

variable "password" {
  description = "Password that the program logs in with."
  type        = string
  sensitive   = true
  default     = "example"
}
