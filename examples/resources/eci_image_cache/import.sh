# By the image cache's ID
terraform import eci_image_cache.web imc-bp1234567890abcdefgh
