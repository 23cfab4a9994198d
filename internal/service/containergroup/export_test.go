package containergroup

import "github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"

// Unreturned lists the attributes that an import cannot see, by pattern; it cannot see what is below one either.
var Unreturned = func() attribute.Patterns {
	_, table := describe()
	return table.Unreturned().And(attribute.Patterns{"replace_triggers": true})
}()
