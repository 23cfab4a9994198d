package acctest

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// seedCaches makes the caches and nodes that examples of data sources look for.
func (c *Cloud) seedCaches(t *testing.T, client *eci.Client) {
	t.Helper()
	_, err := client.CreateImageCache(t.Context(), &eci.CreateImageCacheRequest{
		ImageCacheName: "web", Image: []string{"nginx:1.27", "redis:8"}, SecurityGroupId: "sg-1", VSwitchId: []string{"vsw-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.AddDataCache(Region, "default", "/models/stable-diffusion")
	for name, server := range map[string]string{"burst": "10.0.0.1", "lost": "cluster.invalid"} {
		config := "apiVersion: v1\nkind: Config\nclusters: [{name: test, cluster: {server: \"https://" + server + "\"}}]\n"
		_, err := client.CreateVirtualNode(t.Context(), &eci.CreateVirtualNodeRequest{
			VirtualNodeName: name, KubeConfig: base64.StdEncoding.EncodeToString([]byte(config)),
			SecurityGroupId: "sg-1", VSwitchId: []string{"vsw-1"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestExampleCaches applies the example in a cloud where a group needs a minute to pull and start. The group that uses
// both caches is there sooner than one of the same image without them.
func TestExampleCaches(t *testing.T) {
	t.Parallel()
	const boot = time.Minute
	cloud := NewCloud(t, func(config *emulator.Config) { config.BootTime = boot })
	go func() { // a second of the cloud every 20 ms
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for t.Context().Err() == nil {
			<-ticker.C
			cloud.AdvanceClock(time.Second)
		}
	}()
	cli := cloud.example(t, "caches")
	cli.Run("apply", "-auto-approve", "-input=false")
	client := cloud.Client(t)
	created, err := client.CreateContainerGroup(t.Context(), &eci.CreateContainerGroupRequest{
		ContainerGroupName: "plain",
		Container:          []eci.CreateContainer{{ContainerSpec: eci.ContainerSpec{Name: "server", Image: "nginx:1.27"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	cloud.AdvanceClock(2 * boot)

	var state struct{ ContainerGroups []eci.ContainerGroup }
	cloud.StateInto(&state)
	took := map[string]time.Duration{}
	for _, group := range state.ContainerGroups {
		took[group.ContainerGroupName] = startedAfter(t, group)
	}
	if took["plain"] < boot || took["inference"] > boot*3/4 {
		t.Errorf("with the caches the group took %v to start, without them %v", took["inference"], took["plain"])
	}
	for _, call := range cloud.Calls("CreateContainerGroup") {
		if call.Parameters["ContainerGroupName"] == "inference" &&
			(call.Parameters["ImageSnapshotId"] == "" || call.Parameters["DataCacheBucket"] != "default") {
			t.Errorf("the group was created without the caches: %s", Sent(call))
		}
	}
	if err := cloud.RemoveContainerGroup(created.ContainerGroupId); err != nil {
		t.Fatal(err)
	}
	cli.Run("destroy", "-auto-approve", "-input=false")
}

// startedAfter is the time from the creation of a group to the start of its first container.
func startedAfter(t *testing.T, group eci.ContainerGroup) time.Duration {
	t.Helper()
	created, err := time.Parse(time.RFC3339, group.CreationTime)
	if err != nil {
		t.Fatal(err)
	}
	if state := group.Containers[0].CurrentState; state == nil || state.State != "Running" {
		t.Fatalf("%s does not run: %+v", group.ContainerGroupName, state)
	}
	started, err := time.Parse(time.RFC3339, group.Containers[0].CurrentState.StartTime)
	if err != nil {
		t.Fatal(err)
	}
	return started.Sub(created)
}
