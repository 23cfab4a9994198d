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

variable "groups" {
  description = "The container groups by name. The economy category is cheaper and slower."
  type = map(object({
    image   = string
    cpu     = number
    memory  = number
    economy = optional(bool, false)
  }))
  default = {
    batch = { image = "nginx:1.27", cpu = 2, memory = 4, economy = true }
    cache = { image = "redis:7", cpu = 4, memory = 32 }
    web   = { image = "nginx:1.27", cpu = 2, memory = 4 }
  }
}
