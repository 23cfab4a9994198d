// Package attribute holds what schemas of resources consist of: constructors of attributes, validators for values of ECI that no
// library knows, and what a change of an attribute means. All validators accept null and unknown values.
package attribute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// OptionalString is null when left out. An empty string is as good as null, which validators need not know.
func OptionalString(description string, validators ...validator.String) schema.StringAttribute {
	a := schema.StringAttribute{Optional: true, MarkdownDescription: description}
	for _, v := range validators {
		a.Validators = append(a.Validators, UnlessEmpty(v))
	}
	return a
}

// UnlessEmpty accepts null and the empty string, and else what v does.
func UnlessEmpty(v validator.String) validator.String { return unlessEmpty{v} }

// OptionalInt64 is null when left out. Zero is as good as null, which validators need not know.
func OptionalInt64(description string, validators ...validator.Int64) schema.Int64Attribute {
	a := schema.Int64Attribute{Optional: true, MarkdownDescription: description}
	for _, v := range validators {
		a.Validators = append(a.Validators, unlessZero{v})
	}
	return a
}

// WriteOnlyVersion is the version of a write-only attribute beside it, without which it would say nothing.
func WriteOnlyVersion(of, description string) schema.Int64Attribute {
	return OptionalInt64(description, int64validator.AlsoRequires(path.MatchRelative().AtParent().AtName(of)))
}

// OptionalFloat64 is null when left out. Zero is as good as null, which validators need not know.
func OptionalFloat64(description string, validators ...validator.Float64) schema.Float64Attribute {
	a := schema.Float64Attribute{Optional: true, MarkdownDescription: description}
	for _, v := range validators {
		a.Validators = append(a.Validators, unlessNothing{v})
	}
	return a
}

type unlessEmpty struct{ validator.String }

func (v unlessEmpty) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.ValueString() != "" {
		v.String.ValidateString(ctx, req, resp)
	}
}

type unlessZero struct{ validator.Int64 }

func (v unlessZero) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if req.ConfigValue.ValueInt64() != 0 {
		v.Int64.ValidateInt64(ctx, req, resp)
	}
}

type unlessNothing struct{ validator.Float64 }

func (v unlessNothing) ValidateFloat64(ctx context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if req.ConfigValue.ValueFloat64() != 0 {
		v.Float64.ValidateFloat64(ctx, req, resp)
	}
}

// OptionalBool is null when left out.
func OptionalBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
}

// OptionalComputedString is chosen by ECI when left out. An empty string never gets here: see protocol.EmptyIsDefault.
func OptionalComputedString(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: description,
		Validators:    validators,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}

// ComputedString is set by ECI and stays as it is unless a plan says otherwise.
func ComputedString(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}
