// Package acctest lets tests apply configurations with the real Terraform CLI against an emulated cloud of their own.
package acctest

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// Region, AccessKey and SecretKey are those of the emulated account.
const (
	Region    = "cn-hangzhou"
	AccessKey = "acctest"
	SecretKey = "acctest-secret"
)

// Cloud is an emulated cloud that ends with the test.
type Cloud struct {
	*emulator.Server
	// URL is the address of the API.
	URL string
	t   testing.TB
}

// NewCloud starts an emulated cloud. Groups boot at once unless configure says otherwise.
func NewCloud(t testing.TB, configure ...func(*emulator.Config)) *Cloud {
	t.Helper()
	cloud := newCloud(t, configure)
	listener := httptest.NewServer(cloud)
	t.Cleanup(listener.Close)
	cloud.URL = listener.URL
	return cloud
}

// newCloud makes a cloud that has no address yet.
func newCloud(t testing.TB, configure []func(*emulator.Config)) *Cloud {
	t.Helper()
	config := emulator.Config{
		Keys:     []rpc.Key{{ID: AccessKey, Secret: SecretKey}},
		BootTime: 30 * time.Millisecond,
		Seed:     1,
	}
	for _, change := range configure {
		change(&config)
	}
	server, err := emulator.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &Cloud{Server: server, t: t}
}

// Provider is a provider block for the cloud, with more arguments if given.
func (c *Cloud) Provider(arguments ...string) string {
	var block strings.Builder
	fmt.Fprintf(&block, "provider \"eci\" {\n  region     = %q\n  endpoint   = %q\n  access_key = %q\n  secret_key = %q\n",
		Region, c.URL, AccessKey, SecretKey)
	for _, argument := range arguments {
		block.WriteString("  " + argument + "\n")
	}
	return block.String() + "}\n"
}

// Factories serve the provider to Terraform from within the test, and hold it to what the framework says.
var Factories = map[string]func() (tfprotov6.ProviderServer, error){
	"eci": func() (tfprotov6.ProviderServer, error) { return newCheckedServer(), nil },
}

// Test runs steps against the cloud in parallel to other tests. Each configuration gets the cloud's provider block, and
// at the end nothing may be left in the cloud but what was there before.
func (c *Cloud) Test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	c.TestCase(t, resource.TestCase{Steps: steps})
}

// TestCase is Test with all that a test case can say.
func (c *Cloud) TestCase(t *testing.T, test resource.TestCase) {
	t.Helper()
	for i := range test.Steps {
		if step := &test.Steps[i]; step.Config != "" {
			step.Config = c.Provider() + step.Config
		}
	}
	test.IsUnitTest = true
	test.ProtoV6ProviderFactories = Factories
	before := c.objects()
	resource.ParallelTest(t, test)
	c.checkLeft(t, before)
}

// checkEmpty reports objects that are left in the cloud.
func (c *Cloud) checkEmpty(t *testing.T) {
	t.Helper()
	c.checkLeft(t, objects{})
}

func (c *Cloud) checkLeft(t *testing.T, before objects) {
	t.Helper()
	// A list without members and none at all read the same.
	if left, was := fmt.Sprintf("%+v", c.objects()), fmt.Sprintf("%+v", before); left != was {
		t.Errorf("left in the cloud: %s, before: %s", left, was)
	}
}

// objects are the ids of all objects of a cloud.
type objects struct {
	ContainerGroups []struct{ ContainerGroupId string }
	ImageCaches     []struct{ ImageCacheId string }
	DataCaches      []struct{ DataCacheId string }
	VirtualNodes    []struct{ VirtualNodeId string }
}

func (c *Cloud) objects() objects {
	c.t.Helper()
	var all objects
	c.StateInto(&all)
	return all
}

// StateInto decodes the objects of the cloud, as the API would return them, into a struct with the wanted fields.
func (c *Cloud) StateInto(into any) {
	c.t.Helper()
	text, err := json.Marshal(c.State())
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// Calls returns the journal's entries for an action, or all for an empty one.
func (c *Cloud) Calls(action string) []rpc.Entry {
	var entries []rpc.Entry
	for _, entry := range c.Journal() {
		if action == "" || entry.Action == action {
			entries = append(entries, entry)
		}
	}
	return entries
}
