package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// with adds parameters of one of a list to others: with(values, "Container.2", "Name", "b").
func with(values url.Values, prefix string, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		values.Set(prefix+"."+pairs[i], pairs[i+1])
	}
	return values
}

// script are the parameters of a container that runs a script.
func script(name, source string, pairs ...string) []string {
	return append([]string{"Name", name, "Image", "busybox:1", "Command.1", "sh", "Command.2", "-c", "Command.3", source}, pairs...)
}

// variable is a pair of parameters that gives a container its first environment variable.
func variable(name, value string) []string {
	return []string{"EnvironmentVar.1.Key", name, "EnvironmentVar.1.Value", value}
}

// mounted are the parameters of a container's n-th volume mount.
func mounted(n int, volume, path string, more ...string) []string {
	prefix := fmt.Sprintf("VolumeMount.%d.", n)
	pairs := []string{prefix + "Name", volume, prefix + "MountPath", path}
	for i := 0; i < len(more); i += 2 {
		pairs = append(pairs, prefix+more[i], more[i+1])
	}
	return pairs
}

// listed are the parameters of a list of a container.
func listed(name string, args ...string) []string {
	var pairs []string
	for n, arg := range args {
		pairs = append(pairs, fmt.Sprintf("%s.%d", name, n+1), arg)
	}
	return pairs
}

// job makes a group that does not restart of the containers whose parameters are given.
func job(containers ...[]string) url.Values {
	values := params("ContainerGroupName", "job", "RestartPolicy", "Never")
	for n, pairs := range containers {
		with(values, fmt.Sprintf("Container.%d", n+1), pairs...)
	}
	return values
}

func TestVolumesAreShared(t *testing.T) {
	c := newCloud(t)
	cacheID := c.server.AddDataCache(testRegion, "bucket", "/model")
	defer func() { want(t, "removal", c.server.RemoveDataCache(cacheID), nil) }()
	shared := mounted(1, "shared", "/in")
	readOnly := mounted(1, "shared", "/in", "ReadOnly", "true")
	values := job(
		script("reader", "cat /in/x/greeting; cat /in/own; echo private > /tmp/private; sleep 3; cat /in/late", readOnly...),
		script("writer", "ls /tmp; cat greeting; sleep 2; echo late > /in/late",
			slices.Concat(shared, mounted(2, "shared", "/sub", "SubPath", "x"), []string{"WorkingDir", "/sub"})...),
		script("waiter", "until [ -f /in/late ]; do sleep 1; done; date +%s > /in/seen", shared...),
		script("cached", "echo more > /model/more; cat /conf/app.ini /model/more",
			slices.Concat(mounted(1, "cache", "/model"), mounted(2, "conf", "/conf"))...),
		script("refused", "echo x > /in/x || exit 7", readOnly...),
	)
	prepare := "mkdir -p /in/x && chown -R 999:999 /in/x && echo hello > /in/x/greeting; cp /conf/app.ini /in/own"
	with(values, "InitContainer.1", script("prepare", prepare, slices.Concat(shared, mounted(2, "conf", "/conf"))...)...)
	with(values, "Volume.1", "Name", "shared", "Type", "EmptyDirVolume")
	with(values, "Volume.2", "Name", "conf", "Type", "ConfigFileVolume", "ConfigFileVolume.ConfigFileToPath.1.Path", "app.ini",
		"ConfigFileVolume.ConfigFileToPath.1.Content", "b3duPTEK")
	with(values, "Volume.3", "Name", "cache", "Type", "HostPathVolume", "HostPathVolume.Path", "/model", "HostPathVolume.Type", "Directory")
	values.Set("DataCacheBucket", "bucket")
	id := c.create(values)
	c.wait(time.Minute)
	g := c.describe(id)
	want(t, "status", g.Status, "Failed") // because of refused
	want(t, "exit code of refused", *g.Containers[4].CurrentState.ExitCode, int64(7))
	want(t, "reader", c.log(id, "reader"), "hello\nown=1\nlate\n")
	want(t, "writer", c.log(id, "writer"), "hello\n")
	want(t, "cached", c.log(id, "cached"), "own=1\nmore\n")
	// What the writer does is seen by one that began to wait before.
	want(t, "exit code of the waiter", *g.Containers[2].CurrentState.ExitCode, int64(0))
	finished, err := time.Parse(time.RFC3339, g.Containers[2].CurrentState.FinishTime)
	want(t, "end of the waiter", []any{finished.Sub(c.now), err}, []any{-time.Minute + 7*time.Second, nil})
}

