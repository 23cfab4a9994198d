package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// in adds the argument region to a resource.
func in(region, config string) string {
	return strings.Replace(config, "{\n", fmt.Sprintf("{\nregion = %q\n", region), 1)
}

// asked names the regions that were asked since it was called last, sorted.
func asked(cloud *acctest.Cloud) []string {
	var regions []string
	for _, call := range cloud.Calls("") {
		regions = append(regions, call.Region)
	}
	cloud.ClearJournal()
	slices.Sort(regions)
	return slices.Compact(regions)
}

// TestRegion lets objects live in another region than the provider's, and moves them on to a third.
func TestRegion(t *testing.T) {
	eachKind(t, func(t *testing.T, c creationTest) {
		address := c.kind + ".web"
		apply := func(config, action string, regions ...string) string {
			t.Helper()
			diagnostics := append(c.session.Apply(config), c.session.Refresh()...)
			if got := c.session.Planned(address).Action; len(diagnostics) > 0 || got != action {
				t.Errorf("planned to %s: %+v", got, diagnostics)
			}
			if got := asked(c.cloud); !slices.Equal(got, regions) {
				t.Errorf("to %s, the regions %v were asked", action, got)
			}
			if config == "" {
				return ""
			}
			id, last := c.session.Value(address).GetAttr("id").AsString(), regions[len(regions)-1]
			if got := c.session.Value(address).GetAttr("region").AsString(); got != last || len(c.objects()) != 1 {
				t.Errorf("%s is in %s, of %v", id, got, c.objects())
			}
			if plan := c.session.Plan(config)[address]; plan.Action != "no-op" {
				t.Errorf("the next plan is to %s", plan.Action)
			}
			return id
		}
		beijing := in("cn-beijing", c.one("web"))
		if plan := c.session.Plan(beijing)[address]; slices.Contains(plan.Unknown, "region") || len(asked(c.cloud)) > 0 {
			t.Errorf("unknown at plan: %v", plan.Unknown)
		}
		id := apply(beijing, "create", "cn-beijing")
		changed := in("cn-beijing", strings.Replace(c.one("web"), "{\n", "{\ntags = { a = \"b\" }\n", 1))
		if got := apply(changed, "update", "cn-beijing"); got != id {
			t.Errorf("%s has become %s", id, got)
		}
		if got := apply(in("cn-shanghai", c.one("web")), "replace", "cn-beijing", "cn-shanghai"); got == id {
			t.Errorf("%s has moved", id)
		}
		apply("", "delete", "cn-shanghai")
		if len(c.objects()) > 0 {
			t.Errorf("left: %v", c.objects())
		}
	})
}

// TestRegionLeftOut is the provider's, and known at plan. What is in another one by then needs a word, and is not replaced without.
func TestRegionLeftOut(t *testing.T) {
	eachKind(t, func(t *testing.T, c creationTest) {
		address := c.kind + ".web"
		if plan := c.session.Plan(c.one("web"))[address]; slices.Contains(plan.Unknown, "region") {
			t.Errorf("unknown at plan: %v", plan.Unknown)
		}
		if diagnostics := c.session.Apply(c.one("web")); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		id := c.session.Value(address).GetAttr("id").AsString()
		moved := c.cloud.Session(t, `region = "cn-shanghai"`)
		asked(c.cloud)
		if diagnostics := moved.Import(address, id+"@"+acctest.Region); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		if got := asked(c.cloud); !slices.Equal(got, []string{acctest.Region}) {
			t.Errorf("the regions %v were asked for the import", got)
		}
		problems := moved.Plan(c.one("web"))[address].Diagnostics
		if len(problems) != 1 || problems[0].Summary != "Object of Another Region" {
			t.Fatalf("%+v", problems)
		}
		for _, part := range []string{id, `region = "cn-hangzhou"`, `region = "cn-shanghai"`} {
			if !strings.Contains(problems[0].Detail, part) {
				t.Errorf("%q does not say %s", problems[0].Detail, part)
			}
		}
		for region, want := range map[string]string{acctest.Region: "update no-op", "cn-shanghai": "replace"} {
			if got := moved.Plan(in(region, c.one("web")))[address].Action; !strings.Contains(want, got) || got == "" {
				t.Errorf("with region = %s the plan is to %s", region, got)
			}
		}
		moved.Apply("")
		if len(c.objects()) > 0 {
			t.Errorf("left: %v", c.objects())
		}
	})
}

// TestImportFromWrongRegion says how to name another.
func TestImportFromWrongRegion(t *testing.T) {
	eachKind(t, func(t *testing.T, c creationTest) {
		c.session.Apply(c.one("web"))
		id := c.session.Value(c.kind + ".web").GetAttr("id").AsString()
		problems := c.session.Another().Import(c.kind+".web", id+"@cn-beijing")
		if len(problems) != 1 || !strings.Contains(problems[0].Detail, "cn-beijing") || !strings.Contains(problems[0].Detail, id+"@REGION") {
			t.Errorf("%+v", problems)
		}
		c.session.Apply("")
	})
}

