package containergroup_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestDataSources lists more groups than a page has, and picks by every filter the one group that stands out.
func TestDataSources(t *testing.T) {
	const groups = `
resource "eci_container_group" "many" {
  count       = 21
  name        = format("many-%02d", count.index)
  wait_for    = "none"
  vswitch_ids = ["vsw-test-a"]
  tags        = { team = "many" }
  containers  = { main = { image = "nginx:1.27", env = { TOKEN = "t0psecret" } } }
  volumes     = { conf = { config_file = { files = { "app.conf" = { content = "t0psecret" } } } } }
}
resource "eci_container_group" "other" {
  name               = "other"
  cpu                = 0.5
  memory             = 1
  restart_policy     = "Never"
  wait_for           = "completed"
  vswitch_ids        = ["vsw-test-b"]
  security_group_id  = "sg-other"
  resource_group_id  = "rg-other"
  compute_categories = ["economy"]
  tags               = { team = "other", job = "" }
  containers         = { main = { image = "busybox:1.37", command = ["true"] } }
}
`
	filters := map[string]string{
		"by_id":       `ids = [eci_container_group.other.id]`,
		"by_name":     `name = "other"`,
		"by_status":   `status = "Succeeded"`,
		"by_vswitch":  `vswitch_id = "vsw-test-b"`,
		"by_zone":     `zone_id = "cn-hangzhou-b"`,
		"by_security": `security_group_id = "sg-other"`,
		"by_resource": `resource_group_id = "rg-other"`,
		"by_category": `compute_category = "economy"`,
		"by_tag":      `tags = { team = "other" }`,
		"by_tag_key":  `tags = { job = null }`,
	}
	config := groups + `
data "eci_container_groups" "all" {
  depends_on = [eci_container_group.many, eci_container_group.other]
}
data "eci_container_groups" "none" {
  name = "nobody"
}
`
	all := "data.eci_container_groups.all"
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue(all, tfjsonpath.New("ids"), knownvalue.ListSizeExact(22)),
		statecheck.ExpectKnownValue(all, tfjsonpath.New("container_groups"), knownvalue.ListSizeExact(22)),
		statecheck.ExpectKnownValue(all, tfjsonpath.New("container_groups").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("many-00")),
		statecheck.ExpectKnownValue(all,
			tfjsonpath.New("container_groups").AtSliceIndex(0).AtMapKey("containers").AtMapKey("main").AtMapKey("image"),
			knownvalue.StringExact("nginx:1.27")),
		statecheck.ExpectKnownValue(all,
			tfjsonpath.New("container_groups").AtSliceIndex(0).AtMapKey("volumes").AtMapKey("conf").AtMapKey("config_file"),
			knownvalue.ObjectExact(map[string]knownvalue.Check{"files": knownvalue.MapExact(map[string]knownvalue.Check{
				"app.conf": knownvalue.ObjectExact(map[string]knownvalue.Check{})})})),
		statecheck.ExpectKnownValue(all, tfjsonpath.New("container_groups").AtSliceIndex(21).AtMapKey("name"), knownvalue.StringExact("other")),
		statecheck.ExpectKnownValue("data.eci_container_groups.none", tfjsonpath.New("ids"), knownvalue.ListSizeExact(0)),
		statecheck.ExpectKnownValue("data.eci_container_groups.none", tfjsonpath.New("container_groups"), knownvalue.ListSizeExact(0)),
	}
	for name, filter := range filters {
		config += fmt.Sprintf(`
data "eci_container_groups" %q {
  %s
  depends_on = [eci_container_group.many, eci_container_group.other]
}
`, name, filter)
		groups := tfjsonpath.New("container_groups")
		checks = append(checks,
			statecheck.ExpectKnownValue("data.eci_container_groups."+name, groups, knownvalue.ListSizeExact(1)),
			statecheck.ExpectKnownValue("data.eci_container_groups."+name, groups.AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("other")))
	}
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{Config: config, ConfigStateChecks: checks})
}

func TestDataSourcesRefuseNoIDs(t *testing.T) {
	// ECI takes an empty list of IDs for no filter at all.
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config:      `data "eci_container_groups" "test" { ids = [] }`,
		ExpectError: regexp.MustCompile(`at least 1 elements`),
	})
}

