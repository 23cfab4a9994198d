// Package acctest lets tests apply configurations against an emulated cloud of their own. From the cheapest to the dearest, a test has
//
//   - a Session: the provider within the test, without Terraform. It is for what one resource does: validation, the plan of a value,
//     what is sent, errors. OnFalseClock gives it a clock on which hours pass at once, for all that waits, times out, is retried or
//     shares calls;
//
//   - Cloud.Test: steps of configurations that the real Terraform CLI applies, with checks of plan and state. After each step another
//     plan has to be empty, and at the end nothing may be left in the cloud. It is for what Terraform and provider do together, and
//     every behaviour has one such test. A step costs two processes of Terraform, a plan check two more, a state check one, the end one;
//
//   - Cloud.CLI: single commands of the CLI, for what steps cannot say: output as users see it, state commands, what happens in between;
//
//   - Cloud.CLIWithProcess: the same with the provider as a process of its own, for signals, logs and the environment.
//
// The first two look like this:
//
//	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
//		diagnostics := session.Apply(`resource "eci_container_group" "test" { ... }`)
//		...
//	})
//
//	cloud := acctest.NewCloud(t)
//	cloud.Test(t, resource.TestStep{Config: `resource "eci_container_group" "test" { ... }`})
//
// NewAccount is for tests that hold for any account, TestAcc…, which make testlive runs against the real service.
//
// Tests must not depend on how fast a machine is: they wait for conditions, such as calls in Cloud.Calls, move the cloud's clock by
// AdvanceClock, or run on a false clock. make test counts the processes of Terraform and fails beyond a figure in GNUmakefile, so let one
// configuration show several things: TestUpdates, TestReplacements and TestDrift make a resource for each.
//
// A package that runs Terraform has
//
//	func TestMain(m *testing.M) { acctest.Main(m) }
package acctest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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
	URL       string
	transport http.RoundTripper // the way to it, nil for the network
	t         testing.TB
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

		RefuseUnknownParameters: true,
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

// Provider is a provider block for the cloud, with more arguments if given; one replaces another of its name.
func (c *Cloud) Provider(arguments ...string) string {
	standard := []string{fmt.Sprintf("region = %q", Region), fmt.Sprintf("endpoint = %q", c.URL), fmt.Sprintf("access_key = %q", AccessKey),
		fmt.Sprintf("secret_key = %q", SecretKey)}
	return "provider \"eci\" {\n  " + strings.Join(replaced(standard, arguments), "\n  ") + "\n}\n"
}

// Test runs steps against the cloud, as Run does. Each configuration gets the cloud's provider block, and at the end nothing may be
// left in the cloud but what was there before.
func (c *Cloud) Test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if step := &steps[i]; step.Config != "" {
			step.Config = c.Provider() + step.Config
		}
	}
	before := c.objects()
	Run(t, steps...)
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