// TestInterruptedInAnotherRegion finds what was created there, and takes it for nothing that the provider's region lacks.
func TestInterruptedInAnotherRegion(t *testing.T) {
	eachKind(t, func(t *testing.T, c creationTest) {
		beijing := in("cn-beijing", c.one("web"))
		setFault(t, c.cloud, rpc.Fault{Action: c.action, Kind: rpc.FaultDropResponse})
		c.session.Apply(beijing)
		c.cloud.ClearFaults()
		next := c.session.Another()
		if diagnostics := next.Apply(c.one("web")); len(diagnostics) > 0 || len(c.objects()) != 2 {
			t.Fatalf("%+v; objects are %v", diagnostics, c.objects())
		}
		last := c.session.Another()
		if diagnostics := last.Apply(beijing); len(diagnostics) > 0 || len(c.objects()) != 2 {
			t.Errorf("%+v; objects are %v", diagnostics, c.objects())
		}
		asked(c.cloud)
		last.Close() // which takes the mark off
		if got := asked(c.cloud); !slices.Equal(got, []string{"cn-beijing"}) {
			t.Errorf("the mark was taken off in %v", got)
		}
		last.Apply("")
		next.Apply("")
	})
}

const modelIn = `resource "eci_data_cache" "model_%[1]s" {
	region      = %[1]q
	name        = "model"
	path        = "/models/large"
	size        = %[2]d
	data_source = { url = { url = "https://data.test/model" } }
}
`

const groupIn = `resource "eci_container_group" "%[1]s" {
	region     = %[1]q
	name       = "web"
	containers = { web = { image = "nginx:1.27" } }
	data_cache = { bucket = "default" }
	volumes    = { model = { host_path = { path = "/models/large" } } }
}
`

// TestNoDryRunBesideNewDataCache is for the region of the cache only.
func TestNoDryRunBesideNewDataCache(t *testing.T) {
	for region, isAsked := range map[string]bool{"cn-hangzhou": false, "cn-beijing": true} {
		cloud := acctest.NewCloud(t)
		cloud.Session(t, `plan_checks = { dry_run = "error" }`).Plan(fmt.Sprintf(modelIn, "cn-hangzhou", 40) + fmt.Sprintf(groupIn, region))
		calls := cloud.Calls("CreateContainerGroup")
		if len(calls) > 0 != isAsked || isAsked && calls[0].Region != region {
			t.Errorf("%s: dry runs are %+v", region, calls)
		}
	}
}

// TestPricesOfRegions keeps caches of one path in two regions apart, those that exist and those that are planned.
func TestPricesOfRegions(t *testing.T) {
	cloud := acctest.NewCloud(t)
	small, large := fmt.Sprintf(modelIn, "cn-hangzhou", 40), fmt.Sprintf(modelIn, "cn-beijing", 400)
	owner := cloud.Session(t)
	if diagnostics := owner.Apply(small + large); len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	var prices [][2]cty.Value
	for _, planned := range []string{"", small + large} {
		session := cloud.Session(t, `plan_checks = { price = true }`)
		session.Plan(planned)
		cloud.ClearJournal()
		if diagnostics := session.Apply(fmt.Sprintf(groupIn, "cn-hangzhou") + fmt.Sprintf(groupIn, "cn-beijing")); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		price := func(of string) cty.Value {
			return session.Value("eci_container_group." + of).GetAttr("estimated_price").GetAttr("per_hour")
		}
		prices = append(prices, [2]cty.Value{price("cn-hangzhou"), price("cn-beijing")})
		calls := cloud.Calls("DescribeContainerGroupPrice")
		if planned == "" && (len(calls) != 2 || calls[0].Region == calls[1].Region) { // else the plan of the caches has asked the same
			t.Errorf("prices were asked by %+v", calls)
		}
		session.Apply("")
	}
	if prices[0][0].RawEquals(prices[0][1]) || !prices[0][0].RawEquals(prices[1][0]) || !prices[0][1].RawEquals(prices[1][1]) {
		t.Errorf("prices are %#v", prices)
	}
	owner.Apply("")
}

// TestRegionArguments expects the argument region wherever there is something to ask in a region.
func TestRegionArguments(t *testing.T) {
	schemas, err := provider.Server("test", nil, new(creation.Journal)).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	asksNoRegion := []string{"data eci_regions", "data eci_pod_annotations", "data eci_profile"}
	for name, schema := range schemasOf(schemas) {
		has := slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == "region" && a.Optional })
		if has == slices.Contains(asksNoRegion, name) {
			t.Errorf("%s: has the argument region: %t", name, has)
		}
	}
}

