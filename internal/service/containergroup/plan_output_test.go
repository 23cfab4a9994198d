package containergroup_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

const twentieth = `c20 = { image = "nginx:1.27" }`

// usualChanges are changes of groups of 20 containers: of containers, or of other attributes. lines counts what a plan prints of each:
// what changes, what may change because of it, and nothing else.
var usualChanges = []struct {
	name                        string
	container, changedContainer string
	attribute, changedAttribute string
	lines                       int
}{
	{name: "image", container: twentieth, changedContainer: `c20 = { image = "nginx:1.28" }`, lines: 11},
	{name: "variable", container: `c20 = { image = "nginx:1.27", env = { MODE = "1" } }`,
		changedContainer: `c20 = { image = "nginx:1.27", env = { MODE = "2" } }`, lines: 13},
	{name: "probe", container: `c20 = { image = "nginx:1.27", readiness_probe = { tcp_socket = { port = 80 } } }`,
		changedContainer: `c20 = { image = "nginx:1.27", readiness_probe = { tcp_socket = { port = 80 }, period_seconds = 5 } }`, lines: 13},
	{name: "added", changedContainer: twentieth, lines: 22},
	{name: "removed", container: twentieth, lines: 22},
	{name: "tag", attribute: `tags = { team = "a" }`, changedAttribute: `tags = { team = "b" }`, lines: 11},
	{name: "size", attribute: "cpu = 4\nmemory = 16", changedAttribute: "cpu = 8\nmemory = 16", lines: 10},
	{name: "file", attribute: `volumes = { v = { config_file = { files = { f = { content = "1" } } } } }`,
		changedAttribute: `volumes = { v = { config_file = { files = { f = { content = "2" } } } } }`, lines: 17},
	{name: "password", attribute: `image_registry_credentials = { "r.test" = { user_name = "u", password = "1" } }`,
		changedAttribute: `image_registry_credentials = { "r.test" = { user_name = "u", password = "2" } }`, lines: 11},
	{name: "trigger", attribute: `replace_triggers = { run = "1" }`, changedAttribute: `replace_triggers = { run = "2" }`, lines: 27},
}

// unchanging are lines about what does not change. OpenTofu has more of them, for write-only attributes.
var unchanging = regexp.MustCompile(`(?m)^ *(# \(\d+ unchanged |~ \w+ += \(write-only attribute\)$)`)

// TestPlansAreShort plans usual changes and counts the lines that Terraform prints of each.
func TestPlansAreShort(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.Assume(map[string]string{"image-variables": "yes"}); err != nil {
		t.Fatal(err)
	}
	var before, after strings.Builder
	const format = `resource "eci_container_group" %q {
  name       = %[1]q
  containers = merge({ for i in range(19) : "c${i}" => { image = "nginx:1.27" } }, { %s })
  %s
}
`
	for _, change := range usualChanges {
		fmt.Fprintf(&before, format, change.name, change.container, change.attribute)
		fmt.Fprintf(&after, format, change.name, change.changedContainer, change.changedAttribute)
	}
	cli := cloud.CLI(t, before.String())
	cli.Run("apply", "-auto-approve")
	cli.Write(after.String())
	output := cli.Run("plan", "-no-color")
	for _, change := range usualChanges {
		_, text, _ := strings.Cut(output, "# eci_container_group."+change.name+" ")
		text, _, _ = strings.Cut(text, "\n    }\n")
		lines := strings.Count(text, "\n") + 2 // with those of the brackets
		lines -= len(unchanging.FindAllString(text, -1))
		if lines != change.lines {
			t.Errorf("the plan of %s has %d lines, not %d:\n%s", change.name, lines, change.lines, text)
		}
	}
}
