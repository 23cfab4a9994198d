package provider_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// kubeconfig is that of the virtual nodes.
const kubeconfig = `{"apiVersion": "v1", "kind": "Config", "current-context": "test",
	"contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
	"clusters": [{"name": "test", "cluster": {"server": "https://10.0.0.1"}}], "users": [{"name": "test", "user": {"token": "test"}}]}`

// populate makes 60 objects of all kinds.
func populate(t *testing.T, cloud *acctest.Cloud) {
	t.Helper()
	client := cloud.Client(t)
	tag, port := "web", int64(80)
	fill := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 45 {
		web := eci.ContainerSpec{Name: "web", Image: "nginx:1.27"}
		group := &eci.CreateContainerGroupRequest{ContainerGroupName: fmt.Sprintf("web-%02d", i)}
		switch i % 3 {
		case 1:
			group.Tag = []eci.Tag{{Key: "app", Value: &tag}}
			web.EnvironmentVar = []eci.EnvironmentVar{{Key: "MODE", Value: &tag}}
			web.Port = []eci.ContainerPort{{Port: &port, Protocol: "TCP"}}
			group.InitContainer = []eci.CreateInitContainer{{ContainerSpec: eci.ContainerSpec{Name: "init", Image: "busybox:1.37",
				Command: []string{"true"}}}}
		case 2:
			group.RestartPolicy = "Never"
			web.Image, web.Command = "busybox:1.37", []string{"sleep", "100000"}
			group.Volume = []eci.CreateVolume{{VolumeSpec: eci.VolumeSpec{Name: "tmp", Type: "EmptyDirVolume"}}}
			web.VolumeMount = []eci.VolumeMount{{Name: "tmp", MountPath: "/tmp"}}
		}
		group.Container = []eci.CreateContainer{{ContainerSpec: web}}
		fill(client.CreateContainerGroup(t.Context(), group))
	}
	for i := range 5 {
		fill(client.CreateImageCache(t.Context(), &eci.CreateImageCacheRequest{ImageCacheName: fmt.Sprintf("cache-%d", i),
			Image: []string{"nginx:1.27"}, SecurityGroupId: "sg-1", VSwitchId: []string{"vsw-1"}}))
		fill(client.CreateVirtualNode(t.Context(), &eci.CreateVirtualNodeRequest{VirtualNodeName: fmt.Sprintf("node-%d", i),
			KubeConfig: base64.StdEncoding.EncodeToString([]byte(kubeconfig)), SecurityGroupId: "sg-1", VSwitchId: []string{"vsw-1"}}))
		cloud.AddDataCache(acctest.Region, "default", fmt.Sprintf("/models/%d", i))
	}
	cloud.AdvanceClock(time.Hour) // everything has started
}

// TestListResources finds everything, and imports it with the configuration that Terraform writes for it.
func TestListResources(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		populate(t, cloud)
		for kind, want := range map[string]struct {
			count       int
			first, left string // left is what Terraform cannot know, and the user has to add
		}{
			"eci_container_group": {45, "web-00 (Running)", ""},
			"eci_image_cache":     {5, "cache-0 (Ready)", "security_group_id"},
			"eci_data_cache":      {5, "default:/models/0 (Available)", ""},
			"eci_virtual_node":    {5, "node-0 (Ready)", "kubeconfig"},
		} {
			found, diagnostics := session.List(fmt.Sprintf("list %q \"all\" {}", kind), 100)
			if len(diagnostics) > 0 || len(found) != want.count {
				t.Errorf("found %d of %s: %v", len(found), kind, diagnostics)
			}
			if !slices.ContainsFunc(found, func(object acctest.Listed) bool { return object.Name == want.first }) {
				t.Errorf("%s is not among %+v", want.first, found)
			}
			for _, object := range found[:min(9, len(found))] { // which are of every sort
				if kind == "eci_virtual_node" && object.Resource.GetAttr("vswitch_ids").LengthInt() != 1 {
					t.Errorf("%s asks for no vSwitch", object.Name)
				}
				plan := session.PlanGenerated(kind+".test", object)
				if want.left == "" && (plan.Action != "no-op" || len(plan.Diagnostics) > 0) ||
					want.left != "" && !strings.Contains(fmt.Sprint(plan.Diagnostics), want.left) {
					t.Errorf("%s: the plan is to %s: %v", object.Name, plan.Action, plan.Diagnostics)
				}
			}
		}

		found, diagnostics := session.List(`list "eci_container_group" "web" { tags = { app = "web" } }`, 100)
		if len(diagnostics) > 0 || len(found) != 15 {
			t.Errorf("found %d with the tag: %v", len(found), diagnostics)
		}
		found, diagnostics = session.List(`list "eci_container_group" "tens" { name_regex = "^web-1.$" }`, 100)
		if len(diagnostics) > 0 || len(found) != 10 {
			t.Errorf("found %d by the pattern: %v", len(found), diagnostics)
		}
		caches, diagnostics := session.Read(`data "eci_image_caches" "failed" { status = "Failed" }`)
		if len(diagnostics) > 0 || caches.GetAttr("image_caches").LengthInt() != 0 {
			t.Errorf("failed caches: %#v, %v", caches, diagnostics)
		}
		found, diagnostics = session.List(`list "eci_virtual_node" "some" { name_regex = "[0-2]$" }`, 100)
		if len(diagnostics) > 0 || len(found) != 3 {
			t.Errorf("found %d by the pattern: %v", len(found), diagnostics)
		}
		found, diagnostics = session.List(`list "eci_virtual_node" "elsewhere" { vswitch_id = "vsw-2" }`, 100)
		if len(diagnostics) > 0 || len(found) != 0 {
			t.Errorf("found %d elsewhere: %v", len(found), diagnostics)
		}
		cloud.ClearJournal()
		found, diagnostics = session.List(`list "eci_container_group" "some" {}`, 10)
		if len(diagnostics) > 0 || len(found) != 10 || len(cloud.Calls("DescribeContainerGroups")) != 1 {
			t.Errorf("found %d of 10 by %d calls: %v", len(found), len(cloud.Calls("DescribeContainerGroups")), diagnostics)
		}
		cloud.ClearJournal()
		_, diagnostics = session.List(`list "eci_container_group" "none" { name = "" }`, 10)
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "name: An empty string fits nothing") || len(cloud.Calls("")) > 0 {
			t.Errorf("an empty filter: %v", diagnostics)
		}
	})
}

// TestListThatFails fails on the second page: no list that lacks something passes for the whole.
func TestListThatFails(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		populate(t, cloud)
		fail := func(acctest.Listed) {
			err := cloud.SetFaults([]rpc.Fault{{Action: "DescribeContainerGroups", Kind: rpc.FaultError, Code: "Forbidden.RAM", HTTPStatus: 403}})
			if err != nil {
				t.Fatal(err)
			}
		}
		_, diagnostics := session.List(`list "eci_container_group" "all" {}`, 100, fail)
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Cannot list container groups" {
			t.Errorf("got %v", diagnostics)
		}
	})
}
