package containergroup_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// TestStatuses tells for each status what plan says of a group that has it, with and without a change, and what apply does.
func TestStatuses(t *testing.T) {
	const always, never = "Always", "Never"
	for _, test := range []struct {
		status, policy string
		// warning is in what plan says without a change, and named whether replace_when may name the status.
		warning string
		named   bool
		// changed holds what plan makes of a new image, and busy whether its update has to wait.
		changed string
		busy    bool
	}{
		{status: "Scheduling", policy: always, changed: "update", busy: true},
		{status: "Pending", policy: always, changed: "update"},
		{status: "Running", policy: always, changed: "update"},
		{status: "Restarting", policy: always, changed: "update", busy: true},
		{status: "Updating", policy: always, changed: "update", busy: true},
		{status: "Succeeded", policy: never, changed: "replace"},
		{status: "ScheduleFailed", policy: always, warning: "ECI could not provide the resources for it.", named: true, changed: "replace"},
		{status: "Failed", policy: always, warning: "container main is Terminated with exit code 3 (Error).", named: true, changed: "replace"},
		{status: "Failed", policy: never, warning: "container main is Terminated with exit code 3 (Error).", named: true, changed: "replace"},
		{status: "Expired", policy: always, warning: "its spot capacity was reclaimed.", named: true, changed: "replace"},
		{status: "Terminating", policy: always, warning: "it is being deleted.", named: true, changed: "replace"},
		{status: "Forgotten", policy: never, named: true, changed: "replace"},
	} {
		t.Run(test.status+" "+test.policy, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := func(image, more string) string {
					return group(fmt.Sprintf("containers = { main = { image = %q } }\nrestart_policy = %q\n%s", image, test.policy, more))
				}
				if diagnostics := session.Apply(config("nginx:1.27", "")); len(diagnostics) > 0 {
					t.Fatalf("%+v", diagnostics)
				}
				id := groupsIn(cloud)[0].ContainerGroupId
				if test.status == "Forgotten" {
					if err := cloud.RemoveContainerGroup(id); err != nil {
						t.Fatal(err)
					}
				} else {
					patchGroup(t, cloud, id, test.status)
				}
				said := session.Refresh()
				if got := session.Value(address).GetAttr("status").AsString(); got != test.status {
					t.Fatalf("the status is %s", got)
				}
				same := session.Plan(config("nginx:1.27", ""))[address]
				if same.Action != "no-op" {
					t.Errorf("without a change plan says %s", same.Action)
				}
				switch said = append(said, same.Diagnostics...); {
				case test.status == "Forgotten":
					expectWarning(t, said, "ECI does not list container group "+id+" any more. Its restart policy is Never")
				case test.warning == "" && len(said) > 0:
					t.Errorf("%+v", said)
				case test.warning != "":
					expectWarning(t, said, "Container group "+id+" is "+test.status)
					expectWarning(t, said, test.warning)
					expectWarning(t, said, `replace_when = ["`+test.status+`"]`)
				}

				healed := session.Plan(config("nginx:1.27", "replace_when = [\""+test.status+"\"]"))[address]
				switch {
				case test.named && (healed.Action != "replace" || len(healed.Diagnostics) != 1):
					t.Errorf("with replace_when plan says %s: %+v", healed.Action, healed.Diagnostics)
				case !test.named && (len(healed.Diagnostics) != 1 || healed.Diagnostics[0].Severity != "error"):
					t.Errorf("replace_when may name %s: %+v", test.status, healed.Diagnostics)
				}

				if changed := session.Plan(config("nginx:1.28", ""))[address]; changed.Action != test.changed {
					t.Errorf("with another image plan says %s: %+v", changed.Action, changed.Diagnostics)
				}
				begin := time.Now()
				if test.busy {
					go func() {
						time.Sleep(5 * time.Minute)
						patchGroup(t, cloud, id, "Running")
					}()
				}
				if test.status == "Terminating" {
					go func() {
						time.Sleep(5 * time.Minute)
						if err := cloud.RemoveContainerGroup(id); err != nil {
							t.Error(err)
						}
					}()
				}
				for _, d := range session.Apply(config("nginx:1.28", "")) {
					if d.Severity == "error" {
						t.Errorf("%+v", d)
					}
				}
				if waited := time.Since(begin) >= 5*time.Minute; waited != (test.busy || test.status == "Terminating") {
					t.Errorf("it took %v", time.Since(begin))
				}
				groups := groupsIn(cloud)
				if len(groups) != 1 || groups[0].Containers[0]["Image"] != "nginx:1.28" ||
					(groups[0].ContainerGroupId == id) != (test.changed == "update") {
					t.Errorf("%+v", groups)
				}
			})
		})
	}
}