func TestVolumesOutliveContainersButNotInstances(t *testing.T) {
	c := newCloud(t)
	values := scriptGroup("ls /data /tmp; touch /data/kept /tmp/gone; sleep 5; exit 1")
	with(values, "Container.1", mounted(1, "v", "/data")...)
	with(values, "Volume.1", "Name", "v", "Type", "EmptyDirVolume")
	id := c.create(values)
	c.wait(10 * time.Second)
	want(t, "restarts", c.describe(id).Containers[0].RestartCount, int64(1))
	want(t, "log", c.log(id, "app"), "/data:\nkept\n/tmp:\n")
	must[wire.Empty](c, "RestartContainerGroup", params("ContainerGroupId", id))
	c.wait(3 * time.Second)
	want(t, "log", c.log(id, "app"), "/data:\n/tmp:\n")
}

func TestConfigFileModes(t *testing.T) {
	c := newCloud(t)
	values := job(
		script("a", "/conf/run.sh; ls -l /conf/run.sh | cut -c1-10", mounted(1, "conf", "/conf")...),
		script("b", "/conf/plain.sh", mounted(1, "conf", "/conf")...))
	const files = "Volume.1.ConfigFileVolume.ConfigFileToPath."
	with(values, "Volume.1", "Name", "conf", "Type", "ConfigFileVolume")
	with(values, files+"1", "Path", "run.sh", "Content", "ZWNobyByYW4=", "Mode", "755")
	with(values, files+"2", "Path", "plain.sh", "Content", "ZWNobyByYW4=")
	id := c.create(values)
	c.wait(time.Minute)
	want(t, "log", c.log(id, "a"), "ran\n-rwxr-xr-x\n")
	want(t, "log", c.log(id, "b"), "/conf/plain.sh: Permission denied\n")
	want(t, "exit code", *c.describe(id).Containers[1].CurrentState.ExitCode, int64(126))
}

// A program that only the image would bring counts the same in a shell and directly.
func TestProgramsOfImages(t *testing.T) {
	c := newCloud(t)
	const unreal = "emulator: python was not really run\n"
	python := []string{"Image", "python:3.12", "Command.1", "python", "Command.2", "manage.py"}
	id := c.create(job(append(python, "Name", "directly"), script("shell", "python manage.py migrate && echo done"),
		[]string{"Name", "entry", "Image", "example.com/migrate:1"}, []string{"Name", "args", "Image", "python:3.12", "Arg.1", "--version"}))
	c.wait(5*time.Second - time.Millisecond)
	want(t, "status", c.describe(id).Status, "Running")
	c.wait(time.Millisecond)
	want(t, "status", c.describe(id).Status, "Succeeded")
	want(t, "log", c.log(id, "directly"), unreal)
	want(t, "log", c.log(id, "shell"), unreal+"done\n")
	want(t, "log", c.log(id, "entry"), "emulator: migrate was not really run\n")
	want(t, "log", c.log(id, "args"), unreal)

	// Init containers end well too, and what a container ends in that is always restarted is a server.
	values := group("Container.1.Image", "example.com/web:1", "Container.1.Command.1", "/app/server")
	with(values, "InitContainer.1", "Name", "init", "Image", "example.com/web:1", "Command.1", "/app/prepare")
	with(values, "Container.2", script("sh", "alembic upgrade head; exec /app/worker")...)
	with(values, "Container.3", script("ends", "/app/once; true")...)
	id = c.create(values)
	c.wait(time.Hour)
	g := c.describe(id)
	want(t, "status", g.Status, "Running")
	want(t, "restarts of a server", g.Containers[0].RestartCount, int64(0))
	want(t, "restarts of a worker", g.Containers[1].RestartCount, int64(0))
	if g.Containers[2].RestartCount == 0 {
		t.Error("a script that ends in a tool does not restart")
	}

	// Servers keep running in jobs.
	id = c.create(job([]string{"Name", "a", "Image", "library/nginx:1"}, []string{"Name", "b", "Image", "x", "Command.1", "redis-server"}))
	c.wait(time.Hour)
	want(t, "status", c.describe(id).Status, "Running")
}

