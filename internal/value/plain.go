package value

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plain returns v as encoding/json decodes it: nil, bool, json.Number, string, []any or map[string]any. Values that are not
// known yet become the text unknown.
func Plain(v tftypes.Value, unknown string) any {
	if !v.IsKnown() {
		return unknown
	}
	if v.IsNull() {
		return nil
	}
	switch t := v.Type(); {
	case t.Is(tftypes.Bool):
		return as[bool](v)
	case t.Is(tftypes.Number):
		return json.Number(as[*big.Float](v).Text('f', -1))
	case t.Is(tftypes.String):
		return as[string](v)
	case t.Is(tftypes.Map{}), t.Is(tftypes.Object{}):
		object := map[string]any{}
		for name, member := range as[map[string]tftypes.Value](v) {
			object[name] = Plain(member, unknown)
		}
		return object
	}
	list := []any{}
	for _, element := range as[[]tftypes.Value](v) {
		list = append(list, Plain(element, unknown))
	}
	return list
}

// as is the Go value of v, which is known, not null and of a type that has this form.
func as[T any](v tftypes.Value) (into T) {
	if err := v.As(&into); err != nil {
		panic(err)
	}
	return into
}

// FromPlain returns plain, of the types that encoding/json decodes with UseNumber, as a value of type t, which may be dynamic
// anywhere. Attributes that are not there are null, and texts that contain unknown are not known yet; an empty unknown is no
// such mark.
func FromPlain(t tftypes.Type, plain any, unknown string) (tftypes.Value, error) {
	if t.Is(tftypes.DynamicPseudoType) {
		return dynamic(plain, unknown)
	}
	switch p := plain.(type) {
	case nil:
		return tftypes.NewValue(t, nil), nil
	case string:
		if isUnknown(p, unknown) {
			return tftypes.NewValue(t, tftypes.UnknownValue), nil
		}
		if t.Is(tftypes.String) {
			return tftypes.NewValue(t, p), nil
		}
	case bool:
		if t.Is(tftypes.Bool) {
			return tftypes.NewValue(t, p), nil
		}
	case json.Number:
		if t.Is(tftypes.Number) {
			return number(p)
		}
	case []any:
		return fromList(t, p, unknown)
	case map[string]any:
		return fromObject(t, p, unknown)
	}
	return tftypes.Value{}, fmt.Errorf("%T is no %s", plain, t)
}

func isUnknown(text, unknown string) bool { return unknown != "" && strings.Contains(text, unknown) }

func number(n json.Number) (tftypes.Value, error) {
	f, _, err := big.ParseFloat(n.String(), 10, 512, big.ToNearestEven)
	if err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(tftypes.Number, f), nil
}

func fromList(t tftypes.Type, plain []any, unknown string) (tftypes.Value, error) {
	list, isList := t.(tftypes.List)
	if !isList {
		return tftypes.Value{}, fmt.Errorf("a list is no %s", t)
	}
	elements := make([]tftypes.Value, len(plain))
	for i, element := range plain {
		var err error
		if elements[i], err = FromPlain(list.ElementType, element, unknown); err != nil {
			return tftypes.Value{}, fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return tftypes.NewValue(t, elements), nil
}

func fromObject(t tftypes.Type, plain map[string]any, unknown string) (tftypes.Value, error) {
	members := map[string]tftypes.Value{}
	typeOf := map[string]tftypes.Type{}
	switch t := t.(type) {
	case tftypes.Object:
		typeOf = t.AttributeTypes
	case tftypes.Map:
		for name := range plain {
			if isUnknown(name, unknown) {
				return tftypes.NewValue(t, tftypes.UnknownValue), nil
			}
			typeOf[name] = t.ElementType
		}
	default:
		return tftypes.Value{}, fmt.Errorf("an object is no %s", t)
	}
	for name, of := range typeOf {
		var err error
		if members[name], err = FromPlain(of, plain[name], unknown); err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	return tftypes.NewValue(t, members), nil
}

// dynamic gives plain the type that it has in Terraform: objects and tuples.
func dynamic(plain any, unknown string) (tftypes.Value, error) {
	switch p := plain.(type) {
	case nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil), nil
	case bool:
		return tftypes.NewValue(tftypes.Bool, p), nil
	case string:
		return FromPlain(tftypes.String, p, unknown)
	case json.Number:
		return number(p)
	case []any:
		types, elements := make([]tftypes.Type, len(p)), make([]tftypes.Value, len(p))
		for i, element := range p {
			var err error
			if elements[i], err = dynamic(element, unknown); err != nil {
				return tftypes.Value{}, err
			}
			types[i] = elements[i].Type()
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, elements), nil
	case map[string]any:
		types, members := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for _, name := range slices.Sorted(maps.Keys(p)) {
			var err error
			if members[name], err = dynamic(p[name], unknown); err != nil {
				return tftypes.Value{}, err
			}
			types[name] = members[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, members), nil
	}
	return tftypes.Value{}, fmt.Errorf("%T has no type in Terraform", plain)
}
