package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestGeneratedConfiguration lets Terraform write the configuration of objects that are imported: it is valid and changes nothing, or
// the error names what is to be filled in, because it is secret or ECI does not return it. No name needs quotes, which OpenTofu forgets.
func TestGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, `
resource "eci_container_group" "plain" {
  name       = "plain"
  containers = { main = { image = "nginx:1.27", env = { MODE = "1" } } }
}
resource "eci_container_group" "files" {
  name        = "files"
  vswitch_ids = ["vsw-test-b"]
  containers = { main = { image = "nginx:1.27", post_start = { exec = { command = ["true"] } }, sensitive_env = { TOKEN = "t" },
    volume_mounts = [{ name = "etc", mount_path = "/etc/app" }], liveness_probe = { tcp_socket = { port = 80 } } } }
  volumes    = { etc = { config_file = { files = { conf = { content = "a" } } } } }
  image_registry_credentials = { "r.test" = { user_name = "u", password = "p" } }
}
resource "eci_container_group" "typed" {
  name           = "typed"
  instance_types = ["ecs.c7.large"]
  containers     = { main = { image = "nginx:1.27" } }
}
resource "eci_image_cache" "web" {
  name              = "web"
  images            = ["nginx:1.27"]
  security_group_id = "sg-1"
  vswitch_ids       = ["vsw-1"]
}
resource "eci_data_cache" "model" {
  name        = "model"
  path        = "/model"
  data_source = { url = { url = "https://data.test/model", access_token = "secret" } }
}
resource "eci_virtual_node" "edge" {
  name              = "edge"
  security_group_id = "sg-1"
  vswitch_ids       = ["vsw-1"]
  kubeconfig = yamlencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "admin"
    contexts        = [{ name = "admin", context = { cluster = "test", user = "admin" } }]
    clusters        = [{ name = "test", cluster = { server = "https://10.0.0.1:6443" } }]
    users           = [{ name = "admin", user = { token = "secret-token" } }]
  })
}`)
	cli.Run("apply", "-auto-approve")
	var found struct {
		ContainerGroups []struct{ ContainerGroupId, ContainerGroupName string }
		ImageCaches     []struct{ ImageCacheId, ImageCacheName string }   //nolint:revive,staticcheck // the API's spelling
		DataCaches      []struct{ DataCacheId, Name string }              //nolint:revive,staticcheck // the API's spelling
		VirtualNodes    []struct{ VirtualNodeId, VirtualNodeName string } //nolint:revive,staticcheck // the API's spelling
	}
	cloud.StateInto(&found)
	var imports strings.Builder
	add := func(kind, name, id string) {
		fmt.Fprintf(&imports, "import {\n  to       = %s.%s\n  id       = %q\n  provider = eci\n}\n", kind, name, id)
	}
	for _, group := range found.ContainerGroups {
		add("eci_container_group", group.ContainerGroupName, group.ContainerGroupId)
	}
	add("eci_image_cache", found.ImageCaches[0].ImageCacheName, found.ImageCaches[0].ImageCacheId)
	add("eci_data_cache", found.DataCaches[0].Name, found.DataCaches[0].DataCacheId)
	add("eci_virtual_node", found.VirtualNodes[0].VirtualNodeName, found.VirtualNodes[0].VirtualNodeId)
	must(t, os.Remove(filepath.Join(cli.Dir, "terraform.tfstate")), nil)
	cli.Write(imports.String())

	output, err := cli.Try("plan", "-no-color", "-generate-config-out=generated.tf")
	if err == nil {
		t.Error("secrets and what ECI does not return are in the configuration")
	}
	said := strings.Join(strings.Fields(output), " ")
	for _, want := range []string{
		"Plan: 3 to import, 0 to add, 0 to change, 0 to destroy.",
		`volumes["etc"].config_file.files["conf"]: Exactly one of content, content_base64, content_wo must be set. None is.`,
		"kubeconfig: No attribute specified when one (and only one) of [kubeconfig,kubeconfig_wo] is required",
		"security_group_id: Must set a configuration value",
		"vswitch_ids: Must set a configuration value",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("Terraform does not say %q", want)
		}
	}
	if errors := strings.Count(output, "Error: "); errors != 4 || t.Failed() {
		t.Errorf("%d errors:\n%s", errors, output)
	}
}