func TestOutcomesAreTold(t *testing.T) {
	c := newCloud(t, func(cfg *Config) {
		cfg.Outcomes = []Outcome{{Image: "nginx:*", ExitCode: 9}}
	})
	id := c.create(job([]string{"Name", "a", "Image", "nginx:1"}))
	c.wait(5 * time.Second)
	want(t, "exit code", *c.describe(id).Containers[0].CurrentState.ExitCode, int64(9))

	status, answer := c.control("POST", "outcomes", `[
		{"command": "*manage.py migrate*", "exitCode": 3, "seconds": 2, "log": ["no such table", "bye"]},
		{"image": "example.com/*", "command": "* serve", "ports": [9000]},
		{"command": "curl *", "seconds": 0}]`)
	want(t, "status", fmt.Sprint(status, answer), "204")
	_, answer = c.control("GET", "outcomes", "")
	var told []Outcome
	want(t, "outcomes", json.Unmarshal([]byte(answer), &told), nil)
	want(t, "told", told[0].Log, []string{"no such table", "bye"})

	probe := []string{"ReadinessProbe.TcpSocket.Port", "9000"}
	id = c.create(job(
		[]string{"Name", "direct", "Image", "python", "Command.1", "python", "Command.2", "manage.py", "Command.3", "migrate"},
		script("shell", "python manage.py migrate || exit 4; echo never"),
		script("curl", "curl -f https://example.com/hook && echo told"),
		append([]string{"Name", "serve", "Image", "example.com/a/b:1", "Command.1", "/srv/app", "Command.2", "serve"}, probe...)))
	c.wait(5*time.Second - time.Millisecond)
	want(t, "state", c.describe(id).Containers[0].CurrentState.State, "Running")
	c.wait(time.Millisecond)
	g := c.describe(id)
	want(t, "exit code", *g.Containers[0].CurrentState.ExitCode, int64(3))
	want(t, "exit code", *g.Containers[1].CurrentState.ExitCode, int64(4))
	want(t, "exit code", *g.Containers[2].CurrentState.ExitCode, int64(0))
	want(t, "ready", g.Containers[3].Ready, true)
	want(t, "log", c.log(id, "direct"), "no such table\nbye\n")
	want(t, "log", c.log(id, "curl"), "told\n")

	for body, says := range map[string]string{
		`[{"exitCode": 1}]`: "outcome 1: it needs an image or a command",
		`[{"image": "a"}, {"image": "b", "exitCode": 256}]`: "outcome 2: exitCode is 256",
		`[{"image": "a", "seconds": -1}]`:                   "seconds is -1",
		`[{"image": "a", "ports": [0]}]`:                    "a port is 0",
		`[{"image": "a", "exit": 1}]`:                       `unknown field \"exit\"`,
		`{}`:                                                "not a list of outcomes",
	} {
		if status, answer := c.control("POST", "outcomes", body); status != http.StatusBadRequest || !strings.Contains(answer, says) {
			t.Errorf("%s: got %d %s", body, status, answer)
		}
	}
	c.control("DELETE", "outcomes", "")
	_, answer = c.control("GET", "outcomes", "")
	want(t, "outcomes", strings.TrimSpace(answer), "[]")
	if _, err := New(Config{Outcomes: []Outcome{{}}}); err == nil {
		t.Error("an empty outcome is accepted at the start")
	}
}

