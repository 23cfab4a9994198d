package containergroup_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest/schematest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
)

// places has a configuration with a place for an attribute, by what comes before the attribute in its pattern.
var places = map[string]string{
	"":                               mainContainer + "%s",
	"containers.*.":                  `containers = { main = { image = "nginx:1.27", %s } }`,
	"containers.*.security_context.": `containers = { main = { image = "nginx:1.27", security_context = { run_as_user = 1, %s } } }`,
	"init_containers.*.":             mainContainer + `init_containers = [{ name = "init", image = "busybox:1.36", command = ["true"], %s }]`,
	"init_containers.*.security_context.": mainContainer +
		`init_containers = [{ name = "init", image = "busybox:1.36", command = ["true"], security_context = { run_as_user = 1, %s } }]`,
	"containers.*.post_start.http_get.": `containers = { main = { image = "nginx:1.27", post_start = { http_get = { port = 80, %s } } } }`,
	"containers.*.pre_stop.http_get.":   `containers = { main = { image = "nginx:1.27", pre_stop = { http_get = { port = 80, %s } } } }`,
	"data_cache.":                       mainContainer + `data_cache = { bucket = "default", %s }`,
	"volumes.*.empty_dir.":              mainContainer + `volumes = { v = { empty_dir = { %s } } }`,
}

// companions are what an attribute needs beside it.
var companions = map[string]string{
	"eip_bandwidth": "auto_create_eip = true\n", "eip_isp": "auto_create_eip = true\n", "fixed_ip_retain_hours": "fixed_ip = true\n",
	"spot_duration_hours": "spot_strategy = \"SpotAsPriceGo\"\n",
}

// placed writes a configuration in which an attribute has a value, null for none.
func placed(t *testing.T, pattern, value string) string {
	t.Helper()
	at := strings.LastIndexByte(pattern, '.') + 1
	place, ok := places[pattern[:at]]
	if !ok {
		t.Fatalf("the test has no place for %s", pattern)
	}
	name := pattern[at:]
	return group(companions[pattern] + fmt.Sprintf(place, name+" = "+value))
}

// TestObjectsThatSayNothing gives each optional object without values, which is the same as none, to running groups and takes it
// away again: no call, and no change of anything else. What would mean something is refused.
func TestObjectsThatSayNothing(t *testing.T) {
	s, table := containergroup.Describe()
	all := schematest.Attributes(s)
	for _, pattern := range slices.Sorted(maps.Keys(all)) {
		object, ok := all[pattern].(schema.SingleNestedAttribute)
		if !ok || !object.Optional || object.Computed || table[pattern].Present || pattern == "timeouts" || hasRequired(object) {
			continue
		}
		t.Run(pattern, func(t *testing.T) {
			unchanged(t, placed(t, pattern, "null"), placed(t, pattern, "{}"), true)
		})
	}
}

func hasRequired(object schema.SingleNestedAttribute) bool {
	for _, a := range object.Attributes {
		if a.IsRequired() {
			return true
		}
	}
	return false
}

// TestDefaultsThatAreWrittenDown gives each default of ECI that the table names: it is recorded, and nothing is changed.
func TestDefaultsThatAreWrittenDown(t *testing.T) {
	s, table := containergroup.Describe()
	all := schematest.Attributes(s)
	for _, pattern := range slices.Sorted(maps.Keys(table)) {
		standard := table[pattern].Default
		if _, several := standard.(func(string) bool); standard == nil || several || all[pattern].IsComputed() {
			continue
		}
		literal := fmt.Sprint(standard)
		if text, ok := standard.(string); ok {
			literal = fmt.Sprintf("%q", text)
		}
		t.Run(pattern, func(t *testing.T) {
			unchanged(t, placed(t, pattern, "null"), placed(t, pattern, literal), false)
		})
	}
}

// TestTwoWaysOfWriting writes modes and sizes of volumes in another way: it is recorded, and nothing is changed.
func TestTwoWaysOfWriting(t *testing.T) {
	volumes := func(mode, size string) string {
		return group(mainContainer + fmt.Sprintf(`volumes = {
			v = { config_file = { default_mode = %[1]q, files = { a = { content = "x", mode = %[1]q } } } }
			w = { empty_dir = { size_limit = %[2]q } } }`, mode, size))
	}
	unchanged(t, volumes("0600", "1Gi"), volumes("600", "1024Mi"), false)
}

// unchanged applies one configuration, the other, and the first again, to a group that runs, to one that was imported and to one that
// has ended. From the second on nothing is called.
func unchanged(t *testing.T, before, after string, mayBeRefused bool) {
	t.Helper()
	t.Parallel()
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(before); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		check := func(what, config string) {
			t.Helper()
			cloud.ClearJournal()
			diagnostics := session.Apply(config)
			plan := session.Planned(address)
			if len(plan.Unknown) > 0 || plan.Action == "replace" {
				t.Errorf("%s: the plan is to %s, and %v become unknown", what, plan.Action, plan.Unknown)
			}
			for _, d := range diagnostics {
				if d.Severity == "error" && !mayBeRefused {
					t.Errorf("%s: %+v", what, d)
				}
			}
			for _, call := range cloud.Calls("") {
				if !slices.Contains(reads, call.Action) && call.Parameters["TagKey.1"] != creation.TagKey {
					t.Errorf("%s: called %s", what, call.Action)
				}
			}
		}
		check("written", after)
		check("left out again", before)
		id := session.Value(address).GetAttr("id").AsString()
		session.Import(address, id)
		if !mayBeRefused { // what else the configuration holds may have to be sent after an import
			session.Apply(before)
		}
		check("written after an import", after)
		check("left out again", before)
		if _, err := cloud.PatchContainerGroup(id, []byte(`{"Status":"Succeeded"}`)); err != nil {
			t.Fatal(err)
		}
		session.Refresh()
		check("written after the end", after)
		check("left out again", before)
	})
}
