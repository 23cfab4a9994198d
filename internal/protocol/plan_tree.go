package protocol

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planTree holds what the framework's part of a plan depends on: an attribute, or the schema as a whole. Only [Shortcut] needs it.
type planTree struct {
	typ                 tftypes.Type
	computed, writeOnly bool
	keeps               bool                 // what is in state, where the provider may choose
	fallback            *tftypes.Value       // the default; nil if there is none
	members             map[string]*planTree // of an object, or of each element of a list or map of objects
	hasDefaults         bool                 // here or below
}

// newPlanTree panics on kinds of attribute and default that it does not know, so that the first test notices a new one.
func newPlanTree(ctx context.Context, typ tftypes.Type, attributes map[string]schema.Attribute) *planTree {
	t := &planTree{typ: typ, members: map[string]*planTree{}}
	for name, attribute := range attributes {
		member := planTreeOf(ctx, attribute)
		t.members[name] = member
		t.hasDefaults = t.hasDefaults || member.hasDefaults
	}
	return t
}

func planTreeOf(ctx context.Context, attribute schema.Attribute) *planTree {
	typ, t := attribute.GetType().TerraformType(ctx), new(planTree)
	switch attribute := attribute.(type) {
	case schema.SingleNestedAttribute:
		t = newPlanTree(ctx, typ, attribute.Attributes)
	case schema.ListNestedAttribute:
		t = newPlanTree(ctx, typ, attribute.NestedObject.Attributes)
	case schema.MapNestedAttribute:
		t = newPlanTree(ctx, typ, attribute.NestedObject.Attributes)
	case schema.SetNestedAttribute:
		panic("a set, whose elements cannot be told apart")
	}
	t.typ, t.computed, t.writeOnly, t.keeps = typ, attribute.IsComputed(), attribute.IsWriteOnly(), keepsState(ctx, attribute)
	for name, member := range t.members {
		if member.keeps {
			panic(name + " has a plan modifier, which no attribute below another has had yet")
		}
	}
	if t.fallback = fallbackOf(ctx, attribute); t.fallback != nil {
		t.hasDefaults = true
	}
	return t
}

// keepsState reports whether an attribute has the one plan modifier that attributes have had so far.
func keepsState(ctx context.Context, attribute schema.Attribute) bool {
	modifiers := reflect.ValueOf(attribute).FieldByName("PlanModifiers")
	for i := range modifiers.Len() {
		modifier := modifiers.Index(i).Interface().(planmodifier.Describer)
		if want := stringplanmodifier.UseStateForUnknown(); modifier.Description(ctx) != want.Description(ctx) {
			panic(fmt.Sprintf("no attribute has had a plan modifier like %T yet", modifier))
		}
	}
	return modifiers.Len() > 0
}

// fallbackOf returns the default of an attribute, nil if it has none.
func fallbackOf(ctx context.Context, attribute schema.Attribute) *tftypes.Value {
	field := reflect.ValueOf(attribute).FieldByName("Default")
	if !field.IsValid() || field.IsNil() {
		return nil
	}
	value, err := defaultValue(ctx, field.Interface()).ToTerraformValue(ctx)
	if err != nil {
		panic(err)
	}
	return &value
}

func defaultValue(ctx context.Context, of any) attr.Value {
	switch of := of.(type) {
	case defaults.String:
		var resp defaults.StringResponse
		of.DefaultString(ctx, defaults.StringRequest{}, &resp)
		return resp.PlanValue
	case defaults.Bool:
		var resp defaults.BoolResponse
		of.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
		return resp.PlanValue
	case defaults.Int64:
		var resp defaults.Int64Response
		of.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
		return resp.PlanValue
	case defaults.List:
		var resp defaults.ListResponse
		of.DefaultList(ctx, defaults.ListRequest{}, &resp)
		return resp.PlanValue
	case defaults.Map:
		var resp defaults.MapResponse
		of.DefaultMap(ctx, defaults.MapRequest{}, &resp)
		return resp.PlanValue
	}
	panic(fmt.Sprintf("no attribute has had a default like %T yet", of))
}