func TestProbesSeeWhatContainersDo(t *testing.T) {
	c := newCloud(t)
	tcp := func(port string) []string {
		return []string{"ReadinessProbe.TcpSocket.Port", port, "ReadinessProbe.PeriodSeconds", "2"}
	}
	exec := func(args ...string) []string { return listed("ReadinessProbe.Exec.Command", args...) }
	server := func(name, image string, pairs ...string) []string {
		return append([]string{"Name", name, "Image", image}, pairs...)
	}
	values := params("ContainerGroupName", "probes")
	with(values, "Container.1", server("nginx", "nginx:1", tcp("80")...)...)
	with(values, "Container.2", server("wrong", "nginx:1", tcp("8081")...)...)
	with(values, "Container.3", server("declared", "nginx:1", append(tcp("8443"), "Port.1.Port", "8443")...)...)
	with(values, "Container.4", script("nothing", "sleep 3600", tcp("9999")...)...)
	with(values, "Container.5", script("late", "sleep 5; exec nc -l -p 7000",
		"ReadinessProbe.HttpGet.Port", "7000", "ReadinessProbe.HttpGet.Path", "/", "ReadinessProbe.PeriodSeconds", "2")...)
	with(values, "Container.6", script("file", "sleep 3; touch /tmp/ready; sleep 10; rm /tmp/ready; sleep 3600",
		append(exec("test", "-f", "/tmp/ready"), "ReadinessProbe.PeriodSeconds", "2", "ReadinessProbe.FailureThreshold", "2")...)...)
	with(values, "Container.7", server("app", "example.com/app:1", tcp("8080")...)...)
	with(values, "Container.8", script("slow", "sleep 3600", exec("sleep", "2")...)...)
	with(values, "Container.9", script("neighbour", "sleep 3600", exec("nc", "-z", "localhost", "80")...)...)
	id := c.create(values)
	ready := func() string {
		var names []string
		for _, part := range c.describe(id).Containers {
			if part.Ready {
				names = append(names, part.Name)
			}
		}
		return strings.Join(names, " ")
	}
	c.wait(3 * time.Second)
	want(t, "at the start", ready(), "nginx declared app neighbour")
	c.wait(4*time.Second - time.Millisecond)
	want(t, "before the second look after 3 s", ready(), "nginx declared app neighbour")
	c.wait(time.Millisecond)
	want(t, "after 4 s", ready(), "nginx declared file app neighbour")
	c.wait(2 * time.Second)
	want(t, "after 6 s", ready(), "nginx declared late file app neighbour")
	c.wait(10*time.Second - time.Millisecond)
	want(t, "before the second failure", ready(), "nginx declared late file app neighbour")
	c.wait(time.Millisecond)
	want(t, "after 16 s", ready(), "nginx declared late app neighbour")
	var unhealthy []string
	for _, e := range c.describe(id).Events {
		if e.Reason == "Unhealthy" {
			unhealthy = append(unhealthy, e.Message)
		}
	}
	for _, says := range []string{":8081: connect: connection refused", "command timed out after 1 s"} {
		if !strings.Contains(strings.Join(unhealthy, "\n"), says) {
			t.Errorf("no %q in %q", says, unhealthy)
		}
	}

	// A liveness probe kills what stops listening or never did.
	values = group("Container.1.LivenessProbe.TcpSocket.Port", "81", "Container.1.LivenessProbe.PeriodSeconds", "1")
	with(values, "Container.2", script("b", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600",
		append(listed("LivenessProbe.Exec.Command", "cat", "/tmp/healthy"), "LivenessProbe.PeriodSeconds", "5")...)...)
	id = c.create(values)
	c.wait(3*time.Second + 40*time.Second - time.Millisecond)
	want(t, "restarts", c.describe(id).Containers[1].RestartCount, int64(0))
	c.wait(time.Millisecond)
	want(t, "restarts", c.describe(id).Containers[1].RestartCount, int64(1))
	if c.describe(id).Containers[0].RestartCount == 0 {
		t.Error("nginx on another port than its liveness probe lives")
	}
}

