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

variable "image" {
  description = "Image of the application, whose migration runs once for each."
  type        = string
  default     = "example.com/shop:1.0"
}

variable "database_url" {
  description = "Address of the database, without a password."
  type        = string
  default     = "postgres://db/shop"
}
