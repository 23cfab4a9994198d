package price

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type imageCacheModel struct {
	cacheModel
	Automatic types.Bool `tfsdk:"automatic"`
}

// NewImageCache returns the data source eci_image_cache_price.
var NewImageCache = service.NewConfiguredDataSource("image_cache_price", imageCacheSchema, readImageCache)

func imageCacheSchema(context.Context) schema.Schema {
	attributes := cacheAttributes()
	attributes["automatic"] = schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Whether ECI makes the cache by itself for a group with `auto_match_image_cache`. Making and keeping it is " +
			"free then, " +
			"and a group pays for temporary storage beyond 30 GiB instead of a disk."}
	return schema.Schema{
		MarkdownDescription: "What an image cache costs: making it, keeping it, and using it in a container group. Amounts are exact " +
			"decimals, in `currency`, by the formulae of ECI's billing page, the prices of groups that ECI gives now, and list prices of " +
			"disks and " +
			"snapshots, which `unit_prices` of the provider replace.",
		Attributes: attributes,
	}
}

func readImageCache(ctx context.Context, config *service.Config, m *imageCacheModel) diag.Diagnostics {
	return m.read(ctx, config, m.terms())
}

func (m imageCacheModel) terms() cacheTerms {
	return cacheTerms{automatic: m.Automatic.ValueBool(), disk: pricing.Disk{Size: m.size()}}
}
