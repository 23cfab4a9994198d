package conformance

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// unsent are the parameters of container groups that no configuration makes the provider send, by name or beginning of
// the name, with the reason.
var unsent = map[string]map[string]string{
	"CreateContainerGroup": {
		"CpuOptionsNuma": "not open to the public",
		"DryRun":         "nothing is created with it",
	},
	"UpdateContainerGroup": {
		"Tag":                   "TagResources and UntagResources, which can also remove, do it",
		"UpdateType":            "RenewUpdate, the default, is what a full list needs",
		"InitContainer.N.Stdin": "creation does not take it for init containers",
		"InitContainer.N.Tty":   "creation does not take it for init containers",
	},
}

// index is a position in a list, as a parameter's name has it.
var index = regexp.MustCompile(`\.\d+(\.|$)`)

// sent are the names of the parameters that calls of an action had.
func sent(cloud *acctest.Cloud, action string) map[string]bool {
	parameters := map[string]bool{}
	for _, call := range cloud.Calls(action) {
		for name := range call.Parameters {
			parameters[index.ReplaceAllString(name, ".N$1")] = true
		}
	}
	return parameters
}

// TestProviderSendsEveryParameter applies configurations that use every attribute, and looks at what has been sent.
func TestProviderSendsEveryParameter(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.AddDataCache(acctest.Region, "default", "/model")
	generation := func(name string, n int) resource.TestStep {
		text, err := os.ReadFile("../service/containergroup/testdata/" + name + "/main.tf")
		if err != nil {
			t.Fatal(err)
		}
		return resource.TestStep{Config: string(text), ConfigVariables: config.Variables{"generation": config.IntegerVariable(n)}}
	}
	cloud.Test(t,
		generation("sized", 1), generation("sized", 2), generation("typed", 1), generation("typed", 2),
		resource.TestStep{
			Config: `
resource "eci_container_group" "cached" {
  name           = "cached"
  image_cache_id = "imc-test"
  containers     = { main = { image = "nginx" } }
}`,
			ExpectError: regexp.MustCompile("ImageSnapshot.NotFound"), // the parameter is sent; there is no such cache
		},
	)
	for action, reasons := range unsent {
		known, parameters := table(t, requestsFile)[action], sent(cloud, action)
		unused := maps.Clone(reasons)
		for line := range known {
			name, _, _ := strings.Cut(line, " ")
			omitted := false
			for prefix := range reasons {
				if strings.HasPrefix(name, prefix) {
					omitted = true
					delete(unused, prefix)
				}
			}
			if parameters[name] == omitted {
				t.Errorf("%s %s: sent %v, but among the omissions %v", action, name, parameters[name], omitted)
			}
		}
		for prefix := range unused {
			t.Errorf("%s has no parameter %s", action, prefix)
		}
	}
}
