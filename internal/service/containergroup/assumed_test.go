package containergroup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// scenario is what a test does in a cloud. It returns what went wrong, empty for nothing.
type scenario func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string

// underEachAnswer says for each assumption of the emulator what is done under all of its answers, and under which of them what goes
// wrong: in words of the error or the plan. Where nothing is named, all goes well.
var underEachAnswer = map[string]struct {
	scenario scenario
	wrong    map[string]string
}{
	"image-variables": {scenario: steadily(whole(1), whole(2))},
	"placeholders":    {scenario: steadily(group(`containers = { main = { image = "nginx:1", env = { ID = "__ECI_ID__" } } }`))},
	"create-visible":  {scenario: steadily(whole(1), whole(2))},
	"tag-filter":      {scenario: adopts, wrong: map[string]string{"later": "2 groups at once, 0 left"}},
	"system-tags":     {scenario: steadily(whole(1), whole(2))},
	"tag-lag":         {scenario: steadily(whole(1), whole(2))},
	"unknown-ids":     {scenario: goneOutside},
	"empty-page":      {scenario: goneOutside},
	"delete-unknown":  {scenario: goneBeforeDestroy},
	"throttling-code": {scenario: throttled},
	"unknown-group": {scenario: goneBeforeUpdate, wrong: map[string]string{"not-found": "InvalidParameter.NotFound",
		"invalid": "InvalidParameter"}},
	"unknown-container": {scenario: unknownContainer, wrong: map[string]string{"not-found": "InvalidParameter.NotFound",
		"invalid": "InvalidParameter"}},

	"token-life":       {scenario: lostAnswer},
	"dry-run-code":     {scenario: steadily(group(`dry_run = "error"` + "\n" + mainContainer))},
	"capabilities":     {scenario: steadily(capable), wrong: map[string]string{"sdk": "InvalidParameter"}},
	"variable-names":   {scenario: steadily(hyphenated), wrong: map[string]string{"identifiers": "InvalidParameter"}},
	"host-ip":          {scenario: steadily(hostIP), wrong: map[string]string{"refused": "InvalidParameter"}},
	"host-sysctls":     {scenario: steadily(hostSysctl), wrong: map[string]string{"refused": "InvalidParameter"}},
	"config-file-size": {scenario: steadily(files(30 << 10)), wrong: map[string]string{"encoded": "LengthExceeded"}},
	"config-files-total": {scenario: steadily(files(30<<10, 31<<10, 30<<10)),
		wrong: map[string]string{"group": "LengthExceeded"}},
	"dry-run-checks": {scenario: refusedAtPlan, wrong: map[string]string{"parameters": "only at apply"}},
	"init-sizes":     {scenario: steadily(sizedInit)},
	"spot-sizes": {scenario: steadily(group("spot_strategy = \"SpotAsPriceGo\"\ncpu = 1\nmemory = 2\n" + mainContainer)),
		wrong: map[string]string{"refused": "InvalidSpotCpuMemorySpec"}},
	"deadline-status": {scenario: late, wrong: map[string]string{"Failed": "(Failed)", "Expired": "(Expired)"}},

	"renew-members": {scenario: steadily(group(`containers = { main = { image = "nginx:1", working_dir = "/tmp" } }`),
		group(`containers = { main = { image = "nginx:1" } }`)), wrong: map[string]string{"kept": "Update Has No Effect"}},
	"renew-init-containers": {scenario: steadily(whole(1), whole(2)), wrong: map[string]string{"removed": "plans to"}},
	"renew-volumes":         {scenario: steadily(whole(1), whole(2)), wrong: map[string]string{"removed": "InvalidParameter"}},
	"container-adding":      {scenario: steadily(called("a"), called("a", "b")), wrong: map[string]string{"refused": "InvalidParameter"}},
	"container-removing": {scenario: steadily(called("a", "b"), called("a")),
		wrong: map[string]string{"refused": "InvalidParameter", "ignored": "Update Has No Effect"}},
	"container-renaming": {scenario: steadily(called("a", "b"), called("a", "c")), wrong: map[string]string{"refused": "InvalidParameter"}},
	"update-size": {scenario: steadily(group("cpu = 1\nmemory = 2\n"+mainContainer), group("cpu = 2\nmemory = 4\n"+mainContainer)),
		wrong: map[string]string{"refused": "InvalidParameter", "ignored": "Size Not Changed"}},
	"update-hidden":   {scenario: hides},
	"update-restarts": {scenario: steadily(whole(1), whole(2))},
	"volume-restarts": {scenario: steadily(resolver(1), resolver(2))},
	"policy-restarts": {scenario: steadily(group(mainContainer), group("restart_policy = \"OnFailure\"\n"+mainContainer))},
	"emptydir-update": {scenario: steadily(whole(1), whole(2))},

	"emptydir-restart": {scenario: steadily(triggered(1), triggered(2))},
	"restart-count":    {scenario: steadily(triggered(1), triggered(2))},
	"restart-status":   {scenario: steadily(triggered(1), triggered(2))},
	"restart-twice":    {scenario: steadily(triggered(1), triggered(2))},
	"restart-address":  {scenario: steadily(triggered(1), triggered(2))},
	"init-restart":     {scenario: steadily(triggered(1), triggered(2))},
	"grace-period":     {scenario: steadily(group(mainContainer), group("termination_grace_period_seconds = 30\n"+mainContainer))},
	"log-finished":     {scenario: keptLog, wrong: map[string]string{"refused": "no log"}},
	"log-timestamps":   {scenario: readsLog(`timestamps = true`)},
	"log-limit":        {scenario: readsLog(`limit_bytes = 4`)},
	"previous-log":     {scenario: readsLog(`last_terminated = true`), wrong: map[string]string{"error": "InvalidParameter"}},

	"exec-missing-program": {scenario: runs(`["/data/none"]`), wrong: map[string]string{"text": "127", "error": "127"}},
	"exec-urls":            {scenario: runs(`["true"]`)},
	"exec-streams":         {scenario: runs(`["sh", "-c", "echo error >&2"]`)},
	"exec-newline":         {scenario: runs(`["echo", "one"]`)},
	"exec-output":          {scenario: runs(`["seq", "20000"]`), wrong: map[string]string{"64KiB": "does not end with the exit code"}},
	"exec-time": {scenario: runs(`["sleep", "40"]`),
		wrong: map[string]string{"30s": "does not end with the exit code", "error": "InternalError"}},

	"resize-shown":    {scenario: steadily(disk(20), disk(40))},
	"resize-states":   {scenario: steadily(disk(20), disk(40))},
	"resize-restarts": {scenario: steadily(disk(20), disk(40))},
	"ops-interval":    {scenario: recorded},
	"ops-disabled":    {scenario: recorded},
	"ops-words":       {scenario: recorded},
	"ops-order":       {scenario: recorded},
}

