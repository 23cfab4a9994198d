package provider_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// withoutAccount clears what could lead to the credentials of whoever runs the test.
func withoutAccount(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		for _, prefix := range []string{"ALIBABA_CLOUD_", "ALICLOUD_", "ECI_"} {
			if strings.HasPrefix(name, prefix) {
				t.Setenv(name, "")
			}
		}
	}
	t.Setenv("HOME", t.TempDir())
}

// configuredWith configures the provider with some attributes.
func configuredWith(t *testing.T, attributes map[string]any) framework.ConfigureResponse {
	t.Helper()
	p := provider.New("1.2.3", nil)
	var schema framework.SchemaResponse
	p.Schema(t.Context(), framework.SchemaRequest{}, &schema)
	var resp framework.ConfigureResponse
	p.Configure(t.Context(), framework.ConfigureRequest{
		TerraformVersion: "1.11.0",
		Config:           tfsdk.Config{Schema: schema.Schema, Raw: object(schema.Schema.Type().TerraformType(t.Context()), attributes)},
	}, &resp)
	return resp
}

// A wrong or missing value is an error that names the attribute and the environment variable.
func TestConfigurationErrors(t *testing.T) {
	keys := func(more map[string]any) map[string]any {
		attributes := map[string]any{"region": "cn-hangzhou", "access_key": "id", "secret_key": "secret"}
		maps.Copy(attributes, more)
		return attributes
	}
	for _, test := range []struct {
		name        string
		environment map[string]string
		attributes  map[string]any
		summary     string
		mentions    []string
	}{
		{"no region", nil, keys(map[string]any{"region": nil}), "Missing Region", []string{"attribute region", "ALIBABA_CLOUD_REGION"}},
		{"wrong region", map[string]string{"ALIBABA_CLOUD_REGION": "CN Hangzhou"}, keys(map[string]any{"region": nil}), "Invalid Region",
			[]string{`"CN Hangzhou"`, "attribute region", "ALIBABA_CLOUD_REGION"}},
		{"region that ends in a hyphen", map[string]string{"ALIBABA_CLOUD_REGION": "cn-hangzhou-"}, keys(map[string]any{"region": nil}),
			"Invalid Region", []string{`"cn-hangzhou-"`}},
		{"region with two hyphens", nil, keys(map[string]any{"region": "cn--hangzhou"}), "Invalid Region", []string{`"cn--hangzhou"`}},
		{"no credentials", nil, map[string]any{"region": "cn-hangzhou"}, "No Usable Credentials",
			[]string{"access_key and secret_key", "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"}},
		{"profile that does not exist", nil, map[string]any{"region": "cn-hangzhou", "profile": "nobody"}, "No Usable Credentials",
			[]string{"/.aliyun/config.json"}},
		{"wrong endpoint", nil, keys(map[string]any{"endpoint": "ftp://eci"}), "Invalid Endpoint",
			[]string{"attribute endpoint", "ECI_ENDPOINT"}},
		{"wrong number of retries", map[string]string{"ECI_MAX_RETRIES": "many"}, keys(nil), "Invalid Number of Retries",
			[]string{`"many"`, "ECI_MAX_RETRIES"}},
		{"too many retries", map[string]string{"ECI_MAX_RETRIES": "101"}, keys(nil), "Invalid Number of Retries",
			[]string{`"101"`, "from 0 to 100"}},
		{"wrong timeout", nil, keys(map[string]any{"request_timeout": "soon"}), "Invalid Request Timeout",
			[]string{`"soon"`, "attribute request_timeout", "ECI_REQUEST_TIMEOUT"}},
		{"wrong timeout in the environment", map[string]string{"ECI_REQUEST_TIMEOUT": "-1s"}, keys(nil), "Invalid Request Timeout",
			[]string{`"-1s"`, "ECI_REQUEST_TIMEOUT"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			withoutAccount(t)
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			refusals := configuredWith(t, test.attributes).Diagnostics.Errors()
			if len(refusals) != 1 || refusals[0].Summary() != test.summary {
				t.Fatalf("%v, want %s", refusals, test.summary)
			}
			for _, text := range test.mentions {
				if !strings.Contains(refusals[0].Detail(), text) {
					t.Errorf("%q does not mention %q", refusals[0].Detail(), text)
				}
			}
		})
	}
}

