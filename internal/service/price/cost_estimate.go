package price

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

type estimateModel struct {
	service.Regional
	Items    map[string]itemModel `tfsdk:"items"`
	Currency types.String         `tfsdk:"currency"`
	totalsModel
	Costs map[string]costModel `tfsdk:"costs"`
}

type totalsModel struct {
	Once     types.Number `tfsdk:"once"`
	PerHour  types.Number `tfsdk:"per_hour"`
	PerDay   types.Number `tfsdk:"per_day"`
	PerMonth types.Number `tfsdk:"per_month"`
}

type costModel struct {
	totalsModel
	Unknown types.String `tfsdk:"unknown"`
}

// itemModel is one kind of thing.
type itemModel struct {
	Count          types.Int64     `tfsdk:"count"`
	ContainerGroup *groupItemModel `tfsdk:"container_group"`
	ImageCache     *imageItemModel `tfsdk:"image_cache"`
	DataCache      *dataItemModel  `tfsdk:"data_cache"`
	VirtualNode    *struct{}       `tfsdk:"virtual_node"`
	Other          *otherItemModel `tfsdk:"other"`
}

type groupItemModel struct {
	sizeModel
	HoursPerDay    types.Float64       `tfsdk:"hours_per_day"`
	ImageCacheSize types.Int64         `tfsdk:"image_cache_size"`
	DataCaches     []mountedCacheModel `tfsdk:"data_caches"`
}

type mountedCacheModel struct {
	Size types.Int64 `tfsdk:"size"`
	diskModel
}

// keptModel is a cache that is made and kept. What groups pay that use it belongs to them.
type keptModel struct {
	Size         types.Int64   `tfsdk:"size"`
	StoredSize   types.Float64 `tfsdk:"stored_size"`
	BuildSeconds types.Int64   `tfsdk:"build_seconds"`
}

type imageItemModel struct {
	keptModel
	Automatic types.Bool `tfsdk:"automatic"`
}

type dataItemModel struct {
	keptModel
	Copied types.Bool `tfsdk:"copied"`
}

type otherItemModel struct {
	Once    types.Float64 `tfsdk:"once"`
	PerHour types.Float64 `tfsdk:"per_hour"`
}

// NewCostEstimate returns the data source eci_cost_estimate.
var NewCostEstimate = service.NewConfiguredDataSource("cost_estimate", estimateSchema, readEstimate)

func estimateSchema(context.Context) schema.Schema {
	attributes := totalsAttributes("Null if the price of one of `items` is not known.")
	attributes["items"] = schema.MapNestedAttribute{Required: true, MarkdownDescription: "What is to be paid for, by names of your own.",
		NestedObject: schema.NestedAttributeObject{Attributes: itemAttributes()}}
	attributes["currency"] = service.ComputedString("`CNY` or `USD`, as the account pays.")
	costs := totalsAttributes("")
	costs["unknown"] = service.ComputedString("Why the price is not known, if it is not.")
	attributes["costs"] = schema.MapNestedAttribute{Computed: true, MarkdownDescription: "What each of `items` costs, `count` times.",
		NestedObject: schema.NestedAttributeObject{Attributes: costs}}
	return schema.Schema{
		MarkdownDescription: "What container groups, caches and virtual nodes cost together, for a `check` or a `precondition` that holds " +
			"a budget. " +
			"Amounts are exact decimals. Equal questions are one call in a run. Disks and snapshots of caches have list prices, which " +
			"`unit_prices` " +
			"of the provider replace.",
		Attributes: attributes,
	}
}

func totalsAttributes(of string) map[string]schema.Attribute {
	amount := func(description string) schema.Attribute {
		return service.ComputedNumber(strings.TrimSpace(description + " " + of))
	}
	return map[string]schema.Attribute{
		"once":      amount("What is paid once, for making caches."),
		"per_hour":  amount("Price of an hour in which everything runs."),
		"per_day":   amount("Price of a day."),
		"per_month": amount("Price of a month of 730 hours."),
	}
}

