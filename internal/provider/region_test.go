package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestChangedRegion must not let go of objects because the region that the provider asks has none like them.
func TestChangedRegion(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, `
resource "eci_container_group" "test" {
  name       = "test"
  containers = { main = { image = "nginx:1.27" } }
}
resource "eci_image_cache" "test" {
  name              = "test"
  images            = ["nginx:1.27"]
  security_group_id = "sg-1"
  vswitch_ids       = ["vsw-1"]
}
resource "eci_data_cache" "test" {
  name        = "test"
  path        = "/test"
  data_source = { url = { url = "https://data.test/model" } }
}
resource "eci_virtual_node" "test" {
  name              = "test"
  security_group_id = "sg-1"
  vswitch_ids       = ["vsw-1"]
  kubeconfig = yamlencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "test"
    contexts        = [{ name = "test", context = { cluster = "test", user = "test" } }]
    clusters        = [{ name = "test", cluster = { server = "https://10.0.0.1:6443" } }]
    users           = [{ name = "test", user = { token = "token" } }]
  })
}`)
	cli.Run("apply", "-auto-approve")
	override := filepath.Join(cli.Dir, "region_override.tf")
	if err := os.WriteFile(override, []byte("provider \"eci\" {\n  region = \"cn-shanghai\"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"plan"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		output, err := cli.Try(args...)
		if err == nil {
			t.Errorf("terraform %v succeeded:\n%s", args, output)
		}
		for _, kind := range []string{"container group", "image cache", "data cache", "virtual node"} {
			if !strings.Contains(output, "The "+kind+" ") {
				t.Errorf("terraform %v says nothing of the %s:\n%s", args, kind, output)
			}
		}
	}
	if err := os.Remove(override); err != nil {
		t.Fatal(err)
	}
	if output := cli.Run("plan"); !strings.Contains(output, "No changes.") {
		t.Errorf("back in the region:\n%s", output)
	}
	cli.Run("destroy", "-auto-approve")
}
