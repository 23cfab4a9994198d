package emulator

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestAssumptionsAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]bool{}
	for _, a := range Assumptions {
		if !name.MatchString(a.Name) || seen[a.Name] || !strings.HasSuffix(a.Question, "?") || len(a.Answers) < 2 || a.Why == "" {
			t.Errorf("%+v", a)
		}
		seen[a.Name] = true
		for _, answer := range a.Answers {
			if answer.Name == "" || answer.Meaning == "" {
				t.Errorf("%s: %+v", a.Name, answer)
			}
		}
	}
}

// assumptionTests returns what the emulator does, for each assumption. Two answers of one assumption must lead to different results:
// an answer that nobody has implemented does what another one does.
var assumptionTests = map[string]func(c *cloudTest) any{
	assumeImageVariables: func(c *cloudTest) any {
		id := c.create(group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "b"))
		var keys []string
		for _, v := range c.describe(id).Containers[0].EnvironmentVars {
			keys = append(keys, v.Key)
		}
		return keys
	},
	assumeCapabilities: func(c *cloudTest) any {
		return created(c, "Container.1.SecurityContext.Capability.Add.1", "SYS_PTRACE", "Container.1.SecurityContext.Capability.Add.2", "NET_RAW")
	},
	assumeVariableNames: func(c *cloudTest) any {
		return created(c, "InitContainer.1.Name", "init", "InitContainer.1.Image", "busybox:1",
			"InitContainer.1.EnvironmentVar.1.Key", "aliyun_logs_app-stdout", "InitContainer.1.EnvironmentVar.1.Value", "stdout")
	},
	assumeHostIP: func(c *cloudTest) any {
		return created(c, "Container.1.EnvironmentVar.1.Key", "IP", "Container.1.EnvironmentVar.1.FieldRef.FieldPath", "status.hostIP")
	},
	assumeIncrementalLists: func(c *cloudTest) any {
		u := updateOf(c)
		g := u.update([]string{"UpdateType", "IncrementalUpdate", "Container.1.Name", "app", "Container.1.Image", "nginx:1.28",
			"ImageRegistryCredential.1.Server", "s", "ImageRegistryCredential.1.UserName", "u", "ImageRegistryCredential.1.Password", "p"})
		return []int{len(g.Containers), len(g.Containers[0].Commands), len(c.server.cloud.ContainerGroups.list[0].Undescribed.Credentials)}
	},
	assumeUpdateRestarts: func(c *cloudTest) any {
		u := updateOf(c)
		return u.update(app("Container.1.Image", "nginx:1.28"), side()).Containers[1].CurrentState.State
	},
	assumeRestartCount: func(c *cloudTest) any {
		u := updateOf(c)
		must[wire.Empty](c, "RestartContainerGroup", u.params())
		c.wait(time.Minute)
		return c.describe(u.id).Containers[0].RestartCount
	},
	assumeRestartStatus: func(c *cloudTest) any {
		u := updateOf(c)
		must[wire.Empty](c, "RestartContainerGroup", u.params())
		statuses := []string{c.describe(u.id).Status}
		for range 5 {
			c.wait(time.Second)
			statuses = append(statuses, c.describe(u.id).Status)
		}
		return slices.Compact(statuses)
	},
	assumeExecMissingProgram: func(c *cloudTest) any { return executed(c, "/data/none", true) },
	assumeExecURLs: func(c *cloudTest) any {
		resp, ok := executed(c, "true", true).(wire.ExecContainerCommandResponse)
		return []bool{ok, resp.HttpUrl != "", resp.WebSocketUri != ""}
	},
	assumeUnknownContainer: func(c *cloudTest) any {
		return outcome[wire.DescribeContainerLogResponse](c, "DescribeContainerLog", "ContainerGroupId", c.create(group()), "ContainerName",
			"none")
	},
	assumePreviousLog: func(c *cloudTest) any {
		id := c.create(group())
		c.wait(time.Minute)
		return outcome[wire.DescribeContainerLogResponse](c, "DescribeContainerLog", "ContainerGroupId", id, "ContainerName", "app", "LastTime",
			"true")
	},
	assumeLogSince: func(c *cloudTest) any {
		return outcome[wire.DescribeContainerLogResponse](c, "DescribeContainerLog", "ContainerGroupId", c.create(group()), "ContainerName",
			"app",
			"SinceSeconds", "10", "StartTime", "2026-03-01T12:00:00Z")
	},
	assumeLogLimit: func(c *cloudTest) any {
		id := c.create(scriptGroup("echo first; echo last; sleep 1000"))
		c.wait(time.Minute)
		return c.log(id, "app", "LimitBytes", "4")
	},
	assumeDeleteUnknown: func(c *cloudTest) any {
		return []any{
			outcome[wire.Empty](c, "DeleteContainerGroup", "ContainerGroupId", "eci-none"),
			outcome[wire.Empty](c, "DeleteImageCache", "ImageCacheId", "imc-none"),
			outcome[wire.Empty](c, "DeleteDataCache", "DataCacheId", "edc-none"),
			outcome[wire.Empty](c, "DeleteVirtualNode", "VirtualNodeId", "vnd-none"),
		}
	},
	assumeEmptyIDs: func(c *cloudTest) any {
		c.create(group())
		c.createNode()
		return []int{
			must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("ContainerGroupIds", "[]")).TotalCount,
			must[wire.DescribeVirtualNodesResponse](c, "DescribeVirtualNodes", params("VirtualNodeIds", "[]")).TotalCount,
		}
	},
	assumeResizeShown: func(c *cloudTest) any {
		id := c.createWithDisk()
		c.wait(time.Minute)
		must[wire.Empty](c, "ResizeContainerGroupVolume", params("ContainerGroupId", id, "VolumeName", "disk", "NewSize", "60"))
		c.refused("ResizeContainerGroupVolume", params("ContainerGroupId", id, "VolumeName", "disk", "NewSize", "59"), "InvalidParameter")
		return c.describe(id).Volumes[0].FlexVolumeOptions
	},
	assumeResizeStates: func(c *cloudTest) any {
		id := c.createWithDisk()
		c.wait(time.Second)
		want(c.T, "status", c.describe(id).Status, "Pending")
		return outcome[wire.Empty](c, "ResizeContainerGroupVolume", "ContainerGroupId", id, "VolumeName", "disk", "NewSize", "60")
	},
	assumeSpotSizes: func(c *cloudTest) any { return created(c, "SpotStrategy", "SpotAsPriceGo", "Cpu", "2", "Memory", "6") },
	assumeThrottlingCode: func(c *cloudTest) any {
		if err := c.server.SetFaults([]rpc.Fault{{Kind: rpc.FaultThrottle}}); err != nil {
			c.Fatal(err)
		}
		return outcome[wire.Empty](c, "DescribeRegions")
	},
	assumeDryRunCode: func(c *cloudTest) any { return created(c, "DryRun", "true") },
	assumeSecondCall: func(c *cloudTest) any {
		first := created(c, "ClientToken", "t")
		return []any{first, created(c, "ClientToken", "t", "ContainerGroupName", "other")}
	},
	assumeUnknownTask: func(c *cloudTest) any {
		return outcome[wire.DescribeCommitContainerTaskResponse](c, "DescribeCommitContainerTask", "TaskId.1", "t-none")
	},
	assumeOpsInterval: func(c *cloudTest) any {
		id := c.create(group())
		c.wait(time.Minute)
		var outcomes []any
		for _, pause := range []time.Duration{0, time.Second, time.Minute} {
			c.wait(pause)
			outcomes = append(outcomes, outcome[wire.CreateInstanceOpsTaskResponse](c, "CreateInstanceOpsTask", "ContainerGroupId", id,
				"OpsType", "coredump", "OpsValue", "enable"))
		}
		return outcomes
	},
}

