# Runs without the emulator and without an account, since Terraform makes up what ECI would answer. Arguments are checked all the same.
# What something else checks the form of, such as an ID, needs a default here: Terraform makes up eight letters.
mock_provider "eci" {
  mock_resource "eci_container_group" {
    defaults = {
      id          = "eci-mocked"
      intranet_ip = "10.0.0.1"
    }
  }
}

run "the_first_group_goes_ahead" {
  command = plan

  assert {
    condition     = length(eci_container_group.first) == 1 && length(eci_container_group.others) == var.groups - 1
    error_message = "One group has to go ahead."
  }
  assert {
    condition     = alltrue([for group in eci_container_group.others : group.wait_for == "ready"])
    error_message = "Groups are replaced before others are ready."
  }
}

run "every_group_has_an_address" {
  assert {
    condition     = alltrue([for group in values(output.groups) : group.id == "eci-mocked"])
    error_message = "The groups are ${jsonencode(output.groups)}"
  }
}
