package price

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type dataCacheModel struct {
	cacheModel
	Copied types.Bool `tfsdk:"copied"`
	diskModel
}

// diskModel is the disk that a group gets of a data cache.
type diskModel struct {
	PerformanceLevel types.String `tfsdk:"performance_level"`
	ProvisionedIOPS  types.Int64  `tfsdk:"provisioned_iops"`
	BurstingEnabled  types.Bool   `tfsdk:"bursting_enabled"`
	BurstIOPerHour   types.Int64  `tfsdk:"burst_io_per_hour"`
	BurstPeakIOPS    types.Int64  `tfsdk:"burst_peak_iops"`
}

// NewDataCache returns the data source eci_data_cache_price.
var NewDataCache = service.NewConfiguredDataSource("data_cache_price", dataCacheSchema, readDataCache)

func dataCacheSchema(context.Context) schema.Schema {
	attributes := cacheAttributes()
	maps.Copy(attributes, diskAttributes())
	attributes["copied"] = schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Whether the cache is a copy of one in another region, which no group builds."}
	return schema.Schema{
		MarkdownDescription: "What a data cache costs: making it, keeping it, and mounting it in a container group, as a disk of its own for " +
			"each group. Amounts are exact decimals, in `currency`, by the formulae of ECI's billing page, the prices of groups that ECI " +
			"gives now, " +
			"and list prices of disks and snapshots, which `unit_prices` of the provider replace.",
		Attributes: attributes,
	}
}

func diskAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"performance_level": schema.StringAttribute{Optional: true,
			MarkdownDescription: "ESSD performance level of the disk: `PL0`, `PL1`, `PL2`, `PL3` or `AutoPL`. Defaults to `PL1`.",
			Validators:          []validator.String{stringvalidator.OneOf("PL0", "PL1", "PL2", "PL3", pricing.AutoPL)}},
		"provisioned_iops": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Provisioned IOPS of the disk, 0 to 50000, which make it an AutoPL disk.",
			Validators:          []validator.Int64{int64validator.Between(0, 50000)}},
		"bursting_enabled": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether the disk may burst, which makes it an AutoPL disk. What that costs is known only afterwards, so " +
				"`use` is " +
				"null unless `burst_io_per_hour` says what to expect."},
		"burst_io_per_hour": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Expected I/O operations of 16 KB in an hour beyond the provisioned performance.",
			Validators:          []validator.Int64{int64validator.AtLeast(0), int64validator.AlsoRequires(beside("bursting_enabled"))}},
		"burst_peak_iops": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Expected peak of a burst in IOPS. Beyond 200 for each GiB, bursts cost at most eight times the disk's capacity.",
			Validators:          []validator.Int64{int64validator.AtLeast(0), int64validator.AlsoRequires(beside("burst_io_per_hour"))}},
	}
}

func readDataCache(ctx context.Context, config *service.Config, m *dataCacheModel) diag.Diagnostics {
	return m.read(ctx, config, m.terms())
}

func (m dataCacheModel) terms() cacheTerms {
	return cacheTerms{copied: m.Copied.ValueBool(), disk: m.expand(m.size())}
}

// expand returns the disk of a size in GiB.
func (m diskModel) expand(size int64) pricing.Disk {
	d := pricing.DataCacheDisk(m.PerformanceLevel.ValueString(), m.ProvisionedIOPS.ValueInt64Pointer(), m.BurstingEnabled.ValueBoolPointer())
	d.Size = size
	if !m.BurstIOPerHour.IsNull() {
		d.Burst = &pricing.Burst{Operations: m.BurstIOPerHour.ValueInt64(), PeakIOPS: m.BurstPeakIOPS.ValueInt64()}
	}
	return d
}
