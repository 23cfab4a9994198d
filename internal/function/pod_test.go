package function_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// quoted is text as HCL writes it.
func quoted(t *testing.T, text string) string {
	t.Helper()
	encoded, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(string(encoded))
}

// assignments are all attributes of a group, from an object of the name.
func assignments(t *testing.T, from string) string {
	t.Helper()
	var attributes map[string]any
	text, err := json.Marshal(kubernetes.Group{})
	if err == nil {
		err = json.Unmarshal(text, &attributes)
	}
	if err != nil {
		t.Fatal(err)
	}
	var hcl strings.Builder
	for name := range attributes {
		fmt.Fprintf(&hcl, "  %s = %s.%s\n", name, from, name)
	}
	return hcl.String()
}

// TestPodCorpus creates a group of every good manifest. Plans after that are empty: what a Pod becomes is read back as
// it was.
func TestPodCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "kubernetes", "testdata", "good", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no manifests", err)
	}
	config := new(strings.Builder)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		fmt.Fprintf(config, "locals {\n  %s = provider::eci::pod(%s)\n}\n", name, quoted(t, string(text)))
		fmt.Fprintf(config, "resource \"eci_container_group\" %q {\n  wait_for = \"none\"\n  force_delete = true\n%s}\n", name,
			assignments(t, "local."+name))
	}
	cloud := acctest.NewCloud(t)
	makeDataCache(t, cloud)
	cloud.Test(t, resource.TestStep{Config: config.String()}) // which plans once more after it has applied
	if created := len(cloud.Calls("CreateContainerGroup")); created != len(files) {
		t.Errorf("%d groups were created of %d manifests", created, len(files))
	}
}

// makeDataCache makes the one that a manifest names, and waits until it is ready.
func makeDataCache(t *testing.T, cloud *acctest.Cloud) {
	t.Helper()
	_, err := cloud.Client(t).CreateDataCache(t.Context(), &eci.CreateDataCacheRequest{Name: "model", Bucket: "default", Path: "/models/a",
		SecurityGroupId: "sg-a", VSwitchId: "vsw-a",
		DataSource: &eci.DataSource{Type: "URL", Options: map[string]string{"url": "https://example.com/a.bin"}}})
	if err != nil {
		t.Fatal(err)
	}
	cloud.AdvanceClock(time.Hour)
}

// TestPodRefuses shows errors as Terraform does, and that a secret stays one.
func TestPodRefuses(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: `output "pod" {
  value = provider::eci::pod({ apiVersion = "v1", kind = "Pod", metadata = { name = "a" }, spec = { hostNetwork = true, containers = [] } })
}`,
			ExpectError: regexp.MustCompile(`(?s)spec\.containers: Required.*spec\.hostNetwork: Forbidden`),
		},
		resource.TestStep{
			Config: `variable "password" {
  default   = "s3cr3t"
  sensitive = true
}
output "pod" {
  value = provider::eci::pod("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}", {
    secret = { apiVersion = "v1", kind = "Secret", metadata = { name = "s" }, stringData = { password = var.password } }
  })
}`,
			ExpectError: regexp.MustCompile(`Output refers to sensitive values`),
		},
	)
}