// outcome is the code that a call ends with, or its answer.
func outcome[Resp any](c *cloudTest, action string, pairs ...string) any {
	resp, err := invoke[Resp](c, action, params(pairs...))
	if err != nil {
		return err.Code
	}
	return *resp
}

// created is the code with which a creation is refused, or what becomes of it.
func created(c *cloudTest, pairs ...string) any {
	resp, err := invoke[wire.CreateContainerGroupResponse](c, "CreateContainerGroup", group(pairs...))
	if err != nil {
		return err.Code
	}
	c.wait(time.Minute)
	g := c.describe(resp.ContainerGroupId)
	return []any{g.ContainerGroupName, g.Status, g.Cpu, g.Memory}
}

// executed is the outcome of a command in a container that runs.
func executed(c *cloudTest, program string, sync bool) any {
	id := c.create(group("Volume.1.Name", "v", "Volume.1.Type", "EmptyDirVolume", "Container.1.VolumeMount.1.Name", "v",
		"Container.1.VolumeMount.1.MountPath", "/data"))
	c.wait(time.Minute)
	return outcome[wire.ExecContainerCommandResponse](c, "ExecContainerCommand", "ContainerGroupId", id, "ContainerName", "app",
		"Command", `["`+program+`"]`, "Sync", fmt.Sprint(sync))
}

