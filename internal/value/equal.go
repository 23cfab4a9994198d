package value

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// Equal reports whether two models, which are structs of values of the framework and of slices, maps and pointers of such,
// hold the same. Null and empty differ, and so do unknown and null.
func Equal[M any](a, b M) bool { return equal(reflect.ValueOf(a), reflect.ValueOf(b)) }

func equal(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || equal(a.Elem(), b.Elem()))
	case reflect.Slice:
		same := a.IsNil() == b.IsNil() && a.Len() == b.Len()
		for i := 0; same && i < a.Len(); i++ {
			same = equal(a.Index(i), b.Index(i))
		}
		return same
	case reflect.Map:
		same := a.IsNil() == b.IsNil() && a.Len() == b.Len()
		for elements := a.MapRange(); same && elements.Next(); {
			other := b.MapIndex(elements.Key())
			same = other.IsValid() && equal(elements.Value(), other)
		}
		return same
	}
	if a.CanInterface() { // a model that is embedded cannot
		if value, ok := reflect.TypeAssert[attr.Value](a); ok {
			return value.Equal(b.Interface().(attr.Value))
		}
	}
	same := true
	for i := 0; same && i < a.NumField(); i++ {
		same = equal(a.Field(i), b.Field(i))
	}
	return same
}
