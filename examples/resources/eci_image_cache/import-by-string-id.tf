import {
  to = eci_image_cache.web
  id = "imc-bp1234567890abcdefgh"
}
