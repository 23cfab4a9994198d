package emulator

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func kubeConfig(server string) string {
	return base64.StdEncoding.EncodeToString([]byte(`apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "` + server + `"}}]
users: [{name: node, user: {token: hush}}]
`))
}

// nodeOf makes the parameters of a virtual node, changed by pairs; an empty value removes a parameter.
func nodeOf(pairs ...string) url.Values {
	return changed(params("VirtualNodeName", "node", "KubeConfig", kubeConfig("https://10.0.0.1:6443"),
		"VSwitchId", "vsw-full-a,vsw-x-b,vsw-x-c", "SecurityGroupId", "sg-1"), pairs)
}

func (c *cloudTest) createNode(pairs ...string) string {
	c.Helper()
	return must[wire.CreateVirtualNodeResponse](c, "CreateVirtualNode", nodeOf(pairs...)).VirtualNodeId
}

func (c *cloudTest) nodes(pairs ...string) []wire.VirtualNode {
	c.Helper()
	return must[wire.DescribeVirtualNodesResponse](c, "DescribeVirtualNodes", params(pairs...)).VirtualNodes
}

func (c *cloudTest) node(id string) wire.VirtualNode {
	c.Helper()
	nodes := c.nodes("VirtualNodeIds", `["`+id+`"]`)
	if len(nodes) != 1 {
		c.Fatalf("%d virtual nodes have the id %s", len(nodes), id)
	}
	return nodes[0]
}

func TestVirtualNodeLifeCycle(t *testing.T) {
	c := newCloud(t)
	id := c.createNode("EnablePublicNetwork", "true", "Tag.1.Key", "k", "Taint.1.Key", "t", "Taint.1.Effect", "NoSchedule",
		"CustomResources", "example.com/gpu=2", "ClusterDNS", "10.0.0.10,fd00::a", "ClusterDomain", "cluster.local")
	n := c.node(id)
	want(t, "status", n.Status, "Pending")
	want(t, "public address", n.InternetIp, "")
	c.refused("UpdateVirtualNode", params("VirtualNodeId", id, "VirtualNodeName", "new"), "IncorrectStatus")
	c.wait(3 * time.Second)
	n = c.node(id)
	want(t, "status", n.Status, "Ready")
	want(t, "vSwitch", n.VirtualNodeVSwitchId, "vsw-x-b")
	want(t, "security group", n.VirtualNodeSecurityGroupId, "sg-1")
	want(t, "public address", strings.HasPrefix(n.InternetIp, "203."), true)
	want(t, "events", reasons(n.Events), "Creating Created")
	want(t, "zone", n.ZoneId, "cn-hangzhou-b")
	want(t, "zones", n.ZoneIds, []string{"cn-hangzhou-a", "cn-hangzhou-b", "cn-hangzhou-c"})
	want(t, "vSwitches", n.VSwitchIds, []string{"vsw-full-a", "vsw-x-b", "vsw-x-c"})
	want(t, "cluster", len(n.ClusterId), 33)

	must[wire.Empty](c, "UpdateVirtualNode", params("VirtualNodeId", id, "VirtualNodeName", "new", "ClusterDNS", "10.0.0.11", "Tag.1.Key",
		"l"))
	n = c.node(id)
	want(t, "name", n.VirtualNodeName, "new")
	want(t, "tags", n.Tags, []wire.Tag{{Key: "k", Value: ""}, {Key: "l", Value: ""}})
	c.refused("UpdateVirtualNode", params("VirtualNodeId", id, "VirtualNodeName", "New"), "InvalidParameter")
	c.refused("UpdateVirtualNode", params("VirtualNodeId", id, "Taint.1.Key", "t"), "InvalidParameter")
	c.refused("UpdateVirtualNode", params("VirtualNodeId", "vnd-unknown"), "InvalidParameter.NotFound")

	pod := c.create(group("Tag.1.Key", "NodeName", "Tag.1.Value", "cn-hangzhou."+id))
	c.refused("DeleteVirtualNode", params("VirtualNodeId", id), "VirtualNode.DELETE.FAILED")
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", pod))
	must[wire.Empty](c, "DeleteVirtualNode", params("VirtualNodeId", id))
	must[wire.Empty](c, "DeleteVirtualNode", params("VirtualNodeId", id)) // as if it were there
	want(t, "left", len(c.nodes()), 0)
}

