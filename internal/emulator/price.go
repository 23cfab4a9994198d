package emulator

import (
	"encoding/json"
	"math/big"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// perSecond is the number of decimals to which the price of an instance type per second is told.
const perSecond = 8

// DescribeContainerGroupPriceRequest holds the parameters of DescribeContainerGroupPrice.
type DescribeContainerGroupPriceRequest struct {
	RegionId         string `param:",required"`
	ZoneId           string
	InstanceType     string
	Cpu              *float64
	Memory           *float64
	ComputeCategory  string
	EphemeralStorage *int64
	SpotStrategy     string
	SpotPriceLimit   *float64
	SpotDuration     *int64
}

// DescribeContainerGroupPriceResponse is the answer of DescribeContainerGroupPrice.
type DescribeContainerGroupPriceResponse struct{ PriceInfo PriceInfo }

// PriceInfo is what a group costs on demand and, if asked for, as a spot instance.
type PriceInfo struct {
	Price      Price
	Rules      PriceRules
	SpotPrices SpotPrices `json:",omitzero"`
}

// Price is the price of a group per second.
type Price struct {
	Currency    string
	DetailInfos DetailInfos
	Amounts
}

// Amounts are a price before its discount, the discount, and what is left to pay.
type Amounts struct {
	OriginalPrice json.Number
	DiscountPrice json.Number
	TradePrice    json.Number
}

// DetailInfos holds the parts of a price.
type DetailInfos struct{ DetailInfo []PriceDetail }

// PriceDetail is the part of a price that one resource makes up.
type PriceDetail struct {
	Resource string
	Rules    PriceRules
	Amounts
}

// PriceRules holds the rules that a price follows.
type PriceRules struct{ Rule []PriceRule }

// PriceRule is a rule that a price follows.
type PriceRule struct {
	RuleId      int64
	Description string
}

// SpotPrices holds spot prices by zone and instance type.
type SpotPrices struct{ SpotPrice []SpotPrice }

// SpotPrice is the spot price of an instance type in a zone, and its price on demand, per hour.
type SpotPrice struct {
	ZoneId       string
	InstanceType string
	SpotPrice    json.Number
	OriginPrice  json.Number
}

func (s *Server) marketActions() []rpc.Action {
	return []rpc.Action{
		action(s, "DescribeContainerGroupPrice", s.describeContainerGroupPrice),
		action(s, "DescribeAvailableResource", s.describeAvailableResource),
		action(s, "DescribeRegions", s.describeRegions),
		action(s, "ListUsage", s.listUsage),
	}
}

// cost is a part of a price per second.
type cost struct {
	resource string
	price    *big.Rat
}

func (s *Server) describeContainerGroupPrice(c call, req *DescribeContainerGroupPriceRequest) (*DescribeContainerGroupPriceResponse, error) {
	if err := check(
		validateZone(c.Region, req.ZoneId),
		validateSpotOffer("", req.SpotStrategy, req.SpotPriceLimit, req.SpotDuration),
		oneOf("ComputeCategory", req.ComputeCategory, "economy"),
		within("EphemeralStorage", req.EphemeralStorage, 0, 5000),
	); err != nil {
		return nil, err
	}
	list := s.settings.Prices.list()
	costs, types, err := list.costsOf(c.Region, req)
	if err != nil {
		return nil, err
	}
	if req.EphemeralStorage != nil && *req.EphemeralStorage > 0 {
		costs = append(costs, cost{"storage", product(exact(list.Storage), number(float64(*req.EphemeralStorage)))})
	}
	info := s.settings.Prices.info(costs)
	if spot(req.SpotStrategy) {
		if info.SpotPrices.SpotPrice = s.spotOffers(c.Region, req.ZoneId, types, req.SpotPriceLimit); len(info.SpotPrices.SpotPrice) == 0 {
			return nil, spotNotMatched()
		}
	}
	return &DescribeContainerGroupPriceResponse{PriceInfo: info}, nil
}

// costsOf reckons what a group costs per second apart from storage, and lists the instance types that it would have as a spot
// instance. Sizes have to be ones that are sold.
func (l priceList) costsOf(region string, req *DescribeContainerGroupPriceRequest) ([]cost, []string, error) {
	if req.InstanceType != "" {
		t, ok := lookUpInstanceType(req.InstanceType)
		if !ok {
			return nil, nil, notSold(req.InstanceType)
		}
		second := rounded(product(l.hourly(req.InstanceType, t), big.NewRat(1, 3600)), perSecond)
		return []cost{{"instance_type", second}}, []string{req.InstanceType}, nil
	}
	switch {
	case req.Cpu == nil:
		return nil, nil, missingParameter("Cpu")
	case req.Memory == nil:
		return nil, nil, missingParameter("Memory")
	}
	cpu, memory := *req.Cpu, *req.Memory
	roundedCpu, roundedMemory, ok := roundUp(region, cpu, memory)
	switch {
	case spot(req.SpotStrategy) && req.ComputeCategory != "":
		return nil, nil, refuse("FeatureBasedConstraintConflict", "Spot instances and ComputeCategory exclude each other.")
	case spot(req.SpotStrategy) && !standardSize(cpu, memory):
		return nil, nil, refuse("InvalidSpotCpuMemorySpec", "Spot instances are not sold with %v vCPUs and %v GiB.", cpu, memory)
	case !ok || roundedCpu != cpu || roundedMemory != memory || req.ComputeCategory == "economy" && cpu > 8:
		return nil, nil, refuse("InvalidParam.CpuOrMemorySpec", "No instance is sold with %v vCPUs and %v GiB.", cpu, memory)
	}
	perCPU := l.Cpu
	if req.ComputeCategory == "economy" {
		perCPU = l.EconomyCpu
	}
	return []cost{{"cpu", product(exact(perCPU), number(cpu))}, {"memory", product(exact(l.Memory), number(memory))}}, carriers(cpu, memory), nil
}

// info adds up costs and takes the discount off.
func (p prices) info(costs []cost) PriceInfo {
	rules := PriceRules{Rule: p.Rules}
	amounts := func(original *big.Rat) Amounts {
		discount := product(original, product(exact(p.DiscountPercent), big.NewRat(1, 100)))
		return Amounts{digits(original), digits(discount), digits(new(big.Rat).Sub(original, discount))}
	}
	price, total := Price{Currency: p.Currency}, new(big.Rat)
	for _, c := range costs {
		price.DetailInfos.DetailInfo = append(price.DetailInfos.DetailInfo, PriceDetail{Resource: c.resource, Rules: rules, Amounts: amounts(c.price)})
		total.Add(total, c.price)
	}
	price.Amounts = amounts(total)
	return PriceInfo{Price: price, Rules: rules}
}

// spotOffers lists what types cost as spot instances, in one zone or in all, where they are in stock and within the limit.
func (s *Server) spotOffers(region, zone string, types []string, limit *float64) []SpotPrice {
	list := s.settings.Prices.list()
	var offers []SpotPrice
	for _, z := range zonesOf(region) {
		if zone != "" && z != zone {
			continue
		}
		for _, name := range types {
			t, ok := lookUpInstanceType(name)
			price := list.spotHourly(region, z, name, t)
			if !ok || !s.inStock(z, name) || limit != nil && price.Cmp(number(*limit)) > 0 {
				continue
			}
			offers = append(offers, SpotPrice{ZoneId: z, InstanceType: name, SpotPrice: digits(price), OriginPrice: digits(list.hourly(name, t))})
		}
	}
	return offers
}

// validateSpotOffer checks what is asked for as spot; prefix names the struct that holds the parameters.
func validateSpotOffer(prefix, strategy string, limit *float64, duration *int64) error {
	if err := check(
		oneOf(prefix+"SpotStrategy", strategy, "NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"),
		within(prefix+"SpotDuration", duration, 0, 1),
	); err != nil {
		return err
	}
	switch {
	case strategy == "SpotWithPriceLimit" && limit == nil:
		return missingParameter(prefix + "SpotPriceLimit")
	case limit != nil && !(*limit > 0):
		return invalidParameter(prefix+"SpotPriceLimit", "it has to be positive")
	}
	return nil
}

func validateZone(region, zone string) error {
	if zone != "" && !slices.Contains(zonesOf(region), zone) {
		return invalidParameter("ZoneId", "the region has no such zone")
	}
	return nil
}

func spotNotMatched() error {
	return denied("Spot.NotMatched", "No spot instance is offered that fits.")
}

func notSold(instanceType string) error {
	return refuse("InvalidInstanceTypeForEciBuy", "The instance type %s is not sold through ECI.", instanceType)
}
