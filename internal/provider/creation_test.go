package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// created are the kinds of object with what is required of each.
var created = []struct{ kind, action, list, id, arguments string }{
	{"eci_container_group", "CreateContainerGroup", "ContainerGroups", "ContainerGroupId",
		`containers = { web = { image = "nginx:1.27" } }`},
	{"eci_image_cache", "CreateImageCache", "ImageCaches", "ImageCacheId",
		`images = ["nginx:1.27"]
		security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]`},
	{"eci_data_cache", "CreateDataCache", "DataCaches", "DataCacheId",
		`path = "/web"
		data_source = { url = { url = "https://data.test/web" } }
		security_group_id = "sg-1"
		vswitch_id = "vsw-1"`},
	{"eci_virtual_node", "CreateVirtualNode", "VirtualNodes", "VirtualNodeId",
		`security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]
		kubeconfig = jsonencode({ apiVersion = "v1", kind = "Config", current-context = "a",
			contexts = [{ name = "a", context = { cluster = "c", user = "u" } }],
			clusters = [{ name = "c", cluster = { server = "https://10.0.0.1:6443" } }],
			users = [{ name = "u", user = { token = "secret-token" } }] })`},
}

// creationTest is a test of one kind of object.
type creationTest struct {
	cloud   *acctest.Cloud
	session *acctest.Session // it repeats no call
	kind    string
	action  string // that creates
	// one is a resource of a name; all ask for the same.
	one func(name string) string
	// objects says which objects are in the cloud, by ID, and whether each has a mark.
	objects func() map[string]bool
}

// eachKind runs a test for each kind of object.
func eachKind(t *testing.T, test func(t *testing.T, c creationTest)) {
	t.Helper()
	for _, kind := range created {
		t.Run(kind.kind, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			session := cloud.Session(t, "max_retries = 0")
			one := func(name string) string {
				return fmt.Sprintf("resource %q %q {\nname = \"web\"\n%s\n}\n", kind.kind, name, kind.arguments)
			}
			test(t, creationTest{cloud, session, kind.kind, kind.action, one, func() map[string]bool {
				var state map[string][]map[string]any
				cloud.StateInto(&state)
				marked := map[string]bool{}
				for _, object := range state[kind.list] {
					tags, _ := object["Tags"].([]any)
					marked[object[kind.id].(string)] = len(tags) == 1 && tags[0].(map[string]any)["Key"] == creation.TagKey
				}
				return marked
			}})
		})
	}
}

func setFault(t *testing.T, cloud *acctest.Cloud, fault rpc.Fault) {
	t.Helper()
	if err := cloud.SetFaults([]rpc.Fault{fault}); err != nil {
		t.Fatal(err)
	}
}

var noUntag = rpc.Fault{Action: "UntagResources", Kind: rpc.FaultError, HTTPStatus: http.StatusForbidden, Code: "Forbidden.RAM",
	Message: "Not authorized."}

// A creation without a complete answer is an error, leaves nothing in state, and is found by the next process.
func TestCreationWithoutAnswer(t *testing.T) {
	for name, fault := range map[string]rpc.Fault{
		"lost":  {Kind: rpc.FaultDropResponse},
		"empty": {Kind: rpc.FaultAnswer, Body: `{}`},
		"null":  {Kind: rpc.FaultAnswer, Body: `null`},
		"no ID": {Kind: rpc.FaultAnswer, Body: `{"RequestId":"R"}`},
	} {
		t.Run(name, func(t *testing.T) {
			eachKind(t, func(t *testing.T, c creationTest) {
				fault.Action = c.action
				setFault(t, c.cloud, fault)
				diagnostics := c.session.Apply(c.one("web"))
				if len(diagnostics) != 1 || diagnostics[0].Severity != "error" ||
					!strings.Contains(diagnostics[0].Detail, "the next apply in this directory finds it") {
					t.Errorf("%+v", diagnostics)
				}
				if left := c.session.Refresh(); len(left) > 0 || len(c.objects()) != 1 {
					t.Errorf("%+v; objects are %v", left, c.objects())
				}
				c.cloud.ClearFaults()
				next := c.session.Another()
				if diagnostics := next.Apply(c.one("web")); len(diagnostics) > 0 {
					t.Fatalf("%+v", diagnostics)
				}
				next.Close()
				id := next.Value(c.kind + ".web").GetAttr("id").AsString()
				if marked, exists := c.objects()[id]; len(c.objects()) != 1 || !exists || marked {
					t.Errorf("%s is in state, in the cloud are %v", id, c.objects())
				}
				next.Apply("")
			})
		})
	}
}

// What the credentials cannot take the mark off is not adopted, and nothing else is created instead.
func TestOrphanWithoutRightToUntag(t *testing.T) {
	eachKind(t, func(t *testing.T, c creationTest) {
		setFault(t, c.cloud, rpc.Fault{Action: c.action, Kind: rpc.FaultDropResponse})
		c.session.Apply(c.one("web"))
		setFault(t, c.cloud, noUntag)
		diagnostics := c.session.Another().Apply(c.one("web"))
		if len(diagnostics) != 1 || len(c.objects()) != 1 {
			t.Fatalf("%+v; objects are %v", diagnostics, c.objects())
		}
		for id := range c.objects() {
			for _, part := range []string{id, "eci:UntagResources", "Forbidden.RAM", "delete it"} {
				if !strings.Contains(diagnostics[0].Detail, part) {
					t.Errorf("%q does not say %q", diagnostics[0].Detail, part)
				}
			}
		}
		c.cloud.ClearFaults()
		last := c.session.Another()
		last.Apply(c.one("web"))
		if len(c.objects()) != 1 {
			t.Errorf("objects are %v", c.objects())
		}
		last.Apply("")
	})
}

// Equal resources are several objects: of one state and of two, at once and one after the other, with and without the right to take
// off marks. What one destroys is its own.
func TestEqualResourcesAreSeveralObjects(t *testing.T) {
	for name, fault := range map[string]rpc.Fault{"untag": {Action: "UntagResources", Kind: rpc.FaultDelay}, "no untag": noUntag} {
		t.Run(name, func(t *testing.T) {
			eachKind(t, func(t *testing.T, c creationTest) {
				if c.action == "CreateDataCache" {
					return // a bucket and a path are one data cache
				}
				setFault(t, c.cloud, fault)
				other, third := c.session.Another(), c.session.Another() // as other aliases, or other states
				apply := func(s *acctest.Session, config string, want int) {
					t.Helper()
					for _, d := range s.Apply(config) {
						if d.Severity == "error" {
							t.Errorf("%+v", d)
						}
					}
					if len(c.objects()) != want {
						t.Errorf("objects are %v, want %d", c.objects(), want)
					}
				}
				apply(c.session, c.one("web"), 1)
				apply(other, c.one("web"), 2)
				apply(third, c.one("web"), 3)
				apply(c.session, c.one("web")+c.one("second"), 4)
				c.session.Close()
				other.Close()
				apply(c.session, c.one("web")+c.one("second")+c.one("third"), 5)
				c.session.Refresh()
				apply(c.session, c.one("web"), 3)
				apply(c.session, "", 2)
				for _, d := range other.Refresh() {
					if d.Severity == "error" {
						t.Errorf("%+v", d)
					}
				}
				apply(other, "", 1)
				apply(third, "", 0)
				c.cloud.ClearFaults()
			})
		})
	}
}
