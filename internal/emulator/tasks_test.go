package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const repository = "registry-vpc.cn-hangzhou.aliyuncs.com/team/app"

func TestCommitContainer(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	commit := func(pairs ...string) string {
		c.Helper()
		return must[wire.CommitContainerResponse](c, "CommitContainer", commitOf(id, pairs...)).TaskId
	}
	task := func(id string) wire.CommitTask {
		c.Helper()
		return must[wire.DescribeCommitContainerTaskResponse](c, "DescribeCommitContainerTask", params("TaskId.1", id)).CommitTasks[0]
	}
	c.refused("CommitContainer", commitOf(id), "IncorrectStatusDetail")
	c.wait(time.Minute)
	first := commit("Image.Tag", "v1")
	want(t, "status", fmt.Sprint(task(first).TaskStatus, task(first).TaskProgress, task(first).TaskFinishedTime), "Running0%")
	want(t, "phases", len(task(first).CommitPhaseInfos), 1)
	c.wait(6 * time.Second)
	want(t, "half", fmt.Sprint(task(first).TaskProgress, len(task(first).CommitPhaseInfos)), "50%3")
	c.wait(6 * time.Second)
	done := task(first)
	want(t, "status", fmt.Sprint(done.TaskStatus, done.TaskProgress, done.TaskFinishedTime), "Succeeded100%2026-03-01T12:01:12Z")
	var phases []string
	for _, p := range done.CommitPhaseInfos {
		phases = append(phases, p.Phase+" "+p.Status)
	}
	want(t, "phases", strings.Join(phases, ", "), "PullBaseImage Running, PullBaseImage Success, CommitContainer Running, "+
		"CommitContainer Success, PushCommittedImage Running, PushCommittedImage Success")
	want(t, "time", done.CommitPhaseInfos[5].RecordTime, "2026-03-01T20:01:12.000000000+08:00")
	want(t, "message", strings.Contains(done.StatusMessage, repository+":v1"), true)

	second := commit("Image.Repository", "registry.cn-hangzhou.aliyuncs.com/denied/app")
	c.wait(time.Minute)
	want(t, "failure", fmt.Sprint(task(second).TaskStatus, task(second).StatusMessage),
		"Faileddenied: requested access to the resource is denied")

	list := func(pairs ...string) *wire.DescribeCommitContainerTaskResponse {
		c.Helper()
		return must[wire.DescribeCommitContainerTaskResponse](c, "DescribeCommitContainerTask", params(pairs...))
	}
	want(t, "of the group", fmt.Sprint(list("ContainerGroupId", id).TotalCount, list("ContainerGroupId", id).MaxResults), "210")
	want(t, "failed", list("ContainerGroupId", id, "TaskStatus", "Failed").CommitTasks[0].TaskId, second)
	page := list("ContainerGroupId", id, "MaxResults", "1")
	want(t, "page", fmt.Sprint(len(page.CommitTasks), page.MaxResults, page.NextToken != ""), "11true")
	want(t, "next page", list("ContainerGroupId", id, "MaxResults", "1", "NextToken", page.NextToken).CommitTasks[0].TaskId, second)

	for name, test := range map[string]struct {
		pairs []string
		code  string
	}{
		"no image":      {[]string{"Image.Repository", ""}, "MissingParameter"},
		"with a tag":    {[]string{"Image.Repository", repository + ":v1:v2"}, "InvalidParameter"},
		"elsewhere":     {[]string{"Image.Repository", "docker.io/team/app"}, "InvalidParameter"},
		"no instance":   {[]string{"Image.Repository", "team-registry.cn-hangzhou.cr.aliyuncs.com/team/app"}, "MissingParameter"},
		"role type":     {[]string{"Arn.RoleType", "king"}, "InvalidParameter"},
		"unknown group": {[]string{"ContainerGroupId", "eci-none"}, "InvalidParameter.NotFound"},
		"container":     {[]string{"ContainerName", "none"}, "InvalidParameter.NotFound"},
	} {
		t.Run(name, func(*testing.T) { c.refused("CommitContainer", commitOf(id, test.pairs...), test.code) })
	}
	c.refused("DescribeCommitContainerTask", params(), "MissingParameter")
	c.refused("DescribeCommitContainerTask", params("TaskId.1", first, "MaxResults", "51"), "InvalidParameter.ValueExceeded")
}

func commitOf(id string, pairs ...string) map[string][]string {
	return changed(params("ContainerGroupId", id, "ContainerName", "app", "Image.Repository", repository), pairs)
}

