package eci

import (
	"context"
	"encoding/json"
)

// Categories of [DestinationResource].
const (
	CategoryInstanceType       = "InstanceType"
	CategoryInstanceTypeFamily = "InstanceTypeFamily"
)

// Values of [SupportedResource].StatusCategory that mean stock; the others are WithoutStock and ClosedWithoutStock. Closed means
// that the service does not add to the stock any more.
const (
	withStock       = "WithStock"
	closedWithStock = "ClosedWithStock"
)

// DescribeAvailableResourceRequest asks where something is in stock: in one zone, or in all when ZoneId is empty.
type DescribeAvailableResourceRequest struct {
	RegionId            string
	ZoneId              string
	DestinationResource DestinationResource
	// SpotResource is for questions about spot capacity, which need [CategoryInstanceType].
	SpotResource *SpotResource
}

// DestinationResource names what is looked for: a Value, which is an instance type or family, or with
// [CategoryInstanceType] any type of a size.
type DestinationResource struct {
	Category string
	Value    string
	// Cores is a number of vCPUs, Memory is in GiB.
	Cores  *float64
	Memory *float64
}

// SpotResource restricts the question to spot capacity within a bid.
type SpotResource struct {
	SpotStrategy string
	// SpotPriceLimit is the highest price per hour, with up to three decimals.
	SpotPriceLimit json.Number
	// SpotDuration is the protection period in hours, 0 or 1.
	SpotDuration *int64
}

// DescribeAvailableResourceResponse holds the stock by zone.
type DescribeAvailableResourceResponse struct {
	RequestId      string
	AvailableZones struct{ AvailableZone []AvailableZone }
}

// AvailableZone is the stock of one zone.
type AvailableZone struct {
	RegionId           string
	ZoneId             string
	AvailableResources struct{ AvailableResource []AvailableResource }
}

// AvailableResource is the stock of one category.
type AvailableResource struct {
	// Type is the category: InstanceType or InstanceTypeFamily.
	Type               string
	SupportedResources struct{ SupportedResource []SupportedResource }
}

// SupportedResource is the stock of one instance type or family.
type SupportedResource struct {
	Value          string
	StatusCategory string
}

// InStock reports whether groups can be created on it now, whether or not the service refills the stock.
func (r SupportedResource) InStock() bool {
	return r.StatusCategory == withStock || r.StatusCategory == closedWithStock
}

// DescribeAvailableResource returns the stock by zone.
func (c *Client) DescribeAvailableResource(
	ctx context.Context, req *DescribeAvailableResourceRequest,
) (*DescribeAvailableResourceResponse, error) {
	return call[DescribeAvailableResourceResponse](ctx, c, "DescribeAvailableResource", req)
}
