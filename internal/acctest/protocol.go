package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// ConfiguredProvider is the provider configured for the cloud, for calls of the protocol that the Terraform CLI at hand
// does not make.
func (c *Cloud) ConfiguredProvider(t testing.TB) tfprotov6.ProviderServer {
	t.Helper()
	server := provider.Server("test")
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	kind := schema.Provider.ValueType().(tftypes.Object)
	arguments := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		arguments[name] = tftypes.NewValue(attribute, nil)
	}
	for name, value := range map[string]string{"region": Region, "endpoint": c.URL, "access_key": AccessKey, "secret_key": SecretKey} {
		arguments[name] = tftypes.NewValue(tftypes.String, value)
	}
	config, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, arguments))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range answer.Diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return server
}
