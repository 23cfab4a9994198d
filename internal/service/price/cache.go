package price

import (
	"context"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// cacheModel holds what the prices of both kinds of caches have.
type cacheModel struct {
	service.Regional
	Size          types.Int64   `tfsdk:"size"`
	StoredSize    types.Float64 `tfsdk:"stored_size"`
	BuildSeconds  types.Int64   `tfsdk:"build_seconds"`
	RetentionDays types.Int64   `tfsdk:"retention_days"`

	Currency types.String            `tfsdk:"currency"`
	Creation *creationModel          `tfsdk:"creation"`
	Keeping  *keepingModel           `tfsdk:"keeping"`
	Use      *useModel               `tfsdk:"use"`
	Unknown  map[string]types.String `tfsdk:"unknown"`
}

type creationModel struct {
	ContainerGroup types.Number `tfsdk:"container_group"`
	Disk           types.Number `tfsdk:"disk"`
	Replication    types.Number `tfsdk:"replication"`
	Total          types.Number `tfsdk:"total"`
}

type keepingModel struct {
	PerHour  types.Number `tfsdk:"per_hour"`
	PerDay   types.Number `tfsdk:"per_day"`
	PerMonth types.Number `tfsdk:"per_month"`
	Total    types.Number `tfsdk:"total"`
}

type useModel struct {
	PerHour  types.Number `tfsdk:"per_hour"`
	PerMonth types.Number `tfsdk:"per_month"`
}

func cacheAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"size": schema.Int64Attribute{Optional: true, MarkdownDescription: "Size of the cache in GiB. Defaults to 20.",
			Validators: []validator.Int64{int64validator.AtLeast(1)}},
		"stored_size": schema.Float64Attribute{Optional: true,
			MarkdownDescription: "Size in GB of the snapshot as it is stored, which the events of a cache show. Defaults to `size`, which is " +
				"the most.",
			Validators: []validator.Float64{float64validator.AtLeast(0)}},
		"build_seconds": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "How long making the cache takes. Defaults to 300, as in the examples of ECI's billing pages.",
			Validators:          []validator.Int64{int64validator.AtLeast(0)}},
		"retention_days": schema.Int64Attribute{Optional: true, MarkdownDescription: "Days for which the cache is kept, for `keeping.total`.",
			Validators: []validator.Int64{int64validator.AtLeast(1)}},

		"currency": service.ComputedString("`CNY` or `USD`, as the account pays."),
		"creation": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "What making the cache costs, once. Elastic IP addresses " +
			"and NAT gateways are not in it.",
			Attributes: map[string]schema.Attribute{
				"container_group": service.ComputedNumber("The temporary group of 2 vCPU and 4 GiB, as ECI prices it now."),
				"disk":            service.ComputedNumber("Its ESSD PL1 disk of the cache's size."),
				"replication":     service.ComputedNumber("Copying the snapshot from another region."),
				"total":           service.ComputedNumber("All of it."),
			}},
		"keeping": schema.SingleNestedAttribute{Computed: true,
			MarkdownDescription: "What the snapshot costs. Copies of it in the region cost nothing more.",
			Attributes: map[string]schema.Attribute{
				"per_hour":  service.ComputedNumber("An hour, the 720th part of a month."),
				"per_day":   service.ComputedNumber("A day."),
				"per_month": service.ComputedNumber("A month of 730 hours."),
				"total":     service.ComputedNumber("All `retention_days`; null without."),
			}},
		"use": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "What one group pays that uses the cache, beside its own price.",
			Attributes: map[string]schema.Attribute{
				"per_hour":  service.ComputedNumber("An hour."),
				"per_month": service.ComputedNumber("A month of 730 hours."),
			}},
		"unknown": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Why `creation`, `keeping` or `use` is null, by its name."},
	}
}

// cacheTerms are what the prices of a cache depend on beside its model.
type cacheTerms struct {
	automatic bool // ECI has made the cache by itself
	copied    bool // from another region
	disk      pricing.Disk
}

// cacheCosts are amounts. Of what is not known, unknown has the reason by its name.
type cacheCosts struct {
	group, disk, replication *big.Rat // once
	kept                     *big.Rat // an hour
	used                     *big.Rat // an hour of a group
	unknown                  map[string]error
}

// size is the size of the cache in GiB.
func (m *cacheModel) size() int64 {
	if m.Size.IsNull() {
		return pricing.DefaultCacheSize
	}
	return m.Size.ValueInt64()
}

