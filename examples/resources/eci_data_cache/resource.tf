# A model of Hugging Face, which container groups mount as /models/stable-diffusion of the bucket default.
resource "eci_data_cache" "model" {
  name              = "stable-diffusion"
  path              = "/models/stable-diffusion"
  size              = 60
  security_group_id = "sg-bp1234567890abcdefgh"
  vswitch_id        = "vsw-bp1234567890abcdefgh"

  data_source = {
    repository = {
      source = "HuggingFace/Model"
      id     = "stabilityai/stable-diffusion-2"
    }
  }

  eip_create_param = {
    bandwidth            = 100
    internet_charge_type = "PayByTraffic"
  }
}