// Groups reach each other's ports while they are listened on, also those that started earlier to wait for it.
func TestGroupsReachEachOther(t *testing.T) {
	c := newCloud(t)
	const address = "172.16.99.9"
	waiting := scriptGroup("echo connected; curl -s http://db:5432 && sleep 60 && nc -z db 5432", "RestartPolicy", "Never")
	with(waiting, "InitContainer.1", script("wait", "until nc -z "+address+" 5432; do sleep 2; done; echo there")...)
	with(waiting, "HostAliase.1", "Ip", address, "Hostname.1", "db")
	first := c.create(waiting)
	probing := c.create(group(listed("Container.1.ReadinessProbe.Exec.Command", "nc", "-z", address, "5432")...))
	c.wait(100 * time.Second)
	want(t, "status without a database", c.describe(first).Status, "Pending")
	want(t, "ready without a database", c.describe(probing).Containers[0].Ready, false)
	db := c.create(group("Container.1.Image", "postgres:16", "PrivateIpAddress", address))
	c.wait(2 * time.Second)
	want(t, "while the database starts", c.describe(first).InitContainers[0].CurrentState.State, "Running")
	c.wait(2 * time.Second)
	c.wait(10 * time.Second)
	want(t, "ready with a database", c.describe(probing).Containers[0].Ready, true)
	want(t, "with a database", c.describe(first).InitContainers[0].CurrentState.State, "Terminated")
	want(t, "log", c.log(first, "app"), "connected\nemulator: an answer of postgres:16\n")
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", db, "Force", "true"))
	c.wait(time.Minute)
	want(t, "exit code", *c.describe(first).Containers[0].CurrentState.ExitCode, int64(1))
}

// A program that is worked out again, because somebody it connects to has stopped or restarted, has the same past.
func TestGroupsRememberWhoListened(t *testing.T) {
	c := newCloud(t)
	want(t, "outcomes", c.server.SetOutcomes([]Outcome{{Command: "srv", Seconds: new(30.0), Ports: []int{9000}}}), nil)
	const address = "172.16.99.9"
	c.create(group("Container.1.Command.1", "srv", "PrivateIpAddress", address))
	c.wait(13 * time.Second)
	id := c.create(job(script("a", "nc -z "+address+" 9000 && echo before; sleep 40; nc -z "+address+" 9000 && echo after")))
	for range 10 {
		c.wait(6 * time.Second)
		c.describe(id)
	}
	want(t, "log", c.log(id, "a"), "before\nafter\n")
}

// A container that is stopped does not write what it would have written.
func TestStoppedContainersWriteNothing(t *testing.T) {
	c := newCloud(t)
	values := scriptGroup("sleep 10; echo stopped > /data/late; sleep 3600")
	with(values, "Container.1", mounted(1, "v", "/data")...)
	reader := "while ! cat /data/late; do sleep 1; done 2>/dev/null; sleep 3600"
	with(values, "Container.2", script("reader", reader, mounted(1, "v", "/data")...)...)
	with(values, "Volume.1", "Name", "v", "Type", "EmptyDirVolume")
	id := c.create(values)
	c.wait(5 * time.Second)
	want(t, "log", c.log(id, "reader"), "")
	must[wire.Empty](c, "UpdateContainerGroup", with(params("ContainerGroupId", id, "UpdateType", "IncrementalUpdate"),
		"Container.1", "Name", "app", "Command.1", "sleep", "Command.2", "3600"))
	c.wait(time.Minute)
	want(t, "log", c.log(id, "reader"), "")
}

