// Package schematest holds the table of a resource's attributes against its schema and against the requests of the API. It is
// apart from acctest so that tests inside the package of a resource can use it.
package schematest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// neverConfigured are parameters that the provider itself fills in, and those that do nothing.
var neverConfigured = []string{"RegionId", "ClientToken", "DryRun", "UpdateType", "CpuOptionsNuma"}

// Check expects every attribute that can be configured to have a row that says what a change causes, and every parameter of the
// requests, which are structs, to have a row that names it, apart from those of IDs, which update requests have.
func Check(t *testing.T, s schema.Schema, table attribute.Table, requests ...any) {
	t.Helper()
	all := Attributes(s)
	for pattern, a := range all {
		row, listed := table[pattern]
		configurable := a.IsOptional() || a.IsRequired()
		if listed && !configurable && row.Effect != attribute.Inherited && row.Effect != attribute.None && row.Effect != attribute.Retag {
			t.Errorf("%s: nobody can change a computed attribute, but its row has an effect", pattern)
		}
		if row.Moves && configurable && !a.IsComputed() {
			t.Errorf("%s: an update cannot move what is configured", pattern)
		}
		if row.Unreturned && a.IsComputed() {
			t.Errorf("%s: is computed although ECI does not return it", pattern)
		}
		if a.IsWriteOnly() && a.IsSensitive() {
			t.Errorf("%s: is marked as sensitive, which costs every plan and hides nothing that is not hidden", pattern)
		}
		if secret := all[strings.TrimSuffix(pattern, "_wo")]; a.IsWriteOnly() && secret != nil && !secret.IsSensitive() {
			t.Errorf("%s: is write-only, and what is stored in its place is not sensitive", pattern)
		}
		if row.Effect == attribute.Choose && all[row.Chosen] == nil {
			t.Errorf("%s: what was chosen should be in %q, which is no attribute", pattern, row.Chosen)
		}
		if !strings.Contains(pattern, ".") && configurable && !a.IsWriteOnly() && pattern != "timeouts" && pattern != "tags" &&
			row.Effect == attribute.Inherited {
			t.Errorf("%s: has no row that says what a change causes", pattern)
		}
	}
	named := map[string]bool{}
	for pattern, row := range table {
		if all[pattern] == nil {
			t.Errorf("the table names %s, which is no attribute", pattern)
		}
		for parameter := range strings.FieldsSeq(row.Parameter) {
			named[parameter] = false
		}
	}
	for _, request := range requests {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(request)) {
			if field.Anonymous || slices.Contains(neverConfigured, field.Name) || isOwnID(request, field.Name) {
				continue
			}
			if _, ok := named[field.Name]; !ok {
				t.Errorf("%T has %s, which no row names", request, field.Name)
			}
			named[field.Name] = true
		}
	}
	for parameter, exists := range named {
		if !exists {
			t.Errorf("a row names %s, which no request has", parameter)
		}
	}
}

// isOwnID reports whether a field of an update request names the object that is updated.
func isOwnID(request any, field string) bool {
	name, update := strings.CutPrefix(reflect.TypeOf(request).Name(), "Update")
	return update && field == strings.TrimSuffix(name, "Request")+"Id"
}

// Attributes lists the attributes of a schema, nested ones too, by pattern.
func Attributes(s schema.Schema) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	collect(all, "", s.Attributes)
	return all
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
