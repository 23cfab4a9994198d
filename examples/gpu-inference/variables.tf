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
  description = "Image of the inference server."
  type        = string
  default     = "vllm/vllm-openai:v0.8.5"
}

variable "bucket" {
  description = "OSS bucket that holds the models."
  type        = string
  default     = "example-models"
}

variable "model" {
  description = "Folder of the model below models/ in the bucket."
  type        = string
  default     = "qwen2.5-7b-instruct"
}

variable "ram_role_name" {
  description = "RAM role that may read the bucket."
  type        = string
  default     = "example-model-reader"
}
