package pricing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

// Question is what decides an estimate.
type Question struct {
	// Group is what ECI is asked for the price of; nil for what it does not sell. It must not ask for spot prices: see [Estimates.Of].
	Group *eci.DescribeContainerGroupPriceRequest
	// Disks are those of caches that the group mounts.
	Disks []Disk
	// Kept is for a cache: the most GB that its snapshot can have, which is what costs. Group then only tells the currency.
	Kept int64
}

// Estimates estimates what is planned. It is safe for concurrent use. The zero value is switched off.
type Estimates struct {
	client *eci.Client
	units  UnitPrices
}

// Enable switches estimates on, which from then on ask through client, and units for what that does not tell. It must come before
// all other calls.
func (e *Estimates) Enable(client *eci.Client, units UnitPrices) { e.client, e.units = client, units }

// Enabled reports whether estimates are switched on.
func (e *Estimates) Enabled() bool { return e.client != nil }

// Plan writes the estimate for what is called by its kind and name into the plan of a resource. One that cannot be had now
// stays unknown, so that the apply can try again. See Of.
func (e *Estimates) Plan(ctx context.Context, what string, q Question, resp *resource.ModifyPlanResponse) {
	estimate, problems := e.Of(ctx, what, q)
	resp.Diagnostics.Append(problems...)
	if len(problems) > 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(Name), Unknown)...)
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(Name), estimate)...)
}

// Of returns one of three: the estimate for what is called by its kind and name; nil and a warning when the price cannot be had;
// or nil without a warning when estimates are switched off, or there is nothing to ask for.
//
// Terraform makes each plan again when it applies it, and refuses a result that differs. So the answer has to be the same
// hours later: q must not ask for spot prices, but its SpotPriceLimit, which is not sent, bounds the estimate.
func (e *Estimates) Of(ctx context.Context, what string, q Question) (*Estimate, diag.Diagnostics) {
	if !e.Enabled() || q.Group == nil {
		return nil, nil
	}
	asked := *q.Group
	asked.SpotPriceLimit = ""
	answer, err := e.client.Price(ctx, &asked)
	if err != nil {
		return nil, NotKnown(what, err)
	}
	perHour, err := e.perHour(q, answer.Price)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewWarningDiagnostic("Price Is Not Known",
			fmt.Sprintf("There is no estimated_price of %s: %v.", what, err))}
	}
	return &Estimate{
		PerHour:  Number(perHour),
		PerMonth: Number(Product(perHour, big.NewRat(HoursPerMonth, 1))),
		Currency: types.StringValue(answer.Price.Currency),
	}, nil
}

// NotKnown warns that something which decides the price of what is called by its kind and name could not be looked up.
func NotKnown(what string, err error) diag.Diagnostics {
	problem := diagnose.Error("look up the price of", what, err, nil)
	return diag.Diagnostics{diag.NewWarningDiagnostic(problem.Summary(), problem.Detail()+"\n\nSo there is no estimated_price of it.")}
}

func (e *Estimates) perHour(q Question, price eci.Price) (*big.Rat, error) {
	if q.Kept > 0 {
		return e.units.Snapshot(big.NewRat(q.Kept, 1), price.Currency)
	}
	sum, err := hourly(price, q.Group.SpotPriceLimit)
	for _, d := range q.Disks {
		if err != nil {
			break
		}
		var disk *big.Rat
		if disk, err = e.units.Disk(d, price.Currency); err == nil {
			sum.Add(sum, disk)
		}
	}
	return sum, err
}

// hourly returns what an hour costs at most: pay as you go, but what spot prices cover at no more than limit, unless that is empty.
func hourly(price eci.Price, limit json.Number) (*big.Rat, error) {
	perHour := PerHour(price.TradePrice)
	if perHour == nil {
		return nil, errors.New("the answer of ECI holds no price")
	}
	if capped := Sum(Amount(limit), Besides(price)); capped != nil && capped.Cmp(perHour) < 0 {
		return capped, nil
	}
	return perHour, nil
}

// Besides returns what an hour costs of everything but vCPUs and memory, such as temporary storage: spot prices do not cover it. Bills
// call memory mem.
func Besides(price eci.Price) *big.Rat {
	sum := new(big.Rat)
	for _, detail := range price.DetailInfos.DetailInfo {
		switch detail.Resource {
		case "cpu", "memory", "mem", "instance_type":
		default:
			if amount := PerHour(detail.TradePrice); amount != nil {
				sum.Add(sum, amount)
			}
		}
	}
	return sum
}

// VirtualNode asks for the price of a virtual node, which is billed like a container group of 2 vCPU and 8 GiB.
func VirtualNode() *eci.DescribeContainerGroupPriceRequest { return Sized(Size{CPU: 2, Memory: 8}) }
