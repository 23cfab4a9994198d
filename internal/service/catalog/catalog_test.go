package catalog_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func expect(address string, values map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, value := range values {
		checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value))
	}
	return checks
}

func texts(values ...string) knownvalue.Check {
	var checks []knownvalue.Check
	for _, value := range values {
		checks = append(checks, knownvalue.StringExact(value))
	}
	return knownvalue.ListExact(checks)
}

func object(values map[string]knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(values)
}

func resourceStock(kind, value, category string, inStock bool) knownvalue.Check {
	return object(map[string]knownvalue.Check{"type": knownvalue.StringExact(kind), "value": knownvalue.StringExact(value),
		"status_category": knownvalue.StringExact(category), "in_stock": knownvalue.Bool(inStock)})
}

func TestAvailableResources(t *testing.T) {
	// Zone a has the types that hold 2 vCPU and 4 GiB in all categories but WithStock, which the other zones have.
	const stock = `{"cn-hangzhou-a/ecs.c5": "WithoutStock", "cn-hangzhou-a/ecs.c6": "ClosedWithStock",
		"cn-hangzhou-a/ecs.c7": "ClosedWithoutStock"}`
	for name, test := range map[string]struct {
		arguments string
		want      acctest.Checks
	}{
		"size": {
			"cpu = 2\nmemory = 4\nzone_id = \"cn-hangzhou-a\"",
			map[string]knownvalue.Check{
				"zone_ids": texts("cn-hangzhou-a"),
				"zones": knownvalue.ListExact([]knownvalue.Check{object(map[string]knownvalue.Check{
					"zone_id": knownvalue.StringExact("cn-hangzhou-a"), "in_stock": knownvalue.Bool(true),
					"resources": knownvalue.ListExact([]knownvalue.Check{
						resourceStock("InstanceType", "ecs.c5.large", "WithoutStock", false),
						resourceStock("InstanceType", "ecs.c6.large", "ClosedWithStock", true),
						resourceStock("InstanceType", "ecs.c7.large", "ClosedWithoutStock", false),
					}),
				})}),
			},
		},
		"family": {
			"instance_type_family = \"ecs.c5\"\nzone_id = \"cn-hangzhou-a\"",
			map[string]knownvalue.Check{
				"zone_ids": texts(),
				"zones": knownvalue.ListExact([]knownvalue.Check{object(map[string]knownvalue.Check{
					"zone_id": knownvalue.StringExact("cn-hangzhou-a"), "in_stock": knownvalue.Bool(false),
					"resources": knownvalue.ListExact([]knownvalue.Check{resourceStock("InstanceTypeFamily", "ecs.c5", "WithoutStock", false)}),
				})}),
			},
		},
		"spot in every zone": {
			// Within the limit is only the published price of cn-hangzhou-i.
			"instance_type = \"ecs.c5.large\"\nspot_strategy = \"SpotWithPriceLimit\"\nspot_price_limit = 0.056\nspot_duration_hours = 0",
			map[string]knownvalue.Check{"zone_ids": texts("cn-hangzhou-i"), "zones": knownvalue.ListSizeExact(1)},
		},
		"type in every zone": {
			`instance_type = "ecs.c5.large"`,
			map[string]knownvalue.Check{"zone_ids": knownvalue.ListSizeExact(10), "zones": knownvalue.ListSizeExact(11)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			if err := cloud.PatchStock([]byte(stock)); err != nil {
				t.Fatal(err)
			}
			value, diagnostics := cloud.Session(t).Read("data \"eci_available_resources\" \"test\" {\n" + test.arguments + "\n}\n")
			if len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			test.want.In(t, value)
		})
	}
}

func TestAvailableResourcesRefusals(t *testing.T) {
	for name, test := range map[string]struct{ arguments, want string }{
		"nothing":          {"", `No attribute specified when one`},
		"both":             {"instance_type = \"ecs.c5.large\"\ninstance_type_family = \"ecs.c5\"", `Invalid Attribute Combination`},
		"half a size":      {"cpu = 2", `cpu: It needs memory beside it.`},
		"family for spot":  {"instance_type_family = \"ecs.c5\"\nspot_strategy = \"SpotAsPriceGo\"", `Invalid Attribute Combination`},
		"limit of no spot": {"instance_type = \"ecs.c5.large\"\nspot_price_limit = 0.001", `spot_price_limit: It needs spot_strategy beside it.`},
		"unknown type":     {`instance_type = "ecs.none.large"`, `Cannot look up available resources`},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.NewCloud(t).Session(t).RefusesToRead(t, "data \"eci_available_resources\" \"test\" {\n"+test.arguments+"\n}\n", test.want)
		})
	}
}