func patchGroup(t *testing.T, cloud *acctest.Cloud, id, status string) {
	t.Helper()
	patch := fmt.Sprintf(`{"Status": %q}`, status)
	if status == "Failed" {
		patch = `{"Status": "Failed", "FailedTime": "2000-01-01T00:00:00Z", "Containers": [{"Name": "main", "Image": "nginx:1.27",
			"CurrentState": {"State": "Terminated", "ExitCode": 3, "Reason": "Error"}}]}`
	}
	if _, err := cloud.PatchContainerGroup(id, []byte(patch)); err != nil {
		t.Error(err)
	}
}

func expectWarning(t *testing.T, diagnostics []acctest.Diagnostic, want string) {
	t.Helper()
	if !slices.ContainsFunc(diagnostics,
		func(d acctest.Diagnostic) bool { return d.Severity == "warning" && strings.Contains(d.Detail, want) }) {
		t.Errorf("got %+v, want a warning that says %q", diagnostics, want)
	}
}

// What wait_for asks for is in every plan until it has been seen, and apply waits for it again.
func TestInterruptedWaitGoesOn(t *testing.T) {
	for name, test := range map[string]struct{ more, before, after, status string }{
		"job":   {before: "", after: `wait_for = "completed"`, status: "Succeeded"},
		"ready": {after: `wait_for = "ready"`, status: "Running"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := group(`containers = { main = { image = "busybox:1.36", command = ["sleep", "3600"],
					readiness_probe = { exec = { command = ["true"] }, initial_delay_seconds = 1800 } } }
					restart_policy = "Never"
					timeouts = { create = "3h", update = "3h" }
					` + test.after)
				interrupt(t, session, config)
				for range 2 { // a refresh sees the group at work
					session.Refresh()
					plan := session.Plan(config)[address]
					if plan.Action != "update" || !slices.Contains(plan.Unknown, "status") {
						t.Fatalf("%s, not known: %v", plan.Action, plan.Unknown)
					}
				}
				interrupt(t, session, config) // the update, too, may be interrupted
				calls := len(cloud.Calls("UpdateContainerGroup"))
				if diagnostics := session.Apply(config); len(diagnostics) > 0 {
					t.Fatalf("%+v", diagnostics)
				}
				if got := session.Value(address).GetAttr("status").AsString(); got != test.status || calls > 0 {
					t.Errorf("the status is %s after %d updates", got, calls)
				}
				session.Refresh()
				if plan := session.Plan(config)[address]; plan.Action != "no-op" {
					t.Errorf("afterwards: %+v", plan)
				}
			})
		})
	}
}

// interrupt applies a configuration and interrupts it during the wait.
func interrupt(t *testing.T, session *acctest.Session, config string) {
	t.Helper()
	go func() {
		time.Sleep(time.Minute)
		if _, err := session.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
	}()
	diagnostics := session.Apply(config)
	if len(diagnostics) != 1 || diagnostics[0].Severity != "warning" || diagnostics[0].Summary != "Waiting Was Interrupted" {
		t.Fatalf("%+v", diagnostics)
	}
}

// A refresh that sees what a wait was for ends it.
func TestRefreshEndsWait(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		config := group(`containers = { main = { image = "busybox:1.36", command = ["sleep", "3600"] } }
			restart_policy = "Never"
			wait_for = "completed"
			timeouts = { create = "3h" }`)
		interrupt(t, session, config)
		time.Sleep(2 * time.Hour)
		session.Refresh()
		if plan := session.Plan(config)[address]; plan.Action != "no-op" || len(plan.Diagnostics) > 0 {
			t.Errorf("%+v", plan)
		}
	})
}

// An update that led to nothing is not forgotten, and one that can no longer succeed fails again.
func TestFailedWaitFailsAgain(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(group(mainContainer)); len(diagnostics) > 0 {
			t.Fatalf("%+v", diagnostics)
		}
		broken := group(`containers = { main = { image = "nginx:missing" } }`)
		for range 2 {
			diagnostics := session.Apply(broken)
			if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "the image of container main cannot be pulled (ImagePullBackOff)") {
				t.Fatalf("%+v", diagnostics)
			}
			session.Refresh()
			if plan := session.Plan(broken)[address]; plan.Action != "update" || !slices.Contains(plan.Unknown, "status") {
				t.Fatalf("%+v", plan)
			}
		}
		if calls := cloud.Calls("UpdateContainerGroup"); len(calls) != 1 {
			t.Errorf("%d updates", len(calls))
		}
	})
}

