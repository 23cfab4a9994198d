data "eci_virtual_node_price" "this" {}

output "monthly_price" {
  value = data.eci_virtual_node_price.this.per_month.trade
}
