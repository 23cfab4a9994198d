package eci

import (
	"context"
	"encoding/json"
	"sync"

	"golang.org/x/sync/singleflight"
)

// DescribeContainerGroupPriceRequest names what is to be priced: InstanceType, or else Cpu and Memory.
type DescribeContainerGroupPriceRequest struct {
	RegionId string
	ZoneId   string
	// Cpu (vCPUs) and Memory (GiB) must be a size that is sold; the service does not round here.
	Cpu    *float64
	Memory *float64
	// InstanceType is an ECS instance type.
	InstanceType string
	// ComputeCategory is empty or economy.
	ComputeCategory string
	// EphemeralStorage is in GiB, on top of the 30 GiB that every group has.
	EphemeralStorage *int64

	SpotStrategy string
	// SpotPriceLimit is the highest price per hour, with up to three decimals.
	SpotPriceLimit json.Number
	// SpotDuration is the protection period in hours, 0 or 1.
	SpotDuration *int64
}

// DescribeContainerGroupPriceResponse holds the price of one group.
type DescribeContainerGroupPriceResponse struct {
	RequestId string
	PriceInfo PriceInfo
}

// PriceInfo is the pay-as-you-go price of one group, and what it would cost as a spot group.
type PriceInfo struct {
	Price      Price
	Rules      PriceRules
	SpotPrices struct{ SpotPrice []SpotPrice }
}

// Price is an amount per second. The numbers are decimals just as the service wrote them, such as 9.8e-05.
type Price struct {
	// Currency is CNY or USD.
	Currency string
	// OriginalPrice less DiscountPrice is TradePrice, the price to pay.
	OriginalPrice json.Number
	DiscountPrice json.Number
	TradePrice    json.Number
	DetailInfos   struct{ DetailInfo []PriceDetail }
}

// PriceDetail is the part of a price, per second, that is due to one resource.
type PriceDetail struct {
	// Resource is cpu, memory, instance_type or another word of the service.
	Resource      string
	OriginalPrice json.Number
	DiscountPrice json.Number
	TradePrice    json.Number
	Rules         PriceRules
}

// PriceRules are the promotions behind a discount.
type PriceRules struct{ Rule []PriceRule }

// PriceRule is one promotion.
type PriceRule struct {
	RuleId      int64
	Description string
}

// SpotPrice is the current price per hour of an instance type in a zone, and its pay-as-you-go price per hour.
type SpotPrice struct {
	ZoneId       string
	InstanceType string
	SpotPrice    json.Number
	OriginPrice  json.Number
}

// DescribeContainerGroupPrice returns what a group costs.
func (c *Client) DescribeContainerGroupPrice(
	ctx context.Context, req *DescribeContainerGroupPriceRequest,
) (*DescribeContainerGroupPriceResponse, error) {
	return call[DescribeContainerGroupPriceResponse](ctx, c, "DescribeContainerGroupPrice", req)
}

// prices remembers answers of DescribeContainerGroupPrice by their requests, which are JSON.
type prices struct {
	known  sync.Map // to *PriceInfo
	asking singleflight.Group
}

// Price returns what a group costs, which nobody must change. Equal requests are one call in the life of a client, which is a run of
// Terraform, also if they are made at the same time; an error is not remembered.
func (c *Client) Price(ctx context.Context, req *DescribeContainerGroupPriceRequest) (*PriceInfo, error) {
	key, err := json.Marshal(req)
	if err != nil {
		return nil, err
	}
	answer, err, _ := c.prices.asking.Do(string(key), func() (any, error) {
		if known, ok := c.prices.known.Load(string(key)); ok {
			return known, nil
		}
		resp, err := c.DescribeContainerGroupPrice(ctx, req)
		if err != nil {
			return nil, err
		}
		c.prices.known.Store(string(key), &resp.PriceInfo)
		return &resp.PriceInfo, nil
	})
	if err != nil {
		return nil, err
	}
	return answer.(*PriceInfo), nil
}
