package containergroup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
)

// script is a group with a container that runs a script, and with more arguments.
func script(text string, arguments ...string) string {
	return group(`containers = { main = { image = "busybox:1.37", command = ["/bin/sh", "-c", "` + text + `"] } }
		` + strings.Join(arguments, "\n"))
}

// idOf applies a configuration and returns the ID of its group.
func idOf(t *testing.T, session *acctest.Session, config string) string {
	t.Helper()
	if diagnostics := session.Apply(config); len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	return session.Value(address).GetAttr("id").AsString()
}

// action writes an action on a group.
func action(kind, id, arguments string) string {
	return `action "eci_container_group_` + kind + `" "test" {
		container_group_id = "` + id + `"
		` + arguments + "\n}"
}

// told expects lines among those that an action has told, in their order, and no error or warning.
func told(t *testing.T, progress []string, diagnostics []acctest.Diagnostic, want ...string) {
	t.Helper()
	if len(diagnostics) > 0 {
		t.Error(diagnostics)
	}
	rest := progress
	for _, line := range want {
		at := slices.IndexFunc(rest, func(told string) bool { return strings.Contains(told, line) })
		if at < 0 {
			t.Errorf("%q is not told, or too early, in %q", line, progress)
			return
		}
		rest = rest[at+1:]
	}
}

// fails expects one error, which says all of want.
func fails(t *testing.T, diagnostics []acctest.Diagnostic, want ...string) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Severity != "error" {
		t.Errorf("got %+v, want an error that says %q", diagnostics, want)
		return
	}
	for _, words := range want {
		if text := diagnostics[0].Summary + ": " + diagnostics[0].Detail; !strings.Contains(text, words) {
			t.Errorf("got %s, want an error that says %q", text, words)
		}
	}
}

