package emulator

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestPatchContainerGroup(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Tag.1.Key", "env", "Tag.1.Value", "test"))
	c.wait(3 * time.Second)
	patch := func(body string) {
		t.Helper()
		if status, answer := c.control("PATCH", "container-groups/"+id, body); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
	}

	patch(`{"Tags": [{"Key": "env", "Value": "drift"}], "DnsPolicy": null, "DnsConfig": {"NameServers": ["10.0.0.9"]}, "Cpu": 4}`)
	c.wait(time.Hour)
	g := c.describe(id)
	want(t, "tags", g.Tags, []wire.Tag{{Key: "env", Value: "drift"}})
	want(t, "removed", g.DnsPolicy, "")
	want(t, "merged", g.DnsConfig.NameServers, []string{"10.0.0.9"})
	want(t, "status", g.Status, "Running")
	// An update back to what was asked for first is a difference now.
	must[wire.Empty](c, "UpdateContainerGroup", params("ContainerGroupId", id, "Cpu", "2"))

	changed := c.describe(id).Containers
	changed[0].Image = "nginx:drift"
	body, err := json.Marshal(map[string]any{"Containers": append(changed, wire.Container{Name: "stowaway", Image: "busybox:1"})})
	if err != nil {
		t.Fatal(err)
	}
	patch(string(body))
	c.wait(2 * time.Second)
	g = c.describe(id)
	want(t, "image", g.Containers[0].Image, "nginx:drift")
	want(t, "state", g.Containers[0].CurrentState.State, "Running")
	want(t, "added container", g.Containers[1].CurrentState.State, "Running")

	patch(`{"Status": "Expired", "ExpiredTime": "2026-03-01T13:00:00Z"}`)
	c.wait(time.Minute)
	want(t, "status", c.describe(id).Status, "Expired")

	for body, status := range map[string]int{`{"ContainerGroupId": "eci-other"}`: 400, `{"Colour": "red"}`: 400, `{`: 400} {
		if got, answer := c.control("PATCH", "container-groups/"+id, body); got != status {
			t.Errorf("%s: %d %s", body, got, answer)
		}
	}
	status, _ := c.control("PATCH", "container-groups/eci-unknown", "{}")
	want(t, "unknown group", status, 404)
}

// A probe that is patched in parts has the API's defaults for the rest.
func TestPatchProbes(t *testing.T) {
	c := newCloud(t)
	for name, probe := range map[string]string{
		"liveness": `"LivenessProbe": {"Execs": ["false"]}`, "readiness": `"ReadinessProbe": {"PeriodSeconds": 5}`,
	} {
		id := c.create(group())
		c.wait(3 * time.Second)
		body := `{"Containers": [{"Name": "` + c.describe(id).Containers[0].Name + `", "Image": "nginx:1", ` + probe + `}]}`
		if status, answer := c.control("PATCH", "container-groups/"+id, body); status != 200 {
			t.Fatalf("%s: %d %s", name, status, answer)
		}
		c.wait(time.Hour)
		patched := c.describe(id).Containers[0]
		for probe, is := range map[string]wire.Probe{"liveness": patched.LivenessProbe, "readiness": patched.ReadinessProbe} {
			if probe != name {
				want(t, probe+" that is not patched", is.PeriodSeconds == nil, true)
				continue
			}
			want(t, name+" delay", *is.InitialDelaySeconds, 0)
			want(t, name+" failures", *is.FailureThreshold, 3)
		}
		must[wire.DescribeContainerLogResponse](c, "DescribeContainerLog", params("ContainerGroupId", id, "ContainerName", patched.Name))
		must[wire.Empty](c, "RestartContainerGroup", params("ContainerGroupId", id))
	}
}

