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
	var config strings.Builder
	for _, kind := range []string{"container_group", "image_cache", "data_cache", "virtual_node"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "examples", "resources", "eci_"+kind, "resource.tf"))
		if err != nil {
			t.Fatal(err)
		}
		config.Write(text)
	}
	cli := cloud.CLI(t, config.String())
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