// defaultsHold reports whether state has the default wherever config has nothing. It may say no where config lacks what is
// around a default.
func (t *planTree) defaultsHold(config, state tftypes.Value) bool {
	switch {
	case !t.hasDefaults:
		return true
	case t.fallback != nil:
		return !config.IsNull() || t.fallback.Equal(state)
	case config.IsNull() && state.IsNull():
		return true
	}
	hold := true
	_, err := t.mapObjects(config, state, func(config, state map[string]tftypes.Value) error {
		for name, member := range t.members {
			hold = hold && member.defaultsHold(config[name], state[name])
		}
		return nil
	})
	return hold && err == nil
}

// plan returns what the framework makes of what Terraform proposes in the place of a state, which may be null, before ModifyPlan: defaults
// where the configuration has nothing, and if that changes anything, unknown where the provider may choose, or what is in state.
func (t *planTree) plan(config, proposed, state tftypes.Value) (tftypes.Value, error) {
	planned, err := t.fill(config, proposed, false)
	if err != nil || planned.Equal(state) {
		return planned, err
	}
	if planned, err = t.fill(config, proposed, true); err != nil || state.IsNull() {
		return planned, err
	}
	var configured, members, before map[string]tftypes.Value
	if err := errors.Join(config.As(&configured), planned.As(&members), state.As(&before)); err != nil {
		return tftypes.Value{}, err
	}
	for name, member := range t.members {
		if member.keeps && !members[name].IsKnown() && configured[name].IsKnown() {
			members[name] = before[name]
		}
	}
	return tftypes.NewValue(t.typ, members), nil
}

// fill returns what Terraform proposes with defaults where the configuration has nothing, and if choose is set, unknown where the provider
// may choose.
func (t *planTree) fill(config, proposed tftypes.Value, choose bool) (tftypes.Value, error) {
	switch {
	case t.writeOnly:
		return tftypes.NewValue(t.typ, nil), nil
	case config.IsNull() && t.fallback != nil:
		return *t.fallback, nil
	case config.IsNull() && t.computed && choose:
		return tftypes.NewValue(t.typ, tftypes.UnknownValue), nil
	case config.IsNull(), !config.IsKnown(), t.members == nil:
		return proposed, nil
	}
	return t.mapObjects(config, proposed, func(config, proposed map[string]tftypes.Value) error {
		for name, member := range t.members {
			var err error
			if proposed[name], err = member.fill(config[name], proposed[name], choose); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

// mapObjects returns value after change has been at its object, or at each of its elements, together with those of
// config.
func (t *planTree) mapObjects(
	config, value tftypes.Value, change func(config, value map[string]tftypes.Value) error,
) (tftypes.Value, error) {
	object := func(typ tftypes.Type, config, value tftypes.Value) (tftypes.Value, error) {
		var configured, members map[string]tftypes.Value
		err := errors.Join(config.As(&configured), value.As(&members))
		if err == nil {
			err = change(configured, members)
		}
		if err != nil {
			return tftypes.Value{}, err
		}
		return tftypes.NewValue(typ, members), nil
	}
	switch typ := t.typ.(type) {
	case tftypes.List:
		var configured, elements []tftypes.Value
		err := errors.Join(config.As(&configured), value.As(&elements))
		if len(configured) != len(elements) {
			err = errors.New("the lists differ in length")
		}
		for i := 0; err == nil && i < len(elements); i++ {
			elements[i], err = object(typ.ElementType, configured[i], elements[i])
		}
		if err != nil {
			return tftypes.Value{}, err
		}
		return tftypes.NewValue(typ, elements), nil
	case tftypes.Map:
		var configured, elements map[string]tftypes.Value
		err := errors.Join(config.As(&configured), value.As(&elements))
		for key := range elements {
			if err == nil {
				elements[key], err = object(typ.ElementType, configured[key], elements[key])
			}
		}
		if err != nil {
			return tftypes.Value{}, err
		}
		return tftypes.NewValue(typ, elements), nil
	}
	return object(t.typ, config, value)
}