func TestMergePatch(t *testing.T) {
	for _, test := range []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":["c"]}`, `{"a":["c"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":"foo"}`, `null`, `null`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var target, patch any
		for text, into := range map[string]*any{test.target: &target, test.patch: &patch} {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(err)
			}
		}
		got, err := json.Marshal(mergePatch(target, patch))
		if err != nil || string(got) != test.want {
			t.Errorf("%s + %s = %s, want %s", test.target, test.patch, got, test.want)
		}
	}
}

func TestControl(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	expect := func(method, path, body string, status int, contains string) {
		t.Helper()
		got, answer := c.control(method, path, body)
		if got != status || !strings.Contains(answer, contains) {
			t.Errorf("%s %s: %d %s, want %d with %q", method, path, got, answer, status, contains)
		}
	}
	expect("GET", "requests", "", 200, `"action":"CreateContainerGroup"`)
	expect("DELETE", "requests", "", 204, "")
	expect("GET", "requests", "", 200, "[]")
	expect("GET", "state", "", 200, id)
	expect("GET", "faults", "", 200, "[]")
	expect("POST", "faults", `[{"action":"DescribeContainerGroups","kind":"empty-list","count":1}]`, 204, "")
	want(t, "visible", c.exists(id), false)
	want(t, "visible again", c.exists(id), true)
	expect("POST", "faults", `[{"action":"Nonsense","kind":"throttle"}]`, 400, "Nonsense")
	expect("POST", "faults", `[{"kind":"throttle","colour":"red"}]`, 400, "colour")
	expect("POST", "faults", `[{"kind":"throttle"}]`, 204, "")
	c.refused("DescribeContainerGroups", nil, "Throttling.User")
	expect("DELETE", "faults", "", 204, "")
	want(t, "visible", c.exists(id), true)

	expect("GET", "settings", "", 200, `"bootTime":"3s"`)
	expect("PATCH", "settings", `{"bootTime":"300ms","createLag":"1s","rateLimits":{"DescribeContainerGroups":1}}`, 200, `"bootTime":"300ms"`)
	expect("PATCH", "settings", `{"bootTime":"-1s"}`, 400, "negative")
	expect("PATCH", "settings", `{"bootTimes":"1s"}`, 400, "bootTimes")
	expect("PATCH", "settings", `{"rateLimits":{"*":-5}}`, 400, "negative")
	expect("PATCH", "settings", `{"rateLimits":{"Nonsense":5}}`, 400, "Nonsense")
	expect("POST", "faults", `[{"kind":"delay","delayMilliseconds":9223372036854775807}]`, 400, "delayMilliseconds")
	expect("PATCH", "prices", `{"discountPercent":500}`, 400, "discountPercent")
	expect("PATCH", "prices", `{"discountPercent":100}`, 200, "100")
	expect("POST", "clock", `{"advance":"876001h"}`, 400, "876000h")
	expect("POST", "clock", `{"advance":"876000h"}`, 200, "2126")
	expect("POST", "clock", `{"advance":"1ns"}`, 400, "0s")
	c.exists(id)
	c.refused("DescribeContainerGroups", nil, "Throttling.User")
	expect("PATCH", "settings", `{"rateLimits":{}}`, 200, "")
	want(t, "created under the new lag", c.exists(c.create(group())), false)

	expect("DELETE", "container-groups/"+id, "", 204, "")
	want(t, "removed", c.exists(id), false)
	expect("DELETE", "container-groups/"+id, "", 404, id)
	expect("PUT", "state", "", 404, "PUT")
	expect("GET", "nonsense", "", 404, "nonsense")
}

// The clock of life cycles can be moved without touching that of signatures.
func TestClock(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	status, answer := c.control("POST", "clock", `{"advance":"1h"}`)
	if status != 200 || !strings.Contains(answer, "2026-03-01T13:00:00Z") || !strings.Contains(answer, `"advanced":"1h0m0s"`) {
		t.Errorf("%d %s", status, answer)
	}
	want(t, "status", c.describe(id).Status, "Running")
	status, _ = c.control("POST", "clock", `{"advance":"-1h"}`)
	want(t, "backwards", status, 400)
}

func TestLoadRefusesNull(t *testing.T) {
	for _, state := range []string{`{"ContainerGroups":[null]}`, `{"VirtualNodes":[null]}`, `{"Tasks":[null]}`, `{"OpsRecords":[null]}`} {
		path := filepath.Join(t.TempDir(), "state.json")
		if err := os.WriteFile(path, []byte(state), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := newCloud(t).server.Load(path); err == nil || !strings.Contains(err.Error(), "null") {
			t.Errorf("%s: %v", state, err)
		}
	}
}

func TestSaveAndLoad(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo a; sleep 60; echo b; exit 4", "ClientToken", "t", "RestartPolicy", "Never",
		"Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "1", "Container.1.EnvironmentVarHide", "true"))
	c.wait(10 * time.Second)
	before := c.describe(id)
	task := must[wire.CommitContainerResponse](c, "CommitContainer", commitOf(id)).TaskId
	must[wire.CreateInstanceOpsTaskResponse](c, "CreateInstanceOpsTask", params("ContainerGroupId", id, "OpsType", "coredump", "OpsValue",
		"enable"))
	path := filepath.Join(t.TempDir(), "state.json")
	if err := c.server.Save(path); err != nil {
		t.Fatal(err)
	}

	later := newCloud(t)
	later.now = c.now
	if err := later.server.Load(path); err != nil {
		t.Fatal(err)
	}
	want(t, "group", later.describe(id), before)
	want(t, "same token", later.create(scriptGroup("echo a; sleep 60; echo b; exit 4", "ClientToken", "t", "RestartPolicy", "Never",
		"Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "1", "Container.1.EnvironmentVarHide", "true")), id)
	if other := later.create(group()); other == id {
		t.Error("an id was given out twice")
	}
	want(t, "task", must[wire.DescribeCommitContainerTaskResponse](later, "DescribeCommitContainerTask", params("TaskId.1", task)).TotalCount,
		1)
	want(t, "record", len(must[wire.DescribeInstanceOpsRecordsResponse](later, "DescribeInstanceOpsRecords",
		params("ContainerGroupId", id, "OpsType", "coredump")).Records), 1)
	later.wait(time.Minute)
	want(t, "status", later.describe(id).Status, "Failed")
	want(t, "log", later.log(id, "app"), "a\nb\n")

	if err := later.server.Load(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file was loaded")
	}
}

// Calls may come at the same time. The race detector watches.
func TestConcurrentCalls(t *testing.T) {
	server, err := New(Config{Keys: []rpc.Key{{ID: "id", Secret: "secret"}}, BootTime: -1})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			c := &cloudTest{T: t, server: server, now: time.Now()}
			c.nonce.Store(int64(i) * 1_000_000)
			for range 10 {
				status, body := c.request("id", "CreateContainerGroup", scriptGroup("echo hi; exit 1", "Tag.1.Key", "a", "Tag.1.Value", "b"))
				var created wire.CreateContainerGroupResponse
				if err := json.Unmarshal(body, &created); err != nil || status != 200 {
					t.Errorf("%d %s", status, body)
					return
				}
				id := created.ContainerGroupId
				for action, values := range map[string]url.Values{
					"DescribeContainerGroups":      params("WithEvent", "true"),
					"DescribeContainerGroupStatus": params(),
					"TagResources":                 params("ResourceType", "ContainerGroup", "ResourceId.1", id, "Tag.1.Key", "c"),
					"UpdateContainerGroup":         params("ContainerGroupId", id, "Tag.1.Key", "a", "Tag.1.Value", fmt.Sprint(i)),
					"DeleteContainerGroup":         params("ContainerGroupId", id, "Force", "true"),
				} {
					if status, body := c.request("id", action, values); status != 200 && status != 404 && !strings.Contains(string(body),
						"IncorrectStatus") {
						t.Errorf("%s: %d %s", action, status, body)
					}
				}
				c.control("GET", "state", "")
			}
		})
	}
	wg.Wait()
}

// What is not described of an init container survives a patch.
func TestPatchInitContainer(t *testing.T) {
	c := newCloud(t)
	id := c.create(configFile("dir/a", "YQ==",
		"InitContainer.1.Name", "init", "InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "cat", "InitContainer.1.Command.2",
		"/x/a",
		"InitContainer.1.VolumeMount.1.Name", "cfg", "InitContainer.1.VolumeMount.1.MountPath", "/x", "InitContainer.1.VolumeMount.1.SubPath",
		"dir"))
	c.wait(time.Minute)
	want(t, "status", c.describe(id).Status, "Running")
	inits := c.describe(id).InitContainers
	inits[0].Image = "busybox:2"
	body, err := json.Marshal(map[string]any{"InitContainers": inits})
	if err != nil {
		t.Fatal(err)
	}
	if status, answer := c.control("PATCH", "container-groups/"+id, string(body)); status != 200 {
		t.Fatalf("%d %s", status, answer)
	}
	g := c.describe(id)
	want(t, "image", g.InitContainers[0].Image, "busybox:2")
	want(t, "status", g.Status, "Running")
	must[wire.Empty](c, "RestartContainerGroup", params("ContainerGroupId", id))
	c.wait(time.Minute)
	want(t, "log after a restart", c.log(id, "init"), "a\n")
}

// A state that is patched stays until something happens to the container.
func TestPatchContainerState(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("sleep 600"))
	c.wait(time.Minute)
	for _, state := range []string{"Waiting", "Terminated", "Running"} {
		containers := c.describe(id).Containers
		containers[0].CurrentState = wire.ContainerState{State: state, Reason: "Drift"}
		body, err := json.Marshal(map[string]any{"Containers": containers})
		if err != nil {
			t.Fatal(err)
		}
		if status, answer := c.control("PATCH", "container-groups/"+id, string(body)); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
		c.wait(time.Hour)
		g := c.describe(id)
		want(t, "state", g.Containers[0].CurrentState.State, state)
		want(t, "status", g.Status, "Running")
		want(t, "end", g.SucceededTime, "")
	}
}
