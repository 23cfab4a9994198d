resource "eci_virtual_node" "burst" {
  name              = "burst"
  security_group_id = "sg-bp1234567890abcdefgh"
  vswitch_ids       = ["vsw-bp1234567890abcdefgh"]
  cluster_dns       = ["10.96.0.10"]
  cluster_domain    = "cluster.local"

  # What kubectl config view --minify --flatten writes; take it from an ephemeral resource or variable.
  kubeconfig_wo = yamlencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "vnode"
    contexts        = [{ name = "vnode", context = { cluster = "production", user = "vnode" } }]
    clusters        = [{ name = "production", cluster = { server = "https://192.168.0.10:6443" } }]
    users           = [{ name = "vnode", user = { token = "bootstrap-token" } }]
  })
  kubeconfig_wo_version = 1

  taints = [
    { key = "workload", value = "batch", effect = "NoSchedule" },
  ]
}
