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

variable "registry" {
  description = "Host of the registry."
  type        = string
  default     = "registry.example.com"
}

variable "registry_user" {
  description = "User of the registry."
  type        = string
  default     = "puller"
}

# Give these by TF_VAR_registry_password and TF_VAR_api_token. An ephemeral variable is never stored.
variable "registry_password" {
  description = "Password of the user."
  type        = string
  ephemeral   = true
  sensitive   = true
  default     = "example-password"
}

variable "api_token" {
  description = "Token that the program needs."
  type        = string
  ephemeral   = true
  sensitive   = true
  default     = "example-token"
}
