variable "region" {
  description = "Region of the container group."
  type        = string
  default     = "cn-hangzhou"
}

variable "vswitch_id" {
  description = "vSwitch of the container group."
  type        = string
  default     = "vsw-example"
}

variable "security_group_id" {
  description = "Security group of the container group."
  type        = string
  default     = "sg-example"
}

variable "numbers" {
  description = "Input of the job; a change runs it again."
  type        = list(number)
  default     = [17, 25]
}