// notMet are the assumptions that the provider's calls do not touch.
var notMet = map[string]string{
	"empty-ids":           "it sends no empty list",
	"second-call":         "each request has a token of its own",
	"incremental-lists":   "it sends no IncrementalUpdate",
	"incremental-volumes": "it sends no IncrementalUpdate",
	"incremental-members": "it sends no IncrementalUpdate",
	"incremental-nested":  "it sends no IncrementalUpdate",
	"log-since":           "it refuses both together",
	"unknown-task":        "it asks for tasks that it has begun",
	"spot-price-sizes":    "package price has the test",
	"price-details":       "package price has the test",
	"price-rounding":      "package price has the test",
	"bandwidth-unit":      "it sends the number as it is",
}

// TestUnderEachAnswer does the same under all that ECI may be like.
func TestUnderEachAnswer(t *testing.T) {
	runs := 0
	for _, assumption := range emulator.Assumptions {
		row, concerned := underEachAnswer[assumption.Name]
		if _, not := notMet[assumption.Name]; concerned == not {
			t.Errorf("%s is not in one of the tables", assumption.Name)
		}
		if !concerned {
			continue
		}
		for _, answer := range assumption.Answers {
			runs++
			t.Run(assumption.Name+"/"+answer.Name, func(t *testing.T) {
				t.Parallel()
				acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
					got, want := row.scenario(t, cloud, session), row.wrong[answer.Name]
					if (got == "") != (want == "") || !strings.Contains(got, want) {
						t.Errorf("got %q, want %q", got, want)
					}
				}, func(config *emulator.Config) {
					config.BootTime, config.Assume = 3*time.Second, map[string]string{assumption.Name: answer.Name}
				})
			})
		}
	}
	t.Logf("%d runs", runs)
}

// problem is what diagnostics say that are errors.
func problem(diagnostics []acctest.Diagnostic) string {
	var text []string
	for _, d := range diagnostics {
		if d.Severity == "error" {
			text = append(text, d.Summary+": "+d.Detail)
		}
	}
	return strings.Join(text, "\n")
}

// steadily applies configurations one after the other. After each a refresh must find nothing to do. In the end nothing is left.
func steadily(configs ...string) scenario {
	return func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
		for _, config := range append(configs, "") {
			if wrong := problem(session.Apply(config)); wrong != "" {
				return wrong
			}
			time.Sleep(time.Minute)
			if wrong := problem(session.Refresh()); wrong != "" {
				return wrong
			}
			for _, plan := range session.Plan(config) {
				if plan.Action != "no-op" {
					return "plans to " + plan.Action
				}
			}
		}
		if groups := groupsIn(cloud); len(groups) > 0 {
			return fmt.Sprintf("%d groups are left", len(groups))
		}
		return ""
	}
}