// TestActionsAreChecked plans each action as it may be, and with an argument that it cannot have: the plan says which, and asks nobody.
func TestActionsAreChecked(t *testing.T) {
	const repository = `repository = "registry-vpc.cn-hangzhou.aliyuncs.com/team/app"`
	word, words := fmt.Sprintf("%q", strings.Repeat("w", 257)), strings.TrimSuffix(strings.Repeat(`"w", `, 16), ", ")
	script := fmt.Sprintf(`["sh", "-c", %q]`, strings.Repeat("é", 2817))
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	tests := map[string]struct {
		valid   []string
		refused [][2]string // a path and an attribute
	}{
		"container_group_restart": {[]string{`container_group_id = "eci-1"`}, [][2]string{
			{"container_group_id", `container_group_id = "imc-1"`},
			{"wait_for", `wait_for = "completed"`},
			{"timeouts.invoke", `timeouts = { invoke = "soon" }`},
		}},
		"container_group_exec": {[]string{`container_group_id = "eci-1"`, `container_name = "web"`, `command = ["true"]`}, [][2]string{
			{"container_group_id", `container_group_id = ""`},
			{"container_name", `container_name = ""`},
			{"command", `command = []`},
			{"command", `command = [` + words + `]`},
			{"command", `command = ["true", null]`},
			{"command[0]", `command = [` + word + `]`},
			{"command[2]", `command = ` + script},
			{"expected_exit_code", `expected_exit_code = 256`},
		}},
		"container_group_commit": {[]string{`container_group_id = "eci-1"`, `container_name = "web"`, repository}, [][2]string{
			{"repository", `repository = "docker.io/team/app"`},
			{"repository", `repository = "registry-vpc.cn-hangzhou.aliyuncs.com/team/app:v1"`},
			{"tag", `tag = ""`},
			{"role_arn", `role_arn = "acs:ram::1:role/push"`},
			{"role_type", `role_type = "service"`},
			{"acr_registry.instance_id", `acr_registry = { instance_id = "1" }`},
		}},
		"container_group_coredump": {[]string{`container_group_id = "eci-1"`, `enabled = true`}, [][2]string{
			{"container_group_id", `container_group_id = "1"`},
		}},
		"container_group_tcpdump": {[]string{`container_group_id = "eci-1"`, `enabled = true`}, [][2]string{
			{"protocol", `protocol = "sctp"`},
			{"source_ip", `source_ip = "nas"`},
			{"source_ip", "source_ip = \"10.0.0.1\"\nsource_cidr = \"10.0.0.0/8\""},
			{"source_cidr", `source_cidr = "10.0.0.0"`},
			{"source_port", `source_port = 65536`},
			{"destination_ip", `destination_ip = "nas"`},
			{"destination_cidr", `destination_cidr = "10.0.0.0"`},
			{"destination_port", `destination_port = 0`},
			{"interface", `interface = ""`},
			{"snap_length", `snap_length = 65536`},
			{"duration_seconds", `duration_seconds = 0`},
			{"packet_count", `packet_count = 0`},
			{"file_size_bytes", `file_size_bytes = 1073741825`},
		}},
		"container_group_volume_resize": {[]string{`container_group_id = "eci-1"`, `volume_name = "data"`, `size = 20`}, [][2]string{
			{"volume_name", `volume_name = ""`},
			{"size", `size = 4`},
		}},
		"job_run": {[]string{`name = "sum"`, `restart_policy = "Never"`, `containers = { sum = { image = "busybox:1.37" } }`}, [][2]string{
			{"container_group_id", `container_group_id = "eci-1"`},
			{"name", `name = null`},
			{"containers", `containers = null`},
			{"containers[\"\"]", `containers = { "" = { image = "busybox:1.37" } }`},
			{"restart_policy", `restart_policy = "Always"`},
			{"memory", `cpu = 2`},
			{"log_lines", `log_lines = 2001`},
			{"keep", `keep = "sometimes"`},
			{"containers[\"sum\"].image", `containers = { sum = {} }`},
		}},
	}
	if len(tests) != len(containergroup.Actions()) {
		t.Error("not all actions are tested")
	}
	for kind, test := range tests {
		plan := func(attribute string) []acctest.Diagnostic {
			return session.PlanOfAction(strings.Replace(acctest.Block("eci_"+kind, test.valid, attribute), "resource", "action", 1))
		}
		if diagnostics := plan(""); len(diagnostics) > 0 {
			t.Errorf("%s: %v", kind, diagnostics)
		}
		for _, refused := range test.refused {
			path, attribute := refused[0], refused[1]
			diagnostics := plan(attribute)
			if len(diagnostics) != 1 || !strings.HasPrefix(diagnostics[0].Detail, path+": ") {
				t.Errorf("%s with %.80s: got %+v, want one error at %s", kind, attribute, diagnostics, path)
			}
		}
	}
	if calls := cloud.Calls(""); len(calls) > 0 {
		t.Errorf("called %+v", calls)
	}
}

func TestActionRestart(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(mainContainer))
		cloud.ClearJournal()
		progress, diagnostics := session.Invoke(action("restart", id, `wait_for = "ready"`))
		told(t, progress, diagnostics, "Restarting container group "+id,
			"Container group "+id+" is Restarting", "Container group "+id+" is Running")
		if got := writes(cloud); !slices.Equal(got, []string{"RestartContainerGroup"}) {
			t.Errorf("called %v", got)
		}
		if got := stopped(cloud); !slices.Equal(got, []string{"main"}) {
			t.Errorf("stopped %v", got)
		}
		if diagnostics := session.Refresh(); len(diagnostics) > 0 || session.Plan(group(mainContainer))[address].Action != "no-op" {
			t.Errorf("the restart shows in the plan: %+v", diagnostics)
		}
		if _, err := cloud.Client(t).RestartContainerGroup(t.Context(), &eci.RestartContainerGroupRequest{ContainerGroupId: id}); err != nil {
			t.Fatal(err)
		}
		progress, diagnostics = session.Invoke(action("restart", id, `wait_for = "none"`)) // which waits for the other one to end
		told(t, progress, diagnostics, "Restarting container group "+id,
			"Container group "+id+" is Restarting", "Container group "+id+" is Restarting")
		if _, err := cloud.PatchContainerGroup(id, []byte(`{"Status":"Succeeded"}`)); err != nil {
			t.Fatal(err)
		}
		_, diagnostics = session.Invoke(action("restart", id, ""))
		fails(t, diagnostics, "Cannot restart container group "+id, "it is Succeeded, and ECI restarts only groups that are Pending or Running",
			"-invoke=action.eci_container_group_restart.NAME")
		_, diagnostics = session.Invoke(action("restart", "eci-none", ""))
		fails(t, diagnostics, "Cannot restart container group eci-none")
	})
}

