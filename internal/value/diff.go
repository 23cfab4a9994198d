package value

import (
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Change is one attribute that a plan changes.
type Change struct {
	Pattern string
	Path    path.Path
	// New says that there was no value before.
	New bool
	// Unknown says that the value is not known yet.
	Unknown bool
}

// Diff lists what differs between a plan and the prior state. Empty collections and false are as good as null: ECI takes
// them like what is left out.
func Diff(plan, state tftypes.Value) ([]Change, error) {
	diffs, err := plan.Diff(state)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, d := range diffs {
		if d.Value1 == nil || d.Value1.Equal(orNull(d.Value2, d.Value1.Type())) {
			continue // below something that was removed, or null in something that was added
		}
		if saysNothing(*d.Value1) && (d.Value2 == nil || saysNothing(*d.Value2)) {
			continue
		}
		changes = append(changes, Change{Pattern: Pattern(d.Path), Path: pathOf(d.Path),
			New: d.Value2 == nil || d.Value2.IsNull(), Unknown: !d.Value1.IsKnown()})
	}
	return changes, nil
}

func saysNothing(v tftypes.Value) bool {
	var yes bool
	var elements []tftypes.Value
	var members map[string]tftypes.Value
	switch {
	case v.IsNull():
		return true
	case !v.IsKnown():
		return false
	case v.Type().Is(tftypes.Bool):
		return v.As(&yes) == nil && !yes
	case v.Type().Is(tftypes.Object{}):
		return false
	}
	return v.As(&elements) == nil && len(elements) == 0 || v.As(&members) == nil && len(members) == 0
}

// ChangedFields returns a struct with those fields of to that differ from from's and zero values for the others, or nil if none
// differs: an update request that sends only what has changed.
func ChangedFields[T any](from, to *T) *T {
	request := new(T)
	changed := false
	source, target, result := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem(), reflect.ValueOf(request).Elem()
	for i := range result.NumField() {
		if !reflect.DeepEqual(source.Field(i).Interface(), target.Field(i).Interface()) {
			result.Field(i).Set(target.Field(i))
			changed = true
		}
	}
	if !changed {
		return nil
	}
	return request
}

// Pattern writes a path with * for keys and indexes: containers.*.image.
func Pattern(p *tftypes.AttributePath) string {
	var steps []string
	for _, step := range p.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			steps = append(steps, string(name))
		} else {
			steps = append(steps, "*")
		}
	}
	return strings.Join(steps, ".")
}

// pathOf is the framework's form of a path, cut off at elements of sets, which have no place.
func pathOf(p *tftypes.AttributePath) path.Path {
	result := path.Empty()
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			result = result.AtName(string(step))
		case tftypes.ElementKeyString:
			result = result.AtMapKey(string(step))
		case tftypes.ElementKeyInt:
			result = result.AtListIndex(int(step))
		case tftypes.ElementKeyValue:
			return result
		}
	}
	return result
}

func orNull(v *tftypes.Value, t tftypes.Type) tftypes.Value {
	if v == nil {
		return tftypes.NewValue(t, nil)
	}
	return *v
}
