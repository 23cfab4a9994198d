package acctest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

var guides = filepath.Join("..", "..", "templates", "guides")

// notPlanned are guides whose configurations the test does not plan, with the reason.
var notPlanned = map[string]string{
	"actions":                 "needs Terraform 1.16, and has a test of its own",
	"importing":               "imports what is not there, and queries with Terraform 1.14",
	"kubernetes-pod":          "has a part of its example, which is applied",
	"kubernetes-profile":      "has a part of its example, which is applied",
	"kubernetes-virtual-node": "has a part of its example, which is applied",
}

// fenced are the blocks of a language in a page.
func fenced(page, language string) []string {
	var blocks []string
	for _, match := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(page, -1) {
		blocks = append(blocks, match[1])
	}
	return blocks
}

// pages are the guides by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(guides, "*.md*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	texts := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		texts[name] = string(text)
	}
	return texts
}

// TestGuides plans the configurations of all guides, each of which is a module, in a single run of Terraform. What is in another
// provider's words, as blocks of hcl, has to be HCL at least.
func TestGuides(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	cloud := NewCloud(t)
	versions, err := os.ReadFile(filepath.Join(cli.Dir, "versions.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var root strings.Builder
	root.WriteString(cloud.Provider())
	for name, page := range pages(t) {
		for _, block := range append(fenced(page, "hcl"), fenced(page, "terraform")...) {
			if _, diags := hclsyntax.ParseConfig([]byte(block), name, hcl.InitialPos); diags.HasErrors() {
				t.Errorf("%s: %v", name, diags)
			}
		}
		blocks := fenced(page, "terraform")
		if _, skipped := notPlanned[name]; skipped == (len(blocks) == 0) {
			if skipped {
				t.Errorf("%s is listed as not planned, and has nothing to plan", name)
			}
			continue
		} else if skipped {
			continue
		}
		folder := filepath.Join(cli.Dir, name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		config := strings.Join(blocks, "\n")
		write(t, filepath.Join(folder, "main.tf"), config+variablesOf(config))
		write(t, filepath.Join(folder, "versions.tf"), string(versions))
		fmt.Fprintf(&root, "module %q {\n  source = %q\n}\n", name, "./"+name)
	}
	cli.Write(root.String())
	cli.Run("get")
	cli.Run("plan", "-input=false")
}

// TestGuideOfActions applies and destroys what the guide on actions shows, with the server that it leaves out.
func TestGuideOfActions(t *testing.T) {
	NeedsTerraform(t, "1.16.0-alpha1")
	t.Parallel()
	cloud := NewCloud(t)
	cli := cloud.CLI(t, strings.Join(fenced(pages(t)["actions"], "terraform"), "\n")+`
		resource "eci_container_group" "web" {
			name       = "web"
			containers = { web = { image = "nginx:1.27", env = { MODE = "production" } } }
		}`)
	write(t, filepath.Join(cli.Dir, "settings.json"), "{}")
	cli.Run("apply", "-auto-approve", "-var=group=eci-1")
	write(t, filepath.Join(cli.Dir, "settings.json"), "[]")
	cli.Run("apply", "-auto-approve", "-var=group=eci-1")
	cli.Run("destroy", "-auto-approve", "-var=group=eci-1")
	var invoked []string
	for _, call := range cloud.Calls("") {
		if call.Action == "ExecContainerCommand" || call.Action == "RestartContainerGroup" {
			invoked = append(invoked, call.Action+" "+call.Parameters["ContainerName"])
		}
	}
	if want := []string{"ExecContainerCommand web", "RestartContainerGroup ", "ExecContainerCommand db"}; !slices.Equal(invoked, want) {
		t.Errorf("called %q, want %q", invoked, want)
	}
}

// variablesOf declares the variables that a configuration uses.
func variablesOf(config string) string {
	names := map[string]bool{}
	for _, match := range regexp.MustCompile(`\bvar\.(\w+)`).FindAllStringSubmatch(config, -1) {
		names[match[1]] = true
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		value := map[string]string{"vswitch_id": `"vsw-1-b"`, "vswitch_ids": `["vsw-1-b", "vsw-1-c"]`, "security_group_id": `"sg-1"`,
			"image": `"nginx:1.27"`}[name]
		if value == "" {
			value = `"text"`
		}
		fmt.Fprintf(&text, "variable %q {\n  default = %s\n}\n", name, value)
	}
	return text.String()
}

// TestTroubleshooting names messages that the provider has, and all of those that begin an error or a warning.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	page := pages(t)["troubleshooting"]
	sources := ""
	err := filepath.WalkDir("..", func(file string, entry os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && !strings.Contains(file, "acctest") {
			var text []byte
			text, err = os.ReadFile(file)
			sources += string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(page) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || strings.Contains(line, "---") || strings.Contains(line, "Message") {
			continue
		}
		for message := range strings.SplitSeq(cells[1], ", ") {
			message = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(message), "…"))
			stem, _, _ := strings.Cut(message, " Is Failed") // which is put together, as are the next
			stem, _, _ = strings.Cut(stem, " Is Expired")
			if !strings.Contains(sources, `"`+stem) && !strings.HasPrefix(stem, "Cannot ") {
				t.Errorf("the provider never says %q", message)
			}
		}
	}
	summary := regexp.MustCompile(`(?:AddError|AddWarning|AddAttributeError|AddAttributeWarning|NewErrorDiagnostic|NewWarningDiagnostic|` +
		`NewAttributeErrorDiagnostic|c\.fail)\([^\n]*?"([A-Z][A-Za-z ]+)"`)
	for _, match := range summary.FindAllStringSubmatch(sources, -1) {
		if strings.HasSuffix(match[1], " ") || strings.Contains(page, match[1]) || strings.Contains(match[1], "Cannot Be ") {
			continue // the beginning of something longer; what is told; bugs
		}
		t.Errorf("the guide does not tell of %q", match[1])
	}
}

// policies are the actions that the guide on rights allows, by heading.
func policies(t *testing.T) map[string][]string {
	t.Helper()
	allowed := map[string][]string{}
	for section := range strings.SplitSeq(pages(t)["ram-policies"], "\n## ") {
		heading, _, _ := strings.Cut(section, "\n")
		for _, block := range fenced(section, "json") {
			var policy struct {
				Version   string
				Statement []struct {
					Effect   string
					Action   []string
					Resource string
				}
			}
			if err := json.Unmarshal([]byte(block), &policy); err != nil {
				t.Fatalf("%s: %v", heading, err)
			}
			for _, statement := range policy.Statement {
				allowed[heading] = append(allowed[heading], statement.Action...)
			}
			slices.Sort(allowed[heading])
		}
	}
	return allowed
}

// TestPoliciesAllowWhatIsCalled does with each kind of object all that there is to do, and compares the calls with the guide.
func TestPoliciesAllowWhatIsCalled(t *testing.T) {
	t.Parallel()
	const group = `resource "eci_container_group" "x" {
		name           = "job"
		restart_policy = "Never"
		wait_for       = "completed"
		keep_log_lines = 1
		containers     = { main = { image = "busybox:1.%s", command = ["true"] } }
		tags           = { %s = "1" }
	}
	resource "eci_container_group" "y" {
		name             = "web"
		containers       = { main = { image = "nginx:1.%[1]s" } }
		restart_triggers = { of = "%[2]s" }
		volumes          = { v = { flex_volume = { driver = "alicloud/disk", options = { volumeSize = "%[1]s" } } } }
	}`
	const image = `resource "eci_image_cache" "x" {
		name = "x"
		images = ["nginx:1.%s"]
		security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]
		tags = { %s = "1" }
	}`
	const data = `resource "eci_data_cache" "x" {
		name = "x"
		path = "/x"
		data_source = { url = { url = "https://data.test/%s" } }
		tags = { %s = "1" }
	}`
	const node = `resource "eci_virtual_node" "x" {
		name = "x-%s"
		kubeconfig = jsonencode({ apiVersion = "v1", kind = "Config", current-context = "a"
			clusters = [{ name = "a", cluster = { server = "https://10.0.0.1" } }], users = [{ name = "a", user = { token = "a" } }]
			contexts = [{ name = "a", context = { cluster = "a", user = "a" } }] })
		security_group_id = "sg-1"
		vswitch_ids = ["vsw-1"]
		tags = { %s = "1" }
	}`
	all := map[string]bool{}
	allowed := policies(t)
	for heading, test := range map[string]func(cloud *Cloud, session *Session){
		"Container groups": func(cloud *Cloud, session *Session) {
			lives(group)(cloud, session)
			session.Apply(`resource "eci_container_group" "gone" {
				name       = "gone"
				containers = { main = { image = "nginx:1.27" } }
			}`)
			if err := cloud.RemoveContainerGroup(session.Value("eci_container_group.gone").GetAttr("id").AsString()); err != nil {
				session.t.Error(err)
			}
			session.Refresh()
		},
		"Image caches": lives(image), "Data caches": lives(data), "Virtual nodes": lives(node),
		"Prices and stock": reads("container_group_price", "cpu = 2\nmemory = 4", "cheapest_zone", "cpu = 2\nmemory = 4",
			"available_resources", `instance_type = "ecs.c6.large"`, "image_cache_price", ""),
		"Looking around": reads("container_groups", "", "container_group_events", "", "image_caches", "", "data_caches", "",
			"virtual_nodes", "", "regions", "", "zones", "", "quotas", "", "container_group_metrics", `container_group_ids = ["eci-0", "eci-1"]`,
			"container_group_metrics", "container_group_ids = [\"eci-0\"]\nend_time = \"2000-01-01T00:00:00Z\"",
			"container_log", "container_group_id = \"eci-0\"\ncontainer_name = \"main\""),
	} {
		t.Run(heading, func(t *testing.T) {
			OnFalseClock(t, func(t *testing.T, cloud *Cloud, session *Session) {
				test(cloud, session)
				called := map[string]bool{}
				for _, entry := range cloud.Calls("") {
					called["eci:"+entry.Action] = true
				}
				if got := slices.Sorted(maps.Keys(called)); !slices.Equal(got, allowed[heading]) {
					t.Errorf("calls %q, the guide allows %q", got, allowed[heading])
				}
			})
		})
	}
	for _, actions := range allowed {
		for _, action := range actions {
			all[strings.TrimPrefix(action, "eci:")] = true
		}
	}
	for _, action := range eci.Actions {
		if !all[action] {
			t.Errorf("no policy allows %s", action)
		}
	}
	if len(all) != len(eci.Actions) {
		t.Errorf("a policy allows what the provider never calls: %v", slices.Sorted(maps.Keys(all)))
	}
}

// reads reads data sources, each of which is given by its name and its arguments.
func reads(sources ...string) func(cloud *Cloud, session *Session) {
	return func(_ *Cloud, session *Session) {
		for i := 0; i < len(sources); i += 2 {
			session.Read(fmt.Sprintf("data \"eci_%s\" \"x\" {\n%s\n}", sources[i], sources[i+1]))
		}
	}
}

// lives takes a resource through its life: made, tagged otherwise, updated, refreshed and deleted.
func lives(config string) func(cloud *Cloud, session *Session) {
	return func(cloud *Cloud, session *Session) {
		session.t.Helper()
		for _, values := range [][]any{{"20", "a"}, {"20", "b"}, {"40", "b"}} {
			if diagnostics := session.Apply(fmt.Sprintf(config, values...)); hasError(diagnostics) {
				session.t.Errorf("%+v", diagnostics)
			}
			session.Refresh()
		}
		session.Apply("")
	}
}