// TestRestartThatFails restarts a group whose container crashes from then on.
func TestRestartThatFails(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(`containers = { main = { image = "nginx:1.27", env = { TOKEN = "hush-hush" } } }`))
		soon := 0.0
		outcomes := []emulator.Outcome{{Image: "nginx:1.27", ExitCode: 3, Seconds: &soon, Log: []string{"no disk, TOKEN=hush-hush"}}}
		if err := cloud.SetOutcomes(outcomes); err != nil {
			t.Fatal(err)
		}
		_, diagnostics := session.Invoke(action("restart", id, `wait_for = "ready"`))
		fails(t, diagnostics, "container main crashes again and again", "exit code 3", "no disk, TOKEN=(secret)")
		_, diagnostics = session.Invoke(action("restart", id, `wait_for = "none"`))
		told(t, nil, diagnostics)
	})
}

// TestRestartTriggers restarts a group in place when a trigger changes.
func TestRestartTriggers(t *testing.T) {
	triggered := func(trigger, image string) string {
		return group(`containers = { main = { image = "` + image + `" } }
			init_containers = [{ name = "first", image = "busybox:1.37", command = ["true"] }]
			restart_triggers = ` + trigger)
	}
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, triggered(`{ v = "1" }`, "nginx:1"))
		change := func(what, config, action string, restarted bool, calls ...string) {
			t.Helper()
			plan := session.Plan(config)[address]
			says := slices.ContainsFunc(plan.Diagnostics, func(d acctest.Diagnostic) bool { return d.Summary == "Container Group Is Restarted" })
			if plan.Action != action || says != restarted || slices.Contains(plan.Unknown, "exit_codes") != (action != "no-op") {
				t.Errorf("%s: the plan is to %s, unknown are %v: %+v", what, plan.Action, plan.Unknown, plan.Diagnostics)
			}
			cloud.ClearJournal()
			for _, d := range session.Apply(config) {
				if d.Severity == "error" {
					t.Errorf("%s: %+v", what, d)
				}
			}
			if got := writes(cloud); !slices.Equal(got, calls) {
				t.Errorf("%s: called %v, want %v", what, got, calls)
			}
			if got := session.Plan(config)[address].Action; got != "no-op" {
				t.Errorf("%s: the next plan is to %s", what, got)
			}
		}
		change("nothing", triggered(`{ v = "1" }`, "nginx:1"), "no-op", false)
		change("a trigger", triggered(`{ v = "2" }`, "nginx:1"), "update", true, "RestartContainerGroup")
		change("an image too", triggered(`{ v = "3" }`, "nginx:2"), "update", true, "UpdateContainerGroup Container", "RestartContainerGroup")
		change("no triggers", triggered(`null`, "nginx:2"), "update", true, "RestartContainerGroup")
		session.Import(address, id)
		if diagnostics := session.Apply(triggered(`{ v = "4" }`, "nginx:2")); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
		if got := cloud.Calls("RestartContainerGroup"); len(got) != 1 {
			t.Errorf("after an import it was restarted: %+v", got)
		}
		if got := session.Value(address).GetAttr("id").AsString(); got != id {
			t.Errorf("the group was replaced")
		}
	})
}

