// Package value walks over raw values of Terraform: what is unknown in them, what differs between two, how one takes another
// shape; and converts single ones to Go's and back. It knows nothing of ECI.
//
// A value can be unknown as a whole or in parts. [Decode] reads what a Go struct can hold, [OpenUnknown] says of an unknown
// element of a collection only that it exists, [NullUnknown] drops everything unknown.
package value

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// OpenUnknown makes elements of maps and lists that are objects unknown as a whole into objects of which nothing is known:
// that they exist is known.
func OpenUnknown(v tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(v, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		object, isObject := v.Type().(tftypes.Object)
		if v.IsKnown() || !isObject {
			return v, nil
		}
		switch at.LastStep().(type) {
		case tftypes.ElementKeyString, tftypes.ElementKeyInt:
		default:
			return v, nil
		}
		attributes := make(map[string]tftypes.Value, len(object.AttributeTypes))
		for name, t := range object.AttributeTypes {
			attributes[name] = tftypes.NewValue(t, tftypes.UnknownValue)
		}
		return tftypes.NewValue(object, attributes), nil
	})
}

// NullUnknown returns a plan with null for everything that is unknown: the state of an object that has been created but not
// seen yet.
func NullUnknown(plan tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(plan, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
}
