package wire

import "encoding/json"

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

// PriceInfo holds what a group costs on demand and, if asked for, as a spot instance.
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

// DescribeAvailableResourceRequest holds the parameters of DescribeAvailableResource.
type DescribeAvailableResourceRequest struct {
	RegionId            string `param:",required"`
	ZoneId              string
	DestinationResource DestinationResource `param:",required"`
	SpotResource        SpotResource
}

// DestinationResource is what is looked for.
type DestinationResource struct {
	Category string `param:",required"`
	Value    string
	Cores    *float64
	Memory   *float64
}

// SpotResource says that, and how, it is looked for as spot.
type SpotResource struct {
	SpotStrategy   string
	SpotPriceLimit *float64
	SpotDuration   *int64
}

// DescribeAvailableResourceResponse is the answer of DescribeAvailableResource.
type DescribeAvailableResourceResponse struct{ AvailableZones AvailableZones }

// AvailableZones holds zones.
type AvailableZones struct{ AvailableZone []AvailableZone }

// AvailableZone holds what there is in a zone.
type AvailableZone struct {
	RegionId           string
	ZoneId             string
	AvailableResources AvailableResources
}

// AvailableResources holds resources by their type.
type AvailableResources struct{ AvailableResource []AvailableResource }

// AvailableResource holds the resources of a type, InstanceType or InstanceTypeFamily.
type AvailableResource struct {
	Type               string
	SupportedResources SupportedResources
}

// SupportedResources holds resources.
type SupportedResources struct{ SupportedResource []SupportedResource }

// SupportedResource is an instance type or a family, and whether it is in stock.
type SupportedResource struct {
	Value          string
	StatusCategory string
}

// DescribeRegionsRequest holds the parameters of DescribeRegions.
type DescribeRegionsRequest struct{ RegionId string }

// DescribeRegionsResponse is the answer of DescribeRegions.
type DescribeRegionsResponse struct{ Regions []Region }

// Region is a region and its zones.
type Region struct {
	RegionId         string
	RegionEndpoint   string
	Zones            []string
	RecommendZones   []string
	UnavailableZones []string
}

// ListUsageRequest holds the parameters of ListUsage.
type ListUsageRequest struct{ RegionId string }

// ListUsageResponse is the answer of ListUsage.
type ListUsageResponse struct{ Attributes map[string]float64 }
