package containergroup_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
)

const minimum = `
resource "eci_container_group" "test" {
  name       = "minimum"
  containers = { main = { image = "nginx:1.27" } }
}
`

// TestImport applies a configuration, makes Terraform forget the group and imports it again. The plan may then change
// what ECI does not return, and nothing else.
func TestImport(t *testing.T) {
	command := func(cli *acctest.CLI, id string) { cli.Run("import", "eci_container_group.test", id) }
	block := func(cli *acctest.CLI, id string) {
		write := "import {\n  to = eci_container_group.test\n  id = \"" + id + "\"\n}\n"
		if err := os.WriteFile(filepath.Join(cli.Dir, "import.tf"), []byte(write), 0o600); err != nil {
			t.Error(err)
		}
	}
	for name, test := range map[string]struct {
		config string
		begin  func(cli *acctest.CLI, id string)
	}{
		"minimum by command": {minimum, command},
		"minimum by block":   {minimum, block},
		"sized by block":     {testdata(t, "sized"), block},
		"typed by command":   {testdata(t, "typed"), command},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			cloud.AddDataCache(acctest.Region, "default", "/model")
			cli := cloud.CLI(t, test.config)
			cli.Run("apply", "-auto-approve")
			id := onlyGroup(t, cloud)
			cli.Run("state", "rm", "eci_container_group.test")

			test.begin(cli, id)
			change := planOf(t, cli)
			if change.Actions.Replace() || change.Actions.Create() {
				t.Fatalf("the plan after an import is to %s", change.Actions)
			}
			for _, difference := range differences(change) {
				if !unknownAfterImport(difference) {
					t.Errorf("the plan after an import changes %s", difference)
				}
			}
			if test.config == minimum && !change.Actions.NoOp() {
				t.Errorf("the plan after the import of a minimum is to %s", change.Actions)
			}

			cli.Run("apply", "plan")
			if change := planOf(t, cli); !change.Actions.NoOp() {
				t.Errorf("the second plan changes %q", differences(change))
			}
			if after := onlyGroup(t, cloud); after != id {
				t.Errorf("the import ended with another group: %s, not %s", after, id)
			}
		})
	}
}

// onlyGroup is the ID of the only group in the cloud.
func onlyGroup(t *testing.T, cloud *acctest.Cloud) string {
	t.Helper()
	var state struct {
		ContainerGroups []struct{ ContainerGroupId string }
	}
	cloud.StateInto(&state)
	if len(state.ContainerGroups) != 1 {
		t.Fatalf("%d groups in the cloud, want 1", len(state.ContainerGroups))
	}
	return state.ContainerGroups[0].ContainerGroupId
}

// planOf returns what a plan does to the group.
func planOf(t *testing.T, cli *acctest.CLI) *tfjson.Change {
	t.Helper()
	cli.Run("plan", "-out=plan")
	var plan tfjson.Plan
	if err := json.Unmarshal([]byte(cli.Run("show", "-json", "plan")), &plan); err != nil {
		t.Fatal(err)
	}
	if len(plan.ResourceChanges) != 1 {
		t.Fatalf("the plan names %d resources, want 1", len(plan.ResourceChanges))
	}
	return plan.ResourceChanges[0].Change
}

// unknownAfterImport reports whether an import cannot know an attribute: ECI does not return it, or returns only what it
// chose, or it is for Terraform alone, or its values are hidden.
func unknownAfterImport(attribute string) bool {
	for _, pattern := range []string{
		"vswitch_ids", "instance_types", "compute_categories",
		"wait_for", "fail_fast", "force_delete", "timeouts",
		"containers/tcp/env", "containers/tcp/env_from_field",
		"volumes/files/config_file/files/written.conf/content",
	} {
		if within(attribute, pattern) {
			return true
		}
	}
	for pattern := range containergroup.Unreturned {
		if matches(strings.Split(attribute, "/"), strings.Split(pattern, ".")) {
			return true
		}
	}
	return false
}

// matches reports whether a pattern, in which * stands for any step, describes the first steps.
func matches(steps, pattern []string) bool {
	if len(steps) < len(pattern) {
		return false
	}
	for i, step := range pattern {
		if step != "*" && step != steps[i] {
			return false
		}
	}
	return true
}

