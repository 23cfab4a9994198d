package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// TestQuery finds 60 objects of all kinds by terraform query, and imports them with the configuration that it writes and what ECI does not
// return: nothing is called but what reads, and the plan after it is empty. A list that fails fails alone.
func TestQuery(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14.0")
	t.Parallel()
	cloud := acctest.NewCloud(t)
	populate(t, cloud)
	query, left := "", ""
	for _, kind := range []string{"container_group", "image_cache", "data_cache", "virtual_node"} {
		query += fmt.Sprintf("list \"eci_%s\" \"all\" {\n  provider = eci\n}\n", kind)
	}
	for i := range 5 {
		left += fmt.Sprintf(`
			resource "eci_image_cache" "all_%[1]d" {
				security_group_id = "sg-1"
				vswitch_ids       = ["vsw-1"]
			}
			resource "eci_virtual_node" "all_%[1]d" {
				kubeconfig_wo         = %[2]q
				kubeconfig_wo_version = 1
			}`, i, kubeconfig)
	}
	cli := cloud.CLI(t, "")
	must(t, os.WriteFile(filepath.Join(cli.Dir, "find.tfquery.hcl"), []byte(query), 0o600), nil)
	found := cli.Run("query", "-no-color", "-generate-config-out=found.tf")
	for _, want := range []string{"web-44 (Running)", "cache-4 (Ready)", "default:/models/4 (Available)", "node-4 (Ready)"} {
		if !strings.Contains(found, want) {
			t.Errorf("%s is not in\n%s", want, found)
		}
	}
	if n := strings.Count(found, "region=cn-hangzhou"); n != 60 {
		t.Errorf("found %d objects", n)
	}
	must(t, os.WriteFile(filepath.Join(cli.Dir, "found_override.tf"), []byte(left), 0o600), nil)
	cloud.ClearJournal()
	said := cli.Run("apply", "-auto-approve", "-no-color")
	if !strings.Contains(said, "60 imported, 0 added, 10 changed, 0 destroyed.") { // what is left is recorded
		t.Errorf("Terraform says\n%s", said)
	}
	for _, call := range cloud.Calls("") {
		if !strings.HasPrefix(call.Action, "Describe") && !strings.HasPrefix(call.Action, "List") {
			t.Errorf("called %s", call.Action)
		}
	}
	cli.Run("plan", "-detailed-exitcode")

	must(t, cloud.SetFaults([]rpc.Fault{{Action: "DescribeVirtualNodes", Kind: rpc.FaultError, Code: "Forbidden.RAM", HTTPStatus: 403}}), nil)
	said, err := cli.Try("query", "-no-color")
	if err == nil || !strings.Contains(said, "Error: Cannot list virtual nodes") || !strings.Contains(said, "cache-4 (Ready)") ||
		strings.Contains(said, "node-4") {
		t.Errorf("%v:\n%s", err, said)
	}
}
