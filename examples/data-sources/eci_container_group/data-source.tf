data "eci_container_group" "web" {
  name = "web"
}

output "web_address" {
  value = data.eci_container_group.web.internet_ip
}
