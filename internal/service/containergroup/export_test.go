package containergroup

import "github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"

// Describe returns the schema of the resource and the table of its attributes.
var Describe = describe

// Unreturned lists the attributes that an import cannot see, by pattern; it cannot see what is below one either.
var Unreturned = func() attribute.Patterns {
	_, table := describe()
	return table.Unreturned().And(attribute.Patterns{"replace_triggers": true, "restart_triggers": true})
}()
