# Runs against the emulator, which is told in outcomes.json what the migration of each version does:
#
#   eci-emulator -outcomes tests/outcomes.json &
#   export ECI_ENDPOINT=http://127.0.0.1:18080
#   export ALIBABA_CLOUD_ACCESS_KEY_ID=emulator ALIBABA_CLOUD_ACCESS_KEY_SECRET=emulator-secret
#   terraform test

run "a_version_of_which_nothing_is_told" {
  assert {
    condition     = strcontains(output.log, "migrated postgres://db/shop")
    error_message = "The job did not get to its end: ${output.log}"
  }
}

run "a_version_that_has_nothing_to_migrate" {
  variables {
    image = "example.com/shop:1.1"
  }
  assert {
    condition     = output.log == "No migrations to apply.\nmigrated postgres://db/shop\n"
    error_message = "The log is ${output.log}"
  }
}

run "a_version_whose_migration_fails" {
  variables {
    image = "example.com/shop:2.0"
  }
  expect_failures = [check.migrated]
}
