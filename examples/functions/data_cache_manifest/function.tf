output "manifest" {
  value = provider::eci::data_cache_manifest({
    name        = "model"
    path        = "/models/stable-diffusion"
    size        = 60
    data_source = { repository = { source = "HuggingFace/Model", id = "stabilityai/stable-diffusion-2" } }
  }).yaml
}
