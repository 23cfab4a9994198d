import {
  to = eci_data_cache.model
  id = "edc-bp1234567890abcdefgh"
}
