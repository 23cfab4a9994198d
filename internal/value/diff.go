package value

import (
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

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

// Pattern returns a path with * for keys and indexes: containers.*.image.
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

// Path returns the framework's form of a path, cut off at elements of sets, which have no place.
func Path(p *tftypes.AttributePath) path.Path {
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