// stored is the size in GB of the snapshot.
func (m *cacheModel) stored() *big.Rat {
	if m.StoredSize.IsNull() {
		return big.NewRat(m.size(), 1)
	}
	return pricing.Decimal(m.StoredSize)
}

// cost returns what a cache costs by the formulae of ECI's pages "Image cache billing" and "Data cache billing".
func (m *cacheModel) cost(terms cacheTerms, price priceOfBuilder, units pricing.UnitPrices) cacheCosts {
	costs := cacheCosts{group: new(big.Rat), disk: new(big.Rat), replication: new(big.Rat), kept: new(big.Rat), unknown: map[string]error{}}
	known := func(name string) func(*big.Rat, error) *big.Rat {
		return func(amount *big.Rat, err error) *big.Rat {
			if err != nil {
				costs.unknown[name] = err
			}
			return amount
		}
	}
	if terms.automatic {
		costs.used = price.storage
		return costs
	}
	costs.used = known("use")(units.Disk(terms.disk, price.currency))
	costs.kept = known("keeping")(units.Snapshot(m.stored(), price.currency))
	if terms.copied {
		costs.replication = pricing.Product(known("creation")(units.Of(pricing.Replication, price.currency)), m.stored())
		return costs
	}
	hours := big.NewRat(pricing.BuildSeconds, pricing.SecondsPerHour)
	if !m.BuildSeconds.IsNull() {
		hours.SetFrac64(m.BuildSeconds.ValueInt64(), pricing.SecondsPerHour)
	}
	costs.disk = pricing.Product(known("creation")(units.Disk(pricing.Disk{Size: m.size()}, price.currency)), hours)
	costs.group = pricing.Product(price.perHour, hours)
	return costs
}

func (c cacheCosts) once() *big.Rat { return pricing.Sum(c.group, c.disk, c.replication) }

// priceOfBuilder is what ECI says of the group that builds a cache, per hour.
type priceOfBuilder struct {
	currency         string
	perHour, storage *big.Rat // storage is the part for temporary storage beyond what is free
}

// builder asks for the price of the group that builds a cache. The storage is that of groups that use an automatic cache.
func (m *cacheModel) builder(ctx context.Context, config *service.Config, terms cacheTerms) (priceOfBuilder, diag.Diagnostics) {
	var storage int64
	if terms.automatic {
		storage = m.size() - pricing.FreeStorage
	}
	info, err := config.Client.Price(ctx, pricing.Builder(storage))
	if err != nil {
		return priceOfBuilder{}, diag.Diagnostics{diagnose.Error("look up the price of", "the group that builds a cache", err, nil)}
	}
	return builderOf(info), nil
}

func builderOf(info *eci.PriceInfo) priceOfBuilder {
	return priceOfBuilder{info.Price.Currency, pricing.PerHour(info.Price.TradePrice), pricing.Besides(info.Price)}
}

// read completes m.
func (m *cacheModel) read(ctx context.Context, config *service.Config, terms cacheTerms) diag.Diagnostics {
	price, diags := m.builder(ctx, config, terms)
	if diags.HasError() {
		return diags
	}
	m.flatten(price.currency, m.cost(terms, price, config.UnitPrices))
	return nil
}

func (m *cacheModel) flatten(currency string, costs cacheCosts) {
	hours := func(amount *big.Rat, hours int64) types.Number {
		return pricing.Number(pricing.Product(amount, big.NewRat(hours, 1)))
	}
	m.Currency, m.Unknown = value.String(currency), map[string]types.String{}
	for name, why := range costs.unknown {
		m.Unknown[name] = types.StringValue(why.Error())
	}
	m.Creation = &creationModel{pricing.Number(costs.group), pricing.Number(costs.disk), pricing.Number(costs.replication),
		pricing.Number(costs.once())}
	m.Keeping = &keepingModel{PerHour: pricing.Number(costs.kept), PerDay: hours(costs.kept, pricing.HoursPerDay),
		PerMonth: hours(costs.kept, pricing.HoursPerMonth)}
	if !m.RetentionDays.IsNull() {
		m.Keeping.Total = hours(costs.kept, pricing.HoursPerDay*m.RetentionDays.ValueInt64())
	}
	m.Use = &useModel{pricing.Number(costs.used), hours(costs.used, pricing.HoursPerMonth)}
}
