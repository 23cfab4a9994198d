# Batch Pods on spot capacity, with a way back to pay-as-you-go.
data "eci_pod_annotations" "batch" {
  specs                  = ["2-4Gi", "4-8Gi"]
  spot_strategy          = "SpotAsPriceGo"
  spot_fallback          = true
  vswitch_ids            = ["vsw-bp1234567890abcdefgh", "vsw-bp0987654321hgfedcba"]
  schedule_strategy      = "VSwitchRandom"
  auto_match_image_cache = true
}

# For the metadata of a Pod template, whatever writes it.
output "template" {
  value = yamlencode({ metadata = { annotations = data.eci_pod_annotations.batch.annotations } })
}
