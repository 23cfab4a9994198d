# By the data cache's ID
terraform import eci_data_cache.model edc-bp1234567890abcdefgh

# In another region than the provider's
terraform import eci_data_cache.model edc-bp1234567890abcdefgh@cn-beijing
