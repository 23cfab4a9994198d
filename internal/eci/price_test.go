package eci

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"testing"
)

// asked answers one call with body and returns its parameters, but for those that every call has.
func asked[Req, Resp any](t *testing.T, body string, req Req, action func(*Client, Req) (Resp, error)) (url.Values, Resp) {
	t.Helper()
	var form url.Values
	c := newClient(t, func(r *http.Request) (*http.Response, error) {
		form = formOf(t, r)
		return answer(200, body), nil
	})
	resp, err := action(c, req)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Action", "Version", "Format", "Timestamp", "AccessKeyId", "SecurityToken", "Signature", "SignatureMethod",
		"SignatureNonce", "SignatureType", "SignatureVersion"} {
		form.Del(name)
	}
	return form, resp
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestDescribeContainerGroupPrice(t *testing.T) {
	cpu, memory, storage, duration := 0.5, 1.0, int64(20), int64(0)
	form, resp := asked(t, `{"RequestId":"R","PriceInfo":{
		"Price":{"OriginalPrice":0.00017222,"DiscountPrice":0.00016949,"TradePrice":2.73e-06,"Currency":"CNY","DetailInfos":{"DetailInfo":[
			{"Resource":"instance_type","OriginalPrice":0.00017222,"DiscountPrice":0.00016949,"TradePrice":2.73e-06,"Rules":{"Rule":[]}}]}},
		"Rules":{"Rule":[{"RuleId":123456,"Description":"promotion"}]},
		"SpotPrices":{"SpotPrice":[{"ZoneId":"cn-hangzhou-i","InstanceType":"ecs.c5.large","SpotPrice":0.056,"OriginPrice":"0.6220"}]}}}`,
		&DescribeContainerGroupPriceRequest{Cpu: &cpu, Memory: &memory, EphemeralStorage: &storage, ZoneId: "cn-hangzhou-i",
			SpotStrategy: "SpotWithPriceLimit", SpotPriceLimit: "0.070", SpotDuration: &duration},
		func(c *Client, req *DescribeContainerGroupPriceRequest) (*DescribeContainerGroupPriceResponse, error) {
			return c.DescribeContainerGroupPrice(t.Context(), req)
		})
	equal(t, "parameters", form, url.Values{"RegionId": {"cn-hangzhou"}, "Cpu": {"0.5"}, "Memory": {"1"}, "EphemeralStorage": {"20"},
		"ZoneId": {"cn-hangzhou-i"}, "SpotStrategy": {"SpotWithPriceLimit"}, "SpotPriceLimit": {"0.070"}, "SpotDuration": {"0"}})
	price := resp.PriceInfo.Price
	equal(t, "trade price", price.TradePrice, json.Number("2.73e-06"))
	equal(t, "detail", price.DetailInfos.DetailInfo[0].OriginalPrice, json.Number("0.00017222"))
	equal(t, "rules", resp.PriceInfo.Rules.Rule, []PriceRule{{RuleId: 123456, Description: "promotion"}})
	equal(t, "spot prices", resp.PriceInfo.SpotPrices.SpotPrice,
		[]SpotPrice{{ZoneId: "cn-hangzhou-i", InstanceType: "ecs.c5.large", SpotPrice: "0.056", OriginPrice: "0.6220"}})
}

func TestDescribeAvailableResource(t *testing.T) {
	cores, memory := 2.0, 4.0
	form, resp := asked(t, `{"RequestId":"R","AvailableZones":{"AvailableZone":[{"RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-i",
		"AvailableResources":{"AvailableResource":[
		{"Type":"InstanceType","SupportedResources":{"SupportedResource":[
			{"Value":"ecs.c5.large","StatusCategory":"WithStock"},{"Value":"ecs.c6.large","StatusCategory":"ClosedWithStock"},
			{"Value":"ecs.c7.large","StatusCategory":"WithoutStock"},{"Value":"ecs.c8i.large","StatusCategory":"ClosedWithoutStock"}]}}]}}]}}`,
		&DescribeAvailableResourceRequest{DestinationResource: DestinationResource{Category: CategoryInstanceType, Cores: &cores,
			Memory: &memory},
			SpotResource: &SpotResource{SpotStrategy: "SpotAsPriceGo"}},
		func(c *Client, req *DescribeAvailableResourceRequest) (*DescribeAvailableResourceResponse, error) {
			return c.DescribeAvailableResource(t.Context(), req)
		})
	equal(t, "parameters", form, url.Values{"RegionId": {"cn-hangzhou"}, "DestinationResource.Category": {"InstanceType"},
		"DestinationResource.Cores": {"2"}, "DestinationResource.Memory": {"4"}, "SpotResource.SpotStrategy": {"SpotAsPriceGo"}})
	zone := resp.AvailableZones.AvailableZone[0]
	equal(t, "zone", zone.ZoneId, "cn-hangzhou-i")
	var inStock []bool
	for _, resource := range zone.AvailableResources.AvailableResource[0].SupportedResources.SupportedResource {
		inStock = append(inStock, resource.InStock())
	}
	equal(t, "in stock", inStock, []bool{true, true, false, false})
}

func TestListUsage(t *testing.T) {
	form, resp := asked(t, `{"RequestId":"R","Attributes":{"UsedCpu":16.5,"MaxCpu":1000,"MaxImageCacheCount":"50"}}`, &ListUsageRequest{},
		func(c *Client, req *ListUsageRequest) (*ListUsageResponse, error) {
			return c.ListUsage(t.Context(), req)
		})
	equal(t, "parameters", form, url.Values{"RegionId": {"cn-hangzhou"}})
	equal(t, "attributes", resp.Attributes, map[string]json.Number{UsedCpu: "16.5", MaxCpu: "1000", MaxImageCacheCount: "50"})
}

func TestDescribeRegions(t *testing.T) {
	body := `{"RequestId":"R","Regions":[{"RegionId":"cn-hangzhou","RegionEndpoint":"eci.aliyuncs.com","Zones":["cn-hangzhou-g"],
		"RecommendZones":["cn-hangzhou-j"],"UnavailableZones":["cn-hangzhou-e"]}]}`
	describe := func(c *Client, req *DescribeRegionsRequest) (*DescribeRegionsResponse, error) {
		return c.DescribeRegions(t.Context(), req)
	}
	form, resp := asked(t, body, &DescribeRegionsRequest{}, describe)
	equal(t, "parameters for every region", form, url.Values{"RegionId": {""}})
	equal(t, "regions", resp.Regions, []Region{{RegionId: "cn-hangzhou", RegionEndpoint: "eci.aliyuncs.com", Zones: []string{"cn-hangzhou-g"},
		RecommendZones: []string{"cn-hangzhou-j"}, UnavailableZones: []string{"cn-hangzhou-e"}}})
	form, _ = asked(t, body, &DescribeRegionsRequest{RegionId: "cn-beijing"}, describe)
	equal(t, "parameters for one region", form, url.Values{"RegionId": {"cn-beijing"}})
}
