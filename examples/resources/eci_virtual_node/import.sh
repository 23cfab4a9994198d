# By the virtual node's ID
terraform import eci_virtual_node.burst vnd-bp1234567890abcdefgh

# In another region than the provider's
terraform import eci_virtual_node.burst vnd-bp1234567890abcdefgh@cn-beijing
