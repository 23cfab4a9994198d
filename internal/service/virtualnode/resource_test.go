package virtualnode_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

const address = "eci_virtual_node.test"

var at = acctest.At(address)

// kubeconfig is one for a cluster of which the host is server.
func kubeconfig(server string) string {
	return fmt.Sprintf(`yamlencode({
  apiVersion      = "v1"
  kind            = "Config"
  current-context = "admin"
  contexts        = [{ name = "admin", context = { cluster = "test", user = "admin" } }]
  clusters        = [{ name = "test", cluster = { server = "https://%s:6443" } }]
  users           = [{ name = "admin", user = { token = "secret-token" } }]
})`, server)
}

// node is a configuration of what is required, with more attributes if given; an attribute replaces one of its name.
func node(attributes ...string) string {
	required := []string{`name = "edge"`, `security_group_id = "sg-1"`, `vswitch_ids = ["vsw-1"]`, `kubeconfig = ` + kubeconfig("10.0.0.1")}
	return acctest.Block("eci_virtual_node", required, attributes...)
}

var maximum = `
resource "eci_virtual_node" "test" {
  region                = "cn-hangzhou"
  name                  = "edge"
  resource_group_id     = "rg-1"
  kubeconfig_wo         = ` + kubeconfig("10.0.0.1") + `
  kubeconfig_wo_version = 1
  tls_bootstrap_enabled = true
  taints = [
    { key = "team", value = "web", effect = "NoExecute" },
    { key = "batch", effect = "PreferNoSchedule" },
  ]
  custom_resources      = { "example.com/device" = 2, "example.com/licence" = 1 }
  cluster_dns           = ["10.0.0.10", "10.0.0.11"]
  cluster_domain        = "cluster.local"
  security_group_id     = "sg-1"
  vswitch_ids           = ["vsw-1", "vsw-2"]
  enable_public_network = true
  tags                  = { team = "web" }
}`

func TestMaximum(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	cloud.Test(t,
		resource.TestStep{
			Config: maximum,
			// What schedules Pods onto the node is known before there is one.
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(address, tfjsonpath.New("labels").AtMapKey("type"), knownvalue.StringExact("virtual-kubelet")),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("node_selector").AtMapKey("k8s.aliyun.com/vnode"), knownvalue.StringExact("true")),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("tolerations").AtSliceIndex(1).AtMapKey("key"), knownvalue.StringExact("batch")),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("node_name")),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(
				at.KeepID(&id),
				resource.TestCheckResourceAttr(address, "status", "Ready"),
				resource.TestMatchResourceAttr(address, "node_name", regexp.MustCompile(`^cn-hangzhou\.vnd-`)),
				resource.TestCheckResourceAttr(address, "node_selector.k8s.aliyun.com/vnode", "true"),
				resource.TestCheckResourceAttr(address, "tolerations.#", "3"),
				resource.TestCheckResourceAttr(address, "tolerations.0.key", "k8s.aliyun.com/vnode"),
				resource.TestCheckResourceAttr(address, "tolerations.0.operator", "Equal"),
				resource.TestCheckResourceAttr(address, "tolerations.1.key", "batch"),
				resource.TestCheckResourceAttr(address, "tolerations.2.value", "web"),
				resource.TestCheckResourceAttr(address, "vswitch_id", "vsw-1"),
				resource.TestCheckResourceAttrSet(address, "internet_ip"),
				resource.TestCheckNoResourceAttr(address, "kubeconfig_wo"),
				func(*terraform.State) error {
					sent := acctest.Sent(cloud.Calls("CreateVirtualNode")[0], "KubeConfig")
					if want := "ClusterDNS=10.0.0.10,10.0.0.11 ClusterDomain=cluster.local CustomResources=example.com/device=2,example.com/licence=1 " +
						"EnablePublicNetwork=true"; !strings.HasPrefix(sent, want) {
						return fmt.Errorf("sent %s", sent)
					}
					return nil
				},
			),
		},
		resource.TestStep{Config: `removed {
  from = eci_virtual_node.test
  lifecycle { destroy = false }
}`},
		resource.TestStep{
			ResourceName: address, Config: maximum, ImportState: true, ImportStatePersist: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return id, nil },
		},
		// Nothing is replaced for what ECI does not return.
		resource.TestStep{Config: maximum, ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(at.SameID(&id), resource.TestCheckResourceAttr(address, "tolerations.#", "3"))},
	)
}

