variable "region" {
  description = "Region ID."
  type        = string
  default     = "cn-hangzhou"
}

variable "vswitch_id" {
  description = "vSwitch of the caches, the group and the node."
  type        = string
  default     = "vsw-example"
}

variable "security_group_id" {
  description = "Security group of the caches, the group and the node."
  type        = string
  default     = "sg-example"
}

variable "image" {
  description = "Image of the server."
  type        = string
  default     = "nginx:1.27"
}

variable "model" {
  description = "Model on Hugging Face."
  type        = string
  default     = "stabilityai/stable-diffusion-2"
}

variable "kubeconfig" {
  description = "Kubeconfig of the cluster that the node joins, as kubectl config view --minify --flatten writes it."
  type        = string
  ephemeral   = true
  default     = <<-EOT
    apiVersion: v1
    kind: Config
    current-context: vnode
    contexts:
      - name: vnode
        context: {cluster: example, user: vnode}
    clusters:
      - name: example
        cluster: {server: "https://192.168.0.10:6443"}
    users:
      - name: vnode
        user: {token: example}
  EOT
}
