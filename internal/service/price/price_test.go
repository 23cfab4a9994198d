package price_test

import (
	"fmt"
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

// expect checks attributes of a data source by their paths, which are dotted.
func expect(address string, values map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, value := range values {
		first, rest, _ := strings.Cut(name, ".")
		at := tfjsonpath.New(first)
		for key := range strings.SplitSeq(rest, ".") {
			var index int
			if n, _ := fmt.Sscan(key, &index); n == 1 {
				at = at.AtSliceIndex(index)
			} else if key != "" {
				at = at.AtMapKey(key)
			}
		}
		checks = append(checks, statecheck.ExpectKnownValue(address, at, value))
	}
	return checks
}

const groupPrice = "data.eci_container_group_price.test"

func TestContainerGroupPrice(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		prices    string // a change to the emulator's
		want      map[string]knownvalue.Check
	}{
		"size": {
			// 2 × 0.000049 = 0.000098 and 4 × 0.00000613 = 0.00002452 make 0.00012252; × 3600 = 0.441072; × 730 = 321.98256.
			arguments: "cpu = 2\nmemory = 4",
			want: map[string]knownvalue.Check{
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
			want:      map[string]knownvalue.Check{"per_hour": amounts("0.282672", "0", "0.282672")},
		},
		"storage in USD": {
			// 2 × 0.0000077 + 4 × 0.00000096 + 20 × 0.000000093 = 0.0000154 + 0.00000384 + 0.00000186 = 0.0000211; × 3600 = 0.07596,
			// of which 0.00000186 × 3600 = 0.006696 is for storage, as the billing page says too.
			arguments: "cpu = 2\nmemory = 4\nephemeral_storage = 20",
			prices:    `{"currency": "USD"}`,
			want: map[string]knownvalue.Check{
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
			want: map[string]knownvalue.Check{
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
			want: map[string]knownvalue.Check{
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
			cloud.Test(t, resource.TestStep{
				Config:            "data \"eci_container_group_price\" \"test\" {\n" + test.arguments + "\n}\n",
				ConfigStateChecks: expect(groupPrice, test.want),
			})
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
			acctest.NewCloud(t).Test(t, resource.TestStep{
				Config:      "data \"eci_container_group_price\" \"test\" {\n" + test.arguments + "\n}\n",
				ExpectError: regexp.MustCompile(strings.ReplaceAll(test.want, " ", `\s+`)),
			})
		})
	}
}

func TestVirtualNodePrice(t *testing.T) {
	// 2 × 0.000049 + 8 × 0.00000613 = 0.000098 + 0.00004904 = 0.00014704; × 3600 = 0.529344; × 730 = 386.42112
	acctest.NewCloud(t).Test(t, resource.TestStep{
		Config: `data "eci_virtual_node_price" "test" {}`,
		ConfigStateChecks: expect("data.eci_virtual_node_price.test", map[string]knownvalue.Check{
			"currency":   knownvalue.StringExact("CNY"),
			"per_second": amounts("0.00014704", "0", "0.00014704"),
			"per_hour":   amounts("0.529344", "0", "0.529344"),
			"per_month":  amounts("386.42112", "0", "386.42112"),
			"details":    knownvalue.ListSizeExact(2),
		}),
	})
}

func TestCheapestZone(t *testing.T) {
	const address = "data.eci_cheapest_zone.test"
	for name, test := range map[string]struct {
		arguments, stock string
		want             map[string]knownvalue.Check
	}{
		// In cn-hangzhou the emulator has spot prices of 10 % of the pay-as-you-go price in zone a, and 1 % more in each zone that
		// follows; only ecs.c5.large in zone i has the published 0.056. ecs.c6.large costs 2 vCPU and 4 GiB, 0.441 an hour, so
		// 0.044 in zone a and 0.049 (11 % are 0.04851) in zone b. ecs.c5.large costs 0.622, so 0.062 in zone a.
		"size": {
			arguments: "cpu = 2\nmemory = 4",
			want: map[string]knownvalue.Check{
				"zone_id": knownvalue.StringExact("cn-hangzhou-a"), "instance_type": knownvalue.StringExact("ecs.c6.large"),
				"per_hour": number("0.044"), "per_month": number("32.12"), "original_per_hour": number("0.441"),
				"currency": knownvalue.StringExact("CNY"), "candidates": knownvalue.ListSizeExact(33), // three types in eleven zones
				"candidates.1": knownvalue.ObjectPartial(map[string]knownvalue.Check{"instance_type": knownvalue.StringExact("ecs.c7.large"),
					"per_hour": number("0.044")}),
			},
		},
		"zones": {
			arguments: "instance_types = [\"ecs.c5.large\"]\nzone_ids = [\"cn-hangzhou-a\", \"cn-hangzhou-i\"]\nspot_duration_hours = 0",
			want: map[string]knownvalue.Check{
				"zone_id": knownvalue.StringExact("cn-hangzhou-i"), "per_hour": number("0.056"), "original_per_hour": number("0.622"),
				"candidates.1.zone_id": knownvalue.StringExact("cn-hangzhou-a"), "candidates.1.per_hour": number("0.062"),
			},
		},
		"what is out of stock": {
			arguments: "instance_types = [\"ecs.c6.large\", \"ecs.c5.large\"]",
			stock:     `{"ecs.c6": "WithoutStock", "cn-hangzhou-i": "ClosedWithStock"}`,
			want: map[string]knownvalue.Check{"zone_id": knownvalue.StringExact("cn-hangzhou-i"),
				"instance_type": knownvalue.StringExact("ecs.c5.large")},
		},
		"sizes that are smaller than any type": {
			arguments: "cpu = 0.25\nmemory = 0.5",
			want:      map[string]knownvalue.Check{"zone_id": knownvalue.StringExact("cn-hangzhou-a")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			if test.stock != "" {
				if err := cloud.PatchStock([]byte(test.stock)); err != nil {
					t.Fatal(err)
				}
			}
			cloud.Test(t, resource.TestStep{
				Config:            "data \"eci_cheapest_zone\" \"test\" {\n" + test.arguments + "\n}\n",
				ConfigStateChecks: expect(address, test.want),
			})
		})
	}
}

func TestNoCheapestZone(t *testing.T) {
	cloud := acctest.NewCloud(t)
	if err := cloud.PatchStock([]byte(`{"ecs.c5": "ClosedWithoutStock"}`)); err != nil {
		t.Fatal(err)
	}
	cloud.Test(t, resource.TestStep{
		Config:      `data "eci_cheapest_zone" "test" { instance_types = ["ecs.c5.large"] }`,
		ExpectError: regexp.MustCompile("No Spot Capacity"),
	})
}
