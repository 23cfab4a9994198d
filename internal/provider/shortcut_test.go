package provider_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// The shortcut reads a group as the framework would, only faster.
func TestReadBelowTheFramework(t *testing.T) {
	cloud := acctest.NewCloud(t, func(config *emulator.Config) { config.BootTime = -1 })
	client := cloud.Client(t)
	server := configure(t, cloud, nil)
	framework := session{providerserver.NewProtocol6(provider.New("test", new(creation.Journal)))(), server.group}
	framework.configure(t, cloud, nil)
	for _, test := range []struct {
		name    string
		happens func(id string) error
		want    string
	}{
		{"nothing", func(string) error { return nil }, "kept"},
		{"imported", func(string) error { return nil }, "kept"},
		{"waiting", func(string) error { return nil }, "kept"},
		{"changed", func(id string) error {
			_, err := client.UpdateContainerGroup(t.Context(), &eci.UpdateContainerGroupRequest{ContainerGroupId: id, RestartPolicy: "Never"})
			return err
		}, "changed"},
		{"tagged", func(id string) error {
			value := "2"
			_, err := client.TagResources(t.Context(),
				&eci.TagResourcesRequest{ResourceType: eci.ResourceTypeContainerGroup, ResourceId: []string{id},
					Tag: []eci.Tag{{Key: "other", Value: &value}}})
			return err
		}, "changed"},
		{"marked as being created", func(id string) error {
			value := "2"
			_, err := client.TagResources(t.Context(),
				&eci.TagResourcesRequest{ResourceType: eci.ResourceTypeContainerGroup, ResourceId: []string{id},
					Tag: []eci.Tag{{Key: creation.TagKey, Value: &value}}})
			return err
		}, "kept"},
		{"deleted", func(id string) error {
			_, err := client.DeleteContainerGroup(t.Context(), &eci.DeleteContainerGroupRequest{ContainerGroupId: id})
			return err
		}, "gone"},
		{"refused", func(string) error {
			return cloud.SetFaults([]rpc.Fault{{Action: "DescribeContainerGroups", Kind: rpc.FaultError, HTTPStatus: 403, Code: "Forbidden.RAM"}})
		}, "refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			created := server.create(t)
			defer func() { _ = cloud.SetFaults(nil) }()
			if err := test.happens(text(t, server.group, created.NewState, "id")); err != nil {
				t.Fatal(err)
			}
			private := created.Private
			if test.name == "imported" || test.name == "waiting" {
				private = []byte(`{"` + test.name + `":"dHJ1ZQ=="}`) // true
			}
			req := &tfprotov6.ReadResourceRequest{TypeName: groupType, CurrentState: created.NewState, Private: private}
			got, err := server.ReadResource(t.Context(), req)
			must(t, err, nil)
			want, err := framework.ReadResource(t.Context(), req)
			must(t, err, nil)

			before, after := decoded(t, server.group, created.NewState), decoded(t, server.group, got.NewState)
			outcome := "changed"
			switch {
			case len(got.Diagnostics) > 0:
				outcome = "refused"
			case got.NewState == created.NewState:
				outcome = "kept"
			case after.IsNull():
				outcome = "gone"
			case after.Equal(before):
				outcome = "written anew without a change"
			}
			if outcome != test.want {
				t.Errorf("%s, want %s", outcome, test.want)
			}
			if !after.Equal(decoded(t, server.group, want.NewState)) {
				t.Error("the framework reads another state")
			}
			if !decoded(t, identityType, got.NewIdentity.IdentityData).Equal(decoded(t, identityType, want.NewIdentity.IdentityData)) {
				t.Error("the framework reads another identity")
			}
			if waits := strings.Contains(string(got.Private), `"waiting":"dHJ1ZQ=="`); waits {
				t.Error("waits for what has been seen")
			}
			if !bytes.Equal(got.Private, want.Private) || len(got.Diagnostics) != len(want.Diagnostics) {
				t.Errorf("the framework answers otherwise: %+v, %+v", got, want)
			}
			for i, d := range want.Diagnostics {
				if g := got.Diagnostics[i]; g.Severity != d.Severity || g.Summary != d.Summary {
					t.Errorf("the framework says otherwise: %+v, %+v", g, d)
				}
			}
		})
	}
}

// What stays as it is does not go through the framework; everything else does.
func TestPlanBelowTheFramework(t *testing.T) {
	cloud := acctest.NewCloud(t, func(config *emulator.Config) { config.BootTime = -1 })
	server := configure(t, cloud, nil)
	created := server.create(t)
	tagged := configure(t, cloud, map[string]any{"default_tags": map[string]any{"more": "1"}})
	with := func(state map[string]tftypes.Value, name string, value tftypes.Value) tftypes.Value {
		changed := maps.Clone(state)
		changed[name] = value
		return tftypes.NewValue(server.group, changed)
	}
	var state map[string]tftypes.Value
	if err := decoded(t, server.group, created.NewState).As(&state); err != nil {
		t.Fatal(err)
	}
	policy := with(state, "restart_policy", tftypes.NewValue(tftypes.String, "Never"))
	for _, test := range []struct {
		name     string
		server   session
		state    *tfprotov6.DynamicValue
		proposed *tfprotov6.DynamicValue
		private  []byte
		short    bool
	}{
		{"the same", server, created.NewState, created.NewState, created.Private, true},
		{"other value", server, created.NewState, dynamic(t, server.group, with(state, "name", tftypes.NewValue(tftypes.String, "other"))), nil,
			false},
		{"no longer the default", server, dynamic(t, server.group, policy), nil, nil, false},
		{"new default tags", tagged, created.NewState, created.NewState, nil, false},
		{"imported", server, created.NewState, created.NewState, []byte(`{"imported":"dHJ1ZQ=="}`), false},
		{"updated since it was imported", server, created.NewState, created.NewState, []byte(`{"imported":"ZmFsc2U="}`), true},
		{"new", server, dynamic(t, server.group, tftypes.NewValue(server.group, nil)), dynamic(t, server.group, object(server.group, group)), nil,
			false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.proposed == nil {
				test.proposed = test.state
			}
			resp, err := test.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: groupType,
				PriorState: test.state, ProposedNewState: test.proposed, Config: dynamic(t, server.group, object(server.group, group)),
				PriorPrivate: test.private})
			must(t, err, resp.Diagnostics)
			if short := resp.PlannedState == test.state; short != test.short {
				t.Errorf("short: %v, want %v", short, test.short)
			}
			if kept := decoded(t, server.group, resp.PlannedState).Equal(decoded(t, server.group, test.state)); !test.short && kept &&
				test.name != "imported" {
				t.Error("nothing is planned")
			}
		})
	}
}

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String, "id": tftypes.String}}

func decoded(t testing.TB, typ tftypes.Type, encoded *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	value, err := encoded.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// text is the value of an attribute.
func text(t *testing.T, typ tftypes.Type, encoded *tfprotov6.DynamicValue, name string) string {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := decoded(t, typ, encoded).As(&attributes); err != nil {
		t.Fatal(err)
	}
	var value string
	if err := attributes[name].As(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
