package acctest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

var examples = filepath.Join("..", "..", "examples")

// TestExamples applies every folder below examples with the Terraform CLI, as it is, in a cloud of its own; snippets for the docs,
// two levels down, together as modules, since they have no provider block of their own. A second plan has to be empty, and nothing
// may be left after destroy. What only reads finds what seed makes. Actions need Terraform 1.14.
func TestExamples(t *testing.T) {
	t.Parallel()
	folders, snippets := map[string]bool{}, map[string][]string{}
	err := fs.WalkDir(os.DirFS(examples), ".", func(folder string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "modules" {
			return fs.SkipDir // parts of the example around it
		}
		if err != nil || !entry.IsDir() {
			return err
		}
		files, err := filepath.Glob(filepath.Join(examples, folder, "*.tf"))
		if kind, _, isSnippet := strings.Cut(folder, "/"); len(files) > 0 && isSnippet {
			snippets[kind] = append(snippets[kind], folder)
		} else if len(files) > 0 {
			folders[folder] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !folders["web-server"] || !slices.Contains(snippets["data-sources"], "data-sources/eci_container_group") {
		t.Fatalf("examples are missing in %v and %v", folders, snippets)
	}
	for folder := range folders {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			cloud := NewCloud(t)
			cloud.applyExample(t, cloud.example(t, folder))
			cloud.checkEmpty(t)
		})
	}
	for kind, folders := range snippets {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if kind == "actions" {
				NeedsTerraform(t, "1.14.0")
			}
			cloud := NewCloud(t)
			reads := kind == "data-sources" || kind == "ephemeral-resources"
			if reads {
				cloud.seed(t)
			}
			cloud.applyExample(t, cloud.snippets(t, folders))
			if !reads {
				cloud.checkEmpty(t)
			}
		})
	}
}

func (c *Cloud) applyExample(t *testing.T, cli *CLI) {
	t.Helper()
	cli.Run("apply", "-auto-approve", "-input=false")
	cli.Run("plan", "-detailed-exitcode", "-input=false")
	cli.Run("destroy", "-auto-approve", "-input=false")
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

// TestExampleService runs the module's own test, by which all groups are replaced, and finds in the journal that there are never fewer
// than three that are ready, and that none of the others is replaced before the first is.
func TestExampleService(t *testing.T) {
	t.Parallel()
	const boot = 300 * time.Millisecond
	cloud := NewCloud(t, func(config *emulator.Config) { config.BootTime = boot })
	cli := cloud.example(t, "modules/service")
	cli.Run("test")
	cloud.checkEmpty(t)

	created, order := map[string]time.Time{}, []string{}
	deleted := map[string]bool{}
	for _, call := range cloud.Calls("") {
		switch call.Action {
		case "CreateContainerGroup":
			created[call.Answer["ContainerGroupId"]] = call.Time
			order = append(order, call.Parameters["ContainerGroupName"])
		case "DeleteContainerGroup":
			if len(deleted) < 3 { // the rest is the end of the test
				ready := 0
				for id, at := range created {
					if !deleted[id] && id != call.Parameters["ContainerGroupId"] && call.Time.Sub(at) >= boot {
						ready++
					}
				}
				if ready < 3 {
					t.Errorf("%d groups are ready beside %s, which is deleted", ready, call.Parameters["ContainerGroupId"])
				}
			}
			deleted[call.Parameters["ContainerGroupId"]] = true
		}
	}
	if len(order) != 6 || order[0] != "service-0" || order[3] != "service-0" {
		t.Errorf("created %q", order)
	}
}

// example returns the CLI in a copy of an example.
func (c *Cloud) example(t *testing.T, folder string) *CLI {
	t.Helper()
	cli := newCLI(t)
	if err := os.Remove(filepath.Join(cli.Dir, "versions.tf")); err != nil { // it has its own
		t.Fatal(err)
	}
	write(t, filepath.Join(cli.Dir, "cloud_override.tf"), c.Provider()) // Terraform merges it into the example's own block
	if err := os.CopyFS(cli.Dir, os.DirFS(filepath.Join(examples, folder))); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(cli.Dir, "modules")); err == nil {
		cli.Run("get") // the example's own modules
	}
	return cli
}

// snippets returns the CLI in a configuration of which each of the examples is a module.
func (c *Cloud) snippets(t *testing.T, folders []string) *CLI {
	t.Helper()
	cli := c.CLI(t, "")
	versions, err := os.ReadFile(filepath.Join(cli.Dir, "versions.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var modules strings.Builder
	for _, folder := range folders {
		dir, name := filepath.Join(cli.Dir, folder), strings.ReplaceAll(folder, "/", "_")
		if err := os.CopyFS(dir, os.DirFS(filepath.Join(examples, folder))); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "versions.tf"), string(versions))
		for _, name := range []string{"import-by-identity.tf", "import-by-string-id.tf"} { // of what does not exist
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Fprintf(&modules, "module %q {\n  source = \"./%s\"\n}\n", name, folder)
	}
	cli.Write(modules.String())
	cli.Run("get")
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
