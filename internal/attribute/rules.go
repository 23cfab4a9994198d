package attribute

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Effect is what a change of an attribute means.
type Effect int

const (
	// None is that of a value that is computed, or only Terraform's.
	None Effect = iota
	// Retag calls TagResources and UntagResources.
	Retag
	// Update calls the update action of the object.
	Update
	// Replace replaces the object, since there is no API for the change.
	Replace
	// Choose replaces the object unless what ECI chose is among what is asked for now.
	Choose
)

// Effects says what a change means, by pattern: the names of an attribute's path with * for keys and indexes, such as
// containers.*.image. An attribute that is not listed is like the one above it.
type Effects map[string]Effect

// Of looks up a pattern.
func (e Effects) Of(pattern string) Effect {
	for {
		if effect, ok := e[pattern]; ok {
			return effect
		}
		at := strings.LastIndexByte(pattern, '.')
		if at < 0 {
			return None
		}
		pattern = pattern[:at]
	}
}

// Patterns is a set of attributes and of what is below them.
type Patterns map[string]bool

// Cover reports whether the attribute of a pattern, or one above it, is in the set.
func (p Patterns) Cover(pattern string) bool {
	for {
		if p[pattern] {
			return true
		}
		at := strings.LastIndexByte(pattern, '.')
		if at < 0 {
			return false
		}
		pattern = pattern[:at]
	}
}

// WarnRecorded warns that the value of an attribute that ECI does not return is taken to be that of an imported object.
func WarnRecorded(c value.Change, resp *resource.ModifyPlanResponse) {
	resp.Diagnostics.AddAttributeWarning(c.Path, "Recorded, Not Applied", "ECI does not say what this is in the imported object, so the "+
		"value is recorded as if it were so. If it is not, replace the object: terraform apply -replace=ADDRESS.")
}

// Rules says what changes of one kind of object mean.
type Rules struct {
	Effects Effects
	// Unreturned is what ECI does not return, so that it is unknown after an import.
	Unreturned Patterns
}

// Require turns the changes that no update can make into a replacement. beyond says of a change whose effect is Update or
// Choose that it cannot be made in this case. What is not known of an imported object never replaces it: it is sent where an
// update can be made, and recorded else.
func (r Rules) Require(changes []value.Change, imported bool, beyond func(value.Change) bool, resp *resource.ModifyPlanResponse) {
	for _, c := range changes {
		adopted := imported && c.New && r.Unreturned.Cover(c.Pattern)
		switch r.Effects.Of(c.Pattern) {
		case Replace:
			if adopted {
				WarnRecorded(c, resp)
			} else {
				resp.RequiresReplace.Append(c.Path)
			}
		case Update, Choose:
			switch {
			case !beyond(c):
			case adopted:
				WarnRecorded(c, resp)
			default:
				resp.RequiresReplace.Append(c.Path)
			}
		}
	}
}