func itemAttributes() map[string]schema.Attribute {
	kept := func(attribute string, more schema.Attribute) map[string]schema.Attribute {
		all := cacheAttributes()
		return map[string]schema.Attribute{"size": all["size"], "stored_size": all["stored_size"], "build_seconds": all["build_seconds"],
			attribute: more}
	}
	amount := func(description string) schema.Attribute {
		return schema.Float64Attribute{Optional: true, MarkdownDescription: description,
			Validators: []validator.Float64{float64validator.AtLeast(0)}}
	}
	group, disk := sizeAttributes(), diskAttributes()
	disk["size"] = schema.Int64Attribute{Required: true, MarkdownDescription: "Size of the data cache in GiB.",
		Validators: []validator.Int64{int64validator.AtLeast(1)}}
	maps.Copy(group, map[string]schema.Attribute{
		"hours_per_day": schema.Float64Attribute{Optional: true, MarkdownDescription: "Hours of a day in which the group runs. Defaults to 24.",
			Validators: []validator.Float64{float64validator.Between(0, pricing.HoursPerDay)}},
		"image_cache_size": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Size in GiB of the image cache that the group starts from: it pays for a disk of that size.",
			Validators:          []validator.Int64{int64validator.AtLeast(1)}},
		"data_caches": schema.ListNestedAttribute{Optional: true,
			MarkdownDescription: "Data caches that the group mounts: it pays for a disk of each.",
			NestedObject:        schema.NestedAttributeObject{Attributes: disk}},
	})
	one := []validator.Object{
		objectvalidator.ExactlyOneOf(beside("image_cache"), beside("data_cache"), beside("virtual_node"), beside("other"))}
	return map[string]schema.Attribute{
		"count": schema.Int64Attribute{Optional: true, MarkdownDescription: "How many of it there are. Defaults to 1.",
			Validators: []validator.Int64{int64validator.AtLeast(0)}},
		"container_group": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A container group. A spot group is reckoned with " +
			"the highest spot price of the moment in the zones it may run in.", Attributes: group, Validators: one},
		"image_cache": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "An image cache that is made and kept.",
			Attributes: kept("automatic", schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether ECI makes the cache by itself, which is free."})},
		"data_cache": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A data cache that is made and kept.",
			Attributes: kept("copied", schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether the cache is a copy of one in another region."})},
		"virtual_node": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A virtual node, as an empty object: `{}`.",
			Attributes: map[string]schema.Attribute{}},
		"other": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Anything else, such as an elastic IP address or a load " +
			"balancer.",
			Attributes: map[string]schema.Attribute{"once": amount("What it costs once."), "per_hour": amount("What an hour costs.")}},
	}
}

// cost is what one of an item costs. Amounts that are not known are nil, and unknown says why.
type cost struct {
	once, perHour *big.Rat
	hoursPerDay   *big.Rat
	unknown       error
}

func readEstimate(ctx context.Context, config *service.Config, m *estimateModel) diag.Diagnostics {
	currency := ""
	ask := func(req *eci.DescribeContainerGroupPriceRequest) (*eci.PriceInfo, error) {
		info, err := config.Client.Price(ctx, req)
		if err == nil {
			currency = info.Price.Currency
		}
		return info, err
	}
	total := totals{once: new(big.Rat), perHour: new(big.Rat), perDay: new(big.Rat)}
	m.Costs = map[string]costModel{}
	for name, item := range value.Sorted(m.Items) {
		of, problem := item.cost(ask, config)
		if problem != nil {
			return diag.Diagnostics{diag.WithPath(path.Root("items").AtMapKey(name), problem)}
		}
		all := of.times(item.count())
		total = total.plus(all)
		m.Costs[name] = costModel{totalsModel: all.flatten()}
		if of.unknown != nil {
			m.Costs[name] = costModel{totalsModel: all.flatten(), Unknown: types.StringValue(of.unknown.Error())}
		}
	}
	m.Currency, m.totalsModel = value.String(currency), total.flatten()
	return nil
}

func (m itemModel) count() int64 {
	if m.Count.IsNull() {
		return 1
	}
	return m.Count.ValueInt64()
}

type asking = func(req *eci.DescribeContainerGroupPriceRequest) (*eci.PriceInfo, error)

