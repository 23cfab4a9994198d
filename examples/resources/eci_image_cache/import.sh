# By the image cache's ID
terraform import eci_image_cache.web imc-bp1234567890abcdefgh

# In another region than the provider's
terraform import eci_image_cache.web imc-bp1234567890abcdefgh@cn-beijing