func TestActionExec(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(`containers = { main = { image = "busybox:1.37", command = ["sleep", "100000"], env = { A = "x y" } } }`))
		exec := func(command, more string) ([]string, []acctest.Diagnostic) {
			return session.Invoke(action("exec", id, `container_name = "main"
				command = `+command+"\n"+more))
		}
		sh := func(script string) string { return fmt.Sprintf(`["/bin/sh", "-c", %q]`, script) }
		run := func(command, want string, more ...string) {
			t.Helper()
			progress, diagnostics := exec(command, strings.Join(more, "\n"))
			told(t, progress, diagnostics, "Running the command in container main", want)
		}
		run(`["echo", "it's", "a  $A"]`, "The command ended with exit code 0.\n\nIts output:\nit's a  $A")
		run(sh(`echo "$A"; echo oops >&2`), "Its output:\nx y\noops")
		run(sh("printf abc"), "Its output:\nabc")
		run(`["true"]`, "The command ended with exit code 0.")
		run(sh("echo half; exit 3"), "The command ended with exit code 3.\n\nIts output:\nhalf", "expected_exit_code = 3")
		run(sh("echo secret"), "The command ended with exit code 0.\n\nIts output is hidden.", "hide_output = true")
		long := "echo " + strings.Repeat("é ", 300) + "'the  end'"
		run(sh(long), "the  end")

		_, diagnostics := exec(sh("echo half; exit 3"), "")
		fails(t, diagnostics, "Command Failed", "ended with exit code 3, expected was 0.", "half", "-invoke=action.eci_container_group_exec.NAME")
		_, diagnostics = exec(sh("echo hush; exit 3"), "hide_output = true")
		fails(t, diagnostics, "Its output is hidden.")
		if strings.Contains(diagnostics[0].Detail, "hush") {
			t.Error("the hidden output is shown")
		}
		_, diagnostics = exec(sh("kill -9 $PPID"), "") // the shell that would print the exit code
		if len(diagnostics) != 1 {
			t.Error(diagnostics)
		}
		_, diagnostics = session.Invoke(action("exec", id, `container_name = "db"
			command = ["true"]`))
		fails(t, diagnostics, "Cannot run the command in container db of container group "+id, "InvalidParameter.NotFound")
	})
}

func TestActionCommit(t *testing.T) {
	const app = `container_name = "main"
		repository = "registry-vpc.cn-hangzhou.aliyuncs.com/team/app"
		`
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(mainContainer))
		progress, diagnostics := session.Invoke(action("commit", id, app+`tag = "v1"
			message = "as it ran"
			role_arn = "acs:ram::1:role/push"
			role_type = "service"`))
		told(t, progress, diagnostics, "makes image registry-vpc.cn-hangzhou.aliyuncs.com/team/app:v1 from container main", "PullBaseImage: ",
			"(Success)", "CommitContainer: ", "PushCommittedImage: ", "(Success)",
			"Image registry-vpc.cn-hangzhou.aliyuncs.com/team/app:v1 is pushed")
		sent := cloud.Calls("CommitContainer")[0].Parameters
		if sent["Image.Message"] != "as it ran" || sent["Arn.RoleArn"] != "acs:ram::1:role/push" || sent["Arn.RoleType"] != "service" {
			t.Errorf("sent %v", sent)
		}
		progress, diagnostics = session.Invoke(action("commit", id, `container_name = "main"
			repository = "team-registry.cn-hangzhou.cr.aliyuncs.com/team/app"
			acr_registry = { instance_id = "cri-1" }`))
		told(t, progress, diagnostics, "is pushed")
		if sent := cloud.Calls("CommitContainer")[1].Parameters; sent["AcrRegistryInfo.RegionId"] != acctest.Region {
			t.Errorf("sent %v", sent)
		}

		// A task that an interrupted run has begun is waited for.
		if _, err := cloud.Client(t).CommitContainer(t.Context(), &eci.CommitContainerRequest{ContainerGroupId: id, ContainerName: "main",
			Image: &eci.CommitImage{Repository: "registry-vpc.cn-hangzhou.aliyuncs.com/team/other"}}); err != nil {
			t.Fatal(err)
		}
		progress, diagnostics = session.Invoke(action("commit", id, app))
		told(t, progress, diagnostics, "which commits the container already", "is pushed")

		_, diagnostics = session.Invoke(action("commit", id, `container_name = "main"
			repository = "registry-vpc.cn-hangzhou.aliyuncs.com/denied/app"`))
		fails(t, diagnostics, "Cannot commit container main of container group "+id, "denied: requested access to the resource is denied")
	})
}

