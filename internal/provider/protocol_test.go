package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

const groupType = "eci_container_group"

// object makes a value of an object type with these attributes; the others are null.
func object(typ tftypes.Type, attributes map[string]any) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, attributeType := range typ.(tftypes.Object).AttributeTypes {
		values[name] = value(attributeType, attributes[name])
	}
	return tftypes.NewValue(typ, values)
}

// value makes a value of a type from plain Go values: map[string]any stands for objects and maps, []any for lists and sets.
func value(typ tftypes.Type, from any) tftypes.Value {
	switch typ := typ.(type) {
	case tftypes.Object:
		if attributes, ok := from.(map[string]any); ok {
			return object(typ, attributes)
		}
	case tftypes.Map:
		if elements, ok := from.(map[string]any); ok {
			values := map[string]tftypes.Value{}
			for key, element := range elements {
				values[key] = value(typ.ElementType, element)
			}
			return tftypes.NewValue(typ, values)
		}
	case tftypes.List:
		if elements, ok := from.([]any); ok {
			var values []tftypes.Value
			for _, element := range elements {
				values = append(values, value(typ.ElementType, element))
			}
			return tftypes.NewValue(typ, values)
		}
	case tftypes.Set:
		if elements, ok := from.([]any); ok {
			var values []tftypes.Value
			for _, element := range elements {
				values = append(values, value(typ.ElementType, element))
			}
			return tftypes.NewValue(typ, values)
		}
	}
	return tftypes.NewValue(typ, from)
}

// group is the configuration of a small container group.
var group = map[string]any{
	"name": "test", "vswitch_ids": []any{"vsw-test"}, "security_group_id": "sg-test", "cpu": 1, "memory": 2,
	"containers": map[string]any{"web": map[string]any{"image": "nginx:1.27", "env": map[string]any{"A": "1"}}},
	"tags":       map[string]any{"team": "test"},
}

// session is a provider that runs within the test and is set up for a cloud.
type session struct {
	tfprotov6.ProviderServer
	group tftypes.Type
}

// configure returns the provider with these arguments beside the cloud's.
func configure(tb testing.TB, cloud *acctest.Cloud, arguments map[string]any) session {
	tb.Helper()
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	s := session{server, schemas.ResourceSchemas[groupType].ValueType()}
	s.configure(tb, cloud, arguments)
	return s
}

func (s session) configure(tb testing.TB, cloud *acctest.Cloud, arguments map[string]any) {
	tb.Helper()
	schemas, err := s.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string]any{"region": acctest.Region, "endpoint": cloud.URL, "access_key": acctest.AccessKey, "secret_key": acctest.SecretKey}
	maps.Copy(all, arguments)
	typ := schemas.Provider.ValueType()
	resp, err := s.ConfigureProvider(tb.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(tb, typ, object(typ, all))})
	must(tb, err, resp.Diagnostics)
}

// plan asks for the creation of the group.
func (s session) plan(tb testing.TB) *tfprotov6.PlanResourceChangeResponse {
	tb.Helper()
	config := dynamic(tb, s.group, object(s.group, group))
	resp, err := s.PlanResourceChange(tb.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: groupType, PriorState: dynamic(tb, s.group, tftypes.NewValue(s.group, nil)), ProposedNewState: config, Config: config})
	must(tb, err, resp.Diagnostics)
	return resp
}

// create creates the group.
func (s session) create(tb testing.TB) *tfprotov6.ApplyResourceChangeResponse {
	tb.Helper()
	resp, err := s.ApplyResourceChange(tb.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: groupType, PriorState: dynamic(tb, s.group, tftypes.NewValue(s.group, nil)), PlannedState: s.plan(tb).PlannedState,
		Config: dynamic(tb, s.group, object(s.group, group))})
	must(tb, err, resp.Diagnostics)
	return resp
}

// read refreshes a group that was created.
func (s session) read(tb testing.TB, created *tfprotov6.ApplyResourceChangeResponse) []*tfprotov6.Diagnostic {
	tb.Helper()
	resp, err := s.ReadResource(tb.Context(),
		&tfprotov6.ReadResourceRequest{TypeName: groupType, CurrentState: created.NewState, Private: created.Private})
	if err != nil {
		tb.Fatal(err)
	}
	return resp.Diagnostics
}

func must(tb testing.TB, err error, diagnostics []*tfprotov6.Diagnostic) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range diagnostics {
		tb.Fatal(d.Summary, d.Detail)
	}
}

func dynamic(tb testing.TB, typ tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	tb.Helper()
	encoded, err := tfprotov6.NewDynamicValue(typ, value)
	if err != nil {
		tb.Fatal(err)
	}
	return &encoded
}
