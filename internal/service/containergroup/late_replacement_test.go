package containergroup_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestReplacementThatIsNotInThePlan applies a plan that could not know that a volume gets more files than an update takes: the apply
// says so in one error, and the next one replaces the group.
func TestReplacementThatIsNotInThePlan(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows the command line of a parent")
	}
	t.Parallel()
	cloud := acctest.NewCloud(t)
	config := func(files int) string {
		return fmt.Sprintf(`
			resource "terraform_data" "files" {
				input = { for i in range(%d) : "file-${i}" => { content = "text" } }
			}
			`, files) + group(mainContainer+`volumes = { etc = { config_file = { files = terraform_data.files.output } } }`)
	}
	cli := cloud.CLIWithProcess(t, config(1))
	cli.Run("apply", "-auto-approve")
	before := onlyGroup(t, cloud)
	cli.Write(config(17))
	output, err := cli.Try("apply", "-auto-approve", "-no-color")
	if err == nil || strings.Count(output, "Error: ") != 1 || !strings.Contains(output, "Replacement Not in the Plan") ||
		!strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(output, "│", "")), " "), "eci_container_group "+before+" in place") {
		t.Errorf("%v\n%s", err, output)
	}
	if after := onlyGroup(t, cloud); after != before {
		t.Errorf("the group %s has become %s", before, after)
	}
	cli.Run("apply", "-auto-approve")
	if after := onlyGroup(t, cloud); after == before {
		t.Error("the group was not replaced")
	}
}
