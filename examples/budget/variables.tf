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
  description = "What all of it may cost in a month, in the currency of the account."
  type        = number
  default     = 2000
}

variable "monthly_limit" {
  description = "What nothing may cost in a month, in the currency of the account."
  type        = number
  default     = 5000
}

variable "image_cache_size" {
  description = "Size of the image cache in GiB."
  type        = number
  default     = 36
}
