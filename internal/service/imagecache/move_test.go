package imagecache_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestMoveFromAlicloud takes a cache over with the configuration that says the same: it is not built anew.
func TestMoveFromAlicloud(t *testing.T) {
	text, err := os.ReadFile("testdata/alicloud_cache.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := string(text)
	old, err := os.ReadFile("testdata/alicloud_cache.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"alicloud_eci_image_cache", "alicloud_eci_openapi_image_cache"} {
		acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, first *acctest.Session) {
			if diagnostics := first.Apply(config); len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			id := first.Value("eci_image_cache.test").GetAttr("id").AsString()
			session := first.Another()
			moved := bytes.Replace(old, []byte("imc-bp1example0000000001"), []byte(id), 1)
			diagnostics := session.Move("eci_image_cache.test", "registry.terraform.io/hashicorp/alicloud", kind, 0, moved)
			diagnostics = append(diagnostics, session.Refresh()...)
			cloud.ClearJournal()
			if diagnostics = append(diagnostics, session.Apply(config)...); len(diagnostics) > 0 {
				t.Error(diagnostics)
			}
			for _, call := range cloud.Calls("") {
				if !strings.HasPrefix(call.Action, "Describe") && !strings.HasPrefix(call.Action, "Untag") {
					t.Errorf("called %s", call.Action)
				}
			}
			if plan := session.Plan(config)["eci_image_cache.test"]; plan.Action != "no-op" {
				t.Errorf("the second plan is to %s", plan.Action)
			}
		})
	}
	session := acctest.NewCloud(t).Session(t)
	diagnostics := session.Move("eci_image_cache.test", "registry.terraform.io/aliyun/alicloud", "alicloud_eci_image_cache", 0,
		[]byte(`{"id":"imc-1","images":["nginx:1.27"],"security_group_id":null}`))
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "no security group or no vSwitch") {
		t.Errorf("after an import of alicloud: %v", diagnostics)
	}
}