// A job whose wait was interrupted and that failed since says so, as long as ECI knows it and later.
func TestInterruptedJobThatFailed(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		config := group(`containers = { main = { image = "busybox:1.36", command = ["sh", "-c", "sleep 600; exit 7"] } }
			restart_policy = "Never"
			wait_for = "completed"`)
		interrupt(t, session, config)
		for _, then := range []struct {
			name  string
			after time.Duration
		}{{"known", 15 * time.Minute}, {"forgotten", 3 * time.Hour}} {
			time.Sleep(then.after)
			session.Refresh()
			diagnostics := session.Apply(config)
			if len(diagnostics) != 2 || diagnostics[0].Severity != "warning" || diagnostics[1].Severity != "error" ||
				!strings.Contains(diagnostics[1].Detail, "did not complete: not all of its containers ended well (Failed)") {
				t.Errorf("%s: %+v", then.name, diagnostics)
			}
		}
		if groups := groupsIn(cloud); len(groups) != 0 {
			t.Errorf("not forgotten: %+v", groups)
		}
	}, func(c *emulator.Config) { c.RetainedGroups = -1 })
}

// A job that was waited for and whose end nobody saw does not count as done.
func TestInterruptedJobThatWasForgotten(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		config := group(`containers = { main = { image = "busybox:1.36", command = ["sleep", "600"] } }
			restart_policy = "Never"
			wait_for = "completed"`)
		interrupt(t, session, config)
		time.Sleep(3 * time.Hour)
		for range 2 {
			session.Refresh()
			diagnostics := session.Apply(config)
			if len(diagnostics) != 1 ||
				!strings.Contains(diagnostics[0].Detail, "did not complete: ECI does not list it any more, and its end was not seen (Forgotten)") {
				t.Errorf("%+v", diagnostics)
			}
		}
		if plan := session.Plan(strings.Replace(config, "wait_for", "replace_when = [\"Forgotten\"]\nwait_for",
			1))[address]; plan.Action != "replace" {
			t.Errorf("%+v", plan)
		}
	}, func(c *emulator.Config) { c.RetainedGroups = -1 })
}

// A job that ended unseen is not run a second time unless somebody asks for it.
func TestJobThatEndedUnseen(t *testing.T) {
	for _, policy := range []string{"Never", "OnFailure"} {
		t.Run(policy, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := func(more string) string {
					return group(`containers = { main = { image = "busybox:1.36", command = ["sleep", "600"] } }
						restart_policy = "` + policy + `"
						` + more)
				}
				session.Apply(config(""))
				time.Sleep(3 * time.Hour)
				expectWarning(t, session.Refresh(), "It counts as done and stays in state")
				for range 2 {
					if plan := session.Plan(config(""))[address]; plan.Action != "no-op" || len(plan.Diagnostics) > 0 {
						t.Errorf("%+v", plan)
					}
					if diagnostics := session.Refresh(); len(diagnostics) > 0 {
						t.Errorf("told again: %+v", diagnostics)
					}
				}
				// What is only Terraform's changes without the group.
				if diagnostics := session.Apply(config("force_delete = true\ntags = { a = \"b\" }")); len(diagnostics) > 0 {
					t.Errorf("%+v", diagnostics)
				}
				if calls := cloud.Calls("CreateContainerGroup"); len(calls) != 1 {
					t.Errorf("%d groups were created", len(calls))
				}
				diagnostics := session.Apply(config(`replace_when = ["Forgotten"]`))
				expectWarning(t, diagnostics, "replace_when names this status")
				if groups := groupsIn(cloud); len(groups) != 1 || groups[0].Status != "Running" {
					t.Errorf("%+v", groups)
				}
			}, func(c *emulator.Config) { c.RetainedGroups = -1 })
		})
	}
}

