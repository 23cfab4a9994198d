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

variable "nas_mount_target" {
  description = "Mount target of the NAS file system."
  type        = string
  default     = "example.cn-hangzhou.nas.aliyuncs.com"
}

variable "bucket" {
  description = "OSS bucket that holds the inputs."
  type        = string
  default     = "example-inputs"
}

variable "ram_role_name" {
  description = "RAM role that may read the bucket."
  type        = string
  default     = "example-bucket-reader"
}
