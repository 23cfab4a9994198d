package price_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// The published unit prices per second: a vCPU CNY 0.000049 or USD 0.0000077, in the economy category CNY 0.000027; a GiB of memory
// CNY 0.00000613 or USD 0.00000096; a GiB of storage USD 0.000000093.

// number checks for exactly a decimal: 0.44107199999999996 is not 0.441072.
func number(text string) knownvalue.Check {
	return knownvalue.NumberExact(cty.MustParseNumberVal(text).AsBigFloat())
}

func amounts(original, discount, trade string) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{"original": number(original), "discount": number(discount),
		"trade": number(trade)})
}

func TestContainerGroupPrice(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		prices    string // a change to the emulator's
		want      acctest.Checks
	}{
		"size": {
			// 2 × 0.000049 = 0.000098 and 4 × 0.00000613 = 0.00002452 make 0.00012252; × 3600 = 0.441072; × 730 = 321.98256.
			arguments: "cpu = 2\nmemory = 4",
			want: acctest.Checks{
				"currency":           knownvalue.StringExact("CNY"),
				"per_second":         amounts("0.00012252", "0", "0.00012252"),
				"per_hour":           amounts("0.441072", "0", "0.441072"),
				"per_month":          amounts("321.98256", "0", "321.98256"),
				"details.0.resource": knownvalue.StringExact("cpu"),
				// 0.000098 × 3600 and 0.00002452 × 3600
				"details.0.per_hour": amounts("0.3528", "0", "0.3528"),
				"details.1.resource": knownvalue.StringExact("memory"),
				"details.1.per_hour": amounts("0.088272", "0", "0.088272"),
				"details":            knownvalue.ListSizeExact(2),
				"spot_prices":        knownvalue.ListSizeExact(0),
				"rules":              knownvalue.ListSizeExact(0),
			},
		},
		"economy": {
			// 2 × 0.000027 + 0.00002452 = 0.00007852; × 3600 = 0.282672
			arguments: "cpu = 2\nmemory = 4\ncompute_category = \"economy\"",
			want:      acctest.Checks{"per_hour": amounts("0.282672", "0", "0.282672")},
		},
		"storage in USD": {
			// 2 × 0.0000077 + 4 × 0.00000096 + 20 × 0.000000093 = 0.0000154 + 0.00000384 + 0.00000186 = 0.0000211; × 3600 = 0.07596,
			// of which 0.00000186 × 3600 = 0.006696 is for storage, as the billing page says too.
			arguments: "cpu = 2\nmemory = 4\nephemeral_storage = 20",
			prices:    `{"currency": "USD"}`,
			want: acctest.Checks{
				"currency":                 knownvalue.StringExact("USD"),
				"per_second":               amounts("0.0000211", "0", "0.0000211"),
				"per_hour.trade":           number("0.07596"),
				"details.2.per_hour.trade": number("0.006696"),
			},
		},
		"discount": {
			// 15 % of 0.00012252 is 0.000018378; 0.000104142 is left; × 3600: 0.0661608 and 0.3749112
			arguments: "cpu = 2\nmemory = 4",
			prices:    `{"discountPercent": "15", "rules": [{"RuleId": 123456, "Description": "15 % off"}]}`,
			want: acctest.Checks{
				"per_second": amounts("0.00012252", "0.000018378", "0.000104142"),
				"per_hour":   amounts("0.441072", "0.0661608", "0.3749112"),
				"rules": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": knownvalue.Int64Exact(123456), "description": knownvalue.StringExact("15 % off")})}),
				"details.0.rules": knownvalue.ListSizeExact(1),
			},
		},
		"instance type as spot": {
			// ecs.c5.large costs 0.622 an hour, and 0.056 as spot in cn-hangzhou-i: × 730 = 454.06 and 40.88. Per second 0.622 / 3600
			// = 0.00017277… is told as 0.00017278.
			arguments: "instance_type = \"ecs.c5.large\"\nzone_id = \"cn-hangzhou-i\"\nspot_strategy = \"SpotWithPriceLimit\"\nspot_price_limit = " +
				"0.06\nspot_duration_hours = 0",
			want: acctest.Checks{
				"per_second":         amounts("0.00017278", "0", "0.00017278"),
				"details.0.resource": knownvalue.StringExact("instance_type"),
				"spot_prices": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"zone_id": knownvalue.StringExact("cn-hangzhou-i"), "instance_type": knownvalue.StringExact("ecs.c5.large"),
					"per_hour": number("0.056"), "per_month": number("40.88"), "original_per_hour": number("0.622"),
					"original_per_month": number("454.06")})}),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			if test.prices != "" {
				if err := cloud.PatchPrices([]byte(test.prices)); err != nil {
					t.Fatal(err)
				}
			}
			value, diagnostics := cloud.Session(t).Read("data \"eci_container_group_price\" \"test\" {\n" + test.arguments + "\n}\n")
			if len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			test.want.In(t, value)
		})
	}
}

