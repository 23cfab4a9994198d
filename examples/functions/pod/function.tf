# A Deployment as it is, on ECI without a cluster. Each of its replicas is a group.
locals {
  deployment = yamldecode(local.manifest)
  pod        = provider::eci::pod(local.manifest, { settings = local.settings })
}

resource "eci_container_group" "web" {
  count = local.deployment.spec.replicas

  name                             = "${local.pod.name}-${count.index}"
  containers                       = local.pod.containers
  init_containers                  = local.pod.init_containers
  volumes                          = local.pod.volumes
  restart_policy                   = local.pod.restart_policy
  dns_policy                       = local.pod.dns_policy
  dns_config                       = local.pod.dns_config
  termination_grace_period_seconds = local.pod.termination_grace_period_seconds
  auto_match_image_cache           = local.pod.auto_match_image_cache
}

# What the group does without.
output "warnings" {
  value = local.pod.warnings
}

locals {
  settings = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "settings" }
    data       = { "default.conf" = "server { listen 80; }" }
  }
  manifest = <<-YAML
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 2
      selector:
        matchLabels: {app: web}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
            - name: web
              image: nginx:1.27
              ports: [{name: http, containerPort: 80}]
              readinessProbe:
                httpGet: {path: /, port: http}
              resources:
                limits: {cpu: 500m, memory: 1Gi}
              volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]
          volumes:
            - name: conf
              configMap: {name: settings, defaultMode: 0444}
  YAML
}
