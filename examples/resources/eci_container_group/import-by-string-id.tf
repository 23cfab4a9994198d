import {
  to = eci_container_group.web
  id = "eci-bp1234567890abcdefgh"
}