func TestVariablesWithAMeaning(t *testing.T) {
	c := newCloud(t)
	sized := func(name, cpu, memory string, more ...string) []string {
		return append([]string{"Name", name, "Image", "nginx:1", "Cpu", cpu, "Memory", memory}, more...)
	}
	ignore := variable("__ECI_RESOURCE_IGNORE__", "TRUE")
	g := c.describe(c.create(job(sized("a", "2", "4"), sized("b", "2", "4"), sized("c", "0.25", "0.5", ignore...))))
	c.wait(time.Second)
	g = c.describe(g.ContainerGroupId)
	want(t, "size", []float64{g.Cpu, g.Memory}, []float64{4, 8})
	g = c.describe(c.create(job(sized("a", "2", "4"), sized("c", "1", "2", ignore...))))
	c.wait(time.Second)
	g = c.describe(g.ContainerGroupId)
	want(t, "size", []float64{g.Cpu, g.Memory}, []float64{2, 4})

	// A sidecar ends with the others. Its exit code fails the group, unless it is ignored.
	sidecar := append([]string{"Name", "proxy", "Image", "envoy:1"}, variable("ECI_CONTAINER_TYPE", "sidecar")...)
	id := c.create(job(script("main", "sleep 10"), sidecar))
	tolerated := c.create(job(script("main", "sleep 10"),
		append(sidecar, "EnvironmentVar.2.Key", "ECI_CONTAINER_IGNORE_EXIT_CODE", "EnvironmentVar.2.Value", "true")))
	c.wait(13*time.Second - time.Millisecond)
	want(t, "status", c.describe(id).Status, "Running")
	c.wait(time.Millisecond)
	want(t, "status", c.describe(id).Status, "Failed")
	want(t, "exit code", *c.describe(id).Containers[1].CurrentState.ExitCode, int64(exitKilled))
	want(t, "status", c.describe(tolerated).Status, "Succeeded")
	want(t, "message", c.describe(tolerated).Containers[1].CurrentState.Message, "exit code 137, reason Error")
	failing := job(script("main", "exit 5", variable("ECI_CONTAINER_IGNORE_EXIT_CODE", "true")...))
	failing.Set("RestartPolicy", "OnFailure")
	id = c.create(failing)
	c.wait(time.Minute)
	want(t, "status", c.describe(id).Status, "Succeeded")
	want(t, "restarts", c.describe(id).Containers[0].RestartCount, int64(0))

	// The values of some variables are filled in, if they are nothing else.
	var placeholders [][]string
	for n, value := range []string{"__ECI_ID__", "__ECI_NAME__", "__REGION_ID__", "__ZONE_ID__", "__CONTAINER_NAME__", "__ECI_ID__x"} {
		placeholders = append(placeholders, script(fmt.Sprintf("c%d", n), "echo $A", variable("A", value)...))
	}
	id = c.create(job(placeholders...))
	c.wait(3 * time.Second)
	var filled string
	for n := range placeholders {
		filled += c.log(id, fmt.Sprintf("c%d", n))
	}
	want(t, "values", filled, strings.Join([]string{id, "job", testRegion, c.describe(id).ZoneId, "c4", "__ECI_ID__x", ""}, "\n"))

	// What is not ready does not count.
	unready := append(listed("ReadinessProbe.Exec.Command", "false"), variable("ECI_CONTAINER_IGNORE_READY", "true")...)
	values := params("ContainerGroupName", "ready")
	with(values, "Container.1", "Name", "a", "Image", "nginx:1")
	with(values, "Container.2", append(unready, "Name", "b", "Image", "nginx:1")...)
	id = c.create(values)
	c.wait(3 * time.Second)
	status := must[wire.DescribeContainerGroupStatusResponse](c, "DescribeContainerGroupStatus", params("ContainerGroupIds", `["`+id+`"]`))
	for _, condition := range status.Data[0].PodStatus.Conditions {
		want(t, condition.Type, condition.Status, "True")
	}
}

