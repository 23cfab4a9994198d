data "eci_quotas" "here" {}

check "quota" {
  assert {
    condition     = data.eci_quotas.here.cpu.free >= 100
    error_message = "The quota has less than 100 vCPUs left."
  }
}
