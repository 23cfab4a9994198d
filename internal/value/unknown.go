// Package value walks over raw values of Terraform: what is unknown in them, what differs between two, how one takes another
// shape; and converts single ones to Go's and back. It knows nothing of ECI.
//
// A value can be unknown as a whole or in parts. [Decode] reads what a Go struct can hold, [OpenUnknown] says of an unknown
// element of a collection only that it exists, [NullUnknown] drops everything unknown.
package value

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Decode reads a configuration, plan or state into the struct that target points to. Collections and objects that are
// unknown as a whole come out as null, so that they can be plain Go values; single unknown values stay unknown, and so do
// those of an element of a collection that is unknown as a whole.
func Decode(ctx context.Context, data tfsdk.State, target any) diag.Diagnostics {
	if data.Raw.IsFullyKnown() { // as every state is
		return data.Get(ctx, target)
	}
	known, err := OpenUnknown(data.Raw)
	if err == nil {
		known, err = withoutUnknownCompounds(known)
	}
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Values Cannot Be Read", err.Error())}
	}
	data.Raw = known
	return data.Get(ctx, target)
}

func withoutUnknownCompounds(v tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(v, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() && isCompound(v.Type()) {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
}

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

func isCompound(t tftypes.Type) bool {
	return t.Is(tftypes.List{}) || t.Is(tftypes.Set{}) || t.Is(tftypes.Map{}) || t.Is(tftypes.Object{})
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
