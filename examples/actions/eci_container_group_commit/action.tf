# terraform apply -invoke=action.eci_container_group_commit.lab
action "eci_container_group_commit" "lab" {
  config {
    container_group_id = eci_container_group.lab.id
    container_name     = "lab"
    repository         = "registry-vpc.cn-hangzhou.aliyuncs.com/team/lab"
    tag                = "as-it-is"
  }
}

resource "eci_container_group" "lab" {
  name       = "lab"
  containers = { lab = { image = "ubuntu:24.04", command = ["sleep", "infinity"] } }
}
