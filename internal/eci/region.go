package eci

import "context"

// DescribeRegionsRequest names a region, or all when RegionId is empty.
type DescribeRegionsRequest struct {
	RegionId string
}

// DescribeRegionsResponse holds the regions in which the service is offered.
type DescribeRegionsResponse struct {
	RequestId string
	Regions   []Region `eci:",required"`
}

// Region is a region and its zones, by ID.
type Region struct {
	RegionId       string
	RegionEndpoint string
	Zones          []string
	// RecommendZones are those that the service prefers to place groups in.
	RecommendZones   []string
	UnavailableZones []string
}

// DescribeRegions returns regions and their zones.
func (c *Client) DescribeRegions(ctx context.Context, req *DescribeRegionsRequest) (*DescribeRegionsResponse, error) {
	return call[DescribeRegionsResponse](ctx, c, "DescribeRegions", req)
}
