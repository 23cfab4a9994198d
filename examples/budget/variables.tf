variable "region" {
  description = "Region of the container groups."
  type        = string
  default     = "cn-hangzhou"
}

variable "vswitch_id" {
  description = "vSwitch of the container groups."
  type        = string
  default     = "vsw-example"
}

variable "security_group_id" {
  description = "Security group of the container groups."
  type        = string
  default     = "sg-example"
}

variable "monthly_budget" {
  description = "What the groups may cost in a month, in the currency of the account."
  type        = number
  default     = 2000
}
