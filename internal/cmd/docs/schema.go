package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// providerSchema asks server for all its schemas and returns them in the form of `terraform providers schema -json`.
// A Terraform that prints that form leaves out what it does not know itself, so docs made by it would depend on its
// version.
func providerSchema(ctx context.Context, server tfprotov6.ProviderServer) (*tfjson.ProviderSchema, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = firstError(schemas.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("provider schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err == nil {
		err = firstError(identities.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("resource identity schemas: %w", err)
	}
	return &tfjson.ProviderSchema{
		ConfigSchema:             schema(schemas.Provider),
		ResourceSchemas:          mapValues(schemas.ResourceSchemas, schema),
		DataSourceSchemas:        mapValues(schemas.DataSourceSchemas, schema),
		EphemeralResourceSchemas: mapValues(schemas.EphemeralResourceSchemas, schema),
		ListResourceSchemas:      mapValues(schemas.ListResourceSchemas, schema),
		ActionSchemas:            mapValues(schemas.ActionSchemas, actionSchema),
		Functions:                mapValues(schemas.Functions, functionSignature),
		ResourceIdentitySchemas:  mapValues(identities.IdentitySchemas, identitySchema),
	}, nil
}

func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func schema(s *tfprotov6.Schema) *tfjson.Schema {
	return &tfjson.Schema{Version: uint64(s.Version), Block: block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	blocks := make(map[string]*tfjson.SchemaBlockType, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		blocks[nested.TypeName] = &tfjson.SchemaBlockType{
			NestingMode: tfjson.SchemaNestingMode(strings.ToLower(nested.Nesting.String())),
			Block:       block(nested.Block),
			MinItems:    uint64(nested.MinItems),
			MaxItems:    uint64(nested.MaxItems),
		}
	}
	return &tfjson.SchemaBlock{
		Attributes:      attributes(b.Attributes),
		NestedBlocks:    blocks,
		Description:     b.Description,
		DescriptionKind: descriptionKind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func attributes(list []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	attributes := make(map[string]*tfjson.SchemaAttribute, len(list))
	for _, a := range list {
		attributes[a.Name] = attributeOf(a)
	}
	return attributes
}

func attributeOf(a *tfprotov6.SchemaAttribute) *tfjson.SchemaAttribute {
	attribute := &tfjson.SchemaAttribute{
		Description:     a.Description,
		DescriptionKind: descriptionKind(a.DescriptionKind),
		Deprecated:      a.Deprecated,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		WriteOnly:       a.WriteOnly,
	}
	if a.NestedType == nil {
		attribute.AttributeType = ctyType(a.Type)
		return attribute
	}
	attribute.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
		Attributes:  attributes(a.NestedType.Attributes),
		NestingMode: tfjson.SchemaNestingMode(strings.ToLower(a.NestedType.Nesting.String())),
	}
	return attribute
}

func actionSchema(a *tfprotov6.ActionSchema) *tfjson.ActionSchema {
	return &tfjson.ActionSchema{Block: block(a.Schema.Block)}
}

func identitySchema(s *tfprotov6.ResourceIdentitySchema) *tfjson.IdentitySchema {
	attributes := make(map[string]*tfjson.IdentityAttribute, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = &tfjson.IdentityAttribute{
			IdentityType:      ctyType(a.Type),
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return &tfjson.IdentitySchema{Version: uint64(s.Version), Attributes: attributes}
}

func functionSignature(f *tfprotov6.Function) *tfjson.FunctionSignature {
	signature := &tfjson.FunctionSignature{
		Summary:            f.Summary,
		Description:        f.Description,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         ctyType(f.Return.Type),
	}
	for _, p := range f.Parameters {
		signature.Parameters = append(signature.Parameters, functionParameter(p))
	}
	if f.VariadicParameter != nil {
		signature.VariadicParameter = functionParameter(f.VariadicParameter)
	}
	return signature
}

func functionParameter(p *tfprotov6.FunctionParameter) *tfjson.FunctionParameter {
	return &tfjson.FunctionParameter{
		Name:        p.Name,
		Description: p.Description,
		IsNullable:  p.AllowNullValue,
		Type:        ctyType(p.Type),
	}
}

func descriptionKind(k tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	return tfjson.SchemaDescriptionKind(strings.ToLower(k.String()))
}

// ctyType panics on a type without a JSON form; the framework accepts none in a schema.
func ctyType(t tftypes.Type) cty.Type {
	var converted cty.Type
	form, err := json.Marshal(t)
	if err == nil {
		err = json.Unmarshal(form, &converted)
	}
	if err != nil {
		panic(fmt.Sprintf("type %s: %s", t, err))
	}
	return converted
}

func mapValues[V, W any](m map[string]V, convert func(V) W) map[string]W {
	converted := make(map[string]W, len(m))
	for key, value := range m {
		converted[key] = convert(value)
	}
	return converted
}
