data "eci_data_cache" "model" {
  path = "/models/stable-diffusion"
}

output "model_size" {
  value = data.eci_data_cache.model.size
}
