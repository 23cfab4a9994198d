variable "networks" {
  description = "Where the servers are in each region. IDs of networks, caches and zones are those of a region."
  type        = map(object({ vswitch_id = string, security_group_id = string }))
  default = {
    cn-hangzhou = { vswitch_id = "vsw-example", security_group_id = "sg-example" }
    cn-beijing  = { vswitch_id = "vsw-other", security_group_id = "sg-other" }
  }
}
