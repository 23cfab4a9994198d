package emulator

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
)

// prices are what the service asks for. They can be changed through the emulator's control.
type prices struct {
	Currency        string               `json:"currency"`
	DiscountPercent json.Number          `json:"discountPercent"`
	Rules           []PriceRule          `json:"rules"` // that explain the discount
	Lists           map[string]priceList `json:"lists"` // by currency
}

// priceList holds prices in one currency.
type priceList struct {
	Cpu        json.Number `json:"cpu"`        // per vCPU and second
	EconomyCpu json.Number `json:"economyCpu"` // the same in the compute category economy
	Memory     json.Number `json:"memory"`     // per GiB and second
	Storage    json.Number `json:"storage"`    // per GiB of additional ephemeral storage and second

	InstanceTypes map[string]json.Number `json:"instanceTypes"` // per hour
	Spot          map[string]json.Number `json:"spot"`          // per hour, by zone/type
}

// defaultPrices are published figures: those of ECI's billing pages, and those of ecs.c5.large of an example in its API
// documentation. Storage is published in USD only; in CNY it is derived by the ratio of the vCPU prices.
func defaultPrices() prices {
	return prices{
		Currency:        "CNY",
		DiscountPercent: "0",
		Rules:           []PriceRule{},
		Lists: map[string]priceList{
			"CNY": {
				Cpu: "0.000049", EconomyCpu: "0.000027", Memory: "0.00000613", Storage: "0.000000592",
				InstanceTypes: map[string]json.Number{"ecs.c5.large": "0.622"},
				Spot:          map[string]json.Number{"cn-hangzhou-i/ecs.c5.large": "0.056"},
			},
			"USD": {
				Cpu: "0.0000077", EconomyCpu: "0.00000424", Memory: "0.00000096", Storage: "0.000000093",
				InstanceTypes: map[string]json.Number{}, Spot: map[string]json.Number{},
			},
		},
	}
}

// list holds the prices in the currency of the account.
func (p prices) list() priceList { return p.Lists[p.Currency] }

// validate refuses prices that nothing can be reckoned with.
func (p prices) validate() error {
	numbers := []json.Number{p.DiscountPercent}
	for _, l := range p.Lists {
		numbers = append(numbers, l.Cpu, l.EconomyCpu, l.Memory, l.Storage)
		for _, price := range l.InstanceTypes {
			numbers = append(numbers, price)
		}
		for _, price := range l.Spot {
			numbers = append(numbers, price)
		}
	}
	for _, n := range numbers {
		if price, ok := new(big.Rat).SetString(string(n)); !ok || price.Sign() < 0 {
			return controlError{http.StatusBadRequest, fmt.Sprintf("%q is not a price", n)}
		}
	}
	if exact(p.DiscountPercent).Cmp(number(100)) > 0 {
		return controlError{http.StatusBadRequest, fmt.Sprintf("discountPercent is %s, not from 0 to 100", p.DiscountPercent)}
	}
	if _, ok := p.Lists[p.Currency]; !ok {
		return controlError{http.StatusBadRequest, "there is no list of prices in " + p.Currency}
	}
	return nil
}

// hourly is the price of an instance type per hour. One that is not listed costs what its vCPUs and memory cost, to three
// decimals.
func (l priceList) hourly(name string, t instanceType) *big.Rat {
	if price, ok := l.InstanceTypes[name]; ok {
		return exact(price)
	}
	second := new(big.Rat).Add(product(exact(l.Cpu), number(t.cpu)), product(exact(l.Memory), number(t.memory)))
	return rounded(product(second, number(3600)), 3)
}

// spotHourly is the spot price of an instance type per hour. One that is not listed is a part of the price on demand, to three
// decimals: 10 % in the first zone of the region, and 1 % more in each that follows.
func (l priceList) spotHourly(region, zone, name string, t instanceType) *big.Rat {
	if price, ok := l.Spot[zone+"/"+name]; ok {
		return exact(price)
	}
	percent := 10 + slices.Index(zonesOf(region), zone)
	return rounded(product(l.hourly(name, t), big.NewRat(int64(percent), 100)), 3)
}

// exact reads a number that validate has seen.
func exact(n json.Number) *big.Rat {
	price, _ := new(big.Rat).SetString(string(n))
	return price
}

// number reads a float as the decimal that it is written as.
func number(f float64) *big.Rat { return exact(json.Number(strconv.FormatFloat(f, 'f', -1, 64))) }

func product(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// rounded rounds half away from zero.
func rounded(price *big.Rat, decimals int) *big.Rat {
	return exact(json.Number(price.FloatString(decimals)))
}

// digits writes a price with as many decimals as it has.
func digits(price *big.Rat) json.Number {
	decimals, _ := price.FloatPrec()
	return json.Number(price.FloatString(decimals))
}
