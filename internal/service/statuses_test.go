package service_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// plainKind is a kind of plain object as tests see it.
type plainKind struct {
	address string
	// config makes a configuration of one by the name of one or two, which differ in what an update changes, with more arguments.
	config func(name, more string) string
	// patch changes the object behind everyone's back.
	patch  func(cloud *acctest.Cloud, id, patch string) error
	update string // the action that updates one
	wanted string // the status that creation leads to
}

var plainKinds = map[string]plainKind{
	"image cache": {
		address: "eci_image_cache.it",
		config: func(name, more string) string {
			return `resource "eci_image_cache" "it" {
				name = "` + name + `"
				images = ["nginx:` + map[string]string{"one": "1.27", "two": "1.28"}[name] + `"]
				security_group_id = "sg-1"
				vswitch_ids = ["vsw-1"]
				` + more + "\n}\n"
		},
		patch: func(cloud *acctest.Cloud, id, patch string) error {
			_, err := cloud.PatchImageCache(id, []byte(patch))
			return err
		},
		update: "UpdateImageCache",
		wanted: "Ready",
	},
	"data cache": {
		address: "eci_data_cache.it",
		config: func(name, more string) string {
			return `resource "eci_data_cache" "it" {
				name = "` + name + `"
				path = "/model"
				size = ` + map[string]string{"one": "20", "two": "30"}[name] + `
				data_source = { url = { url = "https://data.test/model" } }
				` + more + "\n}\n"
		},
		patch: func(cloud *acctest.Cloud, id, patch string) error {
			_, err := cloud.PatchDataCache(id, []byte(patch))
			return err
		},
		update: "UpdateDataCache",
		wanted: "Available",
	},
	"virtual node": {
		address: "eci_virtual_node.it",
		config: func(name, more string) string {
			return `resource "eci_virtual_node" "it" {
				name = "` + name + `"
				security_group_id = "sg-1"
				vswitch_ids = ["vsw-1"]
				kubeconfig = yamlencode({
					apiVersion = "v1", kind = "Config", current-context = "admin"
					contexts = [{ name = "admin", context = { cluster = "test", user = "admin" } }]
					clusters = [{ name = "test", cluster = { server = "https://10.0.0.1:6443" } }]
					users = [{ name = "admin", user = { token = "secret-token" } }]
				})
				` + more + "\n}\n"
		},
		patch: func(cloud *acctest.Cloud, id, patch string) error {
			_, err := cloud.PatchVirtualNode(id, []byte(patch))
			return err
		},
		update: "UpdateVirtualNode",
		wanted: "Ready",
	},
}

// TestStatuses tells for each status of plain objects what plan says of one that has it, without a change, and what becomes of a
// change of its tags and of its name. Those of container groups are in their package.
func TestStatuses(t *testing.T) {
	for _, test := range []struct {
		kind, status string
		// same is what plan makes of it without a change, and warning what it says.
		same, warning string
		// changed is what plan makes of a change, and busy whether its update has to wait.
		changed string
		busy    bool
	}{
		{kind: "image cache", status: "Preparing", same: "no-op", changed: "update", busy: true},
		{kind: "image cache", status: "Creating", same: "no-op", changed: "update", busy: true},
		{kind: "image cache", status: "Ready", same: "no-op", changed: "update"},
		{kind: "image cache", status: "Updating", same: "no-op", changed: "update", busy: true},
		{kind: "image cache", status: "UpdateFailed", same: "update", warning: "updating it failed (UpdateFailed)", changed: "update"},
		{kind: "image cache", status: "Failed", same: "no-op", warning: "building it failed (Failed)", changed: "replace"},
		{kind: "data cache", status: "Creating", same: "no-op", changed: "update", busy: true},
		{kind: "data cache", status: "Loading", same: "no-op", changed: "update", busy: true},
		{kind: "data cache", status: "Available", same: "no-op", changed: "update"},
		{kind: "data cache", status: "Updating", same: "no-op", changed: "update", busy: true},
		{kind: "data cache", status: "UpdateFailed", same: "update", warning: "loading the data anew failed (UpdateFailed)", changed: "update"},
		{kind: "data cache", status: "Failed", same: "no-op", warning: "loading the data failed (Failed)", changed: "replace"},
		{kind: "virtual node", status: "Ready", same: "no-op", changed: "update"},
		{kind: "virtual node", status: "Failed", same: "no-op", warning: "it could not join its cluster (Failed)", changed: "replace"},
		{kind: "virtual node", status: "Cleaned", same: "create", changed: "create"},
	} {
		t.Run(test.kind+" "+test.status, func(t *testing.T) {
			kind := plainKinds[test.kind]
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				applied(t, session, kind.config("one", ""))
				patch := func(status string) {
					t.Helper()
					if err := kind.patch(cloud, session.Value(kind.address).GetAttr("id").AsString(), `{"Status": "`+status+`"}`); err != nil {
						t.Error(err)
					}
				}
				patch(test.status)
				session.Refresh()
				if got := session.Value(kind.address); test.status != "Cleaned" && got.GetAttr("status").AsString() != test.status {
					t.Fatalf("the status is %#v", got.GetAttr("status"))
				}
				same := session.Plan(kind.config("one", ""))[kind.address]
				if same.Action != test.same {
					t.Errorf("without a change plan says %s", same.Action)
				}
				if test.warning == "" && len(same.Diagnostics) > 0 ||
					test.warning != "" && (len(same.Diagnostics) != 1 || !strings.Contains(same.Diagnostics[0].Detail, test.warning)) {
					t.Errorf("plan warns of %+v, want %q", same.Diagnostics, test.warning)
				}
				if test.status == "Cleaned" {
					return // it is gone
				}
				if test.same == "no-op" { // a change that needs no update waits for nothing
					begin := time.Now()
					applied(t, session, kind.config("one", "tags = { a = \"b\" }"))
					applied(t, session, kind.config("one", "tags = { a = \"b\" }\ntimeouts = { update = \"30m\" }"))
					if calls := cloud.Calls(kind.update); len(calls) > 0 || time.Since(begin) > time.Minute {
						t.Errorf("it took %v and the updates %+v", time.Since(begin), calls)
					}
				}
				changed := kind.config("two", "tags = { a = \"b\" }\ntimeouts = { update = \"30m\" }")
				if got := session.Plan(changed)[kind.address]; got.Action != test.changed {
					t.Errorf("with a change plan says %s", got.Action)
				}
				begin := time.Now()
				if test.busy {
					go func() {
						time.Sleep(5 * time.Minute)
						patch(kind.wanted)
					}()
				}
				applied(t, session, changed)
				if waited := time.Since(begin) >= 5*time.Minute; waited != test.busy {
					t.Errorf("it took %v", time.Since(begin))
				}
				if got := session.Value(kind.address); got.GetAttr("status").AsString() != kind.wanted || got.GetAttr("name").AsString() != "two" {
					t.Errorf("%#v", got)
				}
			})
		})
	}
}

