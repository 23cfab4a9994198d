package emulator

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func (c *cloudTest) price(pairs ...string) wire.PriceInfo {
	c.Helper()
	return must[wire.DescribeContainerGroupPriceResponse](c, "DescribeContainerGroupPrice", params(pairs...)).PriceInfo
}

// patched changes a part of the settings through the control.
func (c *cloudTest) patched(name, patch string) {
	c.Helper()
	if status, answer := c.control("PATCH", name, patch); status != 200 {
		c.Fatalf("PATCH %s: %d %s", name, status, answer)
	}
}

// In CNY a vCPU costs 0.000049 per second, 0.000027 in the category economy, and a GiB 0.00000613; in USD 0.0000077 and
// 0.00000096, and a GiB of storage 0.000000093.
func TestPriceOfSizes(t *testing.T) {
	for name, test := range map[string]struct {
		currency string
		pairs    []string
		details  map[string]string
		total    string
	}{
		// 2 × 0.000049 = 0.000098; 4 × 0.00000613 = 0.00002452
		"2 vCPUs": {"CNY", []string{"Cpu", "2", "Memory", "4"}, map[string]string{"cpu": "0.000098", "memory": "0.00002452"}, "0.00012252"},
		// 0.25 × 0.000049 = 0.00001225; 0.5 × 0.00000613 = 0.000003065
		"smallest": {"CNY", []string{"Cpu", "0.25", "Memory", "0.5"}, map[string]string{"cpu": "0.00001225", "memory": "0.000003065"},
			"0.000015315"},
		// 8 × 0.000027 = 0.000216; 16 × 0.00000613 = 0.00009808
		"economy": {"CNY", []string{"Cpu", "8", "Memory", "16", "ComputeCategory", "economy"},
			map[string]string{"cpu": "0.000216", "memory": "0.00009808"}, "0.00031408"},
		// 64 × 0.0000077 = 0.0004928; 512 × 0.00000096 = 0.00049152; 100 × 0.000000093 = 0.0000093
		"largest in USD, with storage": {"USD", []string{"Cpu", "64", "Memory", "512", "EphemeralStorage", "100"},
			map[string]string{"cpu": "0.0004928", "memory": "0.00049152", "storage": "0.0000093"}, "0.00099362"},
		// 0.622 / 3600 = 0.00017277…
		"published type": {"CNY", []string{"InstanceType", "ecs.c5.large", "Cpu", "7"}, map[string]string{"instance_type": "0.00017278"},
			"0.00017278"},
		// (4 × 0.000049 + 16 × 0.00000613) × 3600 = 1.058688, rounded 1.059; 1.059 / 3600 = 0.000294166…
		"type derived": {"CNY", []string{"InstanceType", "ecs.g6.xlarge"}, map[string]string{"instance_type": "0.00029417"}, "0.00029417"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			c.patched("prices", `{"currency":"`+test.currency+`"}`)
			info := c.price(test.pairs...)
			details := map[string]string{}
			for _, d := range info.Price.DetailInfos.DetailInfo {
				details[d.Resource] = string(d.OriginalPrice)
			}
			want(t, "details", details, test.details)
			want(t, "amounts", info.Price.Amounts, wire.Amounts{OriginalPrice: json.Number(test.total), DiscountPrice: "0",
				TradePrice: json.Number(test.total)})
			want(t, "currency", info.Price.Currency, test.currency)
			want(t, "spot", len(info.SpotPrices.SpotPrice), 0)
		})
	}
}

