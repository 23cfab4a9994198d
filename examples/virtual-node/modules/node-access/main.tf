# What a cluster has to grant so that a virtual node can join it: roles, a bootstrap token and the kubeconfig with that token.
# Nothing is applied: the manifests are for any provider or for kubectl.
terraform {
  required_version = ">= 1.8"
}

variable "server" {
  description = "URL of the API server, as the virtual node reaches it."
  type        = string
  validation {
    condition     = startswith(var.server, "https://")
    error_message = "The server has to be an https:// URL."
  }
}

variable "certificate_authority" {
  description = "Certificate of the cluster's authority, as PEM."
  type        = string
}

variable "token" {
  description = "Bootstrap token, such as abcdef.0123456789abcdef."
  type        = string
  sensitive   = true
  validation {
    condition     = can(regex("^[a-z0-9]{6}\\.[a-z0-9]{16}$", var.token))
    error_message = "The token has to be 6 and 16 lowercase letters and digits with a period between them."
  }
}

locals {
  # Nodes that bootstrap are in the first group, those with a certificate in the second.
  bootstrappers = "system:bootstrappers:vnode"
  nodes         = "system:vnodes"
  bindings = {
    "eci:vnode-bootstrap"    = { role = "system:node-bootstrapper", group = local.bootstrappers }
    "eci:vnode-approve"      = { role = "system:certificates.k8s.io:certificatesigningrequests:nodeclient", group = local.bootstrappers }
    "eci:vnode-approve-self" = { role = "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", group = local.nodes }
    "eci:vnode"              = { role = "system:node", group = local.nodes }
    "eci:vnode-proxy"        = { role = "system:node-proxier", group = local.nodes }
    "eci:vnode-annotations"  = { role = "eci:vnode-annotations", group = local.nodes }
  }
  manifests = concat(
    [{
      apiVersion = "rbac.authorization.k8s.io/v1"
      kind       = "ClusterRole"
      metadata   = { name = "eci:vnode-annotations" }
      rules      = [{ apiGroups = [""], resources = ["pods", "persistentvolumeclaims"], verbs = ["update", "patch"] }]
    }],
    [for name, binding in local.bindings : {
      apiVersion = "rbac.authorization.k8s.io/v1"
      kind       = "ClusterRoleBinding"
      metadata   = { name = name }
      roleRef    = { apiGroup = "rbac.authorization.k8s.io", kind = "ClusterRole", name = binding.role }
      subjects   = [{ apiGroup = "rbac.authorization.k8s.io", kind = "Group", name = binding.group }]
    }],
    [{
      apiVersion = "v1"
      kind       = "Secret"
      type       = "bootstrap.kubernetes.io/token"
      metadata   = { name = "bootstrap-token-${split(".", var.token)[0]}", namespace = "kube-system" }
      stringData = {
        token-id                       = split(".", var.token)[0]
        token-secret                   = split(".", var.token)[1]
        usage-bootstrap-authentication = "true"
        auth-extra-groups              = local.bootstrappers
      }
    }],
  )
}

output "manifests" {
  description = "The manifests, decoded."
  value       = local.manifests
  sensitive   = true
}

output "yaml" {
  description = "The manifests as YAML documents, for kubectl apply."
  value       = join("---\n", [for manifest in local.manifests : yamlencode(manifest)])
  sensitive   = true
}

output "kubeconfig" {
  description = "Kubeconfig for eci_virtual_node with tls_bootstrap_enabled."
  sensitive   = true
  value = yamlencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "vnode"
    clusters        = [{ name = "cluster", cluster = { server = var.server, certificate-authority-data = base64encode(var.certificate_authority) } }]
    users           = [{ name = "vnode", user = { token = var.token } }]
    contexts        = [{ name = "vnode", context = { cluster = "cluster", user = "vnode", namespace = "kube-system" } }]
  })
}
