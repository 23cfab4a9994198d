package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// TestRefusalsAreLocated gives every argument of every resource, data source and the provider, wherever it is nested, values that some
// validator may refuse. Each refusal begins with the attribute, none names it twice, and a value is refused once.
func TestRefusalsAreLocated(t *testing.T) {
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	refusals := 0
	check := func(schema *tfprotov6.Schema, of string, validate func(*tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)) {
		for name, config := range wrong(schema.Block.Attributes) {
			typ := schema.ValueType()
			diagnostics, err := validate(dynamic(t, typ, object(typ, config)))
			if err != nil {
				t.Fatalf("%s.%s: %v", of, name, err)
			}
			for _, problem := range unlocated(diagnostics, &refusals) {
				t.Errorf("%s.%s: %s", of, name, problem)
			}
		}
	}
	check(schemas.Provider, "provider", func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
		return resp.Diagnostics, err
	})
	for kind, schema := range schemas.DataSourceSchemas {
		check(schema, kind, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: kind, Config: config})
			return resp.Diagnostics, err
		})
	}
	for kind, schema := range schemas.ResourceSchemas {
		check(schema, kind, func(config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: kind, Config: config,
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
			return resp.Diagnostics, err
		})
	}
	if refusals < 400 {
		t.Errorf("only %d values were refused", refusals)
	}
}

// unlocated says what is wrong with how values were refused, and counts them.
func unlocated(diagnostics []*tfprotov6.Diagnostic, refusals *int) []string {
	var problems []string
	seen := map[string]bool{}
	for _, d := range diagnostics {
		if d.Attribute == nil || len(d.Attribute.Steps()) == 0 {
			problems = append(problems, "no attribute is named: "+d.Summary+": "+d.Detail)
			continue
		}
		at, what, found := strings.Cut(d.Detail, ": ")
		root, _, _ := strings.Cut(at, ".")
		root, _, _ = strings.Cut(root, "[")
		if !found || root != fmt.Sprint(d.Attribute.Steps()[0]) || strings.HasPrefix(what, "Attribute "+at) || strings.Contains(what, "Parse") {
			problems = append(problems, "the detail is: "+d.Detail)
		}
		if strings.HasPrefix(d.Summary, "Invalid Attribute Value") {
			problems = append(problems, "the summary is "+d.Summary)
		}
		if d.Summary == "Invalid Value" {
			if *refusals++; seen[d.Attribute.String()] {
				problems = append(problems, at+" is refused twice")
			}
			seen[d.Attribute.String()] = true
		}
	}
	return problems
}

// wrong returns configurations by what is wrong with them, one for each attribute and value that is unlikely to be right.
func wrong(attributes []*tfprotov6.SchemaAttribute) map[string]map[string]any {
	configs := map[string]map[string]any{}
	for _, a := range attributes {
		if !a.Optional && !a.Required {
			continue
		}
		if a.NestedType == nil {
			for i, value := range wrongValues(a.Type) {
				configs[fmt.Sprintf("%s %d", a.Name, i)] = map[string]any{a.Name: value}
			}
			continue
		}
		for name, inner := range wrong(a.NestedType.Attributes) {
			var value any = inner
			switch a.NestedType.Nesting {
			case tfprotov6.SchemaObjectNestingModeList, tfprotov6.SchemaObjectNestingModeSet:
				value = []any{inner}
			case tfprotov6.SchemaObjectNestingModeMap:
				value = map[string]any{"x.y z": inner}
			}
			configs[a.Name+"."+name] = map[string]any{a.Name: value}
		}
	}
	return configs
}

func wrongValues(typ tftypes.Type) []any {
	var values []any
	elements := func(of tftypes.Type) []any {
		var many []any
		for i := range 101 {
			switch {
			case of.Is(tftypes.String):
				many = append(many, fmt.Sprint("x", i))
			case of.Is(tftypes.Number):
				many = append(many, i)
			}
		}
		return many
	}
	switch typ := typ.(type) {
	case tftypes.List:
		values = append(values, []any{}, elements(typ.ElementType))
		for _, value := range wrongValues(typ.ElementType) {
			values = append(values, []any{value, value})
		}
	case tftypes.Set:
		values = append(values, []any{}, elements(typ.ElementType))
		for _, value := range wrongValues(typ.ElementType) {
			values = append(values, []any{value})
		}
	case tftypes.Map:
		many := map[string]any{}
		for i, value := range elements(typ.ElementType) {
			many[fmt.Sprint("x", i)] = value
		}
		values = append(values, map[string]any{}, many)
		for _, value := range wrongValues(typ.ElementType) {
			values = append(values, map[string]any{"a": value, "": value, "http://a =": value})
		}
	default:
		switch {
		case typ.Is(tftypes.String):
			values = []any{"", "http://A B", strings.Repeat("x", 1<<15+1)}
		case typ.Is(tftypes.Number):
			values = []any{-1, 1 << 40}
		}
	}
	return values
}
