package value

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// Fill returns planned with what is unknown in it taken from actual, which has the same type. So a result keeps what a plan has
// promised: what has moved by itself since is for the next refresh to show. Elements that actual lacks become null, as do unknown
// values in them.
func Fill(planned, actual tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(planned, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		found, _, err := tftypes.WalkAttributePath(actual, at)
		if seen, ok := found.(tftypes.Value); ok && err == nil && seen.IsKnown() {
			return seen, nil
		}
		return tftypes.NewValue(v.Type(), nil), nil
	})
}
