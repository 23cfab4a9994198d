import {
  to = eci_virtual_node.burst
  id = "vnd-bp1234567890abcdefgh"
}
