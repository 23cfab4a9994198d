# Runs against the emulator:
#
#   eci-emulator &
#   export ECI_ENDPOINT=http://127.0.0.1:18080
#   export ALIBABA_CLOUD_REGION=cn-hangzhou ALIBABA_CLOUD_ACCESS_KEY_ID=emulator ALIBABA_CLOUD_ACCESS_KEY_SECRET=emulator-secret
#   terraform init && terraform test

run "three_groups_in_two_zones" {
  assert {
    condition     = length(output.groups) == 3 && length(distinct(values(output.groups)[*].zone_id)) == 2
    error_message = "The groups are ${jsonencode(output.groups)}"
  }
}

run "another_image" {
  variables {
    image  = "nginx:1.28"
    before = values(run.three_groups_in_two_zones.groups)[*].id # OpenTofu knows other runs here alone
  }
  assert {
    condition     = length(setintersection(values(output.groups)[*].id, var.before)) == 0
    error_message = "A group was kept."
  }
}
