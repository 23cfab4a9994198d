package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server answers the two questions that the generator asks; any other panics.
type server struct {
	tfprotov6.ProviderServer

	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s server) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return s.identities, nil
}

func TestProviderSchema(t *testing.T) {
	empty := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}
	resource := &tfprotov6.Schema{
		Version: 2,
		Block: &tfprotov6.SchemaBlock{
			Description:     "A *group*.",
			DescriptionKind: tfprotov6.StringKindMarkdown,
			Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "id", Type: tftypes.String, Computed: true, Description: "Its ID."},
				{Name: "tags", Type: tftypes.Map{ElementType: tftypes.String}, Optional: true, Deprecated: true},
				{Name: "key_wo", Type: tftypes.String, Required: true, Sensitive: true, WriteOnly: true},
				{Name: "containers", Required: true, NestedType: &tfprotov6.SchemaObject{
					Nesting:    tfprotov6.SchemaObjectNestingModeMap,
					Attributes: []*tfprotov6.SchemaAttribute{{Name: "image", Type: tftypes.String, Required: true}},
				}},
			},
			BlockTypes: []*tfprotov6.SchemaNestedBlock{{
				TypeName: "timeouts", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, Block: &tfprotov6.SchemaBlock{},
			}},
		},
	}
	got, err := providerSchema(t.Context(), server{
		schemas: &tfprotov6.GetProviderSchemaResponse{
			Provider:                 empty,
			ResourceSchemas:          map[string]*tfprotov6.Schema{"eci_a": resource},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"eci_b": empty},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"eci_c": empty},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"eci_d": empty},
			ActionSchemas:            map[string]*tfprotov6.ActionSchema{"eci_e": {Schema: empty}},
			Functions: map[string]*tfprotov6.Function{"f": {
				Summary:           "S",
				Parameters:        []*tfprotov6.FunctionParameter{{Name: "x", Type: tftypes.Number, AllowNullValue: true}},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "y", Type: tftypes.DynamicPseudoType},
				Return: &tfprotov6.FunctionReturn{Type: tftypes.Object{
					AttributeTypes: map[string]tftypes.Type{"z": tftypes.List{ElementType: tftypes.Bool}},
				}},
			}},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"eci_a": {
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true},
				},
			}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	none := `{"version":0,"block":{"description_kind":"plain"}}`
	want := `{"provider":` + none + `,
"resource_schemas":{"eci_a":{"version":2,"block":{"attributes":{
 "containers":{"nested_type":{"attributes":{
  "image":{"type":"string","description_kind":"plain","required":true}},"nesting_mode":"map"},"description_kind":"plain","required":true},
 "id":{"type":"string","description":"Its ID.","description_kind":"plain","computed":true},
 "key_wo":{"type":"string","description_kind":"plain","required":true,"sensitive":true,"write_only":true},
 "tags":{"type":["map","string"],"description_kind":"plain","deprecated":true,"optional":true}},
 "block_types":{"timeouts":{"nesting_mode":"single","block":{"description_kind":"plain"}}},
 "description":"A *group*.","description_kind":"markdown"}}},
"data_source_schemas":{"eci_b":` + none + `},
"ephemeral_resource_schemas":{"eci_c":` + none + `},
"action_schemas":{"eci_e":{"block":{"description_kind":"plain"}}},
"functions":{"f":{"summary":"S","return_type":["object",{"z":["list","bool"]}],
 "parameters":[{"name":"x","is_nullable":true,"type":"number"}],"variadic_parameter":{"name":"y","type":"dynamic"}}},
"resource_identity_schemas":{"eci_a":{"version":0,"attributes":{"id":{"type":"string","required_for_import":true}}}},
"list_resource_schemas":{"eci_d":` + none + `}}`
	// The line breaks and the indentation above are for the reader.
	want = strings.NewReplacer("\n ", "", "\n", "").Replace(want)
	want = strings.ReplaceAll(want, " \"", `"`)
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestProviderSchemaReportsDiagnostics(t *testing.T) {
	diagnostics := []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "harmless"},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Bad schema", Detail: "no type"},
	}
	for name, s := range map[string]server{
		"provider schema: Bad schema: no type": {
			schemas: &tfprotov6.GetProviderSchemaResponse{Diagnostics: diagnostics},
		},
		"resource identity schemas: Bad schema: no type": {
			schemas:    &tfprotov6.GetProviderSchemaResponse{},
			identities: &tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: diagnostics},
		},
	} {
		if _, err := providerSchema(t.Context(), s); err == nil || err.Error() != name {
			t.Errorf("got error %v, want %s", err, name)
		}
	}
}
