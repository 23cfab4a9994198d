package containergroup

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// defaultValues are the defaults of a schema, by where they are.
type defaultValues struct {
	value    *tftypes.Value // of the attribute itself
	elements *defaultValues // of a list or map of objects
	members  map[string]*defaultValues
}

// newDefaultValues returns nil if there are none. It panics on a kind of default that no attribute has had yet.
func newDefaultValues(ctx context.Context, attributes map[string]schema.Attribute) *defaultValues {
	members := map[string]*defaultValues{}
	for name, attribute := range attributes {
		if d := defaultsOf(ctx, attribute); d != nil {
			members[name] = d
		}
	}
	if len(members) == 0 {
		return nil
	}
	return &defaultValues{members: members}
}

func defaultsOf(ctx context.Context, attribute schema.Attribute) *defaultValues {
	if field := reflect.ValueOf(attribute).FieldByName("Default"); field.IsValid() && !field.IsNil() {
		value, err := defaultValue(ctx, field.Interface()).ToTerraformValue(ctx)
		if err != nil {
			panic(err)
		}
		return &defaultValues{value: &value}
	}
	var elements *defaultValues
	switch attribute := attribute.(type) {
	case schema.SingleNestedAttribute:
		return newDefaultValues(ctx, attribute.Attributes)
	case schema.ListNestedAttribute:
		elements = newDefaultValues(ctx, attribute.NestedObject.Attributes)
	case schema.MapNestedAttribute:
		elements = newDefaultValues(ctx, attribute.NestedObject.Attributes)
	case schema.SetNestedAttribute:
		if newDefaultValues(ctx, attribute.NestedObject.Attributes) != nil {
			panic("defaults in a set, whose elements cannot be told apart")
		}
	}
	if elements == nil {
		return nil
	}
	return &defaultValues{elements: elements}
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
	case defaults.Map:
		var resp defaults.MapResponse
		of.DefaultMap(ctx, defaults.MapRequest{}, &resp)
		return resp.PlanValue
	}
	panic(fmt.Sprintf("no attribute has had a default like %T yet", of))
}

// hold says whether state has the default wherever config has nothing. It may say no where the configuration lacks what is
// around a default.
func (d *defaultValues) hold(config, state tftypes.Value) bool {
	switch {
	case d == nil || config.IsNull() && state.IsNull():
		return d == nil || d.value == nil || d.value.IsNull()
	case d.value != nil:
		return !config.IsNull() || d.value.Equal(state)
	case config.IsNull() || !config.IsKnown() || state.IsNull():
		return false
	}
	var configured, known map[string]tftypes.Value
	if d.elements != nil && config.Type().Is(tftypes.List{}) {
		return d.elements.holdInList(config, state)
	}
	if config.As(&configured) != nil || state.As(&known) != nil {
		return false
	}
	if d.elements != nil {
		for key, element := range configured {
			other, ok := known[key]
			if !ok || !d.elements.hold(element, other) {
				return false
			}
		}
		return true
	}
	for name, member := range d.members {
		if !member.hold(configured[name], known[name]) {
			return false
		}
	}
	return true
}

func (d *defaultValues) holdInList(config, state tftypes.Value) bool {
	var configured, known []tftypes.Value
	if config.As(&configured) != nil || state.As(&known) != nil || len(configured) != len(known) {
		return false
	}
	for i := range configured {
		if !d.hold(configured[i], known[i]) {
			return false
		}
	}
	return true
}