// TestKubeconfigIsEncoded lets the emulator's answer show that the text has arrived: it derives the cluster from it.
func TestKubeconfigIsEncoded(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{Config: node(), Check: func(*terraform.State) error {
		var state struct {
			VirtualNodes []struct {
				ClusterID string `json:"ClusterId"`
			}
		}
		cloud.StateInto(&state)
		if state.VirtualNodes[0].ClusterID == "" {
			return fmt.Errorf("ECI found no cluster in the kubeconfig")
		}
		for _, call := range cloud.Calls("CreateVirtualNode") {
			if text := call.Parameters["KubeConfig"]; strings.Contains(text, base64.StdEncoding.EncodeToString([]byte("secret"))[:6]) {
				return fmt.Errorf("the journal holds the kubeconfig")
			}
		}
		return nil
	}})
}

// TestUpdates makes changes in place and looks at what has been sent.
func TestUpdates(t *testing.T) {
	acctest.NewCloud(t).TestUpdates(t, "eci_virtual_node", "UpdateVirtualNode", "VirtualNodeId", nil,
		func(_ int, attribute string) string { return node(attribute) },
		acctest.Edit{To: `name = "other"`, Sent: "VirtualNodeName=other"},
		acctest.Edit{To: `custom_resources = { "example.com/device" = 3 }`, Sent: "CustomResources=example.com/device=3"},
		acctest.Edit{To: `cluster_dns = ["10.0.0.12"]`, Sent: "ClusterDNS=10.0.0.12"},
		acctest.Edit{To: `cluster_domain = "other.local"`, Sent: "ClusterDomain=other.local"},
	)
}

func TestReplacements(t *testing.T) {
	acctest.NewCloud(t).TestReplacements(t, "eci_virtual_node", func(_ int, attribute string) string { return node(attribute) },
		acctest.Edit{From: ``, To: `kubeconfig = ` + kubeconfig("10.0.0.2")},
		acctest.Edit{From: ``, To: `taints = [{ key = "team", effect = "NoSchedule" }]`},
		acctest.Edit{From: `taints = [{ key = "team", effect = "NoSchedule" }]`, To: `taints = [{ key = "team", effect = "NoExecute" }]`},
		acctest.Edit{From: ``, To: `tls_bootstrap_enabled = true`},
		acctest.Edit{From: ``, To: `security_group_id = "sg-2"`},
		acctest.Edit{From: ``, To: `zone_id = "cn-hangzhou-h"`},
		acctest.Edit{From: ``, To: `region = "cn-beijing"`},
		acctest.Edit{From: ``, To: `eip_instance_id = "eip-1"`},
		acctest.Edit{From: ``, To: `enable_public_network = true`},
		acctest.Edit{From: ``, To: `resource_group_id = "rg-2"`},
		acctest.Edit{From: ``, To: `vswitch_ids = ["vsw-2"]`},
		acctest.Edit{From: `cluster_dns = ["10.0.0.12"]`, To: ``},
		acctest.Edit{From: `cluster_domain = "cluster.local"`, To: ``},
		acctest.Edit{From: `custom_resources = { "example.com/device" = 3 }`, To: ``},
	)
}

// TestWriteOnlyKubeconfig replaces the node when the version changes, and only then.
func TestWriteOnlyKubeconfig(t *testing.T) {
	config := func(server string, version int) string {
		return strings.Replace(node(`kubeconfig_wo = `+kubeconfig(server), fmt.Sprintf(`kubeconfig_wo_version = %d`, version)),
			"kubeconfig = "+kubeconfig("10.0.0.1"), "", 1)
	}
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: config("10.0.0.1", 1)},
		resource.TestStep{Config: config("10.0.0.2", 1), ConfigPlanChecks: at.Action(plancheck.ResourceActionNoop)},
		resource.TestStep{Config: config("10.0.0.2", 2), ConfigPlanChecks: at.Action(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestMoreVSwitches keeps the node where it is.
func TestMoreVSwitches(t *testing.T) {
	var id string
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: node(), Check: at.KeepID(&id)},
		resource.TestStep{Config: node(`vswitch_ids = ["vsw-2", "vsw-1"]`), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: at.SameID(&id)},
	)
}