// whole is a group with some of everything.
func whole(version int) string {
	return group(fmt.Sprintf(`
		containers = {
			main = { image = "nginx:%[1]d", env = { A = "%[1]d" }, volume_mounts = [{ name = "tmp", mount_path = "/x" }] }
			side = { image = "redis:1" }
		}
		init_containers = [{ name = "init", image = "busybox:1", command = ["true"] }]
		volumes = { tmp = { empty_dir = {} } }
		tags = { version = "%[1]d" }`, version))
}

func triggered(version int) string {
	return group(fmt.Sprintf(`restart_triggers = { version = "%d" }
		containers = { main = { image = "nginx:1", volume_mounts = [{ name = "tmp", mount_path = "/x" }] } }
		init_containers = [{ name = "init", image = "busybox:1", command = ["true"] }]
		volumes = { tmp = { empty_dir = {} } }`, version))
}

func resolver(version int) string {
	return group(fmt.Sprintf(`dns_config = { nameservers = ["10.0.0.%d"] }
		`, version) + mainContainer)
}

// hides updates a container with a secret variable, which must not reach state.
func hides(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	secret := func(version int) string {
		return group(fmt.Sprintf(`containers = { main = { image = "nginx:%d", env = { A = "1" }, sensitive_env = { B = "hush" } } }`, version))
	}
	for version := range 2 {
		if wrong := problem(session.Apply(secret(version))); wrong != "" {
			return wrong
		}
		time.Sleep(time.Minute)
		session.Refresh()
		for name, c := range session.Value(address).GetAttr("containers").AsValueMap() {
			if env := fmt.Sprintf("%#v", c.GetAttr("env")); strings.Contains(env, "hush") {
				return "the variables of " + name + " are " + env
			}
		}
	}
	return steadily(secret(1))(t, cloud, session)
}

func disk(size int) string {
	return group(fmt.Sprintf(`containers = { main = { image = "nginx:1", volume_mounts = [{ name = "data", mount_path = "/data" }] } }
		volumes = { data = { flex_volume = { driver = "alicloud/disk", fs_type = "ext4", options = { volumeSize = "%d" } } } }`, size))
}

// called has containers of these names.
func called(names ...string) string {
	var containers []string
	for _, name := range names {
		containers = append(containers, name+` = { image = "nginx:1" }`)
	}
	return group("containers = { " + strings.Join(containers, ", ") + " }")
}

// files has config files of so many bytes, each in a volume of its own.
func files(sizes ...int) string {
	var volumes []string
	for i, size := range sizes {
		volumes = append(volumes, fmt.Sprintf(`v%d = { config_file = { files = { "a" = { content = "%s" } } } }`, i, strings.Repeat("x", size)))
	}
	return group("volumes = { " + strings.Join(volumes, ", ") + " }\n" + mainContainer)
}

var (
	capable = group(`containers = { main = { image = "nginx:1", security_context = { capabilities = { add = ["SYS_PTRACE"] } } } }`)
	hostIP  = group(`containers = { main = { image = "nginx:1", env_from_field = { IP = "status.hostIP" } } }`)

	hostSysctl = group("host_security_context = { sysctls = { \"kernel.shm_rmid_forced\" = \"1\" } }\n" + mainContainer)
	hyphenated = group(`containers = { main = { image = "nginx:1", env = { "aliyun_logs_app-stdout" = "stdout" } } }`)
	sizedInit  = group(`containers = { main = { image = "nginx:1", cpu = 1, memory = 2 } }
		init_containers = [{ name = "init", image = "busybox:1", command = ["true"], cpu = 1, memory = 2 }]`)
)

// goneOutside has one of two groups deleted by somebody else.
func goneOutside(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	both := group(mainContainer) + strings.ReplaceAll(group(mainContainer), `"test"`, `"other"`)
	if wrong := problem(session.Apply(both)); wrong != "" {
		return wrong
	}
	if err := cloud.RemoveContainerGroup(session.Value(address).GetAttr("id").AsString()); err != nil {
		t.Fatal(err)
	}
	if wrong := problem(session.Refresh()); wrong != "" {
		return wrong
	}
	plans := session.Plan(both)
	if first, second := plans[address].Action, plans["eci_container_group.other"].Action; first != "create" || second != "no-op" {
		return "plans to " + first + " and to " + second
	}
	return problem(session.Apply(""))
}

func goneBeforeDestroy(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	if err := cloud.RemoveContainerGroup(idOf(t, session, group(mainContainer))); err != nil {
		t.Fatal(err)
	}
	return problem(session.Apply(""))
}

