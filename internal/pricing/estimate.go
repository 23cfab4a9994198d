package pricing

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/singleflight"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Name is that of the computed attribute.
const Name = "estimated_price"

// Attribute is the computed attribute estimated_price. details says what is and is not in the price.
func Attribute(details string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Computed: true,
		MarkdownDescription: "Estimated price. Null unless the provider has `plan_checks = { price = true }`. Looked up during plan, and again " +
			"only if an attribute that decides the price changes; for an object that has none yet, during refresh. Where it cannot be looked up, " +
			"it is null, with a warning. " + details,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"per_hour":  schema.NumberAttribute{Computed: true, MarkdownDescription: "Price of an hour."},
			"per_month": schema.NumberAttribute{Computed: true, MarkdownDescription: "Price of a month of 730 hours."},
			"currency":  schema.StringAttribute{Computed: true, MarkdownDescription: "`CNY` or `USD`, as the account pays."},
		},
	}
}

// Unknown is estimated_price when it cannot be asked for before apply.
var Unknown = types.ObjectUnknown(map[string]attr.Type{"per_hour": types.NumberType, "per_month": types.NumberType,
	"currency": types.StringType})

// IsLeftToApply reports whether a plan left estimated_price unknown.
func IsLeftToApply(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) bool {
	var planned types.Object
	diags.Append(plan.GetAttribute(ctx, path.Root(Name), &planned)...)
	return planned.IsUnknown()
}

// Estimate is the value of estimated_price.
type Estimate struct {
	PerHour  types.Number `tfsdk:"per_hour"`
	PerMonth types.Number `tfsdk:"per_month"`
	Currency types.String `tfsdk:"currency"`
}

// Estimates asks for the prices of what is planned, once for equal requests. It is safe for concurrent use. The zero value is
// switched off.
type Estimates struct {
	client *eci.Client
	known  sync.Map // request as JSON to *Estimate
	asking singleflight.Group
}

// Enable switches estimates on, which ask through client from then on. It must come before all other calls.
func (e *Estimates) Enable(client *eci.Client) { e.client = client }

// Enabled reports whether estimates are switched on.
func (e *Estimates) Enabled() bool { return e.client != nil }

// Plan writes the estimate for what is called by its kind and name into the plan of a resource. One that cannot be had now
// stays unknown, so that the apply can try again. See Of.
func (e *Estimates) Plan(ctx context.Context, what string, req *eci.DescribeContainerGroupPriceRequest, resp *resource.ModifyPlanResponse) {
	estimate, problems := e.Of(ctx, what, req)
	resp.Diagnostics.Append(problems...)
	if len(problems) > 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(Name), Unknown)...)
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(Name), estimate)...)
}

// Of returns one of three: the estimate for what is called by its kind and name; nil and a warning when the price cannot be had;
// or nil without a warning when estimates are switched off, or req is nil because there is nothing to ask for.
//
// Terraform makes each plan again when it applies it, and refuses a result that differs. So the answer has to be the same
// hours later: req must not ask for spot prices, but its SpotPriceLimit, which is not sent, bounds the estimate.
func (e *Estimates) Of(ctx context.Context, what string, req *eci.DescribeContainerGroupPriceRequest) (*Estimate, diag.Diagnostics) {
	if !e.Enabled() || req == nil {
		return nil, nil
	}
	key, err := json.Marshal(req)
	if err != nil {
		panic(err) // requests are plain structs
	}
	answer, err, _ := e.asking.Do(string(key), func() (any, error) {
		if estimate, ok := e.known.Load(string(key)); ok {
			return estimate, nil
		}
		estimate, err := e.ask(ctx, req)
		if err == nil {
			e.known.Store(string(key), estimate)
		}
		return estimate, err
	})
	if err != nil {
		problem := diagnose.Error("look up the price of", what, err, nil)
		return nil, diag.Diagnostics{diag.NewWarningDiagnostic(problem.Summary(), problem.Detail()+"\n\nSo there is no estimated_price of it.")}
	}
	return answer.(*Estimate), nil
}

func (e *Estimates) ask(ctx context.Context, req *eci.DescribeContainerGroupPriceRequest) (*Estimate, error) {
	asked := *req
	asked.SpotPriceLimit = ""
	resp, err := e.client.DescribeContainerGroupPrice(ctx, &asked)
	if err != nil {
		return nil, err
	}
	perHour, err := hourly(resp.PriceInfo.Price, req.SpotPriceLimit)
	if err != nil {
		return nil, err
	}
	return &Estimate{
		PerHour:  Number(perHour),
		PerMonth: Number(new(big.Rat).Mul(perHour, new(big.Rat).SetInt64(HoursPerMonth))),
		Currency: types.StringValue(resp.PriceInfo.Price.Currency),
	}, nil
}

// hourly returns what an hour costs at most: pay as you go, but what spot prices cover at no more than limit, unless that is empty.
func hourly(price eci.Price, limit json.Number) (*big.Rat, error) {
	perHour := times(price.TradePrice, SecondsPerHour)
	if perHour == nil {
		return nil, errors.New("the answer holds no price")
	}
	if capped := Amount(limit); capped != nil {
		if capped.Add(capped, besides(price)); capped.Cmp(perHour) < 0 {
			return capped, nil
		}
	}
	return perHour, nil
}

// besides returns what an hour costs of everything that a spot price does not cover, such as storage.
func besides(price eci.Price) *big.Rat {
	sum := new(big.Rat)
	for _, detail := range price.DetailInfos.DetailInfo {
		switch detail.Resource {
		case "cpu", "memory", "instance_type":
		default:
			if amount := times(detail.TradePrice, SecondsPerHour); amount != nil {
				sum.Add(sum, amount)
			}
		}
	}
	return sum
}

// VirtualNode asks for the price of a virtual node, which is billed like a container group of 2 vCPU and 8 GiB.
func VirtualNode() *eci.DescribeContainerGroupPriceRequest {
	cpu, memory := 2.0, 8.0
	return &eci.DescribeContainerGroupPriceRequest{Cpu: &cpu, Memory: &memory}
}