func TestEventsDataSource(t *testing.T) {
	const group = `
resource "eci_container_group" "test" {
  name           = "pulled"
  wait_for       = "completed"
  restart_policy = "Never"
  containers     = { main = { image = "busybox:1.37", command = ["true"] } }
}
`
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{
		Config: group + `
data "eci_container_group_events" "all" {
  container_group_ids = [eci_container_group.test.id]
  since_seconds       = 3600
}
data "eci_container_group_events" "service" {
  container_group_ids = [eci_container_group.test.id]
  event_source        = "EciService"
}
data "eci_container_group_events" "elsewhere" {
  vswitch_id = "vsw-elsewhere"
  depends_on = [eci_container_group.test]
}
locals { all = data.eci_container_group_events.all.events }
output "reasons" { value = contains(local.all[*].reason, "Pulled") && contains(local.all[*].reason, "Started") }
output "groups"  { value = join(",", distinct(local.all[*].container_group_id)) == eci_container_group.test.id }
output "sorted"  { value = join(",", local.all[*].last_timestamp) == join(",", sort(local.all[*].last_timestamp)) }
output "sources" { value = distinct(data.eci_container_group_events.service.events[*].source_component) }
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("reasons", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("groups", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("sorted", knownvalue.Bool(true)),
			statecheck.ExpectKnownOutputValue("sources", knownvalue.TupleExact([]knownvalue.Check{knownvalue.StringExact("eci-scheduler")})),
			statecheck.ExpectKnownValue("data.eci_container_group_events.all", tfjsonpath.New("events").AtSliceIndex(0),
				knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"container_group_name": knownvalue.StringExact("pulled"),
					"type":                 knownvalue.StringExact("Normal"),
					"count":                knownvalue.Int64Exact(1),
					"name":                 knownvalue.StringRegexp(regexp.MustCompile(`^pulled\.`)),
					"involved_object":      knownvalue.ObjectPartial(map[string]knownvalue.Check{"kind": knownvalue.StringExact("Pod")}),
				})),
			statecheck.ExpectKnownValue("data.eci_container_group_events.elsewhere", tfjsonpath.New("events"), knownvalue.ListSizeExact(0)),
		},
	})
}

func TestLogDataSource(t *testing.T) {
	const group = `
resource "eci_container_group" "test" {
  name           = "talker"
  wait_for       = "completed"
  restart_policy = "Never"
  containers     = { main = { image = "busybox:1.37", command = ["sh", "-c", "echo one; echo two; echo three"] } }
}
`
	logs := map[string]struct{ arguments, want string }{
		"whole":           {``, "^one\ntwo\nthree\n$"},
		"tail":            {`tail = 1`, "^three\n$"},
		"limit":           {`limit_bytes = 6`, "^three\n$"},
		"timestamps":      {"tail = 1\n  timestamps = true", `^20\S+ three\n$`},
		"since":           {`since_seconds = 3600`, "^one\ntwo\nthree\n$"},
		"later":           {`start_time = "2999-01-01T02:00:00+02:00"`, "^$"},
		"last_terminated": {`last_terminated = true`, "^$"},
	}
	config := group
	var checks []statecheck.StateCheck
	for name, log := range logs {
		config += fmt.Sprintf(`
data "eci_container_log" %q {
  container_group_id = eci_container_group.test.id
  container_name     = "main"
  %s
}
`, name, log.arguments)
		address := "data.eci_container_log." + name
		checks = append(checks,
			statecheck.ExpectKnownValue(address, tfjsonpath.New("content"), knownvalue.StringRegexp(regexp.MustCompile(log.want))),
			statecheck.ExpectSensitiveValue(address, tfjsonpath.New("content")))
	}
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{Config: config, ConfigStateChecks: checks},
		resource.TestStep{
			Config: group + `
data "eci_container_log" "test" {
  container_group_id = eci_container_group.test.id
  container_name     = "nobody"
}`,
			ExpectError: regexp.MustCompile(`Cannot read log of container nobody of container group eci-`),
		})
}

func TestLogDataSourceChecksTime(t *testing.T) {
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: `
data "eci_container_log" "test" {
  container_group_id = "eci-any"
  container_name     = "main"
  start_time         = "yesterday"
}`,
		ExpectError: regexp.MustCompile(`value must be a time in RFC 3339`),
	})
}

func TestMetricsDataSource(t *testing.T) {
	cloud := acctest.NewCloud(t)
	config := `
resource "eci_container_group" "test" {
  count      = 2
  name       = "busy-${count.index}"
  containers = { main = { image = "nginx:1.27" } }
}
data "eci_container_group_metrics" "newest" {
  container_group_ids = eci_container_group.test[*].id
}
`
	newest := "data.eci_container_group_metrics.newest"
	one := tfjsonpath.New("records").AtSliceIndex(0)
	cloud.Test(t,
		resource.TestStep{
			Config: config + `
output "groups" { value = data.eci_container_group_metrics.newest.records[*].container_group_id == tolist(eci_container_group.test[*].id) }
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("groups", knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("cpu").AtMapKey("limit"), knownvalue.Int64Exact(2000)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("memory").AtMapKey("rss_bytes"), knownvalue.Int64Exact(32<<20)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("containers").AtMapKey("main").AtMapKey("cpu").AtMapKey("usage_nano_cores"),
					knownvalue.Int64Exact(5_000_000)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("disks").AtMapKey("/dev/vda").AtMapKey("read_count"), knownvalue.Int64Exact(4000)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("filesystems").AtMapKey("/dev/root").AtMapKey("capacity_bytes"),
					knownvalue.Int64Exact(30<<30)),
				statecheck.ExpectKnownValue(newest, one.AtMapKey("network_interfaces").AtMapKey("eth0").AtMapKey("received_drops"),
					knownvalue.Int64Exact(0)),
			},
		},
		resource.TestStep{
			PreConfig: func() { cloud.AdvanceClock(10 * 60e9) },
			// The span lies in the future of the test's own clock, which is behind the cloud's.
			Config: config + `
data "eci_container_group_metrics" "span" {
  container_group_ids = [eci_container_group.test[0].id]
  start_time          = timeadd(eci_container_group.test[0].creation_time, "60s")
  end_time            = timeadd(eci_container_group.test[0].creation_time, "299s") # four minutes to the second, wherever a minute begins
  period_seconds      = 60
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.eci_container_group_metrics.span", tfjsonpath.New("records"), knownvalue.ListSizeExact(4)),
				statecheck.ExpectKnownValue("data.eci_container_group_metrics.span",
					one.AtMapKey("filesystems").AtMapKey("/dev/root").AtMapKey("category"),
					knownvalue.StringExact("System")),
			},
		})
}

// TestMetricsDataSourceReadsLongSpans asks for more measurements than a call answers.
func TestMetricsDataSourceReadsLongSpans(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(group(mainContainer)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		created := session.Value(address).GetAttr("creation_time").AsString()
		time.Sleep(2 * time.Hour)
		got, diagnostics := session.Read(`data "eci_container_group_metrics" "test" {
			container_group_ids = ["` + session.Value(address).GetAttr("id").AsString() + `"]
			start_time          = "` + created + `"
		}`)
		if len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		times := map[string]bool{}
		for _, record := range got.GetAttr("records").AsValueSlice() {
			times[record.GetAttr("timestamp").AsString()] = true
		}
		if n := got.GetAttr("records").LengthInt(); n < 119 || n > 121 || len(times) != n {
			t.Errorf("%d measurements of %d minutes in two hours", n, len(times))
		}
	})
}

func TestMetricsDataSourceWantsBeginForPeriod(t *testing.T) {
	// Without a time, ECI would ignore the period.
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: `
data "eci_container_group_metrics" "test" {
  container_group_ids = ["eci-any"]
  period_seconds      = 15
}`,
		ExpectError: regexp.MustCompile(`either\s+start_time\s+or\s+end_time\s+must\s+be\s+given`),
	})
}

// What a forgotten group leaves to read is null, and a configuration that reads it can be planned and destroyed.
func TestDataSourcesOfForgottenGroup(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	session.Apply(group(mainContainer))
	there := groupsIn(cloud)[0].ContainerGroupId
	const gone = "eci-00000000000000000000"
	ids := func(ids ...string) string { return `container_group_ids = ["` + strings.Join(ids, `", "`) + `"]` }
	for _, test := range []struct {
		kind, arguments, attribute string
		isNull                     bool
		warning                    string
	}{
		{"eci_container_log", `container_group_id = "` + gone + `"
			container_name = "main"`, "content", true, "content is null"},
		{"eci_container_group_events", ids(gone), "events", true, "events is null"},
		{"eci_container_group_events", ids(there, gone), "events", false, "its events are missing"},
		{"eci_container_group_events", ids(there), "events", false, ""},
		{"eci_container_group_metrics", ids(gone), "records", true, "records is null"},
		{"eci_container_group_metrics", ids(gone) + "\nend_time = \"2999-01-01T00:00:00Z\"", "records", true, "records is null"},
		{"eci_container_group_metrics", ids(there, gone), "records", false, "its measurements are missing"},
	} {
		got, diagnostics := session.Read(fmt.Sprintf("data %q \"it\" {\n%s\n}\n", test.kind, test.arguments))
		if got.GetAttr(test.attribute).IsNull() != test.isNull {
			t.Errorf("%+v: %#v", test, got.GetAttr(test.attribute))
		}
		if test.warning == "" && len(diagnostics) > 0 {
			t.Errorf("%+v: %+v", test, diagnostics)
		}
		if test.warning != "" {
			expectWarning(t, diagnostics, "ECI does not know "+gone+".")
			expectWarning(t, diagnostics, test.warning)
		}
	}
}
