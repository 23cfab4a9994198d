package market

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
)

// Prices are what the service asks for.
type Prices struct {
	Currency        string               `json:"currency"`
	DiscountPercent json.Number          `json:"discountPercent"`
	Rules           []Rule               `json:"rules"` // that explain the discount
	Lists           map[string]PriceList `json:"lists"` // by currency
}

// Rule explains a discount.
type Rule struct {
	RuleId      int64
	Description string
}

// PriceList holds prices in one currency.
type PriceList struct {
	Cpu        json.Number `json:"cpu"`        // per vCPU and second
	EconomyCpu json.Number `json:"economyCpu"` // the same in the compute category economy
	Memory     json.Number `json:"memory"`     // per GiB and second
	Storage    json.Number `json:"storage"`    // per GiB of additional ephemeral storage and second

	InstanceTypes map[string]json.Number `json:"instanceTypes"` // per hour
	Spot          map[string]json.Number `json:"spot"`          // per hour, by zone/type
}

// DefaultPrices are published figures: those of ECI's billing pages, and those of ecs.c5.large of an example in its API
// documentation.
func DefaultPrices() Prices {
	return Prices{
		Currency:        "CNY",
		DiscountPercent: "0",
		Rules:           []Rule{},
		Lists: map[string]PriceList{
			"CNY": {
				Cpu: "0.000049", EconomyCpu: "0.000027", Memory: "0.00000613", Storage: "0.00000059",
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

// List holds the prices in the currency of the account.
func (p Prices) List() PriceList { return p.Lists[p.Currency] }

// Validate refuses prices that nothing can be reckoned with.
func (p Prices) Validate() error {
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
			return fmt.Errorf("%q is not a price", n)
		}
	}
	if exact(p.DiscountPercent).Cmp(number(100)) > 0 {
		return fmt.Errorf("discountPercent is %s, not from 0 to 100", p.DiscountPercent)
	}
	if _, ok := p.Lists[p.Currency]; !ok {
		return fmt.Errorf("there is no list of prices in %s", p.Currency)
	}
	return nil
}

// Cost holds what one resource of a group costs per second.
type Cost struct {
	Resource string
	Price    *big.Rat
}

// perSecond is the number of decimals to which the price of an instance type per second is told.
const perSecond = 8

// TypeCost is the cost of an instance type.
func (l PriceList) TypeCost(name string, t InstanceType) Cost {
	return Cost{"instance_type", rounded(product(l.hourly(name, t), big.NewRat(1, 3600)), perSecond)}
}

// SizeCosts are the costs of vCPUs and of memory in GiB, for economy in the compute category of that name.
func (l PriceList) SizeCosts(cpu, memory float64, economy bool) []Cost {
	perCPU := l.Cpu
	if economy {
		perCPU = l.EconomyCpu
	}
	return []Cost{{"cpu", product(exact(perCPU), number(cpu))}, {"memory", product(exact(l.Memory), number(memory))}}
}

// StorageCost is the cost of additional ephemeral storage in GiB.
func (l PriceList) StorageCost(size int64) Cost {
	return Cost{"storage", product(exact(l.Storage), big.NewRat(size, 1))}
}

// Rounded rounds each cost to the decimals to which that of an instance type is told.
func Rounded(costs []Cost) []Cost {
	all := make([]Cost, len(costs))
	for i, c := range costs {
		all[i] = Cost{c.Resource, rounded(c.Price, perSecond)}
	}
	return all
}

// Amounts are a price before its discount, the discount, and what is left to pay.
type Amounts struct {
	OriginalPrice json.Number
	DiscountPrice json.Number
	TradePrice    json.Number
}

// Amounts adds up costs and takes the discount off.
func (p Prices) Amounts(costs ...Cost) Amounts {
	original := new(big.Rat)
	for _, c := range costs {
		original.Add(original, c.Price)
	}
	discount := product(original, product(exact(p.DiscountPercent), big.NewRat(1, 100)))
	return Amounts{digits(original), digits(discount), digits(new(big.Rat).Sub(original, discount))}
}

// PerHour adds costs up for an hour, after the discount.
func (p Prices) PerHour(costs ...Cost) json.Number {
	return digits(product(exact(p.Amounts(costs...).TradePrice), big.NewRat(3600, 1)))
}

// SpotOffer holds what an instance type costs per hour in a zone, as a spot instance and on demand.
type SpotOffer struct {
	ZoneId       string
	InstanceType string
	SpotPrice    json.Number
	OriginPrice  json.Number
}

// SpotOffer offers an instance type in a zone, unless it costs more than the limit per hour.
func (l PriceList) SpotOffer(region, zone, name string, limit *float64) (SpotOffer, bool) {
	t, ok := LookUp(name)
	price := l.spotHourly(region, zone, name, t)
	if !ok || limit != nil && price.Cmp(number(*limit)) > 0 {
		return SpotOffer{}, false
	}
	return SpotOffer{ZoneId: zone, InstanceType: name, SpotPrice: digits(price), OriginPrice: digits(l.hourly(name, t))}, true
}

// hourly is the price of an instance type per hour. One that is not listed costs what its vCPUs and memory cost, to three
// decimals.
func (l PriceList) hourly(name string, t InstanceType) *big.Rat {
	if price, ok := l.InstanceTypes[name]; ok {
		return exact(price)
	}
	second := new(big.Rat).Add(product(exact(l.Cpu), number(t.CPU)), product(exact(l.Memory), number(t.Memory)))
	return rounded(product(second, number(3600)), 3)
}

// spotHourly is the spot price of an instance type per hour. One that is not listed is a part of the price on demand, to three
// decimals: 10 % in the first zone of the region, and 1 % more in each that follows.
func (l PriceList) spotHourly(region, zone, name string, t InstanceType) *big.Rat {
	if price, ok := l.Spot[zone+"/"+name]; ok {
		return exact(price)
	}
	percent := 10 + slices.Index(Zones(region), zone)
	return rounded(product(l.hourly(name, t), big.NewRat(int64(percent), 100)), 3)
}

// exact reads a number that Validate has seen.
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
