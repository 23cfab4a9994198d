variable "web_image" {
  description = "Image of the web server; changing it updates the container group in place."
  type        = string
  default     = "nginx:1.27"
}