func TestDrift(t *testing.T) {
	cloud := acctest.NewCloud(t)
	patch := func(id string, patch []byte) error {
		_, err := cloud.PatchVirtualNode(id, patch)
		return err
	}
	cloud.TestDrift(t, address, node(`resource_group_id = "rg-1"`, `tags = { team = "web" }`), patch,
		acctest.Drift{Patch: `{"VirtualNodeName":"other"}`, Attribute: "name"},
		acctest.Drift{Patch: `{"ResourceGroupId":"rg-2"}`, Attribute: "resource_group_id"},
		acctest.Drift{Patch: `{"VirtualNodeSecurityGroupId":"sg-2"}`, Attribute: "security_group_id"},
		acctest.Drift{Patch: `{"Tags":[{"Key":"team","Value":"other"}]}`, Attribute: "tags"},
	)
}

// TestDisappears creates a node again that is gone, or that ECI has cleaned up after.
func TestDisappears(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	remove := func() { acctest.Must(t, cloud.RemoveVirtualNode(id)) }
	cloud.Test(t,
		resource.TestStep{Config: node(), Check: at.KeepID(&id)},
		resource.TestStep{PreConfig: remove, Config: node(), ConfigPlanChecks: at.Action(plancheck.ResourceActionCreate), Check: at.KeepID(&id)},
		resource.TestStep{
			PreConfig: func() {
				_, err := cloud.PatchVirtualNode(id, []byte(`{"Status":"Cleaned"}`))
				acctest.Must(t, err)
			},
			Config: node(), ConfigPlanChecks: at.Action(plancheck.ResourceActionCreate),
			Check: func(s *terraform.State) error {
				acctest.Must(t, cloud.RemoveVirtualNode(id))
				return at.KeepID(&id)(s)
			},
		},
		resource.TestStep{PreConfig: remove, Config: node(), Destroy: true},
	)
}

// TestHidden lists nothing, as for a caller without rights, and expects an error rather than a second node.
func TestHidden(t *testing.T) {
	cloud := acctest.NewCloud(t)
	tagged := node(`tags = { team = "web" }`)
	cloud.Test(t,
		resource.TestStep{Config: tagged},
		resource.TestStep{
			PreConfig: func() {
				acctest.Must(t, cloud.SetFaults([]rpc.Fault{{Action: "DescribeVirtualNodes", Kind: rpc.FaultEmptyList}}))
			},
			Config:      tagged,
			ExpectError: regexp.MustCompile(`(?s)ECI does not list the object although it exists.*eci:DescribeVirtualNodes`),
		},
		resource.TestStep{PreConfig: cloud.ClearFaults, Config: tagged},
	)
}

// TestFailed names a cluster that does not exist: the node is in state, tainted, and the reason in the error.
func TestFailed(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: node(`kubeconfig = ` + kubeconfig("cluster.invalid")),
			ExpectError: regexp.MustCompile(
				`(?s)Virtual node vnd-\S+ did not become\s+Ready:\s+it\s+could\s+not\s+join\s+its\s+cluster\s+\(Failed\)\.` +
					`.*Warning events:.*lookup cluster.invalid`),
		},
		resource.TestStep{Config: node(), ConfigPlanChecks: at.Action(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestEmptyIsLikeNothing removes what says no more than what is left out.
func TestEmptyIsLikeNothing(t *testing.T) {
	var id string
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: node(`eip_instance_id = "eip-1"`, `enable_public_network = false`, `taints = []`, `custom_resources = {}`,
			`cluster_dns = []`), Check: at.KeepID(&id)},
		resource.TestStep{Config: node(`eip_instance_id = "eip-1"`), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: at.SameID(&id)},
	)
}