func TestContainerGroupPriceRefusals(t *testing.T) {
	for name, test := range map[string]struct{ arguments, want string }{
		"no size":              {``, `No attribute specified when one \(and only one\) of`},
		"half a size":          {"cpu = 2", `cpu: It needs memory beside it.`},
		"both":                 {"cpu = 2\nmemory = 4\ninstance_type = \"ecs.c5.large\"", `Invalid Attribute Combination`},
		"a size not sold":      {"cpu = 7\nmemory = 13", `(?s)InvalidParam\.CpuOrMemorySpec.*8 vCPU with 14 GiB`},
		"a spot size":          {"cpu = 7\nmemory = 13\nspot_strategy = \"SpotAsPriceGo\"", `(?s)InvalidSpotCpuMemorySpec.*8 vCPU with 16 GiB`},
		"an unknown type":      {`instance_type = "ecs.none.large"`, `InvalidInstanceTypeForEciBuy`},
		"spot without a limit": {"cpu = 2\nmemory = 4\nspot_strategy = \"SpotWithPriceLimit\"", `SpotPriceLimit`},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.NewCloud(t).Session(t).RefusesToRead(t, "data \"eci_container_group_price\" \"test\" {\n"+test.arguments+"\n}\n", test.want)
		})
	}
}

func TestVirtualNodePrice(t *testing.T) {
	// 2 × 0.000049 + 8 × 0.00000613 = 0.000098 + 0.00004904 = 0.00014704; × 3600 = 0.529344; × 730 = 386.42112
	const address = "data.eci_virtual_node_price.test"
	is := func(name string, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), check)
	}
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: `data "eci_virtual_node_price" "test" {}`,
		ConfigStateChecks: []statecheck.StateCheck{
			is("currency", knownvalue.StringExact("CNY")),
			is("per_second", amounts("0.00014704", "0", "0.00014704")),
			is("per_hour", amounts("0.529344", "0", "0.529344")),
			is("per_month", amounts("386.42112", "0", "386.42112")),
			is("details", knownvalue.ListSizeExact(2)),
		},
	})
}

func TestCheapestZone(t *testing.T) {
	for name, test := range map[string]struct {
		arguments, stock string
		want             acctest.Checks
	}{
		// In cn-hangzhou the emulator has spot prices of 10 % of the pay-as-you-go price in zone a, and 1 % more in each zone that
		// follows; only ecs.c5.large in zone i has the published 0.056. ecs.c6.large costs 2 vCPU and 4 GiB, 0.441 an hour, so
		// 0.044 in zone a and 0.049 (11 % are 0.04851) in zone b. ecs.c5.large costs 0.622, so 0.062 in zone a.
		"size": {
			arguments: "cpu = 2\nmemory = 4",
			want: acctest.Checks{
				"zone_id": knownvalue.StringExact("cn-hangzhou-a"), "instance_type": knownvalue.StringExact("ecs.c6.large"),
				"per_hour": number("0.044"), "per_month": number("32.12"), "original_per_hour": number("0.441"),
				"currency": knownvalue.StringExact("CNY"), "candidates": knownvalue.ListSizeExact(33), // three types in eleven zones
				"candidates.1": knownvalue.ObjectPartial(map[string]knownvalue.Check{"instance_type": knownvalue.StringExact("ecs.c7.large"),
					"per_hour": number("0.044")}),
			},
		},
		"zones": {
			arguments: "instance_types = [\"ecs.c5.large\"]\nzone_ids = [\"cn-hangzhou-a\", \"cn-hangzhou-i\"]\nspot_duration_hours = 0",
			want: acctest.Checks{
				"zone_id": knownvalue.StringExact("cn-hangzhou-i"), "per_hour": number("0.056"), "original_per_hour": number("0.622"),
				"candidates.1.zone_id": knownvalue.StringExact("cn-hangzhou-a"), "candidates.1.per_hour": number("0.062"),
			},
		},
		"what is out of stock": {
			arguments: "instance_types = [\"ecs.c6.large\", \"ecs.c5.large\"]",
			stock:     `{"ecs.c6": "WithoutStock", "cn-hangzhou-i": "ClosedWithStock"}`,
			want: acctest.Checks{"zone_id": knownvalue.StringExact("cn-hangzhou-i"),
				"instance_type": knownvalue.StringExact("ecs.c5.large")},
		},
		"sizes that are smaller than any type": {
			arguments: "cpu = 0.25\nmemory = 0.5",
			want:      acctest.Checks{"zone_id": knownvalue.StringExact("cn-hangzhou-a")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			if test.stock != "" {
				if err := cloud.PatchStock([]byte(test.stock)); err != nil {
					t.Fatal(err)
				}
			}
			value, diagnostics := cloud.Session(t).Read("data \"eci_cheapest_zone\" \"test\" {\n" + test.arguments + "\n}\n")
			if len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			test.want.In(t, value)
		})
	}
}

