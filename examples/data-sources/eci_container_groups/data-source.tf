# The failed jobs of a team, with the exit codes of their containers
data "eci_container_groups" "failed" {
  status = "Failed"
  tags   = { team = "data" }
}

output "exit_codes" {
  value = {
    for group in data.eci_container_groups.failed.container_groups :
    group.name => { for name, state in group.container_states : name => state.exit_code }
  }
}
