package containergroup_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

var groupID = regexp.MustCompile(`eci-[a-z0-9]{20}`)

// Everything that a person needs to know about a failed start stands in the error.
func TestFailures(t *testing.T) {
	for _, test := range []struct {
		name, arguments, want string
	}{
		{name: "registry that does not exist",
			arguments: `containers = { main = { image = "registry.invalid/app:1" }, side = { image = "nginx:1.27" } }`,
			want: `
Container group ID did not become running: the image of container main cannot be pulled (ImagePullBackOff).

Container main (image registry.invalid/app:1): Waiting (ImagePullBackOff).
  Back-off pulling image "registry.invalid/app:1"
Warning events:
  - Failed: Failed to pull image "registry.invalid/app:1": rpc error: code = Unknown desc = ` +
				`failed to do request: dial tcp: lookup registry.invalid: no such host
  - Failed: Error: ErrImagePull
  - Failed: Error: ImagePullBackOff`},
		{name: "image that does not exist",
			arguments: `containers = { main = { image = "nginx:missing" } }
				wait_for = "completed"
				restart_policy = "Never"`,
			want: `
Container group ID did not complete: the image of container main cannot be pulled (ImagePullBackOff).

Container main (image nginx:missing): Waiting (ImagePullBackOff).
  Back-off pulling image "nginx:missing"
Warning events:
  - Failed: Failed to pull image "nginx:missing": rpc error: code = Unknown desc = failed to resolve reference: nginx:missing: not found
  - Failed: Error: ErrImagePull
  - Failed: Error: ImagePullBackOff`},
		{name: "crash loop",
			arguments: `containers = {
					main = { image = "busybox:1.36", command = ["sh", "-c", "echo starting; echo '/etc/app.conf: no such file'; exit 3"] }
				}
				wait_for = "ready"`,
			want: `
Container group ID did not become ready: container main crashes again and again (CrashLoopBackOff).

Container main (image busybox:1.36): Waiting (CrashLoopBackOff), restarted 3 times, before that Terminated with exit code 3 (Error).
  back-off 40s restarting failed container=main pod=test
  The end of its log:
    | starting
    | /etc/app.conf: no such file
Warning events:
  - BackOff (3 times): Back-off restarting failed container main in pod test`},
		{name: "no stock",
			arguments: `containers = { main = { image = "nginx:1.27" } }
				vswitch_ids = ["vsw-nostock-b"]`,
			want: `
Container group ID did not become running: ECI could not provide the resources for it (ScheduleFailed). ` +
				`Try vswitch_ids in other zones, another size, or later.

Warning events:
  - FailedScheduling: The requested resource is sold out in the zone cn-hangzhou-b.`},
		{name: "failed job",
			arguments: `containers = {
					main = { image = "busybox:1.36", command = ["sh", "-c", "echo connecting as $USER with $PASSWORD; exit 7"], env = { USER = "me" },
						sensitive_env_wo = { PASSWORD = "hunter2hunter2" }, sensitive_env_wo_version = 1 }
					well = { image = "busybox:1.36", command = ["true"] }
				}
				wait_for = "completed"
				restart_policy = "Never"`,
			want: `
Container group ID did not complete: not all of its containers ended well (Failed).

Container main (image busybox:1.36): Terminated with exit code 7 (Error).
  The end of its log:
    | connecting as me with (secret)`},
		{name: "message of several lines",
			arguments: `containers = { main = { image = "busybox:1.36"
					command = ["sh", "-c", "echo working; printf 'cannot connect\\nto the database\\n' > /dev/termination-log; exit 1"] } }
				wait_for = "completed"
				restart_policy = "Never"`,
			want: `
Container group ID did not complete: not all of its containers ended well (Failed).

Container main (image busybox:1.36): Terminated with exit code 1 (Error).
  cannot connect
  to the database
  The end of its log:
    | working`},
		{name: "log as message",
			arguments: `containers = { main = { image = "busybox:1.36", termination_message_policy = "FallbackToLogsOnError"
					command = ["sh", "-c", "echo working; echo failed; exit 1"] } }
				wait_for = "completed"
				restart_policy = "Never"`,
			want: `
Container group ID did not complete: not all of its containers ended well (Failed).

Container main (image busybox:1.36): Terminated with exit code 1 (Error).
  The end of its log:
    | working
    | failed`},
		{name: "failed init container",
			arguments: `containers = { main = { image = "nginx:1.27" } }
				init_containers = [{ name = "migrate", image = "busybox:1.36", command = ["sh", "-c", "echo cannot migrate; exit 2"] }]
				restart_policy = "Never"`,
			want: `
Container group ID did not become running: not all of its containers ended well (Failed).

Init container migrate (image busybox:1.36): Terminated with exit code 2 (Error).
  The end of its log:
    | cannot migrate`},
		{name: "timeout",
			arguments: `containers = { main = { image = "registry.invalid/app:1" } }
				fail_fast = false
				timeouts  = { create = "3m" }`,
			want: `
Container group ID did not become running in time; it is in status Pending. If it only needs longer, raise the time in timeouts.

Container main (image registry.invalid/app:1): Waiting (ImagePullBackOff).
  Back-off pulling image "registry.invalid/app:1"
Warning events:
  - Failed (5 times): Failed to pull image "registry.invalid/app:1": rpc error: code = Unknown desc = ` +
				`failed to do request: dial tcp: lookup registry.invalid: no such host
  - Failed (5 times): Error: ErrImagePull
  - Failed (5 times): Error: ImagePullBackOff`},
	} {
		t.Run(test.name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
				diagnostics := session.Apply(group(test.arguments))
				if len(diagnostics) != 1 || diagnostics[0].Severity != "error" ||
					!strings.HasPrefix(diagnostics[0].Summary, "Container Group Did Not ") {
					t.Fatalf("%+v", diagnostics)
				}
				got := groupID.ReplaceAllString(diagnostics[0].Detail, "ID")
				if want := strings.TrimPrefix(test.want, "\n"); got != want {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
			})
		})
	}
}