func TestVirtualNodeFails(t *testing.T) {
	for name, test := range map[string]struct{ config, event string }{
		"unknown host": {kubeConfig("https://cluster.invalid"), "cluster.invalid"},
		"no server":    {kubeConfig(""), "no server"},
		"not YAML":     {base64.StdEncoding.EncodeToString([]byte("hush: [")), "no cluster"},
		"another kind": {base64.StdEncoding.EncodeToString([]byte("kind: Pod")), "no cluster"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			id := c.createNode("KubeConfig", test.config)
			c.wait(3 * time.Second)
			n := c.node(id)
			want(t, "status", n.Status, "Failed")
			last := n.Events[len(n.Events)-1]
			if last.Type != "Warning" || !strings.Contains(last.Message, test.event) || strings.Contains(last.Message, "hush") {
				t.Errorf("%+v lacks %q, or tells a secret", last, test.event)
			}
			must[wire.Empty](c, "DeleteVirtualNode", params("VirtualNodeId", id))
		})
	}
}

func TestDescribeVirtualNodes(t *testing.T) {
	c := newCloud(t)
	a := c.createNode("VirtualNodeName", "node-a", "Tag.1.Key", "env")
	b := c.createNode("VirtualNodeName", "", "KubeConfig", kubeConfig("https://x.invalid"), "ResourceGroupId", "rg-b")
	c.wait(3 * time.Second)
	for name, test := range map[string]struct {
		pairs []string
		want  []string
	}{
		"all":    {nil, []string{a, b}},
		"ids":    {[]string{"VirtualNodeIds", `["` + b + `","vnd-unknown"]`}, []string{b}},
		"name":   {[]string{"VirtualNodeName", "node-a"}, []string{a}},
		"status": {[]string{"Status", "Failed"}, []string{b}},
		"group":  {[]string{"ResourceGroupId", "rg-b"}, []string{b}},
		"tag":    {[]string{"Tag.1.Key", "env"}, []string{a}},
	} {
		var got []string
		for _, n := range c.nodes(test.pairs...) {
			got = append(got, n.VirtualNodeId)
		}
		want(t, name, got, test.want)
	}
	c.refused("DescribeVirtualNodes", params("Status", "Cleaned"), "InvalidParameter")
	c.refused("DescribeVirtualNodes", params("VirtualNodeIds", "["+strings.Repeat(`"vnd-1",`, 20)+`"vnd-1"]`),
		"InvalidParameter.LengthExceeded")
}

func TestCreateVirtualNodeRefuses(t *testing.T) {
	c := newCloud(t)
	for name, test := range map[string]struct {
		values url.Values
		code   string
	}{
		"no kubeconfig":     {nodeOf("KubeConfig", ""), "MissingParameter"},
		"plain kubeconfig":  {nodeOf("KubeConfig", "kind: Config"), "InvalidParameter"},
		"name":              {nodeOf("VirtualNodeName", "Node"), "InvalidParameter"},
		"no vSwitch":        {nodeOf("VSwitchId", ""), "MissingParameter"},
		"full vSwitch":      {nodeOf("VSwitchId", "vsw-full"), "InvalidVSwitchId.IpNotEnough"},
		"no security group": {nodeOf("SecurityGroupId", ""), "MissingParameter"},
		"zone":              {nodeOf("ZoneId", "cn-hangzhou-d"), "OperationDenied.VswZoneMisMatch"},
		"two addresses":     {nodeOf("EnablePublicNetwork", "true", "EipInstanceId", "eip-1"), "InvalidParameter"},
		"taint effect":      {nodeOf("Taint.1.Key", "k", "Taint.1.Effect", "Never"), "InvalidParameter"},
		"no taint key":      {nodeOf("Taint.1.Effect", "NoSchedule"), "MissingParameter"},
		"custom resource":   {nodeOf("CustomResources", "gpu"), "InvalidParameter"},
		"DNS":               {nodeOf("ClusterDNS", "dns.test"), "InvalidParameter"},
	} {
		t.Run(name, func(*testing.T) { c.refused("CreateVirtualNode", test.values, test.code) })
	}
	want(t, "nodes", len(c.nodes()), 0)
}

// Nothing that the emulator keeps or tells holds a kubeconfig.
func TestKubeConfigIsNotKept(t *testing.T) {
	c := newCloud(t)
	c.createNode()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := c.server.Save(path); err != nil {
		t.Fatal(err)
	}
	saved, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, journal := c.control("GET", "requests", "")
	if !strings.Contains(journal, "CreateVirtualNode") {
		t.Error("the journal is empty")
	}
	for _, secret := range []string{"hush", kubeConfig("https://10.0.0.1:6443")} {
		if strings.Contains(string(saved), secret) || strings.Contains(journal, secret) {
			t.Errorf("%q is kept", secret)
		}
	}
}
