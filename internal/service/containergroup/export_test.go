package containergroup

import "github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"

// Unreturned lists the attributes that ECI does not return, by pattern; what is below one is not returned either.
var Unreturned = func() attribute.Patterns { _, table := describe(); return table.Unreturned() }()
