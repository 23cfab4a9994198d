# By the container group's ID
terraform import eci_container_group.web eci-bp1234567890abcdefgh

# In another region than the provider's
terraform import eci_container_group.web eci-bp1234567890abcdefgh@cn-beijing
