package protocol

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// checkedAttribute holds what a configuration of an attribute is held to. Only [Validate] needs it.
type checkedAttribute struct {
	name                                      string
	required, readOnly, writeOnly, deprecated bool
	validators                                []checker
	members                                   []*checkedAttribute // of an object, or of each element
	elements                                  []checker           // for each element that is an object
}

// checker calls a validator.
type checker func(c check, at path.Path, v attr.Value) diag.Diagnostics

// checksOf panics on kinds of attribute that it does not know, so that the first test notices a new one.
func checksOf(attributes map[string]schema.Attribute) []*checkedAttribute {
	var all []*checkedAttribute
	for name, attribute := range attributes {
		a := &checkedAttribute{name: name, required: attribute.IsRequired(), writeOnly: attribute.IsWriteOnly(),
			readOnly: attribute.IsComputed() && !attribute.IsOptional(), deprecated: attribute.GetDeprecationMessage() != "",
			validators: checkersOf(attribute)}
		switch attribute := attribute.(type) {
		case schema.SingleNestedAttribute:
			a.members = checksOf(attribute.Attributes)
		case schema.ListNestedAttribute:
			a.members, a.elements = checksOf(attribute.NestedObject.Attributes), checkersOf(attribute.NestedObject)
		case schema.MapNestedAttribute:
			a.members, a.elements = checksOf(attribute.NestedObject.Attributes), checkersOf(attribute.NestedObject)
		case schema.SetNestedAttribute:
			a.members, a.elements = checksOf(attribute.NestedObject.Attributes), checkersOf(attribute.NestedObject)
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b *checkedAttribute) int { return cmp.Compare(a.name, b.name) })
	return all
}

// checkersOf returns the validators of an attribute, or of the objects in one.
func checkersOf(of any) []checker {
	switch of := of.(type) {
	case interface{ BoolValidators() []validator.Bool }:
		return checkers(of.BoolValidators(), func(c check, v validator.Bool, at path.Path, g basetypes.BoolValuable) diag.Diagnostics {
			value, diags := g.ToBoolValue(c.ctx)
			resp := validator.BoolResponse{Diagnostics: diags}
			v.ValidateBool(c.ctx, validator.BoolRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ Float64Validators() []validator.Float64 }:
		return checkers(of.Float64Validators(), func(c check, v validator.Float64, at path.Path, g basetypes.Float64Valuable) diag.Diagnostics {
			value, diags := g.ToFloat64Value(c.ctx)
			resp := validator.Float64Response{Diagnostics: diags}
			v.ValidateFloat64(c.ctx, validator.Float64Request{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ Int64Validators() []validator.Int64 }:
		return checkers(of.Int64Validators(), func(c check, v validator.Int64, at path.Path, g basetypes.Int64Valuable) diag.Diagnostics {
			value, diags := g.ToInt64Value(c.ctx)
			resp := validator.Int64Response{Diagnostics: diags}
			v.ValidateInt64(c.ctx, validator.Int64Request{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ ListValidators() []validator.List }:
		return checkers(of.ListValidators(), func(c check, v validator.List, at path.Path, g basetypes.ListValuable) diag.Diagnostics {
			value, diags := g.ToListValue(c.ctx)
			resp := validator.ListResponse{Diagnostics: diags}
			v.ValidateList(c.ctx, validator.ListRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ MapValidators() []validator.Map }:
		return checkers(of.MapValidators(), func(c check, v validator.Map, at path.Path, g basetypes.MapValuable) diag.Diagnostics {
			value, diags := g.ToMapValue(c.ctx)
			resp := validator.MapResponse{Diagnostics: diags}
			v.ValidateMap(c.ctx, validator.MapRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ NumberValidators() []validator.Number }:
		return checkers(of.NumberValidators(), func(c check, v validator.Number, at path.Path, g basetypes.NumberValuable) diag.Diagnostics {
			value, diags := g.ToNumberValue(c.ctx)
			resp := validator.NumberResponse{Diagnostics: diags}
			v.ValidateNumber(c.ctx, validator.NumberRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ ObjectValidators() []validator.Object }:
		return checkers(of.ObjectValidators(), func(c check, v validator.Object, at path.Path, g basetypes.ObjectValuable) diag.Diagnostics {
			value, diags := g.ToObjectValue(c.ctx)
			resp := validator.ObjectResponse{Diagnostics: diags}
			v.ValidateObject(c.ctx, validator.ObjectRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ SetValidators() []validator.Set }:
		return checkers(of.SetValidators(), func(c check, v validator.Set, at path.Path, g basetypes.SetValuable) diag.Diagnostics {
			value, diags := g.ToSetValue(c.ctx)
			resp := validator.SetResponse{Diagnostics: diags}
			v.ValidateSet(c.ctx, validator.SetRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	case interface{ StringValidators() []validator.String }:
		return checkers(of.StringValidators(), func(c check, v validator.String, at path.Path, g basetypes.StringValuable) diag.Diagnostics {
			value, diags := g.ToStringValue(c.ctx)
			resp := validator.StringResponse{Diagnostics: diags}
			v.ValidateString(c.ctx, validator.StringRequest{Path: at, PathExpression: at.Expression(), Config: c.config, ConfigValue: value,
				ClientCapabilities: c.capabilities}, &resp)
			return resp.Diagnostics
		})
	}
	panic(fmt.Sprintf("no attribute has been a %T yet", of))
}

func checkers[V any, G attr.Value](validators []V, call func(c check, v V, at path.Path, given G) diag.Diagnostics) []checker {
	var all []checker
	for _, v := range validators {
		all = append(all, func(c check, at path.Path, given attr.Value) diag.Diagnostics { return call(c, v, at, given.(G)) })
	}
	return all
}
