locals {
  groups = merge(eci_container_group.first, eci_container_group.others)
}

output "groups" {
  description = "What a load balancer needs of each group, by its name. Backends that use it are changed before the old groups go."
  value = { for name, group in local.groups : name => {
    id              = group.id
    eni_instance_id = group.eni_instance_id
    intranet_ip     = group.intranet_ip
    vswitch_id      = group.vswitch_id
    zone_id         = group.zone_id
  } }
}
