package schematest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// Zeros expects 0 and "" to be as good as null wherever a row does not say that they are Present: validators accept them, plans see
// no change, and request, which returns what is sent for a value of the resource, makes the same of them. Attributes that are
// computed too are left out: below the framework, 0 and "" are made into what takes the place of null.
func Zeros(t *testing.T, s schema.Schema, table attribute.Table, request func(tftypes.Value) any) {
	t.Helper()
	all := Attributes(s)
	for pattern, a := range all {
		var zero any
		switch a.(type) {
		case schema.StringAttribute:
			zero = ""
		case schema.Int64Attribute, schema.Float64Attribute:
			zero = 0
		}
		if zero == nil || !a.IsOptional() || a.IsComputed() || a.IsWriteOnly() || table[pattern].Present {
			continue
		}
		typ := a.GetType().TerraformType(context.Background())
		none := with(s.Attributes, pattern, tftypes.NewValue(typ, nil))
		given := with(s.Attributes, pattern, tftypes.NewValue(typ, zero))
		for _, plan := range [][2]tftypes.Value{{none, given}, {given, none}} {
			if changes, err := table.Changes(plan[0], plan[1]); err != nil || len(changes) > 0 {
				t.Errorf("%s: %v and null differ: %v, %v", pattern, zero, changes, err)
			}
		}
		if a, b := request(given), request(none); !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %v is sent as %+v, null as %+v", pattern, zero, a, b)
		}
		for _, problem := range problems(a, tfsdk.Config{Schema: s, Raw: given}) {
			t.Errorf("%s: %v is refused: %s", pattern, zero, problem)
		}
	}
}

// problems are what the validators of an attribute say of its zero.
func problems(a schema.Attribute, config tfsdk.Config) []string {
	var all []string
	ctx, at := context.Background(), path.Root("test")
	switch a := a.(type) {
	case schema.StringAttribute:
		for _, v := range a.Validators {
			var resp validator.StringResponse
			v.ValidateString(ctx,
				validator.StringRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.StringValue("")}, &resp)
			all = append(all, fmt.Sprint(resp.Diagnostics))
		}
	case schema.Int64Attribute:
		for _, v := range a.Validators {
			var resp validator.Int64Response
			v.ValidateInt64(ctx, validator.Int64Request{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.Int64Value(0)},
				&resp)
			all = append(all, fmt.Sprint(resp.Diagnostics))
		}
	case schema.Float64Attribute:
		for _, v := range a.Validators {
			var resp validator.Float64Response
			v.ValidateFloat64(ctx,
				validator.Float64Request{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: types.Float64Value(0)}, &resp)
			all = append(all, fmt.Sprint(resp.Diagnostics))
		}
	}
	var found []string
	for _, text := range all {
		if text != "[]" {
			found = append(found, text)
		}
	}
	return found
}

// with returns an object that has a value at a pattern, and else no more than what is required.
func with(attributes map[string]schema.Attribute, pattern string, v tftypes.Value) tftypes.Value {
	name, below, _ := strings.Cut(pattern, ".")
	below = strings.TrimPrefix(below, "*.")
	types, members := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for own, a := range attributes {
		types[own] = a.GetType().TerraformType(context.Background())
		switch {
		case own == name && below == "":
			members[own] = v
		case own == name:
			members[own] = around(a, func(attributes map[string]schema.Attribute) tftypes.Value { return with(attributes, below, v) })
		case a.IsRequired():
			members[own] = sample(a)
		default:
			members[own] = tftypes.NewValue(types[own], nil)
		}
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, members)
}

// around returns a value of an attribute with one object below it.
func around(a schema.Attribute, object func(map[string]schema.Attribute) tftypes.Value) tftypes.Value {
	typ := a.GetType().TerraformType(context.Background())
	switch a := a.(type) {
	case schema.SingleNestedAttribute:
		return object(a.Attributes)
	case schema.ListNestedAttribute:
		return tftypes.NewValue(typ, []tftypes.Value{object(a.NestedObject.Attributes)})
	case schema.SetNestedAttribute:
		return tftypes.NewValue(typ, []tftypes.Value{object(a.NestedObject.Attributes)})
	case schema.MapNestedAttribute:
		return tftypes.NewValue(typ, map[string]tftypes.Value{"x": object(a.NestedObject.Attributes)})
	}
	panic(fmt.Sprintf("nothing is below %T", a))
}

// sample returns some value of an attribute.
func sample(a schema.Attribute) tftypes.Value {
	typ := a.GetType().TerraformType(context.Background())
	element := tftypes.NewValue(tftypes.String, "x")
	switch typ.(type) {
	case tftypes.List, tftypes.Set, tftypes.Map:
		if _, ok := a.(schema.NestedAttribute); ok {
			break
		}
		if typ.Is(tftypes.Map{}) {
			return tftypes.NewValue(typ, map[string]tftypes.Value{"x": element})
		}
		return tftypes.NewValue(typ, []tftypes.Value{element})
	}
	switch {
	case typ.Is(tftypes.String):
		return element
	case typ.Is(tftypes.Number):
		return tftypes.NewValue(typ, 1)
	case typ.Is(tftypes.Bool):
		return tftypes.NewValue(typ, true)
	}
	return around(a, func(attributes map[string]schema.Attribute) tftypes.Value {
		return with(attributes, "", tftypes.Value{})
	})
}
