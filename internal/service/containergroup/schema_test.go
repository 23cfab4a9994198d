package containergroup

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// schemaAttributes lists the attributes of the schema, nested ones too, by pattern.
func schemaAttributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	addAttributes(all, "", resourceSchema(context.Background()).Attributes)
	return all
}

func addAttributes(all map[string]schema.Attribute, prefix string, attributes map[string]schema.Attribute) {
	for name, attribute := range attributes {
		pattern := prefix + name
		all[pattern] = attribute
		switch a := attribute.(type) {
		case schema.SingleNestedAttribute:
			addAttributes(all, pattern+".", a.Attributes)
		case schema.ListNestedAttribute:
			addAttributes(all, pattern+".*.", a.NestedObject.Attributes)
		case schema.MapNestedAttribute:
			addAttributes(all, pattern+".*.", a.NestedObject.Attributes)
		case schema.SetNestedAttribute:
			addAttributes(all, pattern+".*.", a.NestedObject.Attributes)
		}
	}
}

// terraformOwn says whether an attribute means nothing to ECI: it controls what Terraform does.
func terraformOwn(pattern string, a schema.Attribute) bool {
	return pattern == "replace_triggers" || a.IsWriteOnly() || strings.HasSuffix(pattern, "_wo_version")
}

func TestDescriptionsSayWhatHappens(t *testing.T) {
	for pattern, a := range schemaAttributes() {
		if strings.HasPrefix(pattern, "timeouts.") {
			continue
		}
		description := a.GetMarkdownDescription()
		says := strings.Contains(description, strings.TrimSpace(replaces))
		if does := effects.Of(pattern) == attribute.Replace && !a.IsWriteOnly(); says != does {
			t.Errorf("%s: says that changing it replaces the group %v, does so %v", pattern, says, does)
		}
		says = strings.Contains(description, strings.TrimSpace(notReturned))
		if does := unreturned.Cover(pattern) && !terraformOwn(pattern, a); says != does {
			t.Errorf("%s: says that ECI does not return it %v, is listed as such %v", pattern, says, does)
		}
	}
}

func TestTablesNameAttributes(t *testing.T) {
	attributes := schemaAttributes()
	for pattern := range effects {
		if attributes[pattern] == nil {
			t.Errorf("effects names %s, which is no attribute", pattern)
		}
	}
	for pattern := range unreturned {
		if attributes[pattern] == nil {
			t.Errorf("unreturned names %s, which is no attribute", pattern)
		}
	}
	for pattern, a := range attributes {
		if strings.Contains(pattern, ".") {
			continue
		}
		effect, listed := effects[pattern]
		if !listed {
			t.Errorf("%s: effects does not say what a change means", pattern)
		}
		computed := !a.IsOptional() && !a.IsRequired()
		if computed && effect != attribute.None && effect != attribute.Retag {
			t.Errorf("%s: nobody can change a computed attribute, but effects has one", pattern)
		}
		if unreturned.Cover(pattern) && (computed || a.IsComputed()) {
			t.Errorf("%s: is computed although ECI does not return it", pattern)
		}
	}
}

func TestParametersNameAttributes(t *testing.T) {
	known := schemaAttributes()
	for parameter, name := range maps.All(attributes) {
		if known[name] == nil {
			t.Errorf("%s stands for %s, which is no attribute", parameter, name)
		}
	}
	if at, ok := attributeOf("Container.1.Image"); !ok || at.String() != "containers" {
		t.Errorf("Container.1.Image is at %s", at)
	}
	if _, ok := attributeOf("Unknown"); ok {
		t.Error("an unknown parameter has an attribute")
	}
}
