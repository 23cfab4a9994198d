package value

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Reshape returns value as a value of type to: objects lose the attributes that their new type has not, and get null for
// those that only it has. Everything else must be of the same type.
func Reshape(value tftypes.Value, to tftypes.Type) (tftypes.Value, error) {
	if !value.IsKnown() {
		return tftypes.NewValue(to, tftypes.UnknownValue), nil
	}
	if value.IsNull() {
		return tftypes.NewValue(to, nil), nil
	}
	switch to := to.(type) {
	case tftypes.Object:
		var members map[string]tftypes.Value
		if err := value.As(&members); err != nil {
			return tftypes.Value{}, err
		}
		reshaped := make(map[string]tftypes.Value, len(to.AttributeTypes))
		for name, kind := range to.AttributeTypes {
			member, ok := members[name]
			if !ok {
				member = tftypes.NewValue(kind, nil)
			}
			var err error
			if reshaped[name], err = Reshape(member, kind); err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
		}
		return tftypes.NewValue(to, reshaped), nil
	case tftypes.Map:
		var elements map[string]tftypes.Value
		if err := value.As(&elements); err != nil {
			return tftypes.Value{}, err
		}
		reshaped := make(map[string]tftypes.Value, len(elements)) // elements are those of value itself
		for key, element := range elements {
			var err error
			if reshaped[key], err = Reshape(element, to.ElementType); err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", key, err)
			}
		}
		return tftypes.NewValue(to, reshaped), nil
	case tftypes.List:
		var elements []tftypes.Value
		if err := value.As(&elements); err != nil {
			return tftypes.Value{}, err
		}
		reshaped := make([]tftypes.Value, len(elements))
		for i, element := range elements {
			var err error
			if reshaped[i], err = Reshape(element, to.ElementType); err != nil {
				return tftypes.Value{}, fmt.Errorf("%d: %w", i, err)
			}
		}
		return tftypes.NewValue(to, reshaped), nil
	}
	if !value.Type().Equal(to) {
		return tftypes.Value{}, fmt.Errorf("a %s is not a %s", value.Type(), to)
	}
	return value, nil
}