func TestOpsTasks(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("sleep 3600; kill -9 $$; exit 137"))
	ops := func(kind, value string) []string {
		return []string{"ContainerGroupId", id, "OpsType", kind, "OpsValue", value}
	}
	start := func(kind, value string) {
		c.Helper()
		must[wire.CreateInstanceOpsTaskResponse](c, "CreateInstanceOpsTask", params(ops(kind, value)...))
	}
	records := func(kind string) (statuses []string) {
		c.Helper()
		resp := must[wire.DescribeInstanceOpsRecordsResponse](c, "DescribeInstanceOpsRecords", params("ContainerGroupId", id, "OpsType", kind))
		for _, r := range resp.Records {
			statuses = append(statuses, r.OpsStatus)
			want(t, "result", r.ResultContent != "", r.OpsStatus == "Success")
		}
		return statuses
	}
	c.refused("CreateInstanceOpsTask", params(ops("coredump", "enable")...), "Ops.InstanceNotSupport")
	c.wait(time.Minute)
	start("coredump", "enable")
	want(t, "switched on", records("coredump"), []string{"Ready"})
	c.refused("CreateInstanceOpsTask", params(ops("coredump", "disable")...), "Coredump.RefrshIntervalTooShort")
	c.wait(time.Minute)
	start("coredump", "disable")
	want(t, "switched off", records("coredump"), []string{"Closed"})
	c.wait(time.Minute)
	start("coredump", "enable")
	c.wait(time.Hour)
	want(t, "after a crash", records("coredump"), []string{"Closed", "Success"})
	want(t, "of another type", records("tcpdump"), []string(nil))

	start("tcpdump", `{"Enable":true,"Protocol":"tcp","DestPort":80,"Duration":120}`)
	c.refused("CreateInstanceOpsTask", params(ops("tcpdump", `{"Enable":false}`)...), "Ops.IntervalTooShort")
	want(t, "capture", records("tcpdump"), []string{"Ready"})
	c.wait(2 * time.Minute)
	want(t, "capture that ended", records("tcpdump"), []string{"Success"})
	start("tcpdump", `{"Enable":true}`)
	c.wait(12 * time.Hour)
	want(t, "capture without an end", records("tcpdump"), []string{"Success", "Expired"})

	for name, test := range map[string]struct {
		pairs []string
		code  string
	}{
		"type":              {ops("strace", "enable"), "Ops.TypeNotSupport"},
		"core dump":         {ops("coredump", "on"), "Ops.OpsValueInvalid"},
		"no JSON":           {ops("tcpdump", "enable"), "Ops.OpsValueInvalid"},
		"neither on or off": {ops("tcpdump", "{}"), "Ops.OpsValueInvalid"},
		"port":              {ops("tcpdump", `{"Enable":true,"DestPort":0}`), "Tcpdump.InvalidValue"},
		"protocol":          {ops("tcpdump", `{"Enable":true,"Protocol":"sctp"}`), "Tcpdump.InvalidValue"},
		"CIDR":              {ops("tcpdump", `{"Enable":true,"SourceCidr":"10.0.0.0"}`), "Tcpdump.InvalidValue"},
		"file size":         {ops("tcpdump", `{"Enable":true,"FileSize":1073741825}`), "Tcpdump.InvalidValue"},
		"group":             {append(ops("coredump", "enable"), "ContainerGroupId", "eci-none"), "InvalidInstanceId.NotFound"},
		"region":            {append(ops("tcpdump", `{"Enable":true}`), "RegionId", "cn-nanjing"), "InvalidInstanceId.NotFound"},
	} {
		t.Run(name, func(*testing.T) { c.refused("CreateInstanceOpsTask", params(test.pairs...), test.code) })
	}
	elsewhere := c.create(group("RegionId", "cn-nanjing"))
	c.wait(time.Minute)
	c.refused("CreateInstanceOpsTask", params("RegionId", "cn-nanjing", "ContainerGroupId", elsewhere, "OpsType", "tcpdump",
		"OpsValue", `{"Enable":true}`), "Ops.RegionNotSupport")
	own := c.create(group("CorePattern", "/tmp/core"))
	c.wait(time.Minute)
	c.refused("CreateInstanceOpsTask", params("ContainerGroupId", own, "OpsType", "coredump", "OpsValue", "enable"),
		"Coredump.InvalidCorePatternType")
}
