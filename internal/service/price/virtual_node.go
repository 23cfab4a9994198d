package price

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

type virtualNodeModel struct {
	service.Regional
	Currency types.String `tfsdk:"currency"`
	pricesModel
	Details []detailModel `tfsdk:"details"`
	Rules   []ruleModel   `tfsdk:"rules"`
}

// NewVirtualNode returns the data source eci_virtual_node_price.
var NewVirtualNode = service.NewDataSource("virtual_node_price", virtualNodeSchema, readVirtualNode)

func virtualNodeSchema(context.Context) schema.Schema {
	attributes := pricesAttributes()
	attributes["currency"] = service.ComputedString("`CNY` or `USD`, as the account pays.")
	attributes["details"] = detailsAttribute()
	attributes["rules"] = rulesAttribute("Promotions that apply.")
	return schema.Schema{
		MarkdownDescription: "What a virtual node costs now. By ECI's published formula it is billed like a container group of 2 vCPU and 8 " +
			"GiB, so that is what is asked for. Amounts are exact decimals, in `currency`. Container groups on the node are not in them.",
		Attributes: attributes,
	}
}

func readVirtualNode(ctx context.Context, client *eci.Client, m *virtualNodeModel) diag.Diagnostics {
	info, err := client.Price(ctx, pricing.VirtualNode())
	if err != nil {
		return diag.Diagnostics{diagnose.Error("look up the price of", "virtual nodes", err, nil)}
	}
	m.Currency = value.String(info.Price.Currency)
	m.pricesModel, m.Details = flattenPrice(info.Price)
	m.Rules = flattenRules(info.Rules)
	return nil
}