func TestDiscount(t *testing.T) {
	c := newCloud(t)
	c.patched("prices", `{"discountPercent":15,"rules":[{"RuleId":123456,"Description":"for a year"}]}`)
	info := c.price("Cpu", "2", "Memory", "4")
	// 15 % of 0.00012252 = 0.000018378; what is left is 0.000104142
	want(t, "amounts", info.Price.Amounts, wire.Amounts{OriginalPrice: "0.00012252", DiscountPrice: "0.000018378", TradePrice: "0.000104142"})
	// 15 % of 0.000098 = 0.0000147
	want(t, "of the vCPUs", info.Price.DetailInfos.DetailInfo[0].Amounts, wire.Amounts{OriginalPrice: "0.000098", DiscountPrice: "0.0000147",
		TradePrice: "0.0000833"})
	rules := []wire.PriceRule{{RuleId: 123456, Description: "for a year"}}
	want(t, "rules", info.Rules.Rule, rules)
	want(t, "rules of the vCPUs", info.Price.DetailInfos.DetailInfo[0].Rules.Rule, rules)
}

func TestSpotPrices(t *testing.T) {
	c := newCloud(t)
	offers := func(pairs ...string) map[string]string {
		t.Helper()
		prices := map[string]string{}
		for _, p := range c.price(append([]string{"SpotStrategy", "SpotAsPriceGo"}, pairs...)...).SpotPrices.SpotPrice {
			prices[p.ZoneId+"/"+p.InstanceType] = string(p.SpotPrice) + " of " + string(p.OriginPrice)
		}
		return prices
	}
	// ecs.c5.large is published. The others cost (2 × 0.000049 + 4 × 0.00000613) × 3600 = 0.441072, rounded 0.441, and in the
	// ninth zone 18 % of it: 0.07938.
	want(t, "types of a size", offers("Cpu", "2", "Memory", "4", "ZoneId", "cn-hangzhou-i"), map[string]string{
		"cn-hangzhou-i/ecs.c5.large": "0.056 of 0.622", "cn-hangzhou-i/ecs.c6.large": "0.079 of 0.441",
		"cn-hangzhou-i/ecs.c7.large": "0.079 of 0.441",
	})
	want(t, "zones", len(offers("InstanceType", "ecs.c6.large")), 11)
	// 10 % in the first zone, 11 % in the second
	c.patched("stock", `{"cn-hangzhou-a/ecs.c6":"WithoutStock","cn-hangzhou-b":"ClosedWithStock","cn-hangzhou-c":"ClosedWithoutStock"}`)
	got := offers("InstanceType", "ecs.c6.large")
	want(t, "zones with stock", len(got), 9)
	want(t, "second zone", got["cn-hangzhou-b/ecs.c6.large"], "0.049 of 0.441") // 0.04851
	c.patched("prices", `{"lists":{"CNY":{"spot":{"cn-hangzhou-d/ecs.c6.large":0.0401},"instanceTypes":{"ecs.c6.large":0.5}}}}`)
	want(t, "fourth zone", offers("InstanceType", "ecs.c6.large")["cn-hangzhou-d/ecs.c6.large"], "0.0401 of 0.5")

	limited := func(limit string) url.Values {
		return params("InstanceType", "ecs.c6.large", "SpotStrategy", "SpotWithPriceLimit", "SpotPriceLimit", limit)
	}
	info := must[wire.DescribeContainerGroupPriceResponse](c, "DescribeContainerGroupPrice", limited("0.05")).PriceInfo
	want(t, "within the limit", len(info.SpotPrices.SpotPrice), 1) // 0.055 in the second zone is too much
	c.refused("DescribeContainerGroupPrice", limited("0.04"), "Spot.NotMatched")
}