// at returns what is at a dotted path of a value.
func at(t *testing.T, value cty.Value, path string) cty.Value {
	t.Helper()
	for step := range strings.SplitSeq(path, ".") {
		switch {
		case value.IsNull():
			t.Fatalf("%s: nothing at %s", path, step)
		case value.Type().IsObjectType():
			value = value.GetAttr(step)
		default:
			value = value.Index(cty.StringVal(step))
		}
	}
	return value
}

// TestReckonedPrices are those that the provider makes of ECI's and of list prices.
func TestReckonedPrices(t *testing.T) {
	for name, test := range map[string]struct {
		config string
		want   map[string]string // decimals by path, or null
	}{
		// See the examples of ECI's billing pages.
		"image cache": {`data "eci_image_cache_price" "x" {
			size           = 40
			stored_size    = 2
			retention_days = 3
		}`, map[string]string{"creation.total": "0.043756", "keeping.total": "0.024", "use.per_hour": "0.084"}},
		// 20 GiB beyond 30 at 0.00000059 × 3600
		"automatic image cache": {`data "eci_image_cache_price" "x" {
			size      = 50
			automatic = true
		}`, map[string]string{"creation.total": "0", "keeping.per_month": "0", "use.per_hour": "0.04248"}},
		"automatic image cache of free size": {`data "eci_image_cache_price" "x" {
			size      = 30
			automatic = true
		}`, map[string]string{"use.per_hour": "0"}},
		"data cache": {`data "eci_data_cache_price" "x" {
			stored_size    = 15
			retention_days = 3
		}`, map[string]string{"creation.total": "0.040256", "keeping.total": "0.18", "use.per_hour": "0.042"}},
		"data cache of unknown prices": {`data "eci_data_cache_price" "x" {
			performance_level = "PL2"
			copied            = true
		}`, map[string]string{"creation.total": "null", "keeping.per_day": "0.08", "use.per_hour": "null",
			"unknown.creation": "", "unknown.use": ""}},
		// 0.21, 200 × 0.0000625 = 0.0125 and 0.08
		"disk with bursts": {`data "eci_data_cache_price" "x" {
			size              = 100
			provisioned_iops  = 200
			bursting_enabled  = true
			burst_io_per_hour = 131072
			burst_peak_iops   = 10000
		}`, map[string]string{"use.per_hour": "0.3025"}},
		// A group of 2 and 4 costs 0.441072 an hour; with disks of 40 and 60 GiB, 0.084 and 0.126 more. Two for 12 hours a day: × 24.
		// The node costs 0.529344 × 24. The cache is kept for 0.12 × 60 ÷ 30 a day, and made for 0.036756 + 60 × 0.0021 ÷ 12 = 0.047256.
		"estimate": {`data "eci_cost_estimate" "x" {
			items = {
				web = {
					count = 2
					container_group = {
						cpu              = 2
						memory           = 4
						hours_per_day    = 12
						image_cache_size = 40
						data_caches      = [{ size = 60 }]
					}
				}
				node    = { virtual_node = {} }
				model   = { data_cache = { size = 60 } }
				address = { other = { per_hour = 0.02, once = 1 } }
			}
		}`, map[string]string{
			"costs.web.per_hour": "1.302144", "costs.web.per_day": "15.625728", "costs.web.once": "0",
			"costs.web.per_month": "475.28256", // × 730 ÷ 24
			"costs.node.per_day":  "12.704256",
			"costs.model.per_day": "0.24",
			"costs.model.once":    "0.047256",
			"costs.address.once":  "1",
			"costs.model.unknown": "null",
			"once":                "1.047256",
			"per_day":             "29.049984", // 15.625728 + 12.704256 + 0.24 + 0.48
			"per_month":           "883.60368", // × 730 ÷ 24
			"per_hour":            "1.861488",  // 1.302144 + 0.529344 + 0.01 + 0.02
		}},
		// The highest spot price of ecs.c5.large in zone i is the published 0.056; storage is not spot: 0.04248.
		"estimate of spot": {`data "eci_cost_estimate" "x" {
			items = { batch = { container_group = { instance_type = "ecs.c5.large", zone_id = "cn-hangzhou-i", spot_strategy = "SpotAsPriceGo",
				ephemeral_storage = 20 } } }
		}`, map[string]string{"per_hour": "0.09848"}},
		"estimate of what is not known": {`data "eci_cost_estimate" "x" {
			items = {
				web = { container_group = { cpu = 2, memory = 4, data_caches = [{ size = 500, performance_level = "PL3" }] } }
				job = { container_group = { cpu = 2, memory = 4 } }
			}
		}`, map[string]string{"per_hour": "null", "per_month": "null", "once": "0", "costs.web.per_hour": "null", "costs.web.unknown": "",
			"costs.job.per_hour": "0.441072"}},
		"nothing": {`data "eci_cost_estimate" "x" {
			items = {}
		}`, map[string]string{"per_hour": "0", "currency": "null"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diagnostics := acctest.NewCloud(t).Session(t).Read(test.config)
			if len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			for path, want := range test.want {
				text := "null"
				if value := at(t, got, path); !value.IsNull() && value.Type() == cty.Number {
					text = value.AsBigFloat().Text('f', -1)
				} else if !value.IsNull() {
					text = "" // a reason
				}
				if text != want {
					t.Errorf("%s: got %s, want %s", path, text, want)
				}
			}
		})
	}
}

