package containergroup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// variables are those of the container main of the only group.
func variables(cloud *acctest.Cloud) string {
	var state struct {
		ContainerGroups []struct {
			Containers []struct {
				Name            string
				EnvironmentVars []struct{ Key, Value string }
			}
		}
	}
	cloud.StateInto(&state)
	var list []string
	for _, container := range state.ContainerGroups[0].Containers {
		for _, v := range container.EnvironmentVars {
			if container.Name == "main" && (strings.Contains(v.Key, "ECI") || strings.HasPrefix(v.Key, "aliyun") || v.Key == "A") {
				list = append(list, v.Key+"="+v.Value)
			}
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestTreatment sends what has no parameter as variables, updates it in place, and ends in the attributes after an import.
func TestTreatment(t *testing.T) {
	config := func(main, more string) string {
		return group(`restart_policy = "Never"
			containers = { main = { image = "nginx:1.27", cpu = 1, memory = 2, ` + main + ` }, app = { image = "redis:8", cpu = 2, memory = 4 } }
			` + more)
	}
	const attributes = `env = { A = "1" }, sidecar = true, start_priority = 5, ignore_exit_code = true, exclude_from_size = true`
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		unchanged := func(config string) {
			t.Helper()
			for _, d := range session.Refresh() {
				t.Errorf("%+v", d)
			}
			if plan := session.Plan(config)[address]; plan.Action != "no-op" {
				t.Errorf("%+v", plan)
			}
		}
		apply := func(config, action, want string) {
			t.Helper()
			if plan := session.Plan(config)[address]; plan.Action != action {
				t.Errorf("the plan is to %s, want %s", plan.Action, action)
			}
			for _, d := range session.Apply(config) {
				t.Errorf("%+v", d)
			}
			if got := variables(cloud); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			unchanged(config)
		}
		apply(config(attributes, ""), "create", "A=1 ECI_CONTAINER_IGNORE_EXIT_CODE=true ECI_CONTAINER_LAUNCH_PRIORITY=5 "+
			"ECI_CONTAINER_TYPE=sidecar __ECI_RESOURCE_IGNORE__=TRUE")
		if cpu := session.Value(address).GetAttr("cpu").AsBigFloat().Text('f', -1); cpu != "2" {
			t.Errorf("the group has %s vCPU with a container that does not count", cpu)
		}
		apply(config(`sidecar = true, exit_priority = 7, exclude_from_size = true`, ""), "update",
			"ECI_CONTAINER_EXIT_PRIORITY=7 ECI_CONTAINER_TYPE=sidecar __ECI_RESOURCE_IGNORE__=TRUE")

		// The same as variables changes nothing in the cloud.
		const bare = `env = { ECI_CONTAINER_EXIT_PRIORITY = "7", ECI_CONTAINER_TYPE = "sidecar", __ECI_RESOURCE_IGNORE__ = "TRUE" }`
		cloud.ClearJournal()
		apply(config(bare, ""), "update", "ECI_CONTAINER_EXIT_PRIORITY=7 ECI_CONTAINER_TYPE=sidecar __ECI_RESOURCE_IGNORE__=TRUE")
		if calls := cloud.Calls("UpdateContainerGroup"); len(calls) > 0 {
			t.Errorf("sent %s", acctest.Sent(calls[0]))
		}

		// Only creation heeds what is to be collected.
		const logs = `log_collection = { out = { container = "main", stream = "stdout", retention_days = 7 } }`
		apply(config(bare, logs), "replace",
			"ECI_CONTAINER_EXIT_PRIORITY=7 ECI_CONTAINER_TYPE=sidecar __ECI_RESOURCE_IGNORE__=TRUE aliyun_logs_out=stdout aliyun_logs_out_ttl=7")

		// An import of the bare variables is the attributes.
		for _, d := range session.Import(address, groupsIn(cloud)[0].ContainerGroupId) {
			t.Errorf("%+v", d)
		}
		imported := session.Value(address)
		main := imported.GetAttr("containers").AsValueMap()["main"]
		for attribute, want := range map[string]string{"sidecar": "true", "exclude_from_size": "true", "ignore_exit_code": "false"} {
			if got := main.GetAttr(attribute).True(); got != (want == "true") {
				t.Errorf("%s is %v", attribute, got)
			}
		}
		if !main.GetAttr("env").IsNull() && len(main.GetAttr("env").AsValueMap()) > 0 &&
			strings.Contains(main.GetAttr("env").GoString(), "ECI") || imported.GetAttr("log_collection").LengthInt() != 1 {
			t.Errorf("imported %#v", main.GetAttr("env"))
		}
	})
}

func TestTreatmentRefusals(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	const logs = `
		volumes    = { logs = { empty_dir = {} }, files = { config_file = { files = { a = { content = "a" } } } } }
		containers = { main = { image = "nginx:1.27", env = { aliyun_logs_b = "stdout", aliyun_logs_c_shard = "1" }
			volume_mounts = [{ name = "logs", mount_path = "/var/log/" }, { name = "files", mount_path = "/etc/app" }] } }
		log_collection = { %s }`
	collects := func(what string) string { return strings.Replace(logs, "%s", what, 1) }
	for arguments, want := range map[string]string{
		`containers = { main = { image = "a", sidecar = true, env = { ECI_CONTAINER_TYPE = "sidecar" } } }`: "It is sent as the environment " +
			"variable ECI_CONTAINER_TYPE, which the container has too",
		`containers = { main = { image = "a", start_priority = 1001 } }`:                      "between -1000 and 1000",
		collects(`a = { container = "none", stream = "stdout" }`):                             `There is no container "none"`,
		collects(`a = { container = "main" }`):                                                "Exactly one of stream, path must be set",
		collects(`a = { container = "main", stream = "stdout", path = "/var/log/a" }`):        "Exactly one of stream, path must be set",
		collects(`a = { container = "main", stream = "all" }`):                                "stdout-only",
		collects(`b = { container = "main", stream = "stdout" }`):                             "aliyun_logs_b, which the container main has too",
		collects(`c = { container = "main", stream = "stdout", shards = 7 }`):                 "aliyun_logs_c_shard, which the container",
		collects(`a = { container = "main", path = "/srv/a.log" }`):                           "mounts none at /srv or above it",
		collects(`a = { container = "main", path = "/etc/app/a.log" }`):                       "mounts none at /etc/app or above it",
		collects(`a = { container = "main", path = "/var/logs/a.log" }`):                      "mounts none at /var/logs or above it",
		collects(`A = { container = "main", stream = "stdout" }`):                             "lowercase letters, digits and hyphens",
		collects(`project = { container = "main", stream = "stdout" }`):                       "must be none of",
		collects(`a = { container = "main", stream = "stdout", project = "PPP" }`):            "lowercase letters",
		collects(`a = { container = "main", stream = "stdout", shards = 11 }`):                "between 1 and 10",
		collects(`a = { container = "main", stream = "stdout", tags = { a = "1", b = "" } }`): "at most 1",
	} {
		session.Refuses(t, cloud, group(arguments), want)
	}
	for _, d := range session.Apply(group(collects(`a = { container = "main", path = "/var/log/app/*.log" }`))) {
		t.Errorf("%+v", d)
	}
}