func TestPriceRefuses(t *testing.T) {
	c := newCloud(t)
	for name, test := range map[string]struct {
		pairs []string
		code  string
	}{
		"nothing":           {nil, "MissingParameter"},
		"no memory":         {[]string{"Cpu", "2"}, "MissingParameter"},
		"not rounded":       {[]string{"Cpu", "3", "Memory", "4"}, "InvalidParam.CpuOrMemorySpec"},
		"size of elsewhere": {[]string{"Cpu", "2", "Memory", "6", "RegionId", "us-east-1"}, "InvalidParam.CpuOrMemorySpec"},
		"too large":         {[]string{"Cpu", "128", "Memory", "256"}, "InvalidParam.CpuOrMemorySpec"},
		"too many economy":  {[]string{"Cpu", "16", "Memory", "32", "ComputeCategory", "economy"}, "InvalidParam.CpuOrMemorySpec"},
		"spot size":         {[]string{"Cpu", "2", "Memory", "6", "SpotStrategy", "SpotAsPriceGo"}, "InvalidSpotCpuMemorySpec"},
		"economy spot": {[]string{"Cpu", "2", "Memory", "4", "SpotStrategy", "SpotAsPriceGo", "ComputeCategory", "economy"},
			"FeatureBasedConstraintConflict"},
		"no limit":           {[]string{"Cpu", "2", "Memory", "4", "SpotStrategy", "SpotWithPriceLimit"}, "MissingParameter"},
		"unknown type":       {[]string{"InstanceType", "ecs.x9.large"}, "InvalidInstanceTypeForEciBuy"},
		"unknown zone":       {[]string{"Cpu", "2", "Memory", "4", "ZoneId", "cn-hangzhou-z"}, "InvalidParameter"},
		"general":            {[]string{"Cpu", "2", "Memory", "4", "ComputeCategory", "general"}, "InvalidParameter"},
		"too much storage":   {[]string{"Cpu", "2", "Memory", "4", "EphemeralStorage", "5001"}, "InvalidParameter.ValueExceeded"},
		"unknown protection": {[]string{"Cpu", "2", "Memory", "4", "SpotDuration", "2"}, "InvalidParameter.ValueExceeded"},
	} {
		t.Run(name, func(*testing.T) { c.refused("DescribeContainerGroupPrice", params(test.pairs...), test.code) })
	}
}

func TestMarketControl(t *testing.T) {
	c := newCloud(t)
	for path, bodies := range map[string][]string{
		"prices": {`{"currency":"EUR"}`, `{"discountPercent":-1}`, `{"lists":{"CNY":{"cpu":"dear"}}}`, `{"lists":{"CNY":{"spot":{"z/t":-1}}}}`,
			`{"colour":1}`},
		"stock":  {`{"cn-hangzhou-i":"Plenty"}`},
		"quotas": {`{"MaxCpu":-1}`, `{"MaxGpu":1}`},
	} {
		for _, body := range bodies {
			if status, answer := c.control("PATCH", path, body); status != 400 {
				t.Errorf("%s %s: %d %s", path, body, status, answer)
			}
		}
	}
	c.patched("stock", `{"cn-hangzhou-i":"WithoutStock","ecs.c6":"ClosedWithStock"}`)
	c.patched("stock", `{"cn-hangzhou-i":null}`)
	_, answer := c.control("GET", "stock", "")
	want(t, "stock", strings.TrimSpace(answer), `{"ecs.c6":"ClosedWithStock"}`)
	_, answer = c.control("GET", "prices", "")
	want(t, "currency", strings.Contains(answer, `"currency":"CNY"`), true)
	c.patched("quotas", `{"MaxCpu":4.5}`)
	_, answer = c.control("GET", "quotas", "")
	want(t, "quotas", strings.Contains(answer, `"MaxCpu":4.5`), true)
}