// A block that says nothing is enough for what needs no account; all else is told what is missing.
func TestEmptyConfiguration(t *testing.T) {
	withoutAccount(t)
	resp := configuredWith(t, map[string]any{"default_tags": map[string]any{"team": "web"}})
	if len(resp.Diagnostics) > 0 {
		t.Errorf("it is refused: %v", resp.Diagnostics)
	}
	var diags diag.Diagnostics
	config := service.FromProviderData(resp.ResourceData, &diags)
	if config.Client != nil || len(diags) != 2 || diags[0].Summary() != "Missing Region" || diags[1].Summary() != "No Usable Credentials" {
		t.Errorf("objects are told %v", diags)
	}
}

// A limit for an action that does not exist would limit nothing, and null is neither a limit nor a tag.
func TestRefusedMaps(t *testing.T) {
	for _, test := range []struct {
		name       string
		attributes map[string]any
		refusal    string
	}{
		{"limit of all", map[string]any{"rate_limits": map[string]any{"*": 100}}, ""},
		{"limit of an action", map[string]any{"rate_limits": map[string]any{"CreateContainerGroup": 100}}, ""},
		{"unknown action", map[string]any{"rate_limits": map[string]any{"CreateContainerGroups": 100}}, "Invalid Value"},
		{"null limit", map[string]any{"rate_limits": map[string]any{"*": nil}}, "Null Map Value"},
		{"tag", map[string]any{"default_tags": map[string]any{"team": "web"}}, ""},
		{"null tag", map[string]any{"default_tags": map[string]any{"team": nil}}, "Null Map Value"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := provider.Server("test", nil, new(creation.Journal))
			schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
			if err != nil {
				t.Fatal(err)
			}
			typ := schemas.Provider.ValueType()
			config := dynamic(t, typ, object(typ, test.attributes))
			resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
			if err != nil {
				t.Fatal(err)
			}
			var refusals []string
			for _, d := range resp.Diagnostics {
				refusals = append(refusals, d.Summary)
			}
			if got := strings.Join(refusals, ", "); got != test.refusal {
				t.Errorf("got %q, want %q", got, test.refusal)
			}
		})
	}
}

// TestEmptyIsLeftOut gives each argument an empty string, beside others and in objects.
func TestEmptyIsLeftOut(t *testing.T) {
	withoutAccount(t)
	t.Setenv("ALIBABA_CLOUD_REGION", "cn-hangzhou")
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var configs []map[string]any
	all := map[string]any{}
	for _, a := range schemas.Provider.Block.Attributes {
		var empty any = ""
		if a.NestedType != nil {
			members := map[string]any{}
			for _, member := range a.NestedType.Attributes {
				if member.Type.Is(tftypes.String) {
					members[member.Name] = ""
				}
			}
			empty = members
		} else if !a.Type.Is(tftypes.String) {
			continue
		}
		configs, all[a.Name] = append(configs, map[string]any{a.Name: empty}), empty
	}
	all["default_tags"] = map[string]any{"empty": ""}
	for _, attributes := range append(configs, all) {
		typ := schemas.Provider.ValueType()
		config := dynamic(t, typ, object(typ, attributes))
		validated, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
		if err != nil || len(validated.Diagnostics) > 0 {
			t.Errorf("%v: %v, %+v", attributes, err, validated)
		}
		configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
		if err != nil || len(configured.Diagnostics) > 0 {
			t.Errorf("%v: %v, %+v", attributes, err, configured)
		}
	}
}