func TestTimeout(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		diagnostics := session.Apply(node(`timeouts = { create = "20m" }`))
		want := "did not become Ready in time; it is in status Pending."
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, want) {
			t.Errorf("got %+v, want an error that says %q", diagnostics, want)
		}
	}, func(config *emulator.Config) { config.BootTime = time.Hour })
}

// TestNodeInUse does not delete a node with pods: the error says what to do.
func TestNodeInUse(t *testing.T) {
	cloud := acctest.NewCloud(t)
	pod := `
resource "eci_container_group" "pod" {
  name       = "pod"
  containers = { main = { image = "nginx:1.27" } }
  tags       = { NodeName = eci_virtual_node.test.node_name }
}`
	cloud.Test(t,
		resource.TestStep{Config: node() + pod},
		resource.TestStep{
			Config: strings.Replace(pod, "eci_virtual_node.test.node_name",
				"one([for n in data.eci_virtual_nodes.all.virtual_nodes : n.node_name])", 1) + "\ndata \"eci_virtual_nodes\" \"all\" {}\n",
			ExpectError: regexp.MustCompile(`(?s)Pods still run on the virtual node.*VirtualNode\.DELETE\.FAILED`),
		},
		resource.TestStep{Config: node() + pod}, // so that the end destroys the pod first
	)
}

func TestThrottled(t *testing.T) {
	cloud := acctest.NewCloud(t)
	acctest.Must(t, cloud.SetFaults([]rpc.Fault{
		{Action: "CreateVirtualNode", Kind: rpc.FaultThrottle, Count: 1},
		{Action: "CreateVirtualNode", Kind: rpc.FaultDropResponse, Count: 1},
		{Action: "DescribeVirtualNodes", Kind: rpc.FaultThrottle, Count: 1},
	}))
	cloud.Test(t, resource.TestStep{Config: node()}) // one node, as nothing is left at the end
}

// TestUnknown applies values that are known only after another resource exists, whole collections included.
func TestUnknown(t *testing.T) {
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: `
resource "terraform_data" "later" {
  input = {
    kubeconfig = ` + kubeconfig("10.0.0.1") + `
    taints     = [{ key = "team", value = "web", effect = "NoSchedule" }]
    resources  = { "example.com/device" = 2 }
    dns        = ["10.0.0.10"]
    vswitches  = ["vsw-1"]
    tags       = { team = "web" }
  }
}
` + node(`kubeconfig = terraform_data.later.output.kubeconfig`, `taints = terraform_data.later.output.taints`,
			`custom_resources = terraform_data.later.output.resources`, `cluster_dns = terraform_data.later.output.dns`,
			`vswitch_ids = terraform_data.later.output.vswitches`, `tags = terraform_data.later.output.tags`),
		Check: resource.TestCheckResourceAttr(address, "tolerations.#", "2"),
	})
}

// TestEmptyTaint gives a taint an empty value in place of none, which is the same.
func TestEmptyTaint(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		for _, value := range []string{"null", `""`, "null"} {
			if diagnostics := session.Apply(node(`taints = [{ key = "a", value = ` + value + `, effect = "NoSchedule" }]`)); len(diagnostics) > 0 {
				t.Errorf("%s: %+v", value, diagnostics)
			}
		}
		if calls := cloud.Calls("CreateVirtualNode"); len(calls) != 1 {
			t.Errorf("%d nodes were created", len(calls))
		}
	})
}

