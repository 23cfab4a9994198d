# terraform apply -invoke=action.eci_container_group_volume_resize.data
action "eci_container_group_volume_resize" "data" {
  config {
    container_group_id = "eci-bp1example0000000001"
    volume_name        = "data"
    size               = 100
  }
}
