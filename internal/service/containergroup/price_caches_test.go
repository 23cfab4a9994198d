package containergroup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// perHour is the estimate of a resource, as text.
func perHour(session *acctest.Session, address string) string {
	estimate := session.Value(address).GetAttr("estimated_price")
	if estimate.IsNull() {
		return "null"
	}
	return estimate.GetAttr("per_hour").AsBigFloat().Text('f', -1)
}

// TestEstimatedPriceOfCaches and of groups that mount them: an ESSD PL1 disk costs CNY 0.0021 for a GiB and hour, PL0 half of it, a
// snapshot 0.12 for a GiB and 720 hours, and the group 0.441072 an hour.
func TestEstimatedPriceOfCaches(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t, withPrice)
	const image = `resource "eci_image_cache" "test" {
		name              = "test"
		images            = ["nginx:1.27"]
		size              = %d
		security_group_id = "sg-1"
		vswitch_ids       = ["vsw-1"]
	}
	`
	const data = `resource "eci_data_cache" "test" {
		name        = "test"
		path        = "/models/test/"
		data_source = { url = { url = "https://data.test/model" } }
	}
	`
	const mount = `cpu = 2
	memory     = 4
	containers = { main = { image = "nginx:1.27", volume_mounts = [{ name = "a", mount_path = "/a" }, { name = "b", mount_path = "/b" }] } }
	volumes    = { a = { host_path = { path = "/models/test" } }, b = { host_path = { path = "/models/test/" } } }
	data_cache = { bucket = "default", performance_level = "%s" }`
	groups := cloud.Session(t, withPrice) // in a run of their own
	apply := func(session *acctest.Session, config string) {
		t.Helper()
		for _, d := range session.Apply(config) {
			t.Errorf("%+v", d)
		}
	}
	expect := func(session *acctest.Session, address, want string) {
		t.Helper()
		if got := perHour(session, address); got != want {
			t.Errorf("%s costs %s, want %s", address, got, want)
		}
	}
	apply(session, fmt.Sprintf(image, 60)+data)
	expect(session, "eci_image_cache.test", "0.01")          // 60 × 0.12 ÷ 720
	expect(session, "eci_data_cache.test", "0.003333333333") // 20 × 0.12 ÷ 720

	fromImage := "\nimage_cache_id = \"" + session.Value("eci_image_cache.test").GetAttr("id").AsString() + "\""
	cloud.ClearJournal()
	other := strings.NewReplacer(`"test" {`, `"other" {`, `"test"`, `"other"`).Replace(group(mainContainer + fromImage))
	apply(groups, group(fmt.Sprintf(mount, "PL0")+fromImage)+other)
	expect(groups, address, "0.588072") // 0.441072 + 60 × 0.0021 + 20 × 0.00105: both volumes are of one cache
	expect(groups, "eci_container_group.other", "0.567072")
	for _, action := range []string{"DescribeContainerGroupPrice", "DescribeImageCaches", "DescribeDataCaches"} {
		if calls := cloud.Calls(action); len(calls) != 1 {
			t.Errorf("%d calls of %s for two groups", len(calls), action)
		}
	}

	apply(session, fmt.Sprintf(image, 120)+data)
	expect(session, "eci_image_cache.test", "0.02")
	groups.Refresh()
	expect(groups, address, "0.588072") // its disk has not grown

	expectWarning(t, groups.Apply(group(fmt.Sprintf(mount, "PL2"))), "unit_prices.essd_pl2")
	expect(groups, address, "null")
	if diagnostics := groups.Apply(group(mainContainer + "\nimage_cache_id = \"imc-none\"")); !strings.Contains(fmt.Sprint(diagnostics),
		"no image cache has the ID imc-none") {
		t.Errorf("got %+v", diagnostics)
	}
}

// TestPriceOfCacheThatGrows is the same at plan and when Terraform plans again at apply, after the cache has grown.
func TestPriceOfCacheThatGrows(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	config := func(size int, more string) string {
		return fmt.Sprintf(`resource "eci_data_cache" "test" {
			name        = "test"
			path        = "/model"
			size        = %d
			data_source = { url = { url = "https://data.test/model" } }
		}
		`, size) + more
	}
	cli := pricedCLI(t, cloud, config(20, ""))
	cli.Run("apply", "-auto-approve")
	grown := config(120, group(`cpu = 2
		memory     = 4
		containers = { main = { image = "nginx:1.27", volume_mounts = [{ name = "a", mount_path = "/a" }] } }
		volumes    = { a = { host_path = { path = eci_data_cache.test.path } } }
		data_cache = { bucket = eci_data_cache.test.bucket }`)+"output \"price\" { value = eci_container_group.test.estimated_price.per_hour }\n")
	cli.Write(grown)
	cli.Run("apply", "-auto-approve")
	if got := strings.TrimSpace(cli.Run("output", "-json", "price")); got != "0.693072" { // 0.441072 + 120 × 0.0021
		t.Errorf("got %s", got)
	}
	cli.Run("destroy", "-auto-approve")
}