func TestAvailableResources(t *testing.T) {
	c := newCloud(t)
	c.patched("stock", `{"cn-hangzhou-a":"WithoutStock","cn-hangzhou-b/ecs.c6":"ClosedWithStock",`+
		`"cn-hangzhou-b/ecs.c6.large":"ClosedWithoutStock"}`)
	found := func(pairs ...string) map[string]string {
		t.Helper()
		resp := must[wire.DescribeAvailableResourceResponse](c, "DescribeAvailableResource", params(pairs...))
		all := map[string]string{}
		for _, zone := range resp.AvailableZones.AvailableZone {
			for _, kind := range zone.AvailableResources.AvailableResource {
				for _, resource := range kind.SupportedResources.SupportedResource {
					all[zone.ZoneId[len(testRegion)+1:]+" "+kind.Type+" "+resource.Value] = resource.StatusCategory
				}
			}
		}
		return all
	}
	family := found("DestinationResource.Category", "InstanceTypeFamily", "DestinationResource.Value", "ecs.c6")
	want(t, "zones", len(family), 11)
	want(t, "zone without stock", family["a InstanceTypeFamily ecs.c6"], "WithoutStock")
	want(t, "family", family["b InstanceTypeFamily ecs.c6"], "ClosedWithStock")
	want(t, "elsewhere", family["c InstanceTypeFamily ecs.c6"], "WithStock")
	want(t, "type", found("DestinationResource.Category", "InstanceType", "DestinationResource.Value", "ecs.c6.large", "ZoneId",
		"cn-hangzhou-b"),
		map[string]string{"b InstanceType ecs.c6.large": "ClosedWithoutStock"})
	want(t, "size", found("DestinationResource.Category", "InstanceType", "DestinationResource.Cores", "4", "DestinationResource.Memory", "8",
		"ZoneId", "cn-hangzhou-b"),
		map[string]string{"b InstanceType ecs.c5.xlarge": "WithStock", "b InstanceType ecs.c6.xlarge": "ClosedWithStock",
			"b InstanceType ecs.c7.xlarge": "WithStock"})
	want(t, "odd size", len(found("DestinationResource.Category", "InstanceType", "DestinationResource.Cores", "3",
		"DestinationResource.Memory", "8")), 0)
	spot := []string{"DestinationResource.Category", "InstanceType", "DestinationResource.Value", "ecs.c6.large", "SpotResource.SpotStrategy",
		"SpotWithPriceLimit"}
	// 0.441 on demand; 12 % of it, 0.053, in the third zone, and no stock in the first two
	want(t, "spot", found(append(spot, "SpotResource.SpotPriceLimit", "0.053")...),
		map[string]string{"c InstanceType ecs.c6.large": "WithStock"})
	for name, test := range map[string]struct {
		pairs []string
		code  string
	}{
		"no category": {nil, "MissingParameter"},
		"category":    {[]string{"DestinationResource.Category", "Zone"}, "InvalidParameter"},
		"no family":   {[]string{"DestinationResource.Category", "InstanceTypeFamily"}, "MissingParameter"},
		"unknown family": {[]string{"DestinationResource.Category", "InstanceTypeFamily", "DestinationResource.Value", "ecs.x9"},
			"InvalidParameter.NotFound"},
		"no type": {[]string{"DestinationResource.Category", "InstanceType", "DestinationResource.Cores", "2"}, "MissingParameter"},
		"unknown type": {[]string{"DestinationResource.Category", "InstanceType", "DestinationResource.Value", "ecs.x9.large"},
			"InvalidParameter.NotFound"},
		"spot family": {[]string{"DestinationResource.Category", "InstanceTypeFamily", "DestinationResource.Value", "ecs.c6",
			"SpotResource.SpotStrategy", "SpotAsPriceGo"}, "InvalidParameter"},
		"spot limit": {spot, "MissingParameter"},
		"low limit":  {append(slices.Clone(spot), "SpotResource.SpotPriceLimit", "0.01"), "Spot.NotMatched"},
	} {
		t.Run(name, func(*testing.T) { c.refused("DescribeAvailableResource", params(test.pairs...), test.code) })
	}
}

