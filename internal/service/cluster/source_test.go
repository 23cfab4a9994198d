package cluster_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

const profile = `
data "eci_pod_annotations" "spot" {
  spot_strategy    = "SpotWithPriceLimit"
  spot_price_limit = 0.1
  host_aliases     = [{ ip = "10.0.0.1", hostnames = ["db"] }]
  dns_config       = { nameservers = ["10.0.0.2"], options = { edns0 = "" } }
}
data "eci_profile" "own" {
  self_managed = { kubernetes_version = "1.28" }
  selectors = [
    { name = "batch", object_labels = { app = "batch" }, policy = "fair", annotations = data.eci_pod_annotations.spot.annotations }
  ]
}
output "name" { value = data.eci_profile.own.manifests[0].metadata.name }
output "match" { value = provider::eci::matches(data.eci_profile.own.manifests, { app = "batch" }, {}).annotations }
output "pod" {
  value = provider::eci::pod(
    "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image: nginx}]}}"
  ).containers.web.image
}
`

// TestWithoutAccount uses data sources and functions with a provider that is told nothing, neither by its block nor by the
// environment.
func TestWithoutAccount(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, profile)
	if err := os.WriteFile(filepath.Join(cli.Dir, "provider.tf"), []byte("provider \"eci\" {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Run("validate")
	cli.Run("apply", "-auto-approve", "-input=false")
	var outputs map[string]struct{ Value any }
	text := cli.Run("output", "-json")
	_, rest, _ := strings.Cut(text, "{") // a warning may come before
	if err := json.Unmarshal([]byte("{"+rest), &outputs); err != nil {
		t.Fatal(err, text)
	}
	annotations := map[string]any{
		"k8s.aliyun.com/eci-spot-strategy": "SpotWithPriceLimit", "k8s.aliyun.com/eci-spot-price-limit": "0.1",
		"k8s.aliyun.com/eci-custom-hosts":     `[{"host":"db","ip":"10.0.0.1"}]`,
		"k8s.aliyun.com/eci-custom-dnsconfig": `{"nameservers":"10.0.0.2","options":"edns0"}`,
	}
	for name, want := range map[string]any{"name": "batch", "match": annotations, "pod": "nginx"} {
		if got := outputs[name].Value; !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	console, output := cli.Command("console")
	console.Stdin = strings.NewReader(`provider::eci::pod_status({ "k8s.aliyun.com/eci-instance-id" = "eci-a" }).instance_id` + "\n")
	if err := console.Run(); err != nil || !strings.Contains(output.String(), `"eci-a"`) {
		t.Errorf("console: %v\n%s", err, output)
	}
	// What needs an account says so at plan.
	cli.Write(`resource "eci_image_cache" "web" {
  name   = "web"
  images = ["nginx"]
  vswitch_ids       = ["vsw-a"]
  security_group_id = "sg-a"
}`)
	if output, err := cli.Try("plan", "-input=false"); err == nil || !strings.Contains(output, "Missing Region") {
		t.Errorf("plan of a resource: %v\n%s", err, output)
	}
	if calls := cloud.Calls(""); len(calls) > 0 {
		t.Errorf("the API was called: %v", calls)
	}
}

func TestArgumentErrors(t *testing.T) {
	step := func(config, want string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(want)}
	}
	acctest.NewCloud(t).Test(t,
		step(`data "eci_pod_annotations" "a" {
  max_pending_minutes = 5
}`, `(?s)max_pending_minutes = 5.*max_pending_minutes: Invalid value: must be a whole\s+number from 10 to 1440`),
		step(`data "eci_profile" "a" {
  ack = {}
  selectors = [{
    name     = "a"
    priority = 1
  }]
}`, `selectors\[0\]\.priority: Forbidden: ACK has none`),
		step(`data "eci_profile" "a" {
}`, `one \(and only one\) of \[ack,self_managed\]`),
	)
}