// TestAskedRegion asks another region than the provider's, in each way.
func TestAskedRegion(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	var config strings.Builder
	ids := map[string]string{}
	for _, kind := range created {
		config.WriteString(in("cn-beijing", fmt.Sprintf("resource %q \"web\" {\nname = \"web\"\n%s\n}\n", kind.kind, kind.arguments)))
	}
	if diagnostics := session.Apply(config.String()); len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	for _, kind := range created {
		ids[kind.kind] = session.Value(kind.kind + ".web").GetAttr("id").AsString()
	}
	group := fmt.Sprintf("container_group_id = %q\n", ids["eci_container_group"])
	in := `region = "cn-beijing"` + "\n"
	check := func(what string, diagnostics []acctest.Diagnostic) {
		t.Helper()
		if got := asked(cloud); len(diagnostics) > 0 || !slices.Equal(got, []string{"cn-beijing"}) {
			t.Errorf("%s asked the regions %v: %+v", what, got, diagnostics)
		}
	}
	asked(cloud)
	for name, arguments := range map[string]string{
		"container_group": `name = "web"`, "image_cache": `name = "web"`, "data_cache": `path = "/web"`, "virtual_node": `name = "web"`,
		"container_groups": "", "image_caches": "", "data_caches": "", "virtual_nodes": "",
		"container_group_events": "", "container_log": group + `container_name = "web"`,
		"container_group_metrics": fmt.Sprintf("container_group_ids = [%q]", ids["eci_container_group"]),
		"container_group_price":   "cpu = 2\nmemory = 4", "virtual_node_price": "", "cheapest_zone": "cpu = 2\nmemory = 4",
		"image_cache_price": "", "data_cache_price": "", "cost_estimate": "items = { node = { virtual_node = {} } }", "quotas": "",
		"available_resources": "cpu = 2\nmemory = 4",
	} {
		value, diagnostics := session.Another().Read( // one that knows no prices yet
			fmt.Sprintf("data \"eci_%s\" \"test\" {\n%s%s\n}", name, in, arguments))
		if value.IsNull() || value.GetAttr("region").AsString() != "cn-beijing" {
			t.Errorf("%s is %#v", name, value)
		}
		check(name, diagnostics)
	}
	for kind, id := range ids {
		listed, diagnostics := session.List(fmt.Sprintf("list %q \"test\" {\n%s}", kind, in), 10)
		if len(listed) != 1 || listed[0].ID != id || listed[0].Resource.GetAttr("region").AsString() != "cn-beijing" {
			t.Errorf("listed %+v", listed)
		}
		check("list "+kind, diagnostics)
	}
	opened, diagnostics := session.Open("ephemeral \"eci_container_log\" \"test\" {\n" + in + group + "container_name = \"web\"\n}")
	if opened.IsNull() || opened.GetAttr("region").AsString() != "cn-beijing" {
		t.Errorf("opened %#v", opened)
	}
	check("ephemeral", diagnostics)
	_, diagnostics = session.Invoke("action \"eci_container_group_restart\" \"test\" {\n" + in + group + "}")
	check("action", diagnostics)
	session.Apply("")
}

// TestChangedRegion neither lets go of objects nor replaces them because the provider's region is another now, and can destroy them.
func TestChangedRegion(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	var config strings.Builder
	for _, kind := range []string{"container_group", "image_cache", "data_cache", "virtual_node"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "examples", "resources", "eci_"+kind, "resource.tf"))
		if err != nil {
			t.Fatal(err)
		}
		config.Write(text)
	}
	cli := cloud.CLIWithProcess(t, config.String())
	cli.Run("apply", "-auto-approve")
	override := filepath.Join(cli.Dir, "region_override.tf")
	if err := os.WriteFile(override, []byte("provider \"eci\" {\n  region = \"cn-shanghai\"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := cli.Try("plan")
	for _, kind := range []string{"container group", "image cache", "data cache", "virtual node"} {
		if err == nil || !strings.Contains(output, "The "+kind+" ") {
			t.Errorf("the plan says nothing of the %s:\n%s", kind, output)
		}
	}
	destroy := []string{"destroy", "-auto-approve"}
	if runtime.GOOS != "linux" { // elsewhere the provider cannot tell the plan before it from others
		destroy = append(destroy, "-refresh=false")
	}
	cli.Run(destroy...)
	var left map[string][]any
	cloud.StateInto(&left)
	if left := len(left["ContainerGroups"]) + len(left["ImageCaches"]) + len(left["DataCaches"]) + len(left["VirtualNodes"]); left > 0 {
		t.Errorf("%d objects are left", left)
	}
}
