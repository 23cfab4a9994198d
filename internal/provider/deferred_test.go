package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// TestUnknownRegion has a region that only another resource of the plan tells: what needs ECI is left to the next run where the CLI can do
// so, and where it cannot, the error says what to do.
func TestUnknownRegion(t *testing.T) {
	for name, allowed := range map[string]bool{"deferred": true, "not deferred": false} {
		t.Run(name, func(t *testing.T) {
			ctx, server := t.Context(), provider.Server("test", nil, new(creation.Journal))
			schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
			if err != nil {
				t.Fatal(err)
			}
			encode := func(schema *tfprotov6.Schema, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
				typ := schema.ValueType().(tftypes.Object)
				all := map[string]tftypes.Value{}
				for name, attribute := range typ.AttributeTypes {
					all[name] = tftypes.NewValue(attribute, nil)
				}
				maps.Copy(all, values)
				encoded, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, all))
				if err != nil {
					t.Fatal(err)
				}
				return &encoded
			}
			configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
				Config: encode(schemas.Provider, map[string]tftypes.Value{
					"region":     tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
					"access_key": tftypes.NewValue(tftypes.String, "k"), "secret_key": tftypes.NewValue(tftypes.String, "s")}),
				ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: allowed}})
			if err != nil || len(configured.Diagnostics) > 0 {
				t.Fatal(configured, err)
			}
			check := func(what string, deferred *tfprotov6.Deferred, diagnostics []*tfprotov6.Diagnostic) {
				t.Helper()
				isDeferred := deferred != nil && deferred.Reason == tfprotov6.DeferredReasonProviderConfigUnknown
				says := len(diagnostics) == 1 && strings.Contains(diagnostics[0].Detail, "depends on values that are known only after apply")
				if isDeferred != allowed || says == allowed {
					t.Errorf("%s: deferred %v, %v", what, deferred, diagnostics)
				}
			}
			id := map[string]tftypes.Value{"container_group_id": tftypes.NewValue(tftypes.String, "eci-1"),
				"container_name": tftypes.NewValue(tftypes.String, "web")}
			read, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "eci_container_log",
				Config:             encode(schemas.DataSourceSchemas["eci_container_log"], id),
				ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: allowed}})
			if err != nil {
				t.Fatal(err)
			}
			check("data source", read.Deferred, read.Diagnostics)
			opened, err := server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{TypeName: "eci_container_log",
				Config:             encode(schemas.EphemeralResourceSchemas["eci_container_log"], id),
				ClientCapabilities: &tfprotov6.OpenEphemeralResourceClientCapabilities{DeferralAllowed: allowed}})
			if err != nil {
				t.Fatal(err)
			}
			check("ephemeral resource", opened.Deferred, opened.Diagnostics)
			imported, err := server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: "eci_container_group", ID: "eci-1",
				ClientCapabilities: &tfprotov6.ImportResourceStateClientCapabilities{DeferralAllowed: allowed}})
			if err != nil {
				t.Fatal(err)
			}
			check("import", imported.Deferred, imported.Diagnostics)
		})
	}
}
