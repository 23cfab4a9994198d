data "eci_container_group_price" "web" {
  cpu    = 2
  memory = 4
}

output "monthly_price" {
  value = data.eci_container_group_price.web.per_month.trade
}
