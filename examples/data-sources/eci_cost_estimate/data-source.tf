data "eci_cost_estimate" "month" {
  items = {
    web = {
      count           = 3
      container_group = { cpu = 2, memory = 4 }
    }
    report = {
      container_group = {
        cpu           = 4
        memory        = 32
        spot_strategy = "SpotAsPriceGo"
        hours_per_day = 2
        data_caches   = [{ size = 60 }]
      }
    }
    model = { data_cache = { size = 60 } }
    node  = { virtual_node = {} }
    # What the provider knows nothing of.
    address = { other = { per_hour = 0.0031 } }
  }
}

check "budget" {
  assert {
    condition     = try(data.eci_cost_estimate.month.per_month <= 5000, false) # null is not known
    error_message = "This costs more than 5000 a month, or nobody knows what it costs."
  }
}

output "monthly_cost" {
  value = { for name, cost in data.eci_cost_estimate.month.costs : name => cost.per_month }
}