func TestActionsOfRecordings(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, script("sleep 600; exit 137"))
		recording := func(kind string) string {
			return `ephemeral "eci_container_group_recording" "test" {
				container_group_id = "` + id + `"
				type = "` + kind + `"
			}`
		}
		none, diagnostics := session.Open(recording("coredump"))
		if len(diagnostics) > 0 || !none.GetAttr("status").IsNull() || !none.GetAttr("url").IsNull() {
			t.Errorf("%#v %v", none, diagnostics)
		}
		progress, diagnostics := session.Invoke(action("coredump", id, "enabled = true"))
		told(t, progress, diagnostics, "The core dump of container group "+id+" is switched on")
		progress, diagnostics = session.Invoke(action("coredump", id, "enabled = true\nwait_for_file = true"))
		told(t, progress, diagnostics, "is on since ", "is Ready", "is Success", "The file of the core dump is there")
		if strings.Contains(fmt.Sprint(progress), "http") {
			t.Errorf("the address of the file is told: %v", progress)
		}
		if n := len(cloud.Calls("CreateInstanceOpsTask")); n != 1 {
			t.Errorf("it was switched %d times", n)
		}
		is, diagnostics := session.Open(recording("coredump"))
		if len(diagnostics) > 0 || !strings.Contains(is.GetAttr("url").GoString(), "http://eci-coredump-") {
			t.Errorf("%#v %v", is, diagnostics)
		}

		progress, diagnostics = session.Invoke(action("tcpdump", id, `enabled = true
			protocol = "tcp"
			destination_port = 80
			source_cidr = "10.0.0.0/8"
			duration_seconds = 60
			wait_for_file = true`))
		told(t, progress, diagnostics, "is switched on", "is Ready", "is Success", "The file of the packet capture is there")
		want := `{"Enable":true,"Protocol":"tcp","SourceCidr":"10.0.0.0/8","DestPort":80,"Duration":60}`
		if sent := cloud.Calls("CreateInstanceOpsTask")[1].Parameters["OpsValue"]; sent != want {
			t.Errorf("sent %s, want %s", sent, want)
		}
		progress, diagnostics = session.Invoke(action("tcpdump", id, "enabled = false"))
		told(t, progress, diagnostics, "is not on")
		progress, diagnostics = session.Invoke(action("tcpdump", id, "enabled = true"))
		told(t, progress, diagnostics, "is switched on")
		progress, diagnostics = session.Invoke(action("tcpdump", id, "enabled = false"))
		told(t, progress, diagnostics, "ECI refuses a packet capture so soon after another", "is switched off")
		progress, diagnostics = session.Invoke(action("tcpdump", id, "enabled = false\nwait_for_file = true"))
		told(t, progress, nil, "is not on")
		fails(t, diagnostics, "Cannot make a packet capture", "it was switched off before anything was recorded")
	})
}

func TestActionVolumeResize(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, group(mainContainer+`volumes = { data = { flex_volume = { driver = "alicloud/disk",
			options = { volumeSize = "20", deleteWithInstance = "true" } } }, tmp = { empty_dir = {} } }`))
		resize := func(volume string, size int) ([]string, []acctest.Diagnostic) {
			return session.Invoke(action("volume_resize", id, fmt.Sprintf("volume_name = %q\nsize = %d", volume, size)))
		}
		progress, diagnostics := resize("data", 40)
		told(t, progress, diagnostics, "Volume data of container group "+id+" grows to 40 GiB")
		_, diagnostics = resize("data", 30)
		fails(t, diagnostics, "Cannot resize volume data of container group "+id)
		_, diagnostics = resize("tmp", 40)
		fails(t, diagnostics, "InvalidVolumeType")
	})
}

