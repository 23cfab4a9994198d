package provider_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
)

// TestMovedBlocks takes over an object of each kind by a moved block, from a state as the provider alicloud writes it: nothing is called
// but what reads, and the plan after it is empty.
func TestMovedBlocks(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	config, moves := "", ""
	state := map[string]any{"version": 4, "serial": 1, "lineage": "test"}
	var resources []any
	for _, kind := range []struct{ name, from, registry, folder, file string }{
		{"container_group", "alicloud_eci_container_group", "registry.terraform.io", "containergroup", "alicloud_group"},
		{"image_cache", "alicloud_eci_openapi_image_cache", "registry.terraform.io", "imagecache", "alicloud_cache"},
		{"virtual_node", "alicloud_eci_virtual_node", "registry.opentofu.org", "virtualnode", "alicloud_node"},
	} {
		read := func(extension string) []byte {
			text, err := os.ReadFile(filepath.Join("..", "service", kind.folder, "testdata", kind.file+extension))
			must(t, err, nil)
			return text
		}
		block := string(read(".tf"))
		if diagnostics := session.Apply(config + block); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		id := session.Value("eci_" + kind.name + ".test").GetAttr("id").AsString()
		attributes := regexp.MustCompile(`"id": "[^"]*"`).ReplaceAll(read(".json"), []byte(`"id": "`+id+`"`))
		config += block
		moves += "moved {\n  from = " + kind.from + ".test\n  to   = eci_" + kind.name + ".test\n}\n"
		resources = append(resources, map[string]any{"mode": "managed", "type": kind.from, "name": "test",
			"provider": `provider["` + kind.registry + `/aliyun/alicloud"]`,
			"instances": []any{map[string]any{"schema_version": 0, "attributes": json.RawMessage(attributes),
				"private": "eyJzY2hlbWFfdmVyc2lvbiI6IjAifQ=="}}}) // as the SDK of alicloud has it: {"schema_version":"0"}
	}
	state["resources"] = resources
	cli := cloud.CLI(t, config+moves)
	cli.BesideAlicloud()
	text, err := json.Marshal(state)
	must(t, err, nil)
	must(t, os.WriteFile(filepath.Join(cli.Dir, "terraform.tfstate"), text, 0o600), nil)

	cloud.ClearJournal()
	said := cli.Run("apply", "-auto-approve", "-no-color")
	for _, want := range []string{
		"alicloud_eci_container_group.test has moved to eci_container_group.test",
		"alicloud_eci_openapi_image_cache.test has moved to eci_image_cache.test",
		"(moved from alicloud_eci_virtual_node.test)", // whose kubeconfig is recorded
		"0 added, 1 changed, 0 destroyed.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("Terraform does not say %q:\n%s", want, said)
		}
	}
	for _, call := range cloud.Calls("") {
		ownMark := call.Parameters["TagKey.1"] == creation.TagKey // which comes off some time after creation
		if !strings.HasPrefix(call.Action, "Describe") && !strings.HasPrefix(call.Action, "List") && !ownMark {
			t.Errorf("called %s", call.Action)
		}
	}
	cli.Run("plan", "-detailed-exitcode")
	after, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if must(t, err, nil); bytes.Contains(after, []byte("alicloud")) || bytes.Contains(after, []byte("secret-token")) {
		t.Errorf("the state is\n%s", after)
	}
}
