package catalog

import (
	"context"
	"encoding/json"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type quotasModel struct {
	service.Regional
	CPU             *quotaModel `tfsdk:"cpu"`
	ImageCaches     *quotaModel `tfsdk:"image_caches"`
	AutoImageCaches *quotaModel `tfsdk:"auto_image_caches"`
	DataCaches      *quotaModel `tfsdk:"data_caches"`
}

type quotaModel struct {
	Used    types.Number `tfsdk:"used"`
	Maximum types.Number `tfsdk:"maximum"`
	Free    types.Number `tfsdk:"free"`
}

// NewQuotas returns the data source eci_quotas.
var NewQuotas = service.NewDataSource("quotas", quotasSchema, readQuotas)

func quotasSchema(context.Context) schema.Schema {
	quota := func(description string) schema.Attribute {
		return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: description + " Null if ECI does not report it.",
			Attributes: map[string]schema.Attribute{
				"used":    service.ComputedNumber("How much is in use."),
				"maximum": service.ComputedNumber("How much may be in use."),
				"free":    service.ComputedNumber("`maximum` less `used`."),
			}}
	}
	return schema.Schema{
		MarkdownDescription: "What the account uses in a region and may use, by ListUsage. Quota Center raises quotas.",
		Attributes: map[string]schema.Attribute{
			"cpu":               quota("vCPUs of container groups."),
			"image_caches":      quota("Image caches that were created by hand."),
			"auto_image_caches": quota("Image caches that ECI creates by itself."),
			"data_caches":       quota("Data caches."),
		},
	}
}

func readQuotas(ctx context.Context, client *eci.Client, m *quotasModel) diag.Diagnostics {
	resp, err := client.ListUsage(ctx, &eci.ListUsageRequest{})
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up", "quotas", err, nil)}
	}
	usage := resp.Attributes
	m.CPU = flattenQuota(usage[eci.UsedCpu], usage[eci.MaxCpu])
	m.ImageCaches = flattenQuota(usage[eci.UsedImageCacheCount], usage[eci.MaxImageCacheCount])
	m.AutoImageCaches = flattenQuota(usage[eci.UsedAutoImageCacheCount], usage[eci.MaxAutoImageCacheCount])
	m.DataCaches = flattenQuota(usage[eci.UsedDataCacheCount], usage[eci.MaxDataCacheCount])
	return nil
}

func flattenQuota(used, maximum json.Number) *quotaModel {
	u, m := pricing.Amount(used), pricing.Amount(maximum)
	if u == nil && m == nil {
		return nil
	}
	quota := &quotaModel{Used: pricing.Number(u), Maximum: pricing.Number(m)}
	if u != nil && m != nil {
		quota.Free = pricing.Number(new(big.Rat).Sub(m, u))
	}
	return quota
}