func TestPriorities(t *testing.T) {
	c := newCloud(t)
	first := append([]string{"Name", "first", "Image", "nginx:1"}, variable(launchPriority, "1000")...)
	first = append(first, "ReadinessProbe.TcpSocket.Port", "80", "ReadinessProbe.InitialDelaySeconds", "10")
	values := with(params("ContainerGroupName", "order"), "Container.1", script("last", "sleep 3600", variable(launchPriority, "-5")...)...)
	with(values, "Container.2", first...)
	with(values, "Container.3", script("second", "sleep 3600")...)
	id := c.create(values)
	states := func() string {
		var states []string
		for _, part := range c.describe(id).Containers {
			states = append(states, part.CurrentState.State)
		}
		return strings.Join(states, " ")
	}
	c.wait(3 * time.Second)
	want(t, "states", states(), "Waiting Running Waiting")
	want(t, "status", c.describe(id).Status, "Pending")
	c.wait(10 * time.Second) // the first is ready
	want(t, "states", states(), "Waiting Running Waiting")
	c.wait(2 * time.Second)
	want(t, "states", states(), "Waiting Running Running")
	c.wait(2 * time.Second)
	want(t, "states", states(), "Running Running Running")

	stop := listed("LifecyclePreStopHandlerExec", "sleep", "8")
	values = params("ContainerGroupName", "order", "TerminationGracePeriodSeconds", "10")
	with(values, "Container.1", script("a", "sleep 3600", append(variable(exitPriority, "1"), stop...)...)...)
	with(values, "Container.2", script("b", "sleep 3600", stop...)...)
	id = c.create(values)
	c.wait(3 * time.Second)
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id))
	c.wait(16*time.Second - time.Millisecond)
	want(t, "while the second stops", c.exists(id), true)
	c.wait(time.Millisecond)
	want(t, "after both", c.exists(id), false)
}

func TestAutomaticImageCache(t *testing.T) {
	c := newCloud(t)
	start := func(image string, pairs ...string) string {
		id := c.create(group(append([]string{"AutoMatchImageCache", "true", "Container.1.Image", image}, pairs...)...))
		c.wait(3 * time.Second)
		for _, e := range c.describe(id).Events {
			if e.Reason == "Pulled" {
				return e.Message
			}
		}
		return ""
	}
	const pulled, cached = `Successfully pulled image "a:1"`, `Container image "a:1" already present on machine`
	want(t, "first", start("a:1"), pulled)
	want(t, "while the cache is made", start("a:1"), pulled)
	want(t, "thereafter", start("a:1"), cached)
	want(t, "without a wish", start("a:1", "AutoMatchImageCache", "false"), pulled)
	want(t, "another image", start("b:1"), `Successfully pulled image "b:1"`)
	want(t, "caches that the API tells of", len(must[wire.DescribeImageCachesResponse](c, "DescribeImageCaches", params()).ImageCaches), 0)
	c.wait(29 * 24 * time.Hour)
	want(t, "within 30 days of the last use", start("a:1"), cached)
	c.wait(30 * 24 * time.Hour)
	want(t, "after 30 days", start("a:1"), pulled)
	c.wait(7*24*time.Hour + time.Minute)
	want(t, "after 7 days without use", start("a:1"), pulled)
	want(t, "larger than the group", start("large:1", "EphemeralStorage", "20"), `Successfully pulled image "large:1"`)
	c.wait(6 * time.Second)
	want(t, "larger than the group", start("large:1"), `Successfully pulled image "large:1"`)
	want(t, "with room", start("large:1", "EphemeralStorage", "20"), `Container image "large:1" already present on machine`)
}

func TestReclaim(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("SpotStrategy", "SpotAsPriceGo", "Cpu", "2", "Memory", "4"))
	other := c.create(group())
	c.wait(3 * time.Second)
	status, answer := c.control("POST", "container-groups/"+id+"/reclaim", `{"after": "3m"}`)
	want(t, "answer", fmt.Sprint(status, answer), "204")
	g := c.describe(id)
	last := g.Events[len(g.Events)-1]
	want(t, "event", last.Reason+": "+last.Message, "SpotToBeReleased: Spot ECI will be released in 3 minutes")
	c.wait(3*time.Minute - time.Millisecond)
	want(t, "status", c.describe(id).Status, "Running")
	c.wait(time.Millisecond)
	want(t, "status", c.describe(id).Status, "Expired")
	want(t, "reason", c.describe(id).Containers[0].CurrentState.Reason, "BidFailed")
	for path, says := range map[string]string{id: "Expired", other: "not a spot group", "eci-none": "eci-none"} {
		if status, answer := c.control("POST", "container-groups/"+path+"/reclaim", `{}`); status < 400 || !strings.Contains(answer, says) {
			t.Errorf("%s: got %d %s", path, status, answer)
		}
	}
}