func TestRefusedAtPlan(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	tests := []struct{ name, attribute, want string }{
		{"no kubeconfig", `kubeconfig = "secret-token"`, `it is not the YAML of a kubeconfig`},
		{"two kubeconfigs", "kubeconfig_wo = " + kubeconfig("10.0.0.1") + "\nkubeconfig_wo_version = 1", `Invalid Attribute Combination`},
		{"two addresses", "eip_instance_id = \"eip-1\"\nenable_public_network = true", `Invalid Attribute Combination`},
		{"name", `name = "edge_1"`, `must consist of letters, digits, periods and hyphens`},
		{"key of a taint", `taints = [{ key = "a b", effect = "NoSchedule" }]`, `value must be a name such as app or example.com/app`},
		{"value of a taint", `taints = [{ key = "a", value = "-", effect = "NoSchedule" }]`, `value must be up to 63 letters`},
		{"taint twice", `taints = [{ key = "a", value = "x", effect = "NoSchedule" }, { key = "a", value = "y", effect = "NoSchedule" }]`,
			`taints: Two taints have the key and effect a:NoSchedule.`},
		{"resource", `custom_resources = { "a b" = 1 }`, `custom_resources["a b"]: value must be a name`},
		{"domain", `cluster_domain = "a b"`, `cluster_domain: value must be a domain`},
		{"EIP", `eip_instance_id = "1.2.3.4"`, `eip_instance_id: value must be the ID of an elastic IP address`},
		{"zone", `zone_id = "cn-beijing-a"`, `zone_id: cn-beijing-a is no zone of cn-hangzhou`},
		{"version of nothing", `kubeconfig_wo_version = 1`, `kubeconfig_wo_version: It needs kubeconfig_wo beside it.`},
		{"server", `cluster_dns = ["dns.test"]`, `must be an IP address`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			session.Refuses(t, cloud, node(test.attribute), test.want)
		})
	}
}

// TestReadsAreOneCall refreshes many nodes by their IDs.
func TestReadsAreOneCall(t *testing.T) {
	var config strings.Builder
	for i := range 8 {
		config.WriteString(strings.Replace(node(), `"test"`, fmt.Sprintf(`"test_%d"`, i), 1))
	}
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(config.String()); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		time.Sleep(time.Minute) // so that nothing that was read before is taken for new
		cloud.ClearJournal()
		if diagnostics := session.Refresh(); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		calls := cloud.Calls("DescribeVirtualNodes")
		if len(calls) != 1 || strings.Count(calls[0].Parameters["VirtualNodeIds"], "vnd-") != 8 {
			t.Errorf("8 nodes were read in %d calls: %v", len(calls), calls)
		}
	})
}

func TestDataSources(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: node(`tags = { team = "web" }`) + strings.Replace(strings.Replace(node(), `"test"`, `"other"`, 1), `"edge"`, `"other"`, 1) + `
data "eci_virtual_node" "id" { id = eci_virtual_node.test.id }
data "eci_virtual_node" "name" {
  name       = "edge"
  depends_on = [eci_virtual_node.test]
}
data "eci_virtual_nodes" "all" { depends_on = [eci_virtual_node.test, eci_virtual_node.other] }
data "eci_virtual_nodes" "found" {
  ids               = [eci_virtual_node.test.id]
  name              = "edge"
  status            = "Ready"
  resource_group_id = eci_virtual_node.test.resource_group_id
  tags              = { team = "web" }
}
data "eci_virtual_nodes" "in_group" { security_group_id = eci_virtual_node.test.security_group_id }
data "eci_virtual_nodes" "nowhere" {
  vswitch_id = "vsw-none"
  depends_on = [eci_virtual_node.test, eci_virtual_node.other]
}`,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttrPair("data.eci_virtual_node.id", "node_name", address, "node_name"),
				resource.TestCheckResourceAttrPair("data.eci_virtual_node.name", "id", address, "id"),
				resource.TestCheckResourceAttrSet("data.eci_virtual_node.id", "events.0.reason"),
				resource.TestCheckResourceAttr("data.eci_virtual_nodes.all", "ids.#", "2"),
				resource.TestCheckResourceAttr("data.eci_virtual_nodes.found", "virtual_nodes.#", "1"),
				resource.TestCheckTypeSetElemAttrPair("data.eci_virtual_nodes.in_group", "ids.*", address, "id"),
				resource.TestCheckResourceAttr("data.eci_virtual_nodes.nowhere", "virtual_nodes.#", "0"),
				resource.TestCheckResourceAttrPair("data.eci_virtual_nodes.found", "virtual_nodes.0.id", address, "id"),
			),
		},
		resource.TestStep{
			Config:      node() + `data "eci_virtual_node" "none" { id = "vnd-none" }`,
			ExpectError: regexp.MustCompile(`region cn-hangzhou has no virtual node vnd-none`),
		},
	)
}
