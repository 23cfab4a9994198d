variable "region" {
  description = "Region of the container group."
  type        = string
  default     = "cn-hangzhou"
}

variable "security_group_id" {
  description = "Security group of the container group."
  type        = string
  default     = "sg-example"
}

variable "vswitch_ids" {
  description = "vSwitches of one VPC in different zones, the preferred one first."
  type        = list(string)
  default     = ["vsw-example-b", "vsw-example-c", "vsw-example-d"]
}

variable "workers" {
  description = "Number of workers."
  type        = number
  default     = 2
}