// TestUnitPrices are those of the provider's configuration.
func TestUnitPrices(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t, "unit_prices = { essd_pl3 = 0.0084, snapshot = 0.148 }")
	got, diagnostics := session.Read(`data "eci_data_cache_price" "x" {
		size              = 1500
		performance_level = "PL3"
	}`)
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	for path, want := range map[string]string{"use.per_hour": "12.6", "keeping.per_day": "7.4"} {
		if text := at(t, got, path).AsBigFloat().Text('f', -1); text != want {
			t.Errorf("%s: got %s, want %s", path, text, want)
		}
	}
}

// TestEqualQuestionsAreAskedOnce of all data sources of a run.
func TestEqualQuestionsAreAskedOnce(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	for _, config := range []string{
		"data \"eci_container_group_price\" \"a\" {\n cpu = 2\n memory = 8\n}",
		`data "eci_virtual_node_price" "a" {}`,
		`data "eci_cost_estimate" "a" { items = { a = { virtual_node = {} }, b = { container_group = { cpu = 2, memory = 8 } } } }`,
	} {
		if _, diagnostics := session.Read(config); len(diagnostics) > 0 {
			t.Error(diagnostics)
		}
	}
	if calls := cloud.Calls("DescribeContainerGroupPrice"); len(calls) != 1 {
		t.Errorf("%d calls", len(calls))
	}
}

func TestEstimateRefusals(t *testing.T) {
	session := acctest.NewCloud(t).Session(t)
	for item, want := range map[string]string{
		`{}`: "one (and only one) of",
		`{ image_cache = {}, virtual_node = {} }`: "one (and only one) of",
		`{ count = -1, virtual_node = {} }`:       "at least 0",

		`{ container_group = { cpu = 2 } }`: `It needs items["a"].container_group.memory beside`,

		`{ container_group = { cpu = 2, memory = 4, hours_per_day = 25 } }`:                                "between 0",
		`{ container_group = { cpu = 2, memory = 4, data_caches = [{ size = 1, burst_peak_iops = 1 }] } }`: "burst_io_per_hour",
	} {
		session.RefusesToRead(t, "data \"eci_cost_estimate\" \"x\" {\n items = { a = "+item+" }\n}", regexp.QuoteMeta(want))
	}
}

// TestEstimateNamesItem whose price ECI refuses to tell.
func TestEstimateNamesItem(t *testing.T) {
	_, diagnostics := acctest.NewCloud(t).Session(t).Read(
		`data "eci_cost_estimate" "x" { items = { a = { container_group = { cpu = 7, memory = 13 } } } }`)
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "8 vCPU with 14 GiB") {
		t.Errorf("got %+v", diagnostics)
	}
}

func TestUnknownZones(t *testing.T) {
	_, diagnostics := acctest.NewCloud(t).Session(t).Read(
		`data "eci_cheapest_zone" "x" {
			instance_types = ["ecs.c5.large"]
			zone_ids = ["cn-hangzhou-i", "cn-hangzhou-z"]
		}`)
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail,
		`zone_ids: cn-hangzhou has no zone "cn-hangzhou-z". Its zones are cn-hangzhou-a, `) {
		t.Errorf("got %+v", diagnostics)
	}
}

func TestNoCheapestZone(t *testing.T) {
	cloud := acctest.NewCloud(t)
	if err := cloud.PatchStock([]byte(`{"ecs.c5": "ClosedWithoutStock"}`)); err != nil {
		t.Fatal(err)
	}
	cloud.Session(t).RefusesToRead(t, `data "eci_cheapest_zone" "test" { instance_types = ["ecs.c5.large"] }`, "No Spot Capacity")
}
