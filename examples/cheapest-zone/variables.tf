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
  description = "vSwitches of one VPC by zone."
  type        = map(string)
  default = {
    cn-hangzhou-g = "vsw-example-g"
    cn-hangzhou-h = "vsw-example-h"
    cn-hangzhou-i = "vsw-example-i"
  }
}

variable "instance_types" {
  description = "ECS instance types that would do."
  type        = list(string)
  default     = ["ecs.c6.large", "ecs.c5.large"]
}