func TestActionJobRun(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		job := func(arguments string) ([]string, []acctest.Diagnostic) {
			return session.Invoke("action \"eci_job_run\" \"test\" {\n" + arguments + "\n}")
		}
		settings := func(script string, more ...string) string {
			return `name = "sum"
				restart_policy = "Never"
				tags = { team = "data" }
				containers = { main = { image = "busybox:1.37", command = ["/bin/sh", "-c", "` + script + `"],
					sensitive_env = { TOKEN = "hush-hush" } } }
				` + strings.Join(more, "\n")
		}
		progress, diagnostics := job(settings("echo 42 for $TOKEN"))
		told(t, progress, diagnostics, "runs job sum", "Container main is Terminated with exit code 0",
			"Log of container main:\n42 for (secret)\n", "Job sum has completed")
		if groups := groupsIn(cloud); len(groups) > 0 {
			t.Errorf("left are %+v", groups)
		}
		if len(diagnostics) > 0 {
			t.FailNow()
		}
		if sent := cloud.Calls("CreateContainerGroup")[0].Parameters; sent["Tag.1.Key"] != "team" || sent["RestartPolicy"] != "Never" {
			t.Errorf("sent %v", sent)
		}
		progress, diagnostics = job(settings("echo half; exit 3", `keep = "if_failed"`))
		told(t, progress, nil, "Log of container main:\nhalf", "is kept")
		fails(t, diagnostics, "Job Failed", "container main is Terminated with exit code 3", "-invoke=action.eci_job_run.NAME")
		if groups := groupsIn(cloud); len(groups) != 1 {
			t.Fatalf("left are %+v", groups)
		}

		// Once more, by the group that is still there; that fails, too.
		progress, diagnostics = job(`container_group_id = "` + groupsIn(cloud)[0].ContainerGroupId + `"
			log_lines = 0`)
		fails(t, diagnostics, "container main is Terminated with exit code 3")
		if strings.Contains(fmt.Sprint(progress, diagnostics), "half") || len(groupsIn(cloud)) != 1 {
			t.Errorf("told %q, left are %+v", progress, groupsIn(cloud))
		}
		_, diagnostics = job(settings("sleep 100000", "timeouts = { invoke = \"1m\" }"))
		fails(t, diagnostics, "Cannot run job sum in container group", "took too long")
		if len(groupsIn(cloud)) != 1 {
			t.Errorf("the group of a job that took too long is left")
		}

		always := idOf(t, session, group(mainContainer))
		_, diagnostics = job(`container_group_id = "` + always + `"`)
		fails(t, diagnostics, "Not a Job", "Always")
	})
}

func TestEphemeralResources(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		id := idOf(t, session, script("echo ready; sleep 100000"))
		open := func(kind, arguments string) (cty.Value, []acctest.Diagnostic) {
			return session.Open(`ephemeral "eci_container_` + kind + `" "test" {
				container_group_id = "` + id + `"
				container_name = "main"
				` + arguments + "\n}")
		}
		is, diagnostics := open("exec", `command = ["/bin/sh", "-c", "echo out; echo err >&2; exit 3"]`)
		if len(diagnostics) > 0 || is.GetAttr("output").AsString() != "out\nerr" || !is.GetAttr("exit_code").RawEquals(cty.NumberIntVal(3)) {
			t.Errorf("%#v %v", is, diagnostics)
		}
		_, diagnostics = open("exec", fmt.Sprintf("command = [%q]", strings.Repeat("w", 257)))
		fails(t, diagnostics, "command[0]: The word has 257 characters")
		is, diagnostics = open("exec_session", "")
		if len(diagnostics) > 0 || !strings.HasPrefix(is.GetAttr("web_socket_uri").AsString(), "wss://") ||
			is.GetAttr("expire_time").AsString() != time.Now().Add(30*time.Second).UTC().Format(time.RFC3339) {
			t.Errorf("%#v %v", is, diagnostics)
		}
		is, diagnostics = open("log", "tail = 1")
		if len(diagnostics) > 0 || strings.TrimSpace(is.GetAttr("content").AsString()) != "ready" {
			t.Errorf("%#v %v", is, diagnostics)
		}
		if err := cloud.RemoveContainerGroup(id); err != nil {
			t.Fatal(err)
		}
		_, diagnostics = open("exec", `command = ["true"]`)
		fails(t, diagnostics, "Cannot run the command in container main of container group "+id)
		is, diagnostics = open("log", "")
		if len(diagnostics) != 1 || diagnostics[0].Severity != "warning" || !is.GetAttr("content").IsNull() {
			t.Errorf("%#v %v", is, diagnostics)
		}
	})
}
