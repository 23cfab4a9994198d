package containergroup

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// untreated is a container as ECI treats it if it is not told anything.
func untreated(env map[string]types.String) containerModel {
	c := containerModel{commonContainerModel: commonContainerModel{Env: env}}
	for _, t := range treatments {
		t.take(&c.treatmentModel, "")
	}
	return c
}

// TestSpecialVariables compares what a group's attributes are sent as, and what the same variables are told as to somebody who has not
// asked for anything, as at an import.
func TestSpecialVariables(t *testing.T) {
	with := func(change func(*containerModel)) containerModel {
		c := untreated(nil)
		change(&c)
		return c
	}
	yes := types.BoolValue(true)
	stdout := map[string]collectionModel{"out": {Container: text("main"), Stream: text("stdout")}}
	for name, test := range map[string]struct {
		container containerModel
		logs      map[string]collectionModel
		env       map[string]types.String
	}{
		"nothing":           {untreated(nil), nil, nil},
		"other variables":   {untreated(textMap("A", "1", "EMPTY", "")), nil, textMap("A", "1", "EMPTY", "")},
		"sidecar":           {with(func(c *containerModel) { c.Sidecar = yes }), nil, textMap("ECI_CONTAINER_TYPE", "sidecar")},
		"ignore_exit_code":  {with(func(c *containerModel) { c.IgnoreExitCode = yes }), nil, textMap("ECI_CONTAINER_IGNORE_EXIT_CODE", "true")},
		"ignore_not_ready":  {with(func(c *containerModel) { c.IgnoreNotReady = yes }), nil, textMap("ECI_CONTAINER_IGNORE_READY", "true")},
		"exclude_from_size": {with(func(c *containerModel) { c.ExcludeFromSize = yes }), nil, textMap("__ECI_RESOURCE_IGNORE__", "TRUE")},
		"priorities": {with(func(c *containerModel) {
			c.StartPriority, c.ExitPriority = types.Int64Value(1000), types.Int64Value(-1)
		}), nil,
			textMap("ECI_CONTAINER_LAUNCH_PRIORITY", "1000", "ECI_CONTAINER_EXIT_PRIORITY", "-1")},
		"with others": {with(func(c *containerModel) { c.Sidecar, c.Env = yes, textMap("A", "1") }), nil,
			textMap("A", "1", "ECI_CONTAINER_TYPE", "sidecar")},
		"stream": {untreated(nil), stdout, textMap("aliyun_logs_out", "stdout")},
		"everything of a path": {untreated(nil), map[string]collectionModel{"app-log": {Container: text("main"), Path: text("/var/log/*.log"),
			Project: text("project"), Logstore: text("a_store"), MachineGroup: text("group"), Shards: types.Int64Value(10),
			RetentionDays: types.Int64Value(3650), Tags: textMap("team", "a=b")}},
			textMap("aliyun_logs_app-log", "/var/log/*.log", "aliyun_logs_app-log_project", "project",
				"aliyun_logs_app-log_logstore", "a_store", "aliyun_logs_app-log_machinegroup", "group", "aliyun_logs_app-log_shard", "10",
				"aliyun_logs_app-log_ttl", "3650",
				"aliyun_logs_app-log_tags", "team=a=b")},
		// What is no value of an attribute is left alone.
		"unknown values": {untreated(textMap("ECI_CONTAINER_TYPE", "normal", "ECI_CONTAINER_LAUNCH_PRIORITY", "1001",
			"ECI_CONTAINER_EXIT_PRIORITY", "+1", "ECI_CONTAINER_IGNORE_READY", "TRUE")), nil,
			textMap("ECI_CONTAINER_TYPE", "normal", "ECI_CONTAINER_LAUNCH_PRIORITY", "1001", "ECI_CONTAINER_EXIT_PRIORITY", "+1",
				"ECI_CONTAINER_IGNORE_READY", "TRUE")},
		"defaults of all collections": {untreated(textMap("aliyun_logs_project", "p")), nil, textMap("aliyun_logs_project", "p")},
		"unknown settings": {untreated(textMap("aliyun_logs_a", "stdout", "aliyun_logs_a_other", "x")), nil,
			textMap("aliyun_logs_a", "stdout", "aliyun_logs_a_other", "x")},
		"a number that is none": {untreated(textMap("aliyun_logs_a", "stdout", "aliyun_logs_a_ttl", "01")), nil,
			textMap("aliyun_logs_a", "stdout", "aliyun_logs_a_ttl", "01")},
		"a name or a source that is none": {untreated(textMap("aliyun_logs_A", "stdout", "aliyun_logs_b", "var/log")), nil,
			textMap("aliyun_logs_A", "stdout", "aliyun_logs_b", "var/log")},
		"settings of nothing": {untreated(textMap("aliyun_logs_a_ttl", "1")), nil, textMap("aliyun_logs_a_ttl", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			m := model{Containers: map[string]containerModel{"main": test.container, "other": {}}, LogCollection: test.logs}
			equal(t, sent(m).Containers["main"].Env, test.env)
			equal(t, sent(m).Containers["other"].Env, map[string]types.String(nil))
			got := told(model{Containers: map[string]containerModel{"main": untreated(test.env)}}, model{}, eci.ContainerGroup{})
			equal(t, got.Containers["main"], test.container)
			equal(t, got.LogCollection, test.logs)
		})
	}
}

// TestBareVariables of somebody who has them in env stay there.
func TestBareVariables(t *testing.T) {
	env := textMap("ECI_CONTAINER_TYPE", "sidecar", "__ECI_RESOURCE_IGNORE__", "TRUE", "aliyun_logs_out", "stdout", "aliyun_logs_out_ttl", "1")
	asked := model{Containers: map[string]containerModel{"main": untreated(env)}}
	got := told(model{Containers: map[string]containerModel{"main": untreated(maps.Clone(env))}}, asked, eci.ContainerGroup{})
	equal(t, got, asked)
	equal(t, sent(asked), asked)
}

// TestPlaceholders are what they were asked for, whether or not ECI tells what they stand for.
func TestPlaceholders(t *testing.T) {
	group := eci.ContainerGroup{ContainerGroupId: "eci-1", ContainerGroupName: "web", RegionId: "cn-hangzhou", ZoneId: "cn-hangzhou-b"}
	asked := textMap("ID", "__ECI_ID__", "NAME", "__ECI_NAME__", "REGION", "__REGION_ID__", "ZONE", "__ZONE_ID__", "SELF",
		"__CONTAINER_NAME__", "PART", "x__ECI_ID__", "OTHER", "__ECI_ID__")
	answer := textMap("ID", "eci-1", "NAME", "web", "REGION", "cn-hangzhou", "ZONE", "cn-hangzhou-b", "SELF", "main", "PART", "x__ECI_ID__",
		"OTHER", "changed")
	want := maps.Clone(asked)
	want["OTHER"] = text("changed")
	got := told(model{Containers: map[string]containerModel{"main": untreated(answer)}},
		model{Containers: map[string]containerModel{"main": untreated(asked)}}, group)
	equal(t, got.Containers["main"].Env, want)
}