// TestImportThenChange changes a variable and leaves the others to the image, right after an import.
func TestImportThenChange(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	config := func(value string) string {
		return strings.Replace(minimum, `image = "nginx:1.27"`, `image = "nginx:1.27", env = { MODE = "`+value+`" }`, 1)
	}
	cli := cloud.CLI(t, config("before"))
	cli.Run("apply", "-auto-approve")
	id := onlyGroup(t, cloud)
	cli.Run("state", "rm", "eci_container_group.test")
	cli.Write(config("after"))
	cli.Run("import", "eci_container_group.test", id)
	cli.Run("apply", "-auto-approve")
	if change := planOf(t, cli); !change.Actions.NoOp() {
		t.Errorf("the second plan changes %q", differences(change))
	}
	var state struct {
		ContainerGroups []struct {
			Containers []struct{ EnvironmentVars []struct{ Key, Value string } }
		}
	}
	cloud.StateInto(&state)
	for _, variable := range state.ContainerGroups[0].Containers[0].EnvironmentVars {
		if variable.Key == "MODE" && variable.Value != "after" {
			t.Errorf("MODE is %s, want after", variable.Value)
		}
	}
	for _, call := range cloud.Calls("UpdateContainerGroup") {
		if _, sent := call.Parameters["Container.1.EnvironmentVar.2.Key"]; sent {
			t.Error("variables of the image have been sent")
		}
	}
}

// TestImportByIdentity speaks to the provider as Terraform 1.12 does.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, minimum)
	cli.Run("apply", "-auto-approve")
	id := onlyGroup(t, cloud)
	server := configured(t, cloud)
	for name, test := range map[string]struct {
		region         *string
		imports, reads string
	}{
		"ID alone":             {nil, "", ""},
		"ID and region":        {new(acctest.Region), "", ""},
		"ID in another region": {new("cn-beijing"), "", "Object Not Found"},
		"ID and no region":     {new("evil.example/"), "Invalid Region", ""},
	} {
		t.Run(name, func(t *testing.T) {
			identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "region": tftypes.String}}
			value := dynamic(t, identity, tftypes.NewValue(identity, map[string]tftypes.Value{
				"id": tftypes.NewValue(tftypes.String, id), "region": tftypes.NewValue(tftypes.String, test.region)}))
			imported, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
				TypeName: "eci_container_group", Identity: &tfprotov6.ResourceIdentityData{IdentityData: value}})
			if err != nil {
				t.Fatal(err)
			}
			if got := summaries(imported.Diagnostics); got != test.imports {
				t.Fatalf("import says %q, want %q", got, test.imports)
			}
			if test.imports != "" {
				return
			}
			object := imported.ImportedResources[0]
			read, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: object.TypeName, CurrentState: object.State,
				CurrentIdentity: object.Identity, Private: object.Private})
			if got := summaries(read.Diagnostics); err != nil || got != test.reads {
				t.Fatalf("read says %q (%v), want %q", got, err, test.reads)
			}
			if test.reads != "" {
				return
			}
			if got := attributeIn(t, server, read.NewState, "name"); got != "minimum" {
				t.Errorf("the imported group is called %q, want minimum", got)
			}
			if got, err := read.NewIdentity.IdentityData.Unmarshal(identity); err != nil || !strings.Contains(got.String(), id) {
				t.Errorf("the identity after the refresh is %s (%v), want %s in it", got, err, id)
			}
		})
	}
	cli.Run("destroy", "-auto-approve")
}

// configured is the provider in this process, configured for the cloud.
func configured(t *testing.T, cloud *acctest.Cloud) tfprotov6.ProviderServer {
	t.Helper()
	server := provider.Server("test", nil, new(creation.Journal))
	schema := providerSchema(t, server)
	kind := schema.Provider.ValueType().(tftypes.Object)
	arguments := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		arguments[name] = tftypes.NewValue(attribute, nil)
	}
	for name, value := range map[string]string{"region": acctest.Region, "endpoint": cloud.URL, "access_key": acctest.AccessKey,
		"secret_key": acctest.SecretKey} {
		arguments[name] = tftypes.NewValue(tftypes.String, value)
	}
	answer, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.12.0", Config: dynamic(t, kind, tftypes.NewValue(kind, arguments))})
	if err != nil || len(answer.Diagnostics) > 0 {
		t.Fatalf("configure: %v, %s", err, summaries(answer.Diagnostics))
	}
	return server
}

func providerSchema(t *testing.T, server tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func dynamic(t *testing.T, kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(kind, value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// attributeIn is a string attribute in the state of a group.
func attributeIn(t *testing.T, server tfprotov6.ProviderServer, state *tfprotov6.DynamicValue, name string) string {
	t.Helper()
	value, err := state.Unmarshal(providerSchema(t, server).ResourceSchemas["eci_container_group"].ValueType())
	var attributes map[string]tftypes.Value
	if err == nil {
		err = value.As(&attributes)
	}
	var text string
	if err == nil {
		err = attributes[name].As(&text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func summaries(diagnostics []*tfprotov6.Diagnostic) string {
	var texts []string
	for _, d := range diagnostics {
		texts = append(texts, d.Summary)
	}
	return strings.Join(texts, "; ")
}
