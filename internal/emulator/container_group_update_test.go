package emulator

import (
	"maps"
	"net/url"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// updateTest is a running group with two containers and an init container.
type updateTest struct {
	*cloudTest
	id string
}

func newUpdate(t *testing.T) *updateTest {
	t.Helper()
	return updateOf(newCloud(t))
}

func updateOf(c *cloudTest) *updateTest {
	c.Helper()
	id := c.create(group(
		"Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "1",
		"Container.1.Command.1", "serve", "Container.1.SecurityContextPrivileged", "true",
		"Container.2.Name", "side", "Container.2.Image", "busybox:1",
		"InitContainer.1.Name", "init", "InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "true",
		"Volume.1.Name", "cfg", "Volume.1.Type", "ConfigFileVolume",
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Path", "a", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content", "YQ==",
		"ImageRegistryCredential.1.Server", "r.example.com", "ImageRegistryCredential.1.UserName", "u", "ImageRegistryCredential.1.Password", "p",
		"Tag.1.Key", "env", "Tag.1.Value", "test",
	))
	c.wait(time.Minute)
	want(c.T, "status", c.describe(id).Status, "Running")
	return &updateTest{c, id}
}

// app is the first container as it was created; side the second.
func app(pairs ...string) []string {
	return append([]string{
		"Container.1.Name", "app", "Container.1.Image", "nginx:1.27", "Container.1.Command.1", "serve",
		"Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "1",
	}, pairs...)
}

func side() []string {
	return []string{"Container.2.Name", "side", "Container.2.Image", "busybox:1"}
}

func (u *updateTest) params(lists ...[]string) url.Values {
	values := params("ContainerGroupId", u.id)
	for _, pairs := range lists {
		maps.Copy(values, params(pairs...))
	}
	return values
}

func (u *updateTest) update(lists ...[]string) wire.ContainerGroup {
	u.Helper()
	must[wire.Empty](u.cloudTest, "UpdateContainerGroup", u.params(lists...))
	return u.describe(u.id)
}

func TestUpdateWithoutDifference(t *testing.T) {
	u := newUpdate(t)
	for name, pairs := range map[string][]string{
		"nothing":        {},
		"containers":     append(app(), side()...),
		"tag":            {"Tag.1.Key", "env", "Tag.1.Value", "test"},
		"restart policy": {"RestartPolicy", "Always"},
		"size":           {"Cpu", "2", "Memory", "4"},
		"size below":     {"Cpu", "1.5", "Memory", "3"},
		"login": {"ImageRegistryCredential.1.Server", "r.example.com", "ImageRegistryCredential.1.UserName", "u",
			"ImageRegistryCredential.1.Password", "p"},
		"volume": {"Volume.1.Name", "cfg", "Volume.1.Type", "ConfigFileVolume", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Path", "a",
			"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content", "YQ=="},
		"init containers": {"InitContainer.1.Name", "init", "InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "true"},
		"increment":       {"UpdateType", "IncrementalUpdate", "Container.1.Name", "side"},
	} {
		t.Run(name, func(*testing.T) {
			u.refused("UpdateContainerGroup", u.params(pairs), "NoNeedUpdate")
		})
	}
}

func TestUpdateRecreatesWhatDiffers(t *testing.T) {
	u := newUpdate(t)
	before := u.describe(u.id)
	g := u.update(app("Container.1.Image", "nginx:1.28"), side())
	want(t, "status", g.Status, "Updating")
	want(t, "changed container", g.Containers[0].CurrentState.State, "Waiting")
	want(t, "other container", g.Containers[1], before.Containers[1])
	u.refused("UpdateContainerGroup", u.params(app(), side()), "IncorrectStatus")
	u.refused("RestartContainerGroup", u.params(), "IncorrectStatus")
	u.wait(2 * time.Second)
	g = u.describe(u.id)
	want(t, "status", g.Status, "Running")
	want(t, "start", g.Containers[0].CurrentState.StartTime, "2026-03-01T12:01:02Z")
	want(t, "restarts", g.Containers[0].RestartCount, int64(0))
	want(t, "kept setting", u.server.cloud.ContainerGroups.list[0].part("app").Undescribed.SecurityContextPrivileged, true)
}

// RenewUpdate takes each container as a whole: what is left out is removed.
func TestRenewUpdateReplaces(t *testing.T) {
	u := newUpdate(t)
	g := u.update([]string{"Container.1.Name", "app", "Container.1.Image", "nginx:1.27"})
	want(t, "containers", len(g.Containers), 1)
	want(t, "command", len(g.Containers[0].Commands), 0)
	want(t, "variables", len(g.Containers[0].EnvironmentVars), 0)
	u.wait(time.Minute)
	u.refused("UpdateContainerGroup", u.params([]string{"Container.1.Name", "app"}), "MissingParameter")
}

// IncrementalUpdate keeps what is left out, and containers that are not named.
func TestIncrementalUpdateMerges(t *testing.T) {
	u := newUpdate(t)
	g := u.update([]string{"UpdateType", "IncrementalUpdate", "Container.1.Name", "app", "Container.1.Image", "nginx:1.28"})
	want(t, "containers", len(g.Containers), 2)
	want(t, "command", g.Containers[0].Commands, []string{"serve"})
	want(t, "variables", len(g.Containers[0].EnvironmentVars), 1)
	u.wait(time.Minute)
	g = u.update([]string{"UpdateType", "IncrementalUpdate", "Container.1.Name", "third", "Container.1.Image", "busybox:1"})
	want(t, "containers", len(g.Containers), 3)
	want(t, "first is untouched", g.Containers[0].CurrentState.State, "Running")
	u.wait(2 * time.Second)
	want(t, "status", u.describe(u.id).Status, "Running")
}

func TestUpdateRestarts(t *testing.T) {
	login := func(password string) []string {
		return []string{"ImageRegistryCredential.1.Server", "r.example.com", "ImageRegistryCredential.1.UserName", "u",
			"ImageRegistryCredential.1.Password", password}
	}
	tests := map[string]struct {
		pairs    []string
		status   string
		restarts int64
	}{
		"init containers": {[]string{"InitContainer.1.Name", "init", "InitContainer.1.Image", "busybox:2", "InitContainer.1.Command.1", "true"},
			"Updating", 1},
		"resolver":       {[]string{"DnsConfig.NameServer.1", "10.0.0.2"}, "Updating", 1},
		"volume":         {[]string{"Volume.1.Name", "cfg", "Volume.1.Type", "EmptyDirVolume"}, "Updating", 1},
		"tag":            {[]string{"Tag.1.Key", "more", "Tag.1.Value", "x"}, "Running", 0},
		"size":           {[]string{"Cpu", "4", "Memory", "8"}, "Running", 0},
		"restart policy": {[]string{"RestartPolicy", "Never"}, "Running", 0},
		"resource group": {[]string{"ResourceGroupId", "rg-2"}, "Running", 0},
		"login":          {login("q"), "Running", 0},
		"one login more": {append(login("p"), "ImageRegistryCredential.2.Server", "s", "ImageRegistryCredential.2.UserName", "u",
			"ImageRegistryCredential.2.Password", "p"), "Updating", 1},
		"login and others": {append(login("q"), "RestartPolicy", "Never"), "Updating", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			u := newUpdate(t)
			want(t, "status", u.update(test.pairs).Status, test.status)
			u.wait(4 * time.Second) // the init container, then the containers
			g := u.describe(u.id)
			want(t, "status in the end", g.Status, "Running")
			want(t, "restarts", g.Containers[0].RestartCount, test.restarts)
		})
	}
}

func TestUpdateTagsOnlyAdds(t *testing.T) {
	u := newUpdate(t)
	g := u.update([]string{"Tag.1.Key", "more", "Tag.1.Value", "x"})
	want(t, "tags", g.Tags, []wire.Tag{{Key: "env", Value: "test"}, {Key: "more", Value: "x"}})
	g = u.update([]string{"Tag.1.Key", "env", "Tag.1.Value", "prod"})
	want(t, "tags", g.Tags, []wire.Tag{{Key: "env", Value: "prod"}, {Key: "more", Value: "x"}})
}

func TestUpdateRefuses(t *testing.T) {
	u := newUpdate(t)
	u.refused("UpdateContainerGroup", params("ContainerGroupId", "eci-unknown", "RestartPolicy", "Never"), "InvalidParameter.NotFound")
	u.refused("UpdateContainerGroup", u.params([]string{"RegionId", "cn-beijing", "RestartPolicy", "Never"}), "InvalidParameter.NotFound")
	u.refused("UpdateContainerGroup", u.params([]string{"UpdateType", "Merge"}), "InvalidParameter")
	u.refused("UpdateContainerGroup", u.params(app("Container.1.EnvironmentVarHide", "true")), "InvalidParameter") // create only
	u.refused("UpdateContainerGroup", u.params(app("Container.1.VolumeMount.1.Name", "none", "Container.1.VolumeMount.1.MountPath", "/x")),
		"InvalidParameter")
	u.refused("UpdateContainerGroup", u.params(app(), []string{"Container.2.Name", "app", "Container.2.Image", "x:1"}),
		"InvalidParameter.DuplicatedName")
	u.refused("UpdateContainerGroup", u.params([]string{"Cpu", "65", "Memory", "4"}), "InvalidParameter.CPU.Memory")
	u.refused("UpdateContainerGroup", u.params(app("Container.1.Cpu", "3"), side()), "InvalidParam.CpuOrMemorySpec")
	u.refused("UpdateContainerGroup", u.params([]string{"Volume.1.Name", "v", "Volume.1.Type", "DiskVolume"}), "InvalidParameter")
	job := u.create(scriptGroup("true", "RestartPolicy", "Never"))
	u.wait(time.Minute)
	u.refused("UpdateContainerGroup", params("ContainerGroupId", job, "RestartPolicy", "Always"), "IncorrectStatus")
	want(t, "group in the end", u.describe(u.id).Status, "Running")
}

func TestIncrementalUpdateOfLists(t *testing.T) {
	u := newUpdate(t)
	u.update([]string{"DnsConfig.NameServer.1", "10.0.0.2", "DnsConfig.Search.1", "example.com"})
	u.wait(time.Minute)
	g := u.update([]string{"UpdateType", "IncrementalUpdate", "DnsConfig.NameServer.1", "10.0.0.3",
		"Volume.1.Name", "tmp", "Volume.1.Type", "EmptyDirVolume"})
	want(t, "resolver", g.DnsConfig, wire.DnsConfig{NameServers: []string{"10.0.0.3"}, Searches: []string{"example.com"}})
	want(t, "volumes", []string{g.Volumes[0].Name, g.Volumes[1].Name}, []string{"cfg", "tmp"})
	u.wait(time.Minute)
	g = u.update([]string{"DnsConfig.NameServer.1", "10.0.0.4"})
	want(t, "resolver renewed", g.DnsConfig, wire.DnsConfig{NameServers: []string{"10.0.0.4"}})
}

// An update cannot carry the roles of a registry, so it leaves them.
func TestUpdateKeepsRolesOfRegistries(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("AcrRegistryInfo.1.InstanceId", "cri-1", "AcrRegistryInfo.1.ArnService", "acs:ram::1:role/a"))
	c.wait(time.Minute)
	c.refused("UpdateContainerGroup", params("ContainerGroupId", id, "AcrRegistryInfo.1.InstanceId", "cri-1"), "NoNeedUpdate")
	must[wire.Empty](c, "UpdateContainerGroup", params("ContainerGroupId", id, "AcrRegistryInfo.1.InstanceId", "cri-1",
		"AcrRegistryInfo.1.Domain.1", "d"))
	registry := c.server.cloud.ContainerGroups.list[0].Undescribed.AcrRegistryInfo[0]
	want(t, "role", registry.ArnService, "acs:ram::1:role/a")
	want(t, "domains", registry.Domain, []string{"d"})
	want(t, "status", c.describe(id).Status, "Running")
}

func TestUpdateOfHostPath(t *testing.T) {
	c := newCloud(t)
	volume := func(path string) []string {
		return []string{"Volume.1.Name", "data", "Volume.1.Type", "HostPathVolume", "Volume.1.HostPathVolume.Path", path}
	}
	c.server.AddDataCache(testRegion, "default", "/a")
	c.server.AddDataCache(testRegion, "default", "/b")
	id := c.create(group(append(volume("/a"), "DataCacheBucket", "default")...))
	c.wait(time.Minute)
	c.refused("UpdateContainerGroup", params(append(volume("/a"), "ContainerGroupId", id)...), "NoNeedUpdate")
	c.refused("UpdateContainerGroup", params(append(volume("/c"), "ContainerGroupId", id)...), "InvalidParameter.NotFound")
	must[wire.Empty](c, "UpdateContainerGroup", params(append(volume("/b"), "ContainerGroupId", id)...))
}