// Attributes come before the environment, which has two names for most things.
func TestConfigurationFromTheEnvironment(t *testing.T) {
	for _, test := range []struct {
		name        string
		environment map[string]string
		attributes  map[string]any
		region, key string
	}{
		{name: "attributes", attributes: map[string]any{"region": "cn-beijing", "access_key": "mine", "secret_key": "secret"},
			environment: map[string]string{"ALIBABA_CLOUD_REGION": "cn-hangzhou", "ALIBABA_CLOUD_ACCESS_KEY_ID": "other",
				"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"},
			region: "cn-beijing", key: "mine"},
		{name: "new names", environment: map[string]string{"ALIBABA_CLOUD_REGION": "cn-hangzhou", "ALIBABA_CLOUD_ACCESS_KEY_ID": "new",
			"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret", "ALICLOUD_REGION": "cn-beijing"}, region: "cn-hangzhou", key: "new"},
		{name: "old names", environment: map[string]string{"ALICLOUD_REGION": "cn-shanghai", "ALICLOUD_ACCESS_KEY": "old",
			"ALICLOUD_SECRET_KEY": "secret"},
			region: "cn-shanghai", key: "old"},
		{name: "profile", environment: map[string]string{"ALIBABA_CLOUD_REGION": "cn-hangzhou", "ALIBABA_CLOUD_PROFILE": "work"},
			region: "cn-hangzhou", key: "of-profile"},
	} {
		t.Run(test.name, func(t *testing.T) {
			withoutAccount(t)
			var key, agent string
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				key, agent = r.FormValue("AccessKeyId"), r.UserAgent()
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, `{"RequestId":"1","ContainerGroups":[]}`)
			}))
			t.Cleanup(api.Close)
			profile := filepath.Join(os.Getenv("HOME"), ".aliyun", "config.json")
			text := `{"current":"work","profiles":[
				{"name":"work","mode":"AK","access_key_id":"of-profile","access_key_secret":"secret","region_id":"cn-chengdu"}]}`
			if err := errors.Join(os.Mkdir(filepath.Dir(profile), 0o700), os.WriteFile(profile, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
			t.Setenv("ECI_ENDPOINT", api.URL)
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			resp := configuredWith(t, test.attributes)
			if resp.Diagnostics.HasError() {
				t.Fatal(resp.Diagnostics)
			}
			client := resp.ResourceData.(*service.Config).Client
			if _, err := client.DescribeContainerGroups(t.Context(), &eci.DescribeContainerGroupsRequest{}); err != nil {
				t.Fatal(err)
			}
			if client.Region() != test.region || key != test.key || agent != "Terraform/1.11.0 terraform-provider-eci/1.2.3" {
				t.Errorf("region %s, key %s, user agent %s", client.Region(), key, agent)
			}
		})
	}
}

// A configuration that is not known yet is no error, and no reason to ask anybody.
func TestUnknownConfiguration(t *testing.T) {
	withoutAccount(t)
	resp := configuredWith(t, map[string]any{"region": tftypes.UnknownValue})
	if config, ok := resp.ResourceData.(*service.Config); resp.Diagnostics.HasError() || !ok || config.Client != nil {
		t.Errorf("%v, %+v", resp.Diagnostics, resp.ResourceData)
	}
}

// A group can be planned before its provider is configured, and created as soon as it is.
func TestProviderOfWhatIsCreatedFirst(t *testing.T) {
	cloud := acctest.NewCloud(t)
	acctest.Run(t, resource.TestStep{Config: fmt.Sprintf(`
resource "terraform_data" "account" {
  input = { endpoint = %q, key = %q, secret = %q, tag = "value" }
}
provider "eci" {
  region       = %q
  endpoint     = terraform_data.account.output.endpoint
  access_key   = terraform_data.account.output.key
  secret_key   = terraform_data.account.output.secret
  default_tags = { later = terraform_data.account.output.tag }
}
resource "eci_container_group" "test" {
  name       = "test"
  containers = { main = { image = "nginx:1.27" } }
}`, cloud.URL, acctest.AccessKey, acctest.SecretKey, acctest.Region),
		Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr("eci_container_group.test", "status", "Running"),
			resource.TestCheckResourceAttr("eci_container_group.test", "tags_all.later", "value"),
		),
	})
}

// The framework alone takes the required attributes of an element for missing if the element is not known.
func TestUnknownElementIsValid(t *testing.T) {
	server := provider.Server("test", nil, new(creation.Journal))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	typ := schemas.ResourceSchemas[groupType].ValueType()
	config, err := tfprotov6.NewDynamicValue(typ,
		object(typ, map[string]any{"name": "test", "containers": map[string]any{"main": tftypes.UnknownValue}}))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: groupType, Config: &config,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Errorf("%v, %+v", err, resp)
	}
}