func TestExecSeesAndChangesFiles(t *testing.T) {
	c := newCloud(t)
	values := scriptGroup("echo 1 > /tmp/own; until [ -f /data/go ]; do sleep 1; done; echo went; sleep 3600")
	with(values, "Container.1", mounted(1, "v", "/data")...)
	with(values, "Container.2", script("b", "sleep 3600", mounted(1, "v", "/v")...)...)
	with(values, "Volume.1", "Name", "v", "Type", "EmptyDirVolume")
	id := c.create(values)
	c.wait(10 * time.Second)
	run := func(container, command string) string {
		return must[wire.ExecContainerCommandResponse](c, "ExecContainerCommand", params("ContainerGroupId", id,
			"ContainerName", container, "Sync", "true", "Command", `["sh","-c","`+command+`"]`)).SyncResponse
	}
	want(t, "own file", run("app", "cat /tmp/own; ls /data; echo 2 > /tmp/own"), "1\n")
	want(t, "own file", run("app", "cat /tmp/own"), "2\n")
	want(t, "log", c.log(id, "app"), "")
	want(t, "the other", run("b", "cat /tmp/own; touch /v/go"), "cat: /tmp/own: No such file or directory\n")
	c.wait(2 * time.Second)
	want(t, "log", c.log(id, "app"), "went\n")
	want(t, "restarts", c.describe(id).Containers[0].RestartCount, int64(0))
}

func TestStateKeepsFiles(t *testing.T) {
	c := newCloud(t)
	values := scriptGroup("echo x > /data/f; echo wrote; sleep 20; cat /data/f", "RestartPolicy", "Never")
	with(values, "Container.1", mounted(1, "v", "/data")...)
	with(values, "Volume.1", "Name", "v", "Type", "EmptyDirVolume")
	id := c.create(values)
	c.wait(10 * time.Second)
	want(t, "log", c.log(id, "app"), "wrote\n")
	file := filepath.Join(t.TempDir(), "state.json")
	want(t, "save", c.server.Save(file), nil)
	later := newCloud(t)
	want(t, "load", later.server.Load(file), nil)
	later.now = c.now
	want(t, "log", later.log(id, "app"), "wrote\n")
	later.wait(13 * time.Second)
	want(t, "log", later.log(id, "app"), "wrote\nx\n")
	want(t, "status", later.describe(id).Status, "Succeeded")
}

// One group with many costly scripts neither holds up calls for others nor takes more than its share.
func TestCostlyScripts(t *testing.T) {
	c := newCloud(t)
	values := params("ContainerGroupName", "costly")
	for n := range 20 {
		with(values, fmt.Sprintf("Container.%d", n+1), script(fmt.Sprintf("c%d", n+1), "f() { f; }; f",
			listed("LivenessProbe.Exec.Command", "sh", "-c", "while :; do :; done")...)...)
	}
	id := c.create(values)
	c.wait(3 * time.Second)
	other := c.create(group())
	c.wait(3 * time.Second)
	want(t, "another group", c.describe(other).Status, "Running")
	steps := func() int {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		return c.server.cloud.ContainerGroups.byID[id].Steps
	}
	if n := steps(); n == 0 || n > costlySteps+15_000 {
		t.Errorf("calls for another group have carried out %d steps", n)
	}
	var all sync.WaitGroup
	for range 3 { // together, so that they wait for each other
		all.Go(func() { c.describe(id) })
	}
	all.Wait()
	c.wait(time.Hour)
	want(t, "status", c.describe(id).Status, "Running")
	if n := steps(); n > maxGroupSteps+20_000 {
		t.Errorf("%d steps", n)
	}
}
