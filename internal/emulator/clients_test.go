package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// TestEmptyStructsAreNotGiven takes what clients send that cannot leave a member of a struct out.
func TestEmptyStructsAreNotGiven(t *testing.T) {
	c := newCloud(t)
	volume := []string{
		"Volume.1.Name", "tmp", "Volume.1.Type", "EmptyDirVolume", "Volume.1.DiskVolume.DiskId", "", "Volume.1.DiskVolume.DiskSize", "0",
		"Volume.1.NFSVolume.ReadOnly", "false", "Volume.1.NFSVolume.Path", "", "Volume.1.NFSVolume.Server", "", "Volume.1.FlexVolume.Driver", "",
		"Volume.1.HostPathVolume.Path", "", "Volume.1.ConfigFileVolume.DefaultMode", "0",
	}
	probe := func(name string) []string {
		return []string{
			name + ".HttpGet.Port", "0", name + ".HttpGet.Path", "", name + ".TcpSocket.Port", "0", name + ".Exec.Command.1", "",
			name + ".InitialDelaySeconds", "0", name + ".PeriodSeconds", "0", name + ".TimeoutSeconds", "0", name + ".SuccessThreshold", "0",
			name + ".FailureThreshold", "0",
		}
	}
	hook := func(name string) []string {
		return []string{name + "Exec.1", "", name + "HttpGetPort", "0", name + "HttpGetScheme", "", name + "TcpSocketPort", "0"}
	}
	none := append(append(append(volume, probe("Container.1.LivenessProbe")...), hook("Container.1.LifecyclePreStopHandler")...),
		"Container.1.SecurityContext.ReadOnlyRootFilesystem", "false", "Container.1.SecurityContext.Capability.Add.1", "")
	values := params(none...)
	maps.Copy(values, group())
	id := c.create(values)
	c.wait(time.Minute)
	g := c.describe(id)
	want(t, "volume", g.Volumes, []wire.Volume{{Name: "tmp", Type: "EmptyDirVolume"}})
	want(t, "probe", g.Containers[0].LivenessProbe, wire.Probe{})
	want(t, "pre-stop hook", c.server.cloud.ContainerGroups.list[0].Parts[0].Undescribed.PreStop.Kind, "")

	// An update with a probe that says nothing changes nothing, and neither does one of another kind beside the real one.
	update := params(append(probe("Container.1.ReadinessProbe"), "Container.1.Name", "app", "Container.1.Image", "nginx:1.27",
		"ContainerGroupId", id, "Container.1.SecurityContext.ReadOnlyRootFilesystem", "false")...)
	c.refused("UpdateContainerGroup", update, "NoNeedUpdate")
	update.Set("Container.1.ReadinessProbe.TcpSocket.Port", "80")
	update.Set("Container.1.ReadinessProbe.PeriodSeconds", "5")
	update.Set("Container.1.ReadinessProbe.TimeoutSeconds", "5")
	update.Set("Container.1.ReadinessProbe.SuccessThreshold", "1")
	update.Set("Container.1.ReadinessProbe.FailureThreshold", "3")
	must[wire.Empty](c, "UpdateContainerGroup", update)
	want(t, "port", c.describe(id).Containers[0].ReadinessProbe.TcpSocket.Port, int64(80))

	// What says something is still refused.
	c.refused("CreateContainerGroup", group("Volume.1.Name", "v", "Volume.1.Type", "EmptyDirVolume", "Volume.1.NFSVolume.Path", "/"),
		"InvalidParameter")
	c.refused("CreateContainerGroup", group("Container.1.LivenessProbe.PeriodSeconds", "5"), "InvalidParameter")
	c.refused("CreateContainerGroup", group("Volume.1.Name", "v", "Volume.1.Type", "NFSVolume", "Volume.1.NFSVolume.Path", " "),
		"MissingParameter")
}

