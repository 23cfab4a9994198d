variable "name" {
  description = "Name of the service. The groups are called NAME-0, NAME-1 and so on."
  type        = string
  default     = "service"
}

variable "groups" {
  description = "How many groups there are."
  type        = number
  default     = 3

  validation {
    condition     = var.groups >= 1
    error_message = "A service has at least one group."
  }
}

variable "image" {
  description = "Image of the container."
  type        = string
  default     = "nginx:1.27"
}

variable "env" {
  description = "Environment variables of the container."
  type        = map(string)
  default     = {}
}

variable "port" {
  description = "Port that the container listens on."
  type        = number
  default     = 80
}

variable "health_path" {
  description = "Path that answers with a status from 200 to 399 when the container is ready."
  type        = string
  default     = "/"
}

variable "cpu" {
  description = "vCPUs of each group."
  type        = number
  default     = 1
}

variable "memory" {
  description = "Memory of each group in GiB."
  type        = number
  default     = 2
}

variable "vswitch_ids" {
  description = "vSwitches over which the groups are spread, in several zones at best."
  type        = list(string)
  default     = ["vsw-example-g", "vsw-example-h"]
}

variable "security_group_id" {
  description = "Security group of the groups."
  type        = string
  default     = "sg-example"
}

variable "tags" {
  description = "Tags of the groups."
  type        = map(string)
  default     = {}
}
