package acctest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

var examples = filepath.Join("..", "..", "examples")

// TestExamples applies every folder below examples with the Terraform CLI, as it is, in a cloud of its own. A second plan
// has to be empty, and nothing may be left after destroy. Snippets for the docs, two levels down, have no provider block
// of their own, and what only reads finds what seed makes. Actions need Terraform 1.14.
func TestExamples(t *testing.T) {
	t.Parallel()
	folders := map[string]bool{}
	err := fs.WalkDir(os.DirFS(examples), ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "modules" {
			return fs.SkipDir // parts of the example around it
		}
		if path.Ext(file) == ".tf" {
			folders[path.Dir(file)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !folders["web-server"] || !folders["data-sources/eci_container_group"] {
		t.Fatalf("examples are missing in %v", folders)
	}
	for folder := range folders {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(folder, "actions/") {
				NeedsTerraform(t, "1.14.0")
			}
			cloud := NewCloud(t)
			cli := cloud.example(t, folder)
			isReader := strings.HasPrefix(folder, "data-sources/") || strings.HasPrefix(folder, "ephemeral-resources/")
			if isReader {
				cloud.seed(t)
			}
			cli.Run("apply", "-auto-approve", "-input=false")
			cli.Run("plan", "-detailed-exitcode", "-input=false")
			cli.Run("destroy", "-auto-approve", "-input=false")
			if !isReader {
				cloud.checkEmpty(t)
			}
		})
	}
}

// TestExampleJob changes the input of the job, which has to run again.
func TestExampleJob(t *testing.T) {
	t.Parallel()
	cli := NewCloud(t).example(t, "job")
	for numbers, want := range map[string]string{"[17, 25]": "the numbers add up to 42\n", "[1, 2, 3]": "the numbers add up to 6\n"} {
		cli.Run("apply", "-auto-approve", "-input=false", "-var", "numbers="+numbers)
		if got := cli.Run("output", "-raw", "result"); got != want {
			t.Errorf("the result of %s is %q, want %q", numbers, got, want)
		}
	}
}

// TestExampleMigration runs the example's own tests, whose emulator is told what the migrations do.
func TestExampleMigration(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	cli := cloud.example(t, "migration")
	data, err := os.ReadFile(filepath.Join(cli.Dir, "tests", "outcomes.json"))
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := emulator.ReadOutcomes(data)
	if err == nil {
		err = cloud.SetOutcomes(outcomes)
	}
	if err != nil {
		t.Fatal(err)
	}
	cli.Run("test")
	cloud.checkEmpty(t)
}

// example returns the CLI in a copy of an example.
func (c *Cloud) example(t *testing.T, folder string) *CLI {
	t.Helper()
	cli := newCLI(t)
	name, block := "provider.tf", c.Provider()
	if isSnippet := strings.Contains(folder, "/"); !isSnippet {
		name = "cloud_override.tf" // Terraform merges it into the example's own block
		block = c.Provider()
		if err := os.Remove(filepath.Join(cli.Dir, "versions.tf")); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(cli.Dir, name), block)
	if err := os.CopyFS(cli.Dir, os.DirFS(filepath.Join(examples, folder))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"import-by-identity.tf", "import-by-string-id.tf"} { // of what does not exist
		if err := os.RemoveAll(filepath.Join(cli.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(cli.Dir, "modules")); err == nil {
		cli.Run("get") // the example's own modules
	}
	return cli
}

// seed makes the objects that examples of data sources look for.
func (c *Cloud) seed(t *testing.T) {
	t.Helper()
	client := c.Client(t)
	tag := func(key, value string) []eci.Tag { return []eci.Tag{{Key: key, Value: &value}} }
	for _, request := range []*eci.CreateContainerGroupRequest{
		{
			ContainerGroupName: "web", Tag: tag("app", "web"),
			Container: []eci.CreateContainer{{ContainerSpec: eci.ContainerSpec{Name: "web", Image: "nginx:1.27"}}},
		},
		{
			ContainerGroupName: "report", Tag: tag("team", "data"), RestartPolicy: "Never",
			Container: []eci.CreateContainer{{ContainerSpec: eci.ContainerSpec{Name: "report", Image: "busybox:1.37", Command: []string{"false"}}}},
		},
	} {
		if _, err := client.CreateContainerGroup(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
	c.seedCaches(t, client)
	c.AdvanceClock(time.Minute) // everything has started, or ended
}
