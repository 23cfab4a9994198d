variable "vpc_id" {
  description = "VPC of the Pods."
  type        = string
  default     = "vpc-example"
}

variable "vswitch_ids" {
  description = "vSwitches of the Pods, in several zones, because spot capacity runs short in one."
  type        = list(string)
  default     = ["vsw-example-a", "vsw-example-b"]
}

variable "security_group_id" {
  description = "Security group of the Pods."
  type        = string
  default     = "sg-example"
}
