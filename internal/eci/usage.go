package eci

import (
	"context"
	"encoding/json"
)

// Keys of [ListUsageResponse].Attributes. The counts of image caches are of those made by hand; AutoImageCacheCount is
// of those that the service makes.
const (
	UsedCpu                 = "UsedCpu"
	MaxCpu                  = "MaxCpu"
	UsedImageCacheCount     = "UsedImageCacheCount"
	MaxImageCacheCount      = "MaxImageCacheCount"
	UsedAutoImageCacheCount = "UsedAutoImageCacheCount"
	MaxAutoImageCacheCount  = "MaxAutoImageCacheCount"
	UsedDataCacheCount      = "UsedDataCacheCount"
	MaxDataCacheCount       = "MaxDataCacheCount"
)

// ListUsageRequest names the region.
type ListUsageRequest struct {
	RegionId string
}

// ListUsageResponse holds what the account uses in a region and may use.
type ListUsageResponse struct {
	RequestId string
	// Attributes are numbers by name; the service leaves some out.
	Attributes map[string]json.Number
}

// ListUsage returns the account's quotas in a region.
func (c *Client) ListUsage(ctx context.Context, req *ListUsageRequest) (*ListUsageResponse, error) {
	return call[ListUsageResponse](ctx, c, "ListUsage", req)
}
