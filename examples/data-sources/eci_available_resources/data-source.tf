data "eci_available_resources" "gpu" {
  instance_type = "ecs.gn7i-c8g1.2xlarge"
}

output "zones_with_gpus" {
  value = data.eci_available_resources.gpu.zone_ids
}
