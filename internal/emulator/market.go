package emulator

import (
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func (s *Server) marketActions() []rpc.Action {
	return []rpc.Action{
		action(s, "DescribeContainerGroupPrice", s.describeContainerGroupPrice),
		action(s, "DescribeAvailableResource", s.describeAvailableResource),
		action(s, "DescribeRegions", s.describeRegions),
		action(s, "ListUsage", s.listUsage),
	}
}

// recommended is the number of zones of a region that the service recommends.
const recommended = 3

// describeRegions lists the region of the call, or all if it names none. Zones that are out of stock are unavailable; of the others
// the last ones are recommended.
func (s *Server) describeRegions(_ call, req *wire.DescribeRegionsRequest) (*wire.DescribeRegionsResponse, error) {
	resp := new(wire.DescribeRegionsResponse)
	for _, id := range market.Regions {
		if req.RegionId != "" && req.RegionId != id {
			continue
		}
		region := wire.Region{RegionId: id, RegionEndpoint: "eci." + id + ".aliyuncs.com", Zones: []string{}, UnavailableZones: []string{}}
		for _, zone := range market.Zones(id) {
			if s.settings.Stock.Has(zone, "") {
				region.Zones = append(region.Zones, zone)
			} else {
				region.UnavailableZones = append(region.UnavailableZones, zone)
			}
		}
		region.RecommendZones = region.Zones[max(0, len(region.Zones)-recommended):]
		resp.Regions = append(resp.Regions, region)
	}
	return resp, nil
}

func (s *Server) describeContainerGroupPrice(
	c call, req *wire.DescribeContainerGroupPriceRequest,
) (*wire.DescribeContainerGroupPriceResponse, error) {
	if err := check(
		validateZone(c.Region, req.ZoneId),
		validateSpotOffer("", req.SpotStrategy, req.SpotPriceLimit, req.SpotDuration),
		oneOf("ComputeCategory", req.ComputeCategory, "economy"),
		within("EphemeralStorage", req.EphemeralStorage, 0, 5000),
	); err != nil {
		return nil, err
	}
	prices := s.settings.Prices
	costs, types, err := s.costsOf(prices.List(), c.Region, req)
	if err != nil {
		return nil, err
	}
	if req.EphemeralStorage != nil && *req.EphemeralStorage > 0 {
		costs = append(costs, prices.List().StorageCost(*req.EphemeralStorage))
	}
	if s.assumes(assumePriceRounding) == "eight" {
		costs = market.Rounded(costs)
	}
	info := priceInfo(prices, costs)
	for i, detail := range info.Price.DetailInfos.DetailInfo {
		if detail.Resource == "memory" {
			info.Price.DetailInfos.DetailInfo[i].Resource = s.assumes(assumePriceDetails)
		}
	}
	if spot(req.SpotStrategy) {
		if info.SpotPrices.SpotPrice = s.spotOffers(c.Region, req.ZoneId, types, req.SpotPriceLimit); len(info.SpotPrices.SpotPrice) == 0 {
			return nil, spotNotMatched()
		}
	}
	return &wire.DescribeContainerGroupPriceResponse{PriceInfo: info}, nil
}

// costsOf reckons what a group costs per second apart from storage, and lists the instance types that it would have as a spot
// instance. Sizes have to be ones that are sold.
func (s *Server) costsOf(
	list market.PriceList, region string, req *wire.DescribeContainerGroupPriceRequest,
) ([]market.Cost, []string, error) {
	if req.InstanceType != "" {
		t, ok := market.LookUp(req.InstanceType)
		if !ok {
			return nil, nil, notSold(req.InstanceType)
		}
		return []market.Cost{list.TypeCost(req.InstanceType, t)}, []string{req.InstanceType}, nil
	}
	switch {
	case req.Cpu == nil:
		return nil, nil, missingParameter("Cpu")
	case req.Memory == nil:
		return nil, nil, missingParameter("Memory")
	}
	cpu, memory := *req.Cpu, *req.Memory
	roundedCpu, roundedMemory, ok := market.RoundUp(region, cpu, memory)
	economy := req.ComputeCategory == "economy"
	switch {
	case spot(req.SpotStrategy) && req.ComputeCategory != "":
		return nil, nil, refuse("FeatureBasedConstraintConflict", "Spot instances and ComputeCategory exclude each other.")
	case spot(req.SpotStrategy) && !s.pricesAsSpot(&cpu, &memory):
		return nil, nil, notSoldAsSpot(cpu, memory)
	case spot(req.SpotStrategy):
	case !ok || roundedCpu != cpu || roundedMemory != memory || economy && cpu > 8:
		return nil, nil, refuse("InvalidParam.CpuOrMemorySpec", "No instance is sold with %v vCPUs and %v GiB.", cpu, memory)
	}
	return list.SizeCosts(cpu, memory, economy), market.Carriers(cpu, memory), nil
}

// pricesAsSpot reports whether a spot price is told for a size, which it makes the size that is priced.
func (s *Server) pricesAsSpot(cpu, memory *float64) bool {
	switch s.assumes(assumeSpotPriceSizes) {
	case "spot-only":
		return market.IsSpotSize(*cpu, *memory)
	case "rounded":
		var ok bool
		*cpu, *memory, ok = market.RoundUpSpot(*cpu, *memory)
		return ok
	}
	return market.IsStandardSize(*cpu, *memory)
}

// priceInfo is the price that costs make up, in all and one by one.
func priceInfo(prices market.Prices, costs []market.Cost) wire.PriceInfo {
	rules := wire.PriceRules{Rule: []wire.PriceRule{}}
	for _, r := range prices.Rules {
		rules.Rule = append(rules.Rule, wire.PriceRule(r))
	}
	price := wire.Price{Currency: prices.Currency, Amounts: wire.Amounts(prices.Amounts(costs...))}
	for _, c := range costs {
		price.DetailInfos.DetailInfo = append(price.DetailInfos.DetailInfo,
			wire.PriceDetail{Resource: c.Resource, Rules: rules, Amounts: wire.Amounts(prices.Amounts(c))})
	}
	return wire.PriceInfo{Price: price, Rules: rules}
}

// spotOffers lists what types cost as spot instances, in one zone or in all, where they are in stock and within the limit.
func (s *Server) spotOffers(region, zone string, types []string, limit *float64) []wire.SpotPrice {
	var offers []wire.SpotPrice
	for _, z := range market.Zones(region) {
		if zone != "" && z != zone {
			continue
		}
		for _, name := range types {
			if offer, ok := s.settings.Prices.List().SpotOffer(region, z, name, limit); ok && s.settings.Stock.Has(z, name) {
				offers = append(offers, wire.SpotPrice(offer))
			}
		}
	}
	return offers
}

func (s *Server) describeAvailableResource(
	c call, req *wire.DescribeAvailableResourceRequest,
) (*wire.DescribeAvailableResourceResponse, error) {
	wanted, offer := req.DestinationResource, req.SpotResource
	if err := check(
		validateZone(c.Region, req.ZoneId),
		validateSpotOffer("SpotResource.", offer.SpotStrategy, offer.SpotPriceLimit, offer.SpotDuration),
	); err != nil {
		return nil, err
	}
	names, err := namesOf(wanted)
	if err != nil {
		return nil, err
	}
	if spot(offer.SpotStrategy) && wanted.Category != "InstanceType" {
		return nil, invalidParameter("DestinationResource.Category", "spot needs InstanceType")
	}
	zones := []wire.AvailableZone{}
	for _, zone := range market.Zones(c.Region) {
		if req.ZoneId != "" && req.ZoneId != zone {
			continue
		}
		var found []wire.SupportedResource
		for _, name := range names {
			if !spot(offer.SpotStrategy) || len(s.spotOffers(c.Region, zone, []string{name}, offer.SpotPriceLimit)) > 0 {
				found = append(found, wire.SupportedResource{Value: name, StatusCategory: s.settings.Stock.Category(zone, name)})
			}
		}
		if len(found) > 0 {
			resource := wire.AvailableResource{Type: wanted.Category, SupportedResources: wire.SupportedResources{SupportedResource: found}}
			zones = append(zones, wire.AvailableZone{
				RegionId: c.Region, ZoneId: zone,
				AvailableResources: wire.AvailableResources{AvailableResource: []wire.AvailableResource{resource}},
			})
		}
	}
	if spot(offer.SpotStrategy) && len(zones) == 0 {
		return nil, spotNotMatched()
	}
	return &wire.DescribeAvailableResourceResponse{AvailableZones: wire.AvailableZones{AvailableZone: zones}}, nil
}

// namesOf lists the types or the family that are looked for.
func namesOf(d wire.DestinationResource) ([]string, error) {
	switch d.Category {
	case "InstanceTypeFamily":
		if d.Value == "" {
			return nil, missingParameter("DestinationResource.Value")
		}
		if !market.HasFamily(d.Value) {
			return nil, notFound("DestinationResource.Value")
		}
		return []string{d.Value}, nil
	case "InstanceType":
		if d.Value != "" {
			if _, ok := market.LookUp(d.Value); !ok {
				return nil, notFound("DestinationResource.Value")
			}
			return []string{d.Value}, nil
		}
		if d.Cores == nil || d.Memory == nil {
			return nil, missingParameter("DestinationResource.Value")
		}
		return market.OfSize(*d.Cores, *d.Memory), nil
	}
	return nil, invalidParameter("DestinationResource.Category", "it has to be InstanceTypeFamily or InstanceType")
}

// listUsage tells quotas and what is used of them. No image cache is made automatically here.
func (s *Server) listUsage(c call, _ *wire.ListUsageRequest) (*wire.ListUsageResponse, error) {
	q := s.settings.Quotas
	return &wire.ListUsageResponse{Attributes: map[string]float64{
		"UsedCpu": s.usedCPU(c.Region), "MaxCpu": q.MaxCpu,
		"UsedImageCacheCount": float64(countIn(c.Region, s.cloud.ImageCaches)), "MaxImageCacheCount": float64(q.MaxImageCacheCount),
		"UsedAutoImageCacheCount": 0, "MaxAutoImageCacheCount": float64(q.MaxAutoImageCacheCount),
		"UsedDataCacheCount": float64(countIn(c.Region, s.cloud.DataCaches)), "MaxDataCacheCount": float64(q.MaxDataCacheCount),
	}}, nil
}

// usedCPU adds up the vCPUs of the groups in a region that have not finished.
func (s *Server) usedCPU(region string) float64 {
	var used float64
	for _, g := range s.cloud.ContainerGroups.list {
		if g.RegionId == region && !g.finished() {
			used += g.Placement.Cpu
		}
	}
	return used
}

func countIn[T object](region string, all collection[T]) int {
	n := 0
	for _, o := range all.list {
		if o.region() == region {
			n++
		}
	}
	return n
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
	if zone != "" && !slices.Contains(market.Zones(region), zone) {
		return invalidParameter("ZoneId", "the region has no such zone")
	}
	return nil
}

func spotNotMatched() error {
	return denied("Spot.NotMatched", "No spot instance is offered that fits.")
}

func notSoldAsSpot(cpu, memory float64) error {
	return refuse("InvalidSpotCpuMemorySpec", "Spot instances are not sold with %v vCPUs and %v GiB.", cpu, memory)
}

func notSold(instanceType string) error {
	return refuse("InvalidInstanceTypeForEciBuy", "The instance type %s is not sold through ECI.", instanceType)
}