// A group that did not start is in state, so that the next apply replaces it and a destroy deletes it.
func TestFailedStartIsInState(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, group(`containers = { main = { image = "nginx:missing" } }`))
	diagnostics := cli.Apply()
	if want := "the image of container main cannot be pulled (ImagePullBackOff)."; len(diagnostics) != 1 ||
		!strings.Contains(diagnostics[0].Detail, want) {
		t.Fatalf("got %+v, want an error that says %q", diagnostics, want)
	}
	failed := groupsIn(cloud)[0].ContainerGroupId
	cli.Write(group(`containers = { main = { image = "nginx:1.27" } }`))
	if diagnostics := cli.Apply(); len(diagnostics) != 0 {
		t.Fatalf("%+v", diagnostics)
	}
	if groups := groupsIn(cloud); len(groups) != 1 || groups[0].ContainerGroupId == failed || groups[0].Status != "Running" {
		t.Fatalf("after the next apply: %+v", groups)
	}
	cli.Run("destroy", "-auto-approve")
	if groups := groupsIn(cloud); len(groups) != 0 {
		t.Fatalf("after the destroy: %+v", groups)
	}
}

// Who opts out of failing fast waits as long as the start could still succeed.
func TestWithoutFailFast(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		begin := time.Now()
		diagnostics := session.Apply(group(`
			containers = { main = { image = "busybox:1.36", command = ["sh", "-c", "exit 3"] } }
			wait_for   = "ready"
			fail_fast  = false
			timeouts   = { create = "10m" }`))
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "did not become ready in time; it is in status Running.") ||
			!strings.Contains(diagnostics[0].Detail, "Waiting (CrashLoopBackOff), restarted ") {
			t.Errorf("%+v", diagnostics)
		}
		if waited := time.Since(begin); waited < 10*time.Minute {
			t.Errorf("waited %v", waited)
		}
	})
}
