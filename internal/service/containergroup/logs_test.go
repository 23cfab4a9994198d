package containergroup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// What a job leaves behind is in state, without secrets, and stays there when ECI has forgotten the job.
func TestKeptLogs(t *testing.T) {
	const job = `containers = {
			main = { image = "busybox:1.36", command = ["sh", "-c", "echo one; echo two; echo as $PASSWORD; exit %EXIT%"]
				%SECRET% }
			side = { image = "busybox:1.36", command = ["true"] }
		}
		init_containers = [{ name = "first", image = "busybox:1.36", command = ["echo", "ready"] }]
		restart_policy = "Never"
		`
	const (
		plain     = `sensitive_env = { PASSWORD = "hunter2hunter2" }`
		writeOnly = `sensitive_env_wo = { PASSWORD = "hunter2hunter2" }, sensitive_env_wo_version = 1`
	)
	for _, test := range []struct {
		name, exit, secret, more string
		// main is the log of the container main after the apply, refreshed that after a refresh an hour later; - is none.
		main, refreshed string
	}{
		{"nobody asked", "0", plain, `wait_for = "completed"`, "-", "-"},
		{"seen by the apply", "0", writeOnly, "wait_for = \"completed\"\nkeep_log_lines = 2", "two\nas (secret)\n", "two\nas (secret)\n"},
		{"seen by a refresh", "0", plain, "wait_for = \"none\"\nkeep_log_lines = 500", "-", "one\ntwo\nas (secret)\n"},
		{"of one that failed", "3", plain, "wait_for = \"none\"\nkeep_log_lines = 1", "-", "as (secret)\n"},
		{"a refresh does not know the secret", "0", writeOnly, "wait_for = \"none\"\nkeep_log_lines = 500", "-", "-"},
	} {
		t.Run(test.name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := group(strings.NewReplacer("%EXIT%", test.exit, "%SECRET%", test.secret).Replace(job) + test.more)
				if diagnostics := session.Apply(config); len(diagnostics) > 0 {
					t.Fatalf("%+v", diagnostics)
				}
				expectLog(t, session, "main", test.main)
				time.Sleep(10 * time.Minute)
				session.Refresh()
				expectLog(t, session, "main", test.refreshed)
				if test.refreshed != "-" {
					expectLog(t, session, "side", "")
					expectLog(t, session, "first", "ready\n")
				}
				calls := len(cloud.Calls("DescribeContainerLog"))
				time.Sleep(3 * time.Hour)
				if groups := groupsIn(cloud); len(groups) > 0 {
					t.Fatalf("not forgotten: %+v", groups)
				}
				session.Refresh()
				expectLog(t, session, "main", test.refreshed)
				if got := session.Value(address).GetAttr("exit_codes").AsValueMap()["main"].AsBigFloat().String(); got != test.exit {
					t.Errorf("the exit code is %s", got)
				}
				if again := len(cloud.Calls("DescribeContainerLog")); again != calls {
					t.Errorf("%d logs were read again", again-calls)
				}
				if plan := session.Plan(config)[address]; plan.Action != "no-op" {
					t.Errorf("%+v", plan)
				}
			}, func(c *emulator.Config) { c.RetainedGroups = -1 })
		})
	}
}

// Logs can be asked for later, as long as ECI has them, and be dropped.
func TestLogsAskedForLater(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		job := func(more string) string {
			return group(`containers = { main = { image = "busybox:1.36", command = ["echo", "hello"] } }
				restart_policy = "Never"
				wait_for = "completed"
				` + more)
		}
		for _, step := range []struct{ more, want string }{{"", "-"}, {"keep_log_lines = 5", "hello\n"}, {"keep_log_lines = 0", "-"}} {
			if diagnostics := session.Apply(job(step.more)); len(diagnostics) > 0 {
				t.Fatalf("%+v", diagnostics)
			}
			expectLog(t, session, "main", step.want)
			if plan := session.Plan(job(step.more))[address]; plan.Action != "no-op" {
				t.Errorf("%+v", plan)
			}
		}
	})
}

// expectLog compares what is kept of a container's log; - is none.
func expectLog(t *testing.T, session *acctest.Session, container, want string) {
	t.Helper()
	got := "-"
	if logs := session.Value(address).GetAttr("logs"); !logs.IsNull() {
		got = logs.AsValueMap()[container].AsString()
	}
	if got != want {
		t.Errorf("the log of %s is %q, want %q", container, got, want)
	}
}
