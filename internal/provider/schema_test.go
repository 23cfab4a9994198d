package provider_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// TestImplementations asks the framework whether it finds fault with any schema or function.
func TestImplementations(t *testing.T) {
	ctx := t.Context()
	check := func(name string, schema interface {
		ValidateImplementation(context.Context) diag.Diagnostics
	}, diags diag.Diagnostics) {
		t.Helper()
		for _, d := range append(diags, schema.ValidateImplementation(ctx)...) {
			t.Errorf("%s: %s: %s", name, d.Summary(), d.Detail())
		}
	}
	p := provider.New("test", nil)
	var schema framework.SchemaResponse
	p.Schema(ctx, framework.SchemaRequest{}, &schema)
	check("provider", schema.Schema, schema.Diagnostics)

	for _, construct := range p.Resources(ctx) {
		r := construct()
		var name resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "eci"}, &name)
		var schema resource.SchemaResponse
		r.Schema(ctx, resource.SchemaRequest{}, &schema)
		check(name.TypeName, schema.Schema, schema.Diagnostics)
		withIdentity, ok := r.(resource.ResourceWithIdentity)
		if !ok {
			t.Errorf("%s has no identity", name.TypeName)
			continue
		}
		var identity resource.IdentitySchemaResponse
		withIdentity.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
		check(name.TypeName+" identity", identity.IdentitySchema, identity.Diagnostics)
	}
	for _, construct := range p.DataSources(ctx) {
		d := construct()
		var name datasource.MetadataResponse
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "eci"}, &name)
		var schema datasource.SchemaResponse
		d.Schema(ctx, datasource.SchemaRequest{}, &schema)
		check("data "+name.TypeName, schema.Schema, schema.Diagnostics)
	}
	if p, ok := p.(framework.ProviderWithEphemeralResources); ok {
		for _, construct := range p.EphemeralResources(ctx) {
			e := construct()
			var name ephemeral.MetadataResponse
			e.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: "eci"}, &name)
			var schema ephemeral.SchemaResponse
			e.Schema(ctx, ephemeral.SchemaRequest{}, &schema)
			check("ephemeral "+name.TypeName, schema.Schema, schema.Diagnostics)
		}
	}
	if p, ok := p.(framework.ProviderWithActions); ok {
		for _, construct := range p.Actions(ctx) {
			a := construct()
			var name action.MetadataResponse
			a.Metadata(ctx, action.MetadataRequest{ProviderTypeName: "eci"}, &name)
			var schema action.SchemaResponse
			a.Schema(ctx, action.SchemaRequest{}, &schema)
			check("action "+name.TypeName, schema.Schema, schema.Diagnostics)
		}
	}
	if p, ok := p.(framework.ProviderWithListResources); ok {
		for _, construct := range p.ListResources(ctx) {
			l := construct()
			var name resource.MetadataResponse
			l.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "eci"}, &name)
			var schema list.ListResourceSchemaResponse
			l.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &schema)
			check("list "+name.TypeName, schema.Schema, schema.Diagnostics)
		}
	}
	if p, ok := p.(framework.ProviderWithFunctions); ok {
		for _, construct := range p.Functions(ctx) {
			f := construct()
			var name function.MetadataResponse
			f.Metadata(ctx, function.MetadataRequest{}, &name)
			var definition function.DefinitionResponse
			f.Definition(ctx, function.DefinitionRequest{}, &definition)
			var validated function.DefinitionValidateResponse
			definition.Definition.ValidateImplementation(ctx, function.DefinitionValidateRequest{FuncName: name.Name}, &validated)
			for _, d := range append(definition.Diagnostics, validated.Diagnostics...) {
				t.Errorf("function %s: %s: %s", name.Name, d.Summary(), d.Detail())
			}
		}
	}
}

// schemasOf returns the schemas of all kinds, but for the provider's own, by kind and name.
func schemasOf(all *tfprotov6.GetProviderSchemaResponse) map[string]*tfprotov6.Schema {
	schemas := map[string]*tfprotov6.Schema{}
	for name, schema := range all.ResourceSchemas {
		schemas["resource "+name] = schema
	}
	for name, schema := range all.DataSourceSchemas {
		schemas["data "+name] = schema
	}
	for name, schema := range all.EphemeralResourceSchemas {
		schemas["ephemeral "+name] = schema
	}
	for name, schema := range all.ListResourceSchemas {
		schemas["list "+name] = schema
	}
	for name, schema := range all.ActionSchemas {
		schemas["action "+name] = schema.Schema
	}
	return schemas
}

// TestDescriptions wants a description of everything that a user can read about.
func TestDescriptions(t *testing.T) {
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	describe := func(kind string, schema *tfprotov6.Schema) {
		if schema.Block.Description == "" {
			t.Errorf("%s has no description", kind)
		}
		for _, attribute := range schema.Block.Attributes {
			describeAttribute(t, kind, attribute)
		}
	}
	describe("provider", schemas.Provider)
	for name, schema := range schemasOf(schemas) {
		describe(name, schema)
	}
	for name, f := range schemas.Functions {
		if f.Summary == "" || f.Description == "" {
			t.Errorf("function %s has no summary or no description", name)
		}
		for _, parameter := range f.Parameters {
			if parameter.Description == "" {
				t.Errorf("parameter %s of function %s has no description", parameter.Name, name)
			}
		}
	}
}

func describeAttribute(t *testing.T, of string, attribute *tfprotov6.SchemaAttribute) {
	t.Helper()
	name := of + "." + attribute.Name
	if attribute.Description == "" {
		t.Errorf("%s has no description", name)
	}
	if attribute.NestedType != nil {
		for _, nested := range attribute.NestedType.Attributes {
			describeAttribute(t, name, nested)
		}
	}
}
