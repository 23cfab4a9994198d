// Package schematest holds descriptions of attributes against what the provider does. It is apart from acctest so that
// tests inside the package of a resource can use it.
package schematest

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// Check expects every attribute to say "Changing it replaces" if it does and "ECI does not return it" if so, every
// attribute to be in the rules and nothing else, and parameters, which maps the API's parameters to attributes, to name
// attributes that exist.
func Check(t *testing.T, s schema.Schema, rules attribute.Rules, parameters map[string]string) {
	t.Helper()
	all := map[string]schema.Attribute{}
	collect(all, "", s.Attributes)
	for pattern, a := range all {
		if strings.HasPrefix(pattern, "timeouts.") || a.IsWriteOnly() || strings.HasSuffix(pattern, "_wo_version") {
			continue
		}
		description := a.GetMarkdownDescription()
		if says, does := strings.Contains(description, "Changing it replaces"), rules.Effects.Of(pattern) == attribute.Replace; says != does {
			t.Errorf("%s: says that changing it replaces the object %v, does so %v", pattern, says, does)
		}
		if says, does := strings.Contains(description, "ECI does not return it"), rules.Unreturned.Cover(pattern); says != does {
			t.Errorf("%s: says that ECI does not return it %v, is listed as such %v", pattern, says, does)
		}
		if strings.Contains(pattern, ".") {
			continue
		}
		effect, listed := rules.Effects[pattern]
		if !listed {
			t.Errorf("%s: the rules do not say what a change means", pattern)
		}
		if computed := !a.IsOptional() && !a.IsRequired(); computed && effect != attribute.None && effect != attribute.Retag {
			t.Errorf("%s: nobody can change a computed attribute, but the rules have an effect", pattern)
		}
		if rules.Unreturned.Cover(pattern) && a.IsComputed() {
			t.Errorf("%s: is computed although ECI does not return it", pattern)
		}
	}
	for pattern := range rules.Effects {
		if all[pattern] == nil {
			t.Errorf("the effects name %s, which is no attribute", pattern)
		}
	}
	for pattern := range rules.Unreturned {
		if all[pattern] == nil {
			t.Errorf("what is not returned names %s, which is no attribute", pattern)
		}
	}
	for parameter, name := range parameters {
		if all[name] == nil {
			t.Errorf("%s stands for %s, which is no attribute", parameter, name)
		}
	}
}

func collect(all map[string]schema.Attribute, prefix string, attributes map[string]schema.Attribute) {
	for name, attribute := range attributes {
		pattern := prefix + name
		all[pattern] = attribute
		switch a := attribute.(type) {
		case schema.SingleNestedAttribute:
			collect(all, pattern+".", a.Attributes)
		case schema.ListNestedAttribute:
			collect(all, pattern+".*.", a.NestedObject.Attributes)
		case schema.SetNestedAttribute:
			collect(all, pattern+".*.", a.NestedObject.Attributes)
		case schema.MapNestedAttribute:
			collect(all, pattern+".*.", a.NestedObject.Attributes)
		}
	}
}
