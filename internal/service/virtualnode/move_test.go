package virtualnode_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestMoveFromAlicloud takes a node over with the configuration that says the same. The kubeconfig does not get into its state.
func TestMoveFromAlicloud(t *testing.T) {
	text, err := os.ReadFile("testdata/alicloud_node.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := string(text)
	old, err := os.ReadFile("testdata/alicloud_node.json")
	if err != nil {
		t.Fatal(err)
	}
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, first *acctest.Session) {
		if diagnostics := first.Apply(config); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		session := first.Another()
		moved := bytes.Replace(old, []byte("vnd-bp1example0000000001"), []byte(first.Value(address).GetAttr("id").AsString()), 1)
		diagnostics := session.Move(address, "registry.opentofu.org/aliyun/alicloud", "alicloud_eci_virtual_node", 0, moved)
		diagnostics = append(diagnostics, session.Refresh()...)
		if len(diagnostics) > 0 || strings.Contains(session.Value(address).GoString(), "apiVersion") {
			t.Errorf("moved to %#v: %v", session.Value(address), diagnostics)
		}
		cloud.ClearJournal()
		for _, d := range session.Apply(config) {
			if d.Summary != "Recorded, Not Applied" || !strings.Contains(d.Detail, "kubeconfig_wo_version") {
				t.Error(d)
			}
		}
		for _, call := range cloud.Calls("") {
			if !strings.HasPrefix(call.Action, "Describe") && !strings.HasPrefix(call.Action, "Untag") {
				t.Errorf("called %s", call.Action)
			}
		}
		if plan := session.Plan(config)[address]; plan.Action != "no-op" {
			t.Errorf("the second plan is to %s", plan.Action)
		}
	})
}