// A spot group that is reclaimed comes back with the next apply.
func TestSpotGroupHeals(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		config := group(mainContainer + "spot_strategy = \"SpotAsPriceGo\"\nreplace_when = [\"Expired\"]")
		session.Apply(config)
		first := groupsIn(cloud)[0].ContainerGroupId
		if err := cloud.ReclaimContainerGroup(first, time.Minute); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		session.Refresh()
		expectWarning(t, session.Apply(config), "Container group "+first+" is Expired since 2000-01-01T00:01:")
		running := 0
		for _, group := range groupsIn(cloud) {
			if group.Status == "Running" {
				running++
			}
		}
		if running != 1 {
			t.Errorf("%+v", groupsIn(cloud))
		}
	})
}

// What a finished group cannot take is recorded after an import, not sent.
func TestImportOfFinishedGroup(t *testing.T) {
	const job = `containers = { main = { image = "busybox:1.36", command = ["true"]%s } }
		restart_policy = "Never"
		wait_for = "completed"
		%s`
	for name, more := range map[string][2]string{
		"pre_stop":          {`, pre_stop = { exec = { command = ["true"] } }`, ""},
		"post_start":        {`, post_start = { tcp_socket = { port = 80 } }`, ""},
		"acr_registries":    {"", `acr_registries = [{ instance_id = "cri-example", instance_name = "registry" }]`},
		"registry login":    {"", `image_registry_credentials = { "registry.example.com" = { user_name = "u", password = "secret" } }`},
		"host_name":         {"", `host_name = "job"`},
		"tags":              {"", `tags = { a = "b" }`},
		"several and a tag": {`, pre_stop = { exec = { command = ["true"] } }`, "host_name = \"job\"\ntags = { a = \"b\" }"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				session.Apply(group(fmt.Sprintf(job, "", "")))
				id := groupsIn(cloud)[0].ContainerGroupId
				session.Import("eci_container_group.test", id)
				config := group(fmt.Sprintf(job, more[0], more[1]))
				for _, d := range session.Apply(config) {
					if d.Severity == "error" {
						t.Errorf("%+v", d)
					}
				}
				if calls := cloud.Calls("UpdateContainerGroup"); len(calls) > 0 {
					t.Errorf("it was sent: %+v", calls)
				}
				session.Refresh()
				if plan := session.Plan(config)[address]; plan.Action != "no-op" || len(plan.Diagnostics) > 0 {
					t.Errorf("%+v", plan)
				}
			})
		})
	}
}

// What made a job fail is in plans after ECI has forgotten it, too.
func TestFateIsRemembered(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		config := group(`containers = { main = { image = "busybox:1.36", command = ["sh", "-c", "exit 3"] } }
			restart_policy = "Never"
			wait_for       = "none"`)
		idOf(t, session, config)
		time.Sleep(10 * time.Minute)
		session.Refresh()
		time.Sleep(3 * time.Hour)
		if groups := groupsIn(cloud); len(groups) > 0 {
			t.Fatalf("not forgotten: %+v", groups)
		}
		session.Refresh()
		plan := session.Plan(config)[address]
		expectWarning(t, plan.Diagnostics, " is Failed since ")
		expectWarning(t, plan.Diagnostics, ": container main is Terminated with exit code 3 (Error).")
	}, func(c *emulator.Config) { c.RetainedGroups = -1 })
}

// A state may have attributes that have left the resource since, and none of those that have come.
func TestStateOfBefore(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		idOf(t, session, group(mainContainer))
		is := session.Value(address)
		text, err := ctyjson.Marshal(is, is.Type())
		if err != nil {
			t.Fatal(err)
		}
		var attributes map[string]any
		if err := json.Unmarshal(text, &attributes); err != nil {
			t.Fatal(err)
		}
		delete(attributes, "exit_codes")
		attributes["failed_time"], attributes["container_states"] = nil, map[string]any{"main": map[string]any{"exit_code": nil}}
		if text, err = json.Marshal(attributes); err != nil {
			t.Fatal(err)
		}
		resp, err := session.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: "eci_container_group",
			RawState: &tfprotov6.RawState{JSON: text}})
		if err != nil || len(resp.Diagnostics) > 0 {
			t.Fatal(err, resp.Diagnostics)
		}
		read, err := session.ReadResource(t.Context(),
			&tfprotov6.ReadResourceRequest{TypeName: "eci_container_group", CurrentState: resp.UpgradedState})
		if err != nil || len(read.Diagnostics) > 0 {
			t.Fatal(err, read.Diagnostics)
		}
		if after, err := msgpack.Unmarshal(read.NewState.MsgPack, is.Type()); err != nil || !after.RawEquals(is) {
			t.Errorf("%v: the state was %#v and is %#v", err, is, after)
		}
	})
}
