package containergroup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestInvoke invokes each action by the CLI, which shows its progress, and one that fails.
func TestInvoke(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14.0")
	t.Parallel()
	cloud := acctest.NewCloud(t)
	id := idOf(t, cloud.Session(t), group(`containers = { main = { image = "busybox:1.37", command = ["sleep", "100000"] } }
		volumes = { data = { flex_volume = { driver = "alicloud/disk", options = { volumeSize = "20" } } } }`))
	const failure = "Command Failed" // which Terraform before 1.16 gives another title
	var config strings.Builder
	invocations := []struct{ kind, arguments, call, says string }{
		{"container_group_restart", "", "RestartContainerGroup", "Container group " + id + " is Running"},
		{"container_group_exec", `container_name = "main"
			command = ["echo", "ready"]`, "ExecContainerCommand", "Its output:\nready"},
		{"container_group_exec", `container_name = "main"
			command = ["false"]`, "ExecContainerCommand", failure},
		{"container_group_commit", `container_name = "main"
			repository = "registry-vpc.cn-hangzhou.aliyuncs.com/team/app"`, "CommitContainer",
			"Image registry-vpc.cn-hangzhou.aliyuncs.com/team/app is pushed"},
		{"container_group_coredump", "enabled = true", "CreateInstanceOpsTask", "The core dump of container group " + id + " is switched on"},
		{"container_group_tcpdump", "enabled = true\nduration_seconds = 1\nwait_for_file = true", "CreateInstanceOpsTask",
			"The file of the packet capture is there"},
		{"container_group_volume_resize", "volume_name = \"data\"\nsize = 40", "ResizeContainerGroupVolume", "grows to 40 GiB"},
		{"job_run", `name = "sum"
			restart_policy = "Never"
			containers = { main = { image = "busybox:1.37", command = ["echo", "42"] } }`, "CreateContainerGroup", "Job sum has completed"},
	}
	for i, action := range invocations {
		if action.kind != "job_run" {
			action.arguments += "\ncontainer_group_id = \"" + id + "\""
		}
		fmt.Fprintf(&config, "action \"eci_%s\" \"number_%d\" {\n  config {\n%s\n  }\n}\n", action.kind, i, action.arguments)
	}
	cli := cloud.CLI(t, config.String())
	for i, action := range invocations {
		cloud.ClearJournal()
		address := fmt.Sprintf("action.eci_%s.number_%d", action.kind, i)
		said, err := cli.Try("apply", "-auto-approve", "-no-color", "-invoke="+address)
		if (err != nil) != (action.says == failure) || !strings.Contains(said, action.says) {
			t.Errorf("%s: %v:\n%s", address, err, said)
		}
		if calls := cloud.Calls(action.call); len(calls) != 1 {
			t.Errorf("%s called %s %d times", address, action.call, len(calls))
		}
	}
}