func TestRegionsAndZones(t *testing.T) {
	cloud := acctest.NewCloud(t)
	if err := cloud.PatchStock([]byte(`{"cn-hangzhou-c": "WithoutStock", "eu-central-1a": "ClosedWithoutStock"}`)); err != nil {
		t.Fatal(err)
	}
	cloud.Test(t, resource.TestStep{
		Config: `
data "eci_regions" "test" {}
data "eci_zones" "test" {}
data "eci_zones" "abroad" { region = "eu-central-1" }
output "frankfurt" { value = one([for r in data.eci_regions.test.regions : r if r.region == "eu-central-1"]) }
`,
		ConfigStateChecks: append(append(expect("data.eci_zones.test", map[string]knownvalue.Check{
			"region":               knownvalue.StringExact("cn-hangzhou"),
			"unavailable_zone_ids": texts("cn-hangzhou-c"),
			"zone_ids":             knownvalue.ListSizeExact(10),
		}), expect("data.eci_zones.abroad", map[string]knownvalue.Check{
			"zone_ids":             texts("eu-central-1b", "eu-central-1c"),
			"recommended_zone_ids": texts("eu-central-1b", "eu-central-1c"),
			"unavailable_zone_ids": texts("eu-central-1a"),
		})...), statecheck.ExpectKnownOutputValue("frankfurt", object(map[string]knownvalue.Check{
			"region":               knownvalue.StringExact("eu-central-1"),
			"endpoint":             knownvalue.StringExact("eci.eu-central-1.aliyuncs.com"),
			"zone_ids":             texts("eu-central-1b", "eu-central-1c"),
			"recommended_zone_ids": texts("eu-central-1b", "eu-central-1c"),
			"unavailable_zone_ids": texts("eu-central-1a"),
		}))),
	})
}

func TestUnknownRegion(t *testing.T) {
	session := acctest.NewCloud(t).Session(t)
	for _, source := range []string{"eci_zones", "eci_specs"} {
		session.RefusesToRead(t, fmt.Sprintf(`data %q "test" { region = "xx-none-1" }`, source), "Unknown Region")
	}
}

func TestQuotas(t *testing.T) {
	cloud := acctest.NewCloud(t)
	if err := cloud.PatchQuotas([]byte(`{"MaxCpu": 10.25, "MaxDataCacheCount": 7}`)); err != nil {
		t.Fatal(err)
	}
	quota := func(used, maximum, free float64) knownvalue.Check {
		return object(map[string]knownvalue.Check{"used": knownvalue.Float64Exact(used), "maximum": knownvalue.Float64Exact(maximum),
			"free": knownvalue.Float64Exact(free)})
	}
	cloud.Test(t, resource.TestStep{
		Config: `
resource "eci_container_group" "test" {
  name       = "quota"
  cpu        = 0.5
  memory     = 1
  containers = { main = { image = "nginx:1.27" } }
}
data "eci_quotas" "test" { depends_on = [eci_container_group.test] }
`,
		ConfigStateChecks: expect("data.eci_quotas.test", map[string]knownvalue.Check{
			"cpu":               quota(0.5, 10.25, 9.75),
			"image_caches":      quota(0, 50, 50),
			"auto_image_caches": quota(0, 25, 25),
			"data_caches":       quota(0, 7, 7),
		}),
	})
}

func TestSpecs(t *testing.T) {
	pair := func(cpu, memory float64) knownvalue.Check {
		return object(map[string]knownvalue.Check{"cpu": knownvalue.Float64Exact(cpu), "memory": knownvalue.Float64Exact(memory)})
	}
	for name, test := range map[string]struct {
		arguments string
		want      acctest.Checks
	}{
		// Sold everywhere are 2 + 2 + 3 + 5 + 5 + 5 + 4 + 4 + 4 + 4 + 3 + 3 = 44 pairs, by vCPUs from 0.25 to 64. Some
		// regions have 4 + 11 + 22 + 25 = 62 more. For spot there are 4 + 4 + 4 + 4 + 4 + 4 + 4 + 3 + 3 = 34, from 2 vCPUs on.
		"everywhere": {`region = "eu-central-1"`,
			map[string]knownvalue.Check{"specs": knownvalue.ListSizeExact(44), "rounded_up": knownvalue.Null()}},
		"here": {"cpu = 7\nmemory = 13", map[string]knownvalue.Check{
			"region": knownvalue.StringExact("cn-hangzhou"), "specs": knownvalue.ListSizeExact(106), "rounded_up": pair(8, 14),
			"date": knownvalue.StringExact("2026-06-20"), "source": knownvalue.StringRegexp(regexp.MustCompile("^https://"))}},
		"spot": {"cpu = 7\nmemory = 13\nspot = true",
			map[string]knownvalue.Check{"specs": knownvalue.ListSizeExact(34), "rounded_up": pair(8, 16)}},
	} {
		t.Run(name, func(t *testing.T) {
			value, diagnostics := acctest.NewCloud(t).Session(t).Read("data \"eci_specs\" \"test\" {\n" + test.arguments + "\n}\n")
			if len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			test.want.In(t, value)
		})
	}
}

func TestSpecsTooLarge(t *testing.T) {
	acctest.NewCloud(t).Session(t).RefusesToRead(t, "data \"eci_specs\" \"test\" {\n cpu = 65\n memory = 1\n}", "Size Not Sold")
}
