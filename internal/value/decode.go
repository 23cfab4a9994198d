package value

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Decode reads a configuration, plan or state into the struct that target points to, whose fields are values of the framework, and
// pointers to structs, slices and maps of such. Collections and objects that are unknown as a whole come out as null, so that they
// can be plain Go values; single unknown values stay unknown, and so do those of an element of a collection that is unknown as a
// whole. An error is a mistake in the struct.
//
// Of what is wholly known it makes what [tfsdk.State.Get] makes. That compiles a regular expression for each field of each struct,
// and takes five times as long.
func Decode(ctx context.Context, data tfsdk.State, target any) diag.Diagnostics {
	if err := decode(ctx, data.Schema.Type(), data.Raw, reflect.ValueOf(target).Elem()); err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Values Cannot Be Read", err.Error())}
	}
	return nil
}

var valueType = reflect.TypeFor[attr.Value]()

// decode sets target to a value.
func decode(ctx context.Context, typ attr.Type, from tftypes.Value, target reflect.Value) error {
	if target.Type().Implements(valueType) {
		if !from.IsKnown() && isCompound(from.Type()) {
			from = tftypes.NewValue(from.Type(), nil)
		}
		value, err := typ.ValueFromTerraform(ctx, from)
		if err != nil {
			return err
		}
		if of := reflect.TypeOf(value); of != target.Type() {
			return fmt.Errorf("%s cannot hold a %s", target.Type(), of)
		}
		target.Set(reflect.ValueOf(value))
		return nil
	}
	if target.Kind() == reflect.Struct {
		return decodeObject(ctx, typ, from, target)
	}
	target.SetZero()
	if from.IsNull() || !from.IsKnown() {
		return nil
	}
	switch target.Kind() {
	case reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		return decode(ctx, typ, from, target.Elem())
	case reflect.Slice:
		return decodeList(ctx, typ, from, target)
	case reflect.Map:
		return decodeMap(ctx, typ, from, target)
	}
	return fmt.Errorf("a %s cannot hold a %s", target.Type(), from.Type())
}

func isCompound(t tftypes.Type) bool {
	return t.Is(tftypes.List{}) || t.Is(tftypes.Set{}) || t.Is(tftypes.Map{}) || t.Is(tftypes.Object{})
}

func decodeList(ctx context.Context, typ attr.Type, from tftypes.Value, target reflect.Value) error {
	var elements []tftypes.Value
	collection, ok := typ.(attr.TypeWithElementType)
	if !ok || from.As(&elements) != nil {
		return fmt.Errorf("a %s cannot hold a %s", target.Type(), from.Type())
	}
	target.Set(reflect.MakeSlice(target.Type(), len(elements), len(elements)))
	for i, element := range elements {
		if err := decode(ctx, collection.ElementType(), element, target.Index(i)); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

func decodeMap(ctx context.Context, typ attr.Type, from tftypes.Value, target reflect.Value) error {
	var elements map[string]tftypes.Value
	collection, ok := typ.(attr.TypeWithElementType)
	if !ok || from.As(&elements) != nil {
		return fmt.Errorf("a %s cannot hold a %s", target.Type(), from.Type())
	}
	target.Set(reflect.MakeMapWithSize(target.Type(), len(elements)))
	for key, element := range elements {
		value := reflect.New(target.Type().Elem()).Elem()
		if err := decode(ctx, collection.ElementType(), element, value); err != nil {
			return fmt.Errorf("element %s: %w", key, err)
		}
		target.SetMapIndex(reflect.ValueOf(key), value)
	}
	return nil
}

// decodeObject sets the fields of a struct. Of an object that is unknown, which only an element can be, each attribute is unknown.
func decodeObject(ctx context.Context, typ attr.Type, from tftypes.Value, target reflect.Value) error {
	object, ok := from.Type().(tftypes.Object)
	if !ok || from.IsNull() {
		return fmt.Errorf("%s cannot hold a %s", target.Type(), from.Type())
	}
	var members map[string]tftypes.Value
	if from.IsKnown() {
		if err := from.As(&members); err != nil {
			return err
		}
	}
	fields := fieldsOf(target.Type())
	if len(fields) != len(object.AttributeTypes) {
		return fmt.Errorf("%s has %d fields for %d attributes", target.Type(), len(fields), len(object.AttributeTypes))
	}
	for name, index := range fields {
		step, err := typ.ApplyTerraform5AttributePathStep(tftypes.AttributeName(name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		member := members[name]
		if members == nil {
			member = tftypes.NewValue(object.AttributeTypes[name], tftypes.UnknownValue)
		}
		if err := decode(ctx, step.(attr.Type), member, target.FieldByIndex(index)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// fields are the indexes of the fields of structs, by attribute. The key is a reflect.Type.
var fields sync.Map

func fieldsOf(typ reflect.Type) map[string][]int {
	if known, ok := fields.Load(typ); ok {
		return known.(map[string][]int)
	}
	found := map[string][]int{}
	for _, field := range reflect.VisibleFields(typ) {
		if name, ok := field.Tag.Lookup("tfsdk"); ok && name != "-" {
			found[name] = field.Index
		}
	}
	fields.Store(typ, found)
	return found
}