// applied applies a configuration, which is to end without an error.
func applied(t *testing.T, session *acctest.Session, config string) {
	t.Helper()
	for _, d := range session.Apply(config) {
		if d.Severity == "error" {
			t.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
}

// An interrupted wait is in every plan until its end has been seen, and apply goes on with it.
func TestInterruptedWait(t *testing.T) {
	for name, kind := range plainKinds {
		for next, updates := range map[string]int{"one": 0, "two": 1} {
			t.Run(name+" "+next, func(t *testing.T) {
				acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
					interrupt(t, session, kind.config("one", ""))
					session.Refresh()
					config := kind.config(next, "")
					if plan := session.Plan(config)[kind.address]; plan.Action != "update" || !slices.Contains(plan.Unknown, "status") {
						t.Fatalf("%+v", plan)
					}
					before := session.Value(kind.address).GetAttr("status").AsString()
					applied(t, session, config)
					if after := session.Value(kind.address).GetAttr("status").AsString(); after == before {
						t.Errorf("it was %s before the wait and is so after it", before)
					}
					if plan := session.Plan(config)[kind.address]; plan.Action != "no-op" {
						t.Errorf("afterwards: %+v", plan)
					}
					if calls := cloud.Calls(kind.update); len(calls) != updates {
						t.Errorf("%d updates: %+v", len(calls), calls)
					}
				}, func(c *emulator.Config) { c.BootTime = 2 * time.Minute })
			})
		}
	}
}

// A wait that can no longer succeed fails again, with the reason, until the object has come to what was wanted after all.
func TestFailedWait(t *testing.T) {
	for name, kind := range plainKinds {
		t.Run(name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := kind.config("one", "")
				interrupt(t, session, config)
				patch := func(status string) {
					t.Helper()
					if err := kind.patch(cloud, session.Value(kind.address).GetAttr("id").AsString(), `{"Status": "`+status+`"}`); err != nil {
						t.Error(err)
					}
				}
				patch("Failed")
				for round := range 2 {
					session.Refresh()
					if plan := session.Plan(config)[kind.address]; plan.Action != "update" || !slices.Contains(plan.Unknown, "status") {
						t.Fatalf("round %d: %+v", round, plan)
					}
					diagnostics := session.Apply(config)
					if len(diagnostics) != 2 || diagnostics[0].Severity != "warning" || diagnostics[1].Severity != "error" ||
						!strings.Contains(diagnostics[1].Detail, "(Failed)") {
						t.Fatalf("round %d: %+v", round, diagnostics)
					}
				}
				patch(kind.wanted)
				session.Refresh()
				if plan := session.Plan(config)[kind.address]; plan.Action != "no-op" {
					t.Errorf("afterwards: %+v", plan)
				}
			}, func(c *emulator.Config) { c.BootTime = 2 * time.Minute })
		})
	}
}

// interrupt applies a configuration and interrupts it during the wait.
func interrupt(t *testing.T, session *acctest.Session, config string) {
	t.Helper()
	go func() {
		time.Sleep(10 * time.Second)
		if _, err := session.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
	}()
	diagnostics := session.Apply(config)
	if len(diagnostics) != 1 || diagnostics[0].Severity != "warning" || diagnostics[0].Summary != "Waiting Was Interrupted" {
		t.Fatalf("%+v", diagnostics)
	}
}
