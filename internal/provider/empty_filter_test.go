package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// TestEmptyFilters gives each argument of each data source an empty string, null in place of an element, and an empty list of IDs. What
// renders text for a cluster looks for nothing, so that its arguments may be empty.
func TestEmptyFilters(t *testing.T) {
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range schemas.DataSourceSchemas {
		renders := name == "eci_pod_annotations" || name == "eci_profile"
		for _, a := range schema.Block.Attributes {
			if a.NestedType != nil || !a.Optional && !a.Required {
				continue
			}
			values := map[string]any{}
			switch typ := a.Type.(type) {
			case tftypes.List:
				values["is null"] = []any{nil}
				if typ.ElementType.Is(tftypes.String) && !renders {
					values["An empty string fits nothing here."] = []any{""}
				}
				if strings.HasSuffix(a.Name, "ids") && !renders {
					values["at least 1"] = []any{}
				}
			case tftypes.Set:
				values["is null"] = []any{nil}
				if typ.ElementType.Is(tftypes.String) && !renders {
					values["An empty string fits nothing here."] = []any{""}
				}
			case tftypes.Map:
				if a.Name != "tags" {
					values["is null"] = map[string]any{"x": nil}
				}
			default:
				if a.Type.Is(tftypes.String) && !renders {
					values["An empty string fits nothing here."] = ""
				}
			}
			for want, value := range values {
				typ := schema.ValueType()
				resp, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name,
					Config: dynamic(t, typ, object(typ, map[string]any{a.Name: value}))})
				if err != nil {
					t.Fatal(err)
				}
				found := false
				for _, d := range resp.Diagnostics {
					found = found || strings.Contains(d.Detail, want)
				}
				if !found {
					t.Errorf("%s.%s = %v: %+v, want %q", name, a.Name, value, resp.Diagnostics, want)
				}
			}
		}
	}
}