func (c *cloudTest) createWithDisk() string {
	c.Helper()
	return c.create(group("Volume.1.Name", "disk", "Volume.1.Type", "FlexVolume", "Volume.1.FlexVolume.Driver", "alicloud/disk",
		"Volume.1.FlexVolume.Options", `{"volumeSize":"50"}`))
}

func TestAssumptions(t *testing.T) {
	for _, a := range Assumptions {
		t.Run(a.Name, func(t *testing.T) {
			test := assumptionTests[a.Name]
			if test == nil {
				t.Fatal("nothing tests it")
			}
			answers := map[string]string{} // by what is observed
			observe := func(answer string) string {
				c := newCloud(t, func(cfg *Config) { cfg.Assume = map[string]string{a.Name: answer} })
				text, err := json.Marshal(test(c))
				if err != nil {
					t.Fatal(err)
				}
				return string(text)
			}
			for _, answer := range a.Answers {
				observed := observe(answer.Name)
				if other, ok := answers[observed]; ok {
					t.Errorf("under %s and under %s: %s", other, answer.Name, observed)
				}
				answers[observed] = answer.Name
			}
			// Whoever assumes nothing gets the first answer.
			c := newCloud(t)
			text, err := json.Marshal(test(c))
			if err != nil {
				t.Fatal(err)
			}
			want(t, "by default", answers[string(text)], a.Answers[0].Name)
		})
	}
}

func TestAssumeWhileRunning(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	want(t, "variables", len(c.describe(id).Containers[0].EnvironmentVars), 0)
	status, body := c.control("PATCH", "assumptions", `{"image-variables":"yes"}`)
	want(t, "status", status, 200)
	want(t, "answer", strings.Contains(body, `"image-variables":"yes"`), true)
	want(t, "variables", len(c.describe(id).Containers[0].EnvironmentVars), 3)
	for _, bad := range []string{`{"image-variables":"maybe"}`, `{"weather":"fine"}`, `[]`} {
		status, _ := c.control("PATCH", "assumptions", bad)
		want(t, bad, status, 400)
	}
	_, body = c.control("GET", "assumptions", "")
	var all map[string]string
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatal(err)
	}
	want(t, "assumptions", len(all), len(Assumptions))
	want(t, "kept", all["image-variables"], "yes")

	_, err := New(Config{Assume: map[string]string{"image-variables": "maybe"}})
	want(t, "refused", err != nil && strings.Contains(err.Error(), "no, yes"), true)
}

// TestPatchWithImageVariables changes a description that shows the image's variables.
func TestPatchWithImageVariables(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.Assume = map[string]string{"image-variables": "yes"} })
	id := c.create(group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "b"))
	c.wait(time.Minute)
	before := c.describe(id)
	vars := append(slices.Clone(before.Containers[0].EnvironmentVars), wire.EnvironmentVar{Key: "C", Value: "d"})
	before.Containers[0].EnvironmentVars = vars
	patch, err := json.Marshal(map[string]any{"Containers": before.Containers})
	if err != nil {
		t.Fatal(err)
	}
	if status, body := c.control("PATCH", "container-groups/"+id, string(patch)); status != 200 {
		t.Fatal(body)
	}
	want(t, "variables", c.describe(id).Containers[0].EnvironmentVars, vars)
	if err := c.server.Assume(map[string]string{"image-variables": "no"}); err != nil {
		t.Fatal(err)
	}
	want(t, "variables", c.describe(id).Containers[0].EnvironmentVars, vars[3:])
}