func TestCreationRespectsStock(t *testing.T) {
	c := newCloud(t)
	c.patched("stock", `{"cn-hangzhou-b":"WithoutStock","cn-hangzhou-c/ecs.c6.large":"ClosedWithoutStock","cn-hangzhou-d":"ClosedWithStock"}`)
	c.refused("CreateContainerGroup", group("VSwitchId", "vsw-x-b"), "OperationDenied.NoStock")
	want(t, "other zone", c.placed(group("VSwitchId", "vsw-x-b,vsw-x-c", "ScheduleStrategy", "VSwitchOrdered")), "cn-hangzhou-c ecs.c6.large")
	c.refused("CreateContainerGroup", group("VSwitchId", "vsw-x-c", "InstanceType", "ecs.c6.large"), "OperationDenied.NoStock")
	want(t, "other type", c.placed(group("VSwitchId", "vsw-x-c", "InstanceType", "ecs.c6.large,ecs.c7.large")), "cn-hangzhou-c ecs.c7.large")
	want(t, "little stock", c.placed(group("VSwitchId", "vsw-x-d", "InstanceType", "ecs.c6.large")), "cn-hangzhou-d ecs.c6.large")
	// 13 % of 0.441 is 0.057 in the fourth zone
	spot := func(limit string) url.Values {
		return group("VSwitchId", "vsw-x-d", "InstanceType", "ecs.c6.large", "SpotStrategy", "SpotWithPriceLimit", "SpotPriceLimit", limit)
	}
	c.create(spot("0.057"))
	c.refused("CreateContainerGroup", spot("0.056"), "Spot.NotMatched")
	c.refused("CreateContainerGroup", group("VSwitchId", "vsw-x-d", "SpotStrategy", "SpotWithPriceLimit", "SpotPriceLimit", "0.05"),
		"Spot.NotMatched")
}

// placed creates a group and tells its zone and type.
func (c *cloudTest) placed(values url.Values) string {
	c.Helper()
	id := c.create(values)
	g := c.server.cloud.ContainerGroups.byID[id]
	return g.Placement.ZoneId + " " + g.Placement.InstanceType
}

func TestUsage(t *testing.T) {
	c := newCloud(t)
	usage := func(pairs ...string) map[string]float64 {
		t.Helper()
		return must[wire.ListUsageResponse](c, "ListUsage", params(pairs...)).Attributes
	}
	c.create(group("Cpu", "2", "Memory", "4"))
	id := c.create(group("Cpu", "0.5", "Memory", "1"))
	c.create(group("RegionId", "cn-beijing"))
	c.server.AddDataCache(testRegion, "default", "/a")
	c.createImageCache() // with a group of 2 vCPUs
	want(t, "usage", usage(), map[string]float64{
		"UsedCpu": 4.5, "MaxCpu": 1000, "UsedImageCacheCount": 1, "MaxImageCacheCount": 50,
		"UsedAutoImageCacheCount": 0, "MaxAutoImageCacheCount": 25, "UsedDataCacheCount": 1, "MaxDataCacheCount": 100,
	})
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id, "Force", "true"))
	want(t, "after a deletion", usage()["UsedCpu"], 4)
	c.patched("quotas", `{"MaxCpu":5.5}`)
	c.refused("CreateContainerGroup", group("Cpu", "2", "Memory", "4"), "QuotaExceeded")
	c.refused("CreateDataCache", dataCacheOf(), "QuotaExceeded")
	c.create(group("Cpu", "1", "Memory", "2"))
	want(t, "elsewhere", usage("RegionId", "cn-beijing")["UsedCpu"], 2)
}

func TestRegions(t *testing.T) {
	c := newCloud(t)
	c.patched("stock", `{"cn-hangzhou-k":"WithoutStock","cn-hangzhou-a/ecs.c6":"WithoutStock"}`)
	one := must[wire.DescribeRegionsResponse](c, "DescribeRegions", nil) // of the test's region
	want(t, "one region", fmt.Sprint(len(one.Regions), " ", one.Regions[0].RegionId), "1 "+testRegion)
	c.refused("DescribeRegions", params("RegionId", "cn-atlantis"), "InvalidRegionId.NotFound")
	resp := must[wire.DescribeRegionsResponse](c, "DescribeRegions", params("RegionId", ""))
	want(t, "regions", len(resp.Regions), len(market.Regions))
	i := slices.IndexFunc(resp.Regions, func(r wire.Region) bool { return r.RegionId == testRegion })
	r := resp.Regions[i]
	want(t, "endpoint", r.RegionEndpoint, "eci.cn-hangzhou.aliyuncs.com")
	want(t, "zones", len(r.Zones), 10)
	want(t, "unavailable", r.UnavailableZones, []string{"cn-hangzhou-k"})
	want(t, "recommended", r.RecommendZones, []string{"cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"})
}
