# By the container group's ID
terraform import eci_container_group.web eci-bp1234567890abcdefgh
