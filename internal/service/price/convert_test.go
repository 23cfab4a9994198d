package price

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// A captured answer for an instance type with a discount, and a spot price added.
const captured = `{"PriceInfo": {
	"Price": {"OriginalPrice": 0.00017222, "DiscountPrice": 0.00016949, "TradePrice": 2.73e-06, "Currency": "CNY",
		"DetailInfos": {"DetailInfo": [{"OriginalPrice": 0.00017222, "DiscountPrice": 0.00016949, "TradePrice": 2.73e-06,
			"Resource": "instance_type", "Rules": {"Rule": []}}]}},
	"Rules": {"Rule": [{"Description": "promotion", "RuleId": 123456}]},
	"SpotPrices": {"SpotPrice": [{"ZoneId": "cn-hangzhou-i", "InstanceType": "ecs.c5.large", "SpotPrice": 0.056}]}}}`

func text(n types.Number) string {
	if n.IsNull() {
		return "null"
	}
	return n.ValueBigFloat().Text('f', -1)
}

func TestFlattenGroup(t *testing.T) {
	var resp eci.DescribeContainerGroupPriceResponse
	if err := json.Unmarshal([]byte(captured), &resp); err != nil {
		t.Fatal(err)
	}
	var m groupModel
	flattenGroup(resp.PriceInfo, &m)
	for _, test := range []struct {
		what string
		got  types.Number
		want string
	}{
		{"original per second", m.PerSecond.Original, "0.00017222"},
		{"discount per second", m.PerSecond.Discount, "0.00016949"},
		{"trade per second", m.PerSecond.Trade, "0.00000273"},
		{"original per hour", m.PerHour.Original, "0.619992"}, // 0.00017222 × 3600
		{"discount per hour", m.PerHour.Discount, "0.610164"}, // 0.00016949 × 3600
		{"trade per month", m.PerMonth.Trade, "7.17444"},      // 0.00000273 × 3600 × 730
		{"detail", m.Details[0].PerHour.Trade, "0.009828"},    // 0.00000273 × 3600
		{"spot per month", m.SpotPrices[0].PerMonth, "40.88"}, // 0.056 × 730
		{"missing", m.SpotPrices[0].OriginalPerMonth, "null"}, // which the service may leave out
	} {
		if got := text(test.got); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
	if got := m.Rules[0].ID.ValueInt64(); got != 123456 {
		t.Errorf("rule %d", got)
	}
	if m.Details[0].Rules == nil || len(m.Details[0].Rules) != 0 {
		t.Errorf("rules of a detail are %v, want none but a list", m.Details[0].Rules)
	}
}

func TestFlattenGroupOfAnEmptyAnswer(t *testing.T) {
	var m groupModel
	flattenGroup(eci.PriceInfo{}, &m)
	if !m.Currency.IsNull() || !m.PerHour.Trade.IsNull() || m.SpotPrices == nil {
		t.Errorf("got %+v", m)
	}
}

func TestCheapestFirst(t *testing.T) {
	offers := []eci.SpotPrice{
		{ZoneId: "b", InstanceType: "x", SpotPrice: "0.1"},
		{ZoneId: "a", InstanceType: "y", SpotPrice: "1e-1"},
		{ZoneId: "a", InstanceType: "x", SpotPrice: "0.10"},
		{ZoneId: "c", InstanceType: "x", SpotPrice: "0.09"},
	}
	cheapestFirst(offers)
	var order string
	for _, offer := range offers {
		order += offer.ZoneId + offer.InstanceType + " "
	}
	if order != "cx ax ay bx " {
		t.Error(order)
	}
}