// cost asks what one of m costs.
func (m itemModel) cost(ask asking, config *service.Config) (cost, diag.Diagnostic) {
	always := big.NewRat(pricing.HoursPerDay, 1)
	switch {
	case m.ContainerGroup != nil:
		return m.ContainerGroup.cost(ask, config)
	case m.VirtualNode != nil:
		info, err := ask(pricing.VirtualNode())
		if err != nil {
			return cost{}, explain(err, pricing.VirtualNode(), config.Client.Region())
		}
		return cost{once: new(big.Rat), perHour: pricing.PerHour(info.Price.TradePrice), hoursPerDay: always}, nil
	case m.Other != nil:
		return cost{once: orNothing(m.Other.Once), perHour: orNothing(m.Other.PerHour), hoursPerDay: always}, nil
	}
	var kept keptModel
	var terms cacheTerms
	if m.ImageCache != nil {
		kept, terms.automatic = m.ImageCache.keptModel, m.ImageCache.Automatic.ValueBool()
	} else {
		kept, terms.copied = m.DataCache.keptModel, m.DataCache.Copied.ValueBool()
	}
	cache := cacheModel{Size: kept.Size, StoredSize: kept.StoredSize, BuildSeconds: kept.BuildSeconds}
	info, err := ask(pricing.Builder(0))
	if err != nil {
		return cost{}, explain(err, pricing.Builder(0), config.Client.Region())
	}
	costs := cache.cost(terms, builderOf(info), config.UnitPrices)
	of := cost{once: costs.once(), perHour: costs.kept, hoursPerDay: always}
	of.unknown = cmp.Or(costs.unknown["creation"], costs.unknown["keeping"])
	return of, nil
}

// orNothing is an amount that a user has given, or nothing.
func orNothing(n types.Float64) *big.Rat {
	if n.IsNull() {
		return new(big.Rat)
	}
	return pricing.Decimal(n)
}

func (m groupItemModel) cost(ask asking, config *service.Config) (cost, diag.Diagnostic) {
	of := cost{once: new(big.Rat), hoursPerDay: big.NewRat(pricing.HoursPerDay, 1)}
	if !m.HoursPerDay.IsNull() {
		of.hoursPerDay = pricing.Decimal(m.HoursPerDay)
	}
	req := expandGroup(m.sizeModel)
	info, err := ask(req)
	if err != nil {
		return cost{}, explain(err, req, config.Client.Region())
	}
	of.perHour = pricing.PerHour(info.Price.TradePrice)
	if req.SpotStrategy != "" && req.SpotStrategy != "NoSpot" {
		of.perHour = pricing.Sum(dearest(info.SpotPrices.SpotPrice), pricing.Besides(info.Price))
	}
	if of.perHour == nil {
		of.unknown = errors.New("ECI offers no price now")
	}
	for _, disk := range m.disks() {
		perHour, err := config.UnitPrices.Disk(disk, info.Price.Currency)
		of.perHour, of.unknown = pricing.Sum(of.perHour, perHour), errors.Join(of.unknown, err)
	}
	return of, nil
}

// disks are those of the caches that a group uses.
func (m groupItemModel) disks() []pricing.Disk {
	var disks []pricing.Disk
	if size := m.ImageCacheSize.ValueInt64(); size > 0 {
		disks = append(disks, pricing.Disk{Size: size})
	}
	for _, cache := range m.DataCaches {
		disks = append(disks, cache.expand(cache.Size.ValueInt64()))
	}
	return disks
}

// dearest returns the highest of prices, nil if there are none.
func dearest(prices []eci.SpotPrice) *big.Rat {
	var highest *big.Rat
	for _, price := range prices {
		if amount := pricing.Amount(price.SpotPrice); amount != nil && (highest == nil || amount.Cmp(highest) > 0) {
			highest = amount
		}
	}
	return highest
}

// totals are amounts; nil is not known.
type totals struct{ once, perHour, perDay *big.Rat }

// times returns what so many cost.
func (c cost) times(count int64) totals {
	n := big.NewRat(count, 1)
	perHour := pricing.Product(c.perHour, n)
	return totals{pricing.Product(c.once, n), perHour, pricing.Product(perHour, c.hoursPerDay)}
}

func (t totals) plus(other totals) totals {
	return totals{pricing.Sum(t.once, other.once), pricing.Sum(t.perHour, other.perHour), pricing.Sum(t.perDay, other.perDay)}
}

func (t totals) flatten() totalsModel {
	perMonth := pricing.Product(t.perDay, big.NewRat(pricing.HoursPerMonth, pricing.HoursPerDay))
	return totalsModel{pricing.Number(t.once), pricing.Number(t.perHour), pricing.Number(t.perDay), pricing.Number(perMonth)}
}