// TestParametersOfAlibabasProvider takes parameters that Alibaba's own Terraform provider sends, and whose effect it relies on.
func TestParametersOfAlibabasProvider(t *testing.T) {
	c := newCloud(t)
	for range 3 {
		c.create(group())
	}
	page := must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("MaxResults", "2"))
	want(t, "groups on a page", len(page.ContainerGroups), 1)
	want(t, "more", page.NextToken != "", true)
	want(t, "no cut log", c.log(c.create(scriptGroup("echo a; echo b")), "app", "Tail", "0"), "")

	first := c.createNode("SecurityGroupId", "sg-1", "VSwitchId", "vsw-1-a")
	second := c.createNode("SecurityGroupId", "sg-2", "VSwitchId", "vsw-1-b")
	node := must[wire.DescribeVirtualNodesResponse](c, "DescribeVirtualNodes", params("SecurityGroupId", "sg-2")).VirtualNodes
	want(t, "by security group", fmt.Sprint(len(node), node[0].VirtualNodeId), "1"+second)
	node = must[wire.DescribeVirtualNodesResponse](c, "DescribeVirtualNodes", params("VSwitchId", "vsw-1-a")).VirtualNodes
	want(t, "by vSwitch", fmt.Sprint(len(node), node[0].VirtualNodeId, node[0].VSwitchId), "1"+first+"vsw-1-a")

	id := c.create(group("Container.1.SecurityContext.Capability.Add.1", "SYS_CHROOT",
		"Container.1.EnvironmentVar.1.Key", "HOST", "Container.1.EnvironmentVar.1.FieldRef.FieldPath", "status.hostIP"))
	c.wait(time.Minute)
	want(t, "status", c.describe(id).Status, "Running")
	c.createDataCache("DataSource.Type", "CPFS", "DataSource.Options.#3#url", "", "DataSource.Options.server", "cpfs.test")
}

func TestTailOfALog(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo a; echo b; sleep 1000"))
	c.wait(time.Minute)
	want(t, "zero stands for the default", c.log(id, "app", "Tail", "0"), "a\nb\n")
	want(t, "one", c.log(id, "app", "Tail", "1"), "b\n")
	c.refused("DescribeContainerLog", params("ContainerGroupId", id, "ContainerName", "app", "Tail", "-1"), "InvalidParameter.ValueExceeded")
}

func TestJournalMasksSecrets(t *testing.T) {
	c := newCloud(t)
	hook := "Container.1.LifecyclePostStartHandler"
	id := c.create(group(hook+"HttpGetPort", "80", hook+"HttpGetHttpHeader.1.Name", "Authorization", hook+"HttpGetHttpHeader.1.Value", "hush",
		"Volume.1.Name", "v", "Volume.1.Type", "FlexVolume", "Volume.1.FlexVolume.Driver", "alicloud/oss",
		"Volume.1.FlexVolume.Options", `{"akSecret":"hush"}`))
	c.wait(time.Minute)
	must[wire.Empty](c, "UpdateContainerGroup", params("ContainerGroupId", id, "Container.1.Name", "app", "Container.1.Image", "nginx:1.28",
		hook+"HttpGetPort", "80", hook+"HttpGetHttpHeaders.1.Name", "Authorization", hook+"HttpGetHttpHeaders.1.Value", "hush"))
	_, journal := c.control("GET", "requests", "")
	if strings.Contains(journal, "hush") || !strings.Contains(journal, "FlexVolume.Options") {
		t.Errorf("journal: %s", journal)
	}
}

func TestTerminalExpires(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	c.wait(time.Minute)
	resp := must[wire.ExecContainerCommandResponse](c, "ExecContainerCommand",
		params("ContainerGroupId", id, "ContainerName", "app", "Command", "/bin/bash", "TTY", "true"))
	open := func() int {
		w := httptest.NewRecorder()
		c.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, resp.HttpUrl, nil))
		return w.Code
	}
	c.wait(30 * time.Second)
	want(t, "in time", open(), 200)
	c.wait(time.Second)
	want(t, "too late", open(), 410)
	resp.HttpUrl = strings.Replace(resp.HttpUrl, "param=", "param=x", 1)
	want(t, "unknown", open(), 404)
}
