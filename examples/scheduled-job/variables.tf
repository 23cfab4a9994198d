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

variable "run" {
  description = "Names the run: another value runs the job again."
  type        = string
  default     = "first"
}
