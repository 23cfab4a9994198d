# Says the same as alicloud_node.json, of which the kubeconfig is not taken over.
resource "eci_virtual_node" "test" {
  name                  = "tf-example"
  kubeconfig_wo_version = 1
  resource_group_id     = "rg-example00000001"
  security_group_id     = "sg-bp1example0000000001"
  vswitch_ids           = ["vsw-bp1example0000000001"]
  taints                = [{ key = "burst", value = "true", effect = "NoSchedule" }]
  tags                  = { team = "web" }
  kubeconfig_wo = jsonencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "admin"
    contexts        = [{ name = "admin", context = { cluster = "test", user = "admin" } }]
    clusters        = [{ name = "test", cluster = { server = "https://10.0.0.1:6443" } }]
    users           = [{ name = "admin", user = { token = "secret-token" } }]
  })
}
