package containergroup_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// ofAlicloud is what a state of the provider alicloud has of a group, with some attributes otherwise.
func ofAlicloud(t *testing.T, otherwise map[string]any) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/alicloud_group.json")
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]any
	if err := json.Unmarshal(text, &attributes); err != nil {
		t.Fatal(err)
	}
	for name, value := range otherwise {
		if attributes[name] = value; value == nil {
			delete(attributes, name) // as one that is newer than the state
		}
	}
	text, err = json.Marshal(attributes)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const (
	alicloud     = "registry.terraform.io/aliyun/alicloud"
	alicloudType = "alicloud_eci_container_group"
)

// TestMoveFromAlicloud takes a group over with the configuration that says the same: nothing is called but what reads.
func TestMoveFromAlicloud(t *testing.T) {
	text, err := os.ReadFile("testdata/alicloud_group.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := string(text)
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, first *acctest.Session) {
		id := idOf(t, first, config)
		old := ofAlicloud(t, map[string]any{"id": id})
		session := first.Another()
		for _, from := range []string{alicloud, "registry.opentofu.org/hashicorp/alicloud", "terraform.example.com/mirror/alicloud", "alicloud"} {
			if diagnostics := session.Move(address, from, alicloudType, 0, old); len(diagnostics) > 0 {
				t.Errorf("%s: %v", from, diagnostics)
			}
		}
		unrefreshed := session.Value(address)
		if !unrefreshed.IsWhollyKnown() || unrefreshed.GetAttr("containers").AsValueMap()["web"].GetAttr("pre_stop").IsNull() ||
			!unrefreshed.GetAttr("instance_types").IsNull() {
			t.Errorf("moved to %#v", unrefreshed)
		}
		if diagnostics := session.Refresh(); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
		cloud.ClearJournal()
		if plan := session.Plan(config)[address]; plan.Action == "replace" || len(plan.Diagnostics) > 0 {
			t.Errorf("the plan is to %s: %v", plan.Action, plan.Diagnostics)
		}
		if diagnostics := session.Apply(config); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
		if calls := writes(cloud); len(calls) > 0 {
			t.Errorf("called %v", calls)
		}
		session.Refresh()
		if plan := session.Plan(config)[address]; plan.Action != "no-op" || session.Value(address).GetAttr("region").IsNull() {
			t.Errorf("the second plan is to %s", plan.Action)
		}
		if diagnostics := session.Apply(strings.Replace(config, "nginx:1.27", "nginx:1.28", 1)); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
		if calls := writes(cloud); !slices.Equal(calls, []string{"UpdateContainerGroup Container"}) {
			t.Errorf("a new image called %v", calls)
		}
	})
}

// TestMoveOfOldStates takes over states of all ages, and shells of blocks that say nothing.
func TestMoveOfOldStates(t *testing.T) {
	shell := map[string]any{"exec": []any{}, "http_get": []any{}, "tcp_socket": []any{}, "period_seconds": 0}
	bare := map[string]any{"name": "web", "image": "nginx:1.27", "commands": []any{}, "cpu": 0, "memory": 0, "liveness_probe": []any{shell},
		"environment_vars": nil, "security_context": []any{map[string]any{"capability": []any{}, "run_as_user": 0, "privileged": false}}}
	for name, test := range map[string]struct {
		otherwise map[string]any
		warns     string
	}{
		"first release": {map[string]any{"image_registry_credential": nil, "auto_match_image_cache": nil, "acr_registry_info": nil,
			"security_context": nil, "dns_policy": nil, "ephemeral_storage": nil, "spot_strategy": nil, "timeouts": nil}, ""},
		"shells":     {map[string]any{"containers": []any{bare}, "volumes": []any{map[string]any{"name": "v", "type": "EmptyDirVolume"}}}, ""},
		"odd volume": {map[string]any{"volumes": []any{map[string]any{"name": "v", "type": "Floppy"}}}, "volume v"},
		"access keys": {map[string]any{"volumes": []any{map[string]any{"name": "v", "type": "FlexVolume",
			"flex_volume_driver": "alicloud/oss", "flex_volume_options": `{"akId":"hush","akSecret":"hush"}`}}}, "access keys"},
		"two logins": {map[string]any{"image_registry_credential": []any{
			map[string]any{"server": "https://r.example/v2", "user_name": "a", "password": "hush"},
			map[string]any{"server": "r.example", "user_name": "b", "password": "hush"}}}, "two logins to r.example"},
		"odd type": {map[string]any{"cpu": "hush"}, "attribute cpu"},
	} {
		t.Run(name, func(t *testing.T) {
			session := acctest.NewCloud(t).Session(t)
			diagnostics := session.Move(address, alicloud, alicloudType, 0, ofAlicloud(t, test.otherwise))
			state := session.Value(address)
			if state.IsNull() || !state.IsWhollyKnown() {
				t.Fatalf("moved to %#v: %v", state, diagnostics)
			}
			warned := len(diagnostics) == 1 && diagnostics[0].Severity == "warning" && strings.Contains(diagnostics[0].Detail, test.warns) &&
				!strings.Contains(diagnostics[0].Detail, "hush")
			if test.warns == "" && len(diagnostics) > 0 || test.warns != "" && !warned {
				t.Errorf("got %v, want a warning of %q", diagnostics, test.warns)
			}
			if name == "shells" {
				web := state.GetAttr("containers").AsValueMap()["web"]
				if !web.GetAttr("liveness_probe").IsNull() || !web.GetAttr("cpu").IsNull() || !web.GetAttr("security_context").IsNull() ||
					state.GetAttr("volumes").AsValueMap()["v"].GetAttr("empty_dir").IsNull() {
					t.Errorf("moved to %#v", state)
				}
			}
		})
	}
}

// TestMoveOfOthers does not take what is none of alicloud's, nor what nobody knows yet.
func TestMoveOfOthers(t *testing.T) {
	session := acctest.NewCloud(t).Session(t)
	old := ofAlicloud(t, nil)
	fails(t, session.Move(address, "registry.terraform.io/example/notalicloud", alicloudType, 0, old), "Unable to Move Resource State")
	fails(t, session.Move(address, alicloud, "alicloud_instance", 0, old), "Unable to Move Resource State")
	fails(t, session.Move(address, alicloud, alicloudType, 1, old), "Unknown Version of a State", "version 1")
	fails(t, session.Move(address, alicloud, alicloudType, 0, ofAlicloud(t, map[string]any{"id": ""})), "has no id")
	fails(t, session.Move(address, alicloud, alicloudType, 0, bytes.TrimPrefix(old, []byte("{"))), "is no JSON object")
}

// TestMoveFromAnotherRegion says so instead of creating a second group and forgetting the first.
func TestMoveFromAnotherRegion(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Move(address, alicloud, alicloudType, 0, ofAlicloud(t, nil)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		fails(t, session.Refresh(), "Object Not Found", "Region cn-hangzhou has no container group eci-bp1example0000000001")
		if session.Value(address).IsNull() {
			t.Error("the group is forgotten")
		}
	})
}
