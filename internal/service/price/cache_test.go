package price

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
)

// builder is the published price of the group of 2 vCPU and 4 GiB, in CNY with 20 GiB of storage in its details.
func builder(currency string) priceOfBuilder {
	info := &eci.PriceInfo{}
	info.Price.Currency = currency
	info.Price.TradePrice = map[string]json.Number{"CNY": "0.00012252", "USD": "0.00001924"}[currency]
	info.Price.DetailInfos.DetailInfo = []eci.PriceDetail{{Resource: "cpu", TradePrice: "0.1"},
		{Resource: "systemdisk", TradePrice: map[string]json.Number{"CNY": "0.0000118", "USD": "0.00000186"}[currency]}}
	return builderOf(info)
}

// The examples are those of ECI's pages "Image cache billing", "Data cache billing" and "Billing of temporary storage space".
func TestCostOfCaches(t *testing.T) {
	usdOfECI := pricing.UnitPrices{pricing.DiskPL1: pricing.Decimal(types.Float64Value(0.0005)),
		pricing.Snapshot: pricing.Decimal(types.Float64Value(0.02))}
	for name, test := range map[string]struct {
		size     int64
		stored   float64
		currency string
		units    pricing.UnitPrices
		terms    cacheTerms
		// for three days of keeping and three hours of use
		creation, keeping, use string
	}{
		"image cache":        {40, 2, "CNY", nil, cacheTerms{}, "0.043756", "0.024", "0.252"},
		"image cache in USD": {40, 2, "USD", nil, cacheTerms{}, "0.006838666667", "0.00346", "0.0384"},
		"image cache in USD by the prices of ECI": {40, 2, "USD", usdOfECI, cacheTerms{},
			"0.007438666667", "0.004", "0.06"},
		"data cache":        {20, 15, "CNY", nil, cacheTerms{}, "0.040256", "0.18", "0.126"},
		"data cache in USD": {20, 15, "USD", nil, cacheTerms{}, "0.006305333333", "0.02595", "0.0192"},
		"data cache in USD by the prices of ECI": {20, 15, "USD", usdOfECI, cacheTerms{},
			"0.006605333333", "0.03", "0.03"},
		// 20 GiB of storage for an hour are 0.04248, and USD 0.006696
		"automatic": {50, 50, "CNY", nil, cacheTerms{automatic: true}, "0", "0", "0.12744"},
		"automatic in USD": {50, 50, "USD", nil, cacheTerms{automatic: true}, "0", "0",
			"0.020088"},
		// 100 GB from Hangzhou to Qingdao at 0.5, and 0.4 a day
		"copy": {100, 100, "CNY", pricing.UnitPrices{pricing.Replication: pricing.Decimal(types.Float64Value(0.5))},
			cacheTerms{copied: true}, "50", "1.2", "0.63"},
		"copy for an unknown price": {100, 100, "CNY", nil, cacheTerms{copied: true}, "null", "1.2", "0.63"},
	} {
		m := cacheModel{Size: types.Int64Value(test.size), StoredSize: types.Float64Value(test.stored), RetentionDays: types.Int64Value(3)}
		test.terms.disk = pricing.Disk{Size: test.size}
		costs := m.cost(test.terms, builder(test.currency), test.units)
		m.flatten(test.currency, costs)
		for what, amount := range map[string]struct {
			got  types.Number
			want string
		}{
			"creation": {m.Creation.Total, test.creation},
			"keeping":  {m.Keeping.Total, test.keeping},
			"use":      {pricing.Number(pricing.Product(costs.used, pricing.Decimal(types.Float64Value(3)))), test.use},
		} {
			if got := text(amount.got); got != amount.want {
				t.Errorf("%s, %s: got %s, want %s", name, what, got, amount.want)
			}
		}
		if _, unknown := m.Unknown["creation"]; unknown != (test.creation == "null") || len(m.Unknown) > 1 {
			t.Errorf("%s: unknown is %v", name, m.Unknown)
		}
	}
}

// What is not given is assumed: 20 GiB, full, made in 300 s, and kept for ever.
func TestCostOfCacheByDefault(t *testing.T) {
	var m cacheModel
	m.flatten("CNY", m.cost(cacheTerms{disk: pricing.Disk{Size: m.size()}}, builder("CNY"), nil))
	for _, test := range []struct {
		what string
		got  types.Number
		want string
	}{
		{"group", m.Creation.ContainerGroup, "0.036756"}, // 0.00012252 × 300
		{"disk", m.Creation.Disk, "0.0035"},              // 20 × 0.0021 ÷ 12
		{"day", m.Keeping.PerDay, "0.08"},                // 20 × 0.12 ÷ 30
		{"month", m.Keeping.PerMonth, "2.433333333333"},  // 20 × 0.12 × 730 ÷ 720
		{"total", m.Keeping.Total, "null"},
		{"use", m.Use.PerMonth, "30.66"}, // 20 × 0.0021 × 730
	} {
		if got := text(test.got); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
}
