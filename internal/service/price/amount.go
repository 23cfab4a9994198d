// Package price holds the data sources of prices.
package price

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// pricesModel holds what every price has.
type pricesModel struct {
	PerSecond *amountModel `tfsdk:"per_second"`
	PerHour   *amountModel `tfsdk:"per_hour"`
	PerMonth  *amountModel `tfsdk:"per_month"`
}

type amountModel struct {
	Original types.Number `tfsdk:"original"`
	Discount types.Number `tfsdk:"discount"`
	Trade    types.Number `tfsdk:"trade"`
}

type ruleModel struct {
	ID          types.Int64  `tfsdk:"id"`
	Description types.String `tfsdk:"description"`
}

type detailModel struct {
	Resource types.String `tfsdk:"resource"`
	pricesModel
	Rules []ruleModel `tfsdk:"rules"`
}

func pricesAttributes() map[string]schema.Attribute {
	amount := func(description string) schema.Attribute {
		return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: description, Attributes: map[string]schema.Attribute{
			"original": service.ComputedNumber("List price."),
			"discount": service.ComputedNumber("What is taken off."),
			"trade":    service.ComputedNumber("What is paid."),
		}}
	}
	return map[string]schema.Attribute{
		"per_second": amount("Price of a second, as ECI gives it."),
		"per_hour":   amount("Price of an hour."),
		"per_month":  amount("Price of a month of 730 hours."),
	}
}

func rulesAttribute(description string) schema.Attribute {
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{
		Attributes: map[string]schema.Attribute{
			"id":          service.ComputedInt64("ID of the promotion."),
			"description": service.ComputedString("What the promotion says."),
		},
	}}
}

func detailsAttribute() schema.Attribute {
	attributes := pricesAttributes()
	attributes["resource"] = service.ComputedString("What this part of the price is for, such as `cpu`, `memory` or `instance_type`.")
	attributes["rules"] = rulesAttribute("Promotions on this part.")
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The parts of the price.",
		NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
}

// flattenPrices makes the amounts of other lengths of time from those per second.
func flattenPrices(original, discount, trade json.Number) pricesModel {
	amount := func(seconds int64) *amountModel {
		return &amountModel{
			Original: pricing.Times(original, seconds),
			Discount: pricing.Times(discount, seconds),
			Trade:    pricing.Times(trade, seconds),
		}
	}
	return pricesModel{PerSecond: amount(1), PerHour: amount(pricing.SecondsPerHour),
		PerMonth: amount(pricing.SecondsPerHour * pricing.HoursPerMonth)}
}

func flattenPrice(price eci.Price) (pricesModel, []detailModel) {
	details := make([]detailModel, 0, len(price.DetailInfos.DetailInfo))
	for _, detail := range price.DetailInfos.DetailInfo {
		details = append(details, detailModel{
			Resource:    value.String(detail.Resource),
			pricesModel: flattenPrices(detail.OriginalPrice, detail.DiscountPrice, detail.TradePrice),
			Rules:       flattenRules(detail.Rules),
		})
	}
	return flattenPrices(price.OriginalPrice, price.DiscountPrice, price.TradePrice), details
}

func flattenRules(rules eci.PriceRules) []ruleModel {
	result := make([]ruleModel, 0, len(rules.Rule))
	for _, rule := range rules.Rule {
		result = append(result, ruleModel{ID: types.Int64Value(rule.RuleId), Description: value.String(rule.Description)})
	}
	return result
}