func goneBeforeUpdate(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	if err := cloud.RemoveContainerGroup(idOf(t, session, group(mainContainer))); err != nil {
		t.Fatal(err)
	}
	return problem(session.Apply(group("restart_policy = \"Never\"\n" + mainContainer)))
}

func throttled(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	if err := cloud.SetFaults([]rpc.Fault{{Kind: rpc.FaultThrottle, Count: 3}}); err != nil {
		t.Fatal(err)
	}
	return steadily(whole(1), whole(2))(t, cloud, session)
}

// lostAnswer has a group created without an answer, so that the call is made again.
func lostAnswer(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) string {
	if err := cloud.SetFaults([]rpc.Fault{{Action: "CreateContainerGroup", Kind: rpc.FaultDropResponse, Count: 1}}); err != nil {
		t.Fatal(err)
	}
	if wrong := problem(session.Apply(group(mainContainer))); wrong != "" {
		return wrong
	}
	if n := len(groupsIn(cloud)); n != 1 {
		return fmt.Sprintf("%d groups", n)
	}
	return ""
}

// adopts applies what an earlier run has created without hearing of it, and what another one has.
func adopts(t *testing.T, cloud *acctest.Cloud, _ *acctest.Session) string {
	earlier := cloud.Session(t, "max_retries = 0")
	if err := cloud.SetFaults([]rpc.Fault{{Action: "CreateContainerGroup", Kind: rpc.FaultDropResponse, Count: 1}}); err != nil {
		t.Fatal(err)
	}
	if problem(earlier.Apply(group(mainContainer))) == "" {
		return "nothing was lost"
	}
	next := earlier.Another()
	if wrong := problem(next.Apply(group(mainContainer))); wrong != "" {
		return wrong
	}
	atOnce := len(groupsIn(cloud))
	if wrong := problem(next.Apply("")); wrong != "" {
		return wrong
	}
	time.Sleep(20 * time.Second)
	if wrong := problem(next.Apply(group(mainContainer))); wrong != "" { // which adopts what was not found before
		return wrong
	}
	if wrong := problem(next.Apply("")); wrong != "" {
		return wrong
	}
	if left := len(groupsIn(cloud)); atOnce != 1 || left > 0 {
		return fmt.Sprintf("%d groups at once, %d left", atOnce, left)
	}
	return ""
}

// refusedAtPlan plans what only the cloud knows to be wrong.
func refusedAtPlan(_ *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
	wrong := group("dry_run = \"error\"\nimage_cache_id = \"imc-none\"\n" + mainContainer)
	if problem(session.Plan(wrong)[address].Diagnostics) != "" {
		return ""
	}
	if problem(session.Apply(wrong)) != "" {
		return "only at apply"
	}
	return "never"
}

// late is a job that takes longer than it may.
func late(_ *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
	return problem(session.Apply(script("sleep 3600", `restart_policy = "Never"`, `wait_for = "completed"`, "active_deadline_seconds = 60")))
}

func keptLog(_ *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
	job := script("echo hello", `restart_policy = "Never"`, `wait_for = "completed"`, "keep_log_lines = 5")
	if wrong := problem(session.Apply(job)); wrong != "" {
		return wrong
	}
	if logs := session.Value(address).GetAttr("logs"); logs.IsNull() || !strings.Contains(fmt.Sprintf("%#v", logs), "hello") {
		return "no log"
	}
	return ""
}

// readsLog reads a log by the data source.
func readsLog(arguments string) scenario {
	return func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
		id := idOf(t, session, script("echo first; echo last; sleep 3600"))
		_, diagnostics := session.Read(`data "eci_container_log" "test" {
			container_group_id = "` + id + `"
			container_name     = "main"
			` + arguments + "\n}")
		return problem(diagnostics)
	}
}

func unknownContainer(t *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
	_, diagnostics := session.Read(`data "eci_container_log" "test" {
		container_group_id = "` + idOf(t, session, group(mainContainer)) + `"
		container_name     = "none"
	}`)
	return problem(diagnostics)
}

// runs runs a command in a container.
func runs(command string) scenario {
	return func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
		id := idOf(t, session, group(`containers = { main = { image = "nginx:1", volume_mounts = [{ name = "data", mount_path = "/data" }] } }
			volumes = { data = { empty_dir = {} } }`))
		_, diagnostics := session.Invoke(action("exec", id, "container_name = \"main\"\ncommand = "+command))
		return problem(diagnostics)
	}
}

// recorded switches core dumps on, off and on again.
func recorded(t *testing.T, _ *acctest.Cloud, session *acctest.Session) string {
	id := idOf(t, session, group(mainContainer))
	for _, on := range []string{"true", "false", "true"} {
		if _, diagnostics := session.Invoke(action("coredump", id, "enabled = "+on)); problem(diagnostics) != "" {
			return problem(diagnostics)
		}
	}
	return ""
}
