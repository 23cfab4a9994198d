package attribute

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Effect says what a change of an attribute causes.
type Effect int

const (
	// Inherited is the effect of the attribute above, and None at the top.
	Inherited Effect = iota
	// None is the effect on values that are computed, or only Terraform's.
	None
	// Retag calls TagResources and UntagResources.
	Retag
	// Update calls the update action of the object.
	Update
	// Restart calls the update action too, and containers are started anew.
	Restart
	// Replace replaces the object, since no action makes the change.
	Replace
	// Choose replaces the object unless what ECI chose, which [Row.Chosen] holds, is among what is asked for now.
	Choose
)

// Row holds what the provider has to know of an attribute beside its schema. Plans, documentation, the paths of errors and
// several tests follow from it.
type Row struct {
	// Parameter names the parameters of the API's create and update actions that the attribute becomes, each by its first
	// part and separated by blanks: Container for Container.1.Image.
	Parameter string
	// Effect says what a change causes. Attributes below inherit it.
	Effect Effect
	// Chosen names the computed attribute that holds what ECI chose, for the effect Choose.
	Chosen string
	// Kept is set where the update action takes no empty value, so that removing the value replaces the object.
	Kept bool
	// Unreturned is set where ECI does not return the value: a change outside Terraform does not show, and an import cannot
	// see it. Attributes below inherit it.
	Unreturned bool
	// Moves is set on computed attributes that an update may change.
	Moves bool
	// Default holds what ECI takes if nothing is given: a bool, an int, a float64, a string, or a func(string) bool for several.
	// Giving it changes nothing.
	Default any
	// Same, if set, reports whether two texts say the same to ECI, as two ways of writing a number do.
	Same func(a, b string) bool
	// Present is set where an object without any values differs from none, as in empty_dir = {}, or 0 or "" does, as in
	// run_as_user = 0.
	Present bool
}

// On attaches the row to an attribute, for [Split].
func (r Row) On(a schema.Attribute) schema.Attribute { return rowed{a, r} }

type rowed struct {
	schema.Attribute
	row Row
}

// Table holds rows by pattern: the names of an attribute's path with * for keys and indexes, such as containers.*.image. An
// attribute without a row is like the one above it.
type Table map[string]Row

// Split returns the attributes without their rows, and the rows. To the description of each attribute it adds what the row
// says and the attribute above does not: see [Legend].
func Split(attributes map[string]schema.Attribute) (map[string]schema.Attribute, Table) {
	table := Table{}
	return table.take("", Row{Effect: None}, attributes), table
}

func (t Table) take(prefix string, above Row, attributes map[string]schema.Attribute) map[string]schema.Attribute {
	plain := make(map[string]schema.Attribute, len(attributes))
	for name, a := range attributes {
		var row Row
		if r, ok := a.(rowed); ok {
			a, row = r.Attribute, r.row
			t[prefix+name] = row
		}
		if row.Effect == Inherited {
			row.Effect = above.Effect
		}
		row.Unreturned = row.Unreturned || above.Unreturned
		plain[name] = t.describe(prefix+name, a, row, row.marks(above))
	}
	return plain
}

// describe returns a with marks at the end of its description, and with what is below it taken apart.
func (t Table) describe(pattern string, a schema.Attribute, row Row, marks string) schema.Attribute {
	switch a := a.(type) {
	case schema.StringAttribute:
		a.MarkdownDescription += marks
		return a
	case schema.BoolAttribute:
		a.MarkdownDescription += marks
		return a
	case schema.Int64Attribute:
		a.MarkdownDescription += marks
		return a
	case schema.Float64Attribute:
		a.MarkdownDescription += marks
		return a
	case schema.ListAttribute:
		a.MarkdownDescription += marks
		return a
	case schema.SetAttribute:
		a.MarkdownDescription += marks
		return a
	case schema.MapAttribute:
		a.MarkdownDescription += marks
		return a
	case schema.SingleNestedAttribute:
		a.MarkdownDescription += marks
		a.Attributes = t.take(pattern+".", row, a.Attributes)
		return a
	case schema.ListNestedAttribute:
		a.MarkdownDescription += marks
		a.NestedObject.Attributes = t.take(pattern+".*.", row, a.NestedObject.Attributes)
		return a
	case schema.SetNestedAttribute:
		a.MarkdownDescription += marks
		a.NestedObject.Attributes = t.take(pattern+".*.", row, a.NestedObject.Attributes)
		return a
	case schema.MapNestedAttribute:
		a.MarkdownDescription += marks
		a.NestedObject.Attributes = t.take(pattern+".*.", row, a.NestedObject.Attributes)
		return a
	}
	if marks != "" {
		panic(fmt.Sprintf("%s: %T has no place for marks yet", pattern, a))
	}
	return a
}

// Words of the marks in descriptions.
const (
	markReplaces  = "replaces"
	markRestarts  = "restarts"
	markInPlace   = "changes in place"
	markIfRemoved = "replaces if removed"
	markNotRead   = "not read"
)

// Legend explains the marks in descriptions of attributes.
var Legend = []struct{ Word, Meaning string }{
	{markReplaces, "a change replaces the object"},
	{markRestarts, "a change starts containers anew, in place"},
	{markInPlace, "a change does neither, unlike one of the attribute above"},
	{markIfRemoved, "removing the value replaces the object, because ECI takes no empty one; other changes are made in place"},
	{markNotRead, "ECI does not return the value, so a change made outside Terraform does not show, and after an import the configured " +
		"value is recorded as if it were so"},
}

// marks returns what a row says in the words of [Legend], without what the one above says too.
func (r Row) marks(above Row) string {
	var words []string
	if r.Effect != above.Effect {
		switch r.Effect {
		case Replace:
			words = append(words, markReplaces)
		case Restart:
			words = append(words, markRestarts)
		case Update:
			if above.Effect == Replace || above.Effect == Restart {
				words = append(words, markInPlace)
			}
		case Inherited, None, Retag, Choose: // said by the description
		}
	}
	if r.Kept {
		words = append(words, markIfRemoved)
	}
	if r.Unreturned && !above.Unreturned {
		words = append(words, markNotRead)
	}
	if len(words) == 0 {
		return ""
	}
	text := strings.Join(words, "; ")
	return " *" + strings.ToUpper(text[:1]) + text[1:] + ".*"
}

// Effect returns what a change of the attribute of a pattern causes.
func (t Table) Effect(pattern string) Effect {
	for {
		if effect := t[pattern].Effect; effect != Inherited {
			return effect
		}
		at := strings.LastIndexByte(pattern, '.')
		if at < 0 {
			return None
		}
		pattern = pattern[:at]
	}
}

// Unreturned returns the attributes that ECI does not return.
func (t Table) Unreturned() Patterns {
	unreturned := Patterns{}
	for pattern, row := range t {
		if row.Unreturned {
			unreturned[pattern] = true
		}
	}
	return unreturned
}

// Moving names the computed attributes that an update may change.
func (t Table) Moving() []string {
	var names []string
	for pattern, row := range t {
		if row.Moves {
			names = append(names, pattern)
		}
	}
	return names
}

// At returns the path of the attribute that a parameter named by the API stands for, such as Container.1.Image.
func (t Table) At(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	for pattern, row := range t {
		for name := range strings.FieldsSeq(row.Parameter) {
			if name == first {
				root, _, _ := strings.Cut(pattern, ".")
				return path.Root(root), true
			}
		}
	}
	return path.Path{}, false
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

// And returns the union of p and others.
func (p Patterns) And(others Patterns) Patterns {
	union := maps.Clone(p)
	maps.Copy(union, others)
	return union
}
