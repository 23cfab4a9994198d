package eci

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// encode renders the struct that req points to as RPC parameters. A field's name is the parameter's name; nested structs
// are dotted, embedded ones flattened, and slices numbered from 1. Nil pointers, empty strings and empty slices are left
// out, but a pointer to an empty string and an empty element of a slice are sent.
//
// A tag changes how a field is rendered:
//
//	eci:",json"   []string as one JSON array
//	eci:",comma"  []string as one comma-separated list
//	eci:",map"    map[string]string as one parameter per key, NAME.#LENGTH#KEY
//	eci:"-"       not at all
//
// It panics on a type that it cannot render, which no request has.
func encode(req any) url.Values {
	values := url.Values{}
	v := reflect.ValueOf(req).Elem()
	encoderOf(v.Type())(values, "", v)
	return values
}

// An encoder adds the parameters for v, called name, to values.
type encoder func(values url.Values, name string, v reflect.Value)

// structEncoders caches the encoders of struct types, which are the costly ones to build: reflect.Type to encoder.
var structEncoders sync.Map

func encoderOf(t reflect.Type) encoder {
	switch t.Kind() {
	case reflect.String:
		return func(values url.Values, name string, v reflect.Value) { values.Set(name, v.String()) }
	case reflect.Bool:
		return func(values url.Values, name string, v reflect.Value) { values.Set(name, strconv.FormatBool(v.Bool())) }
	case reflect.Int64:
		return func(values url.Values, name string, v reflect.Value) {
			values.Set(name, strconv.FormatInt(v.Int(), 10))
		}
	case reflect.Float64:
		return func(values url.Values, name string, v reflect.Value) {
			values.Set(name, strconv.FormatFloat(v.Float(), 'f', -1, 64))
		}
	case reflect.Pointer:
		element := encoderOf(t.Elem())
		return func(values url.Values, name string, v reflect.Value) {
			if !v.IsNil() {
				element(values, name, v.Elem())
			}
		}
	case reflect.Slice:
		element := encoderOf(t.Elem())
		return func(values url.Values, name string, v reflect.Value) {
			for i := range v.Len() {
				element(values, name+"."+strconv.Itoa(i+1), v.Index(i))
			}
		}
	case reflect.Struct:
		if cached, ok := structEncoders.Load(t); ok {
			return cached.(encoder)
		}
		e := structEncoder(t)
		structEncoders.Store(t, e)
		return e
	default:
		panic(fmt.Sprintf("eci: cannot encode a %s", t))
	}
}

func structEncoder(t reflect.Type) encoder {
	var fields []encoder
	for i := range t.NumField() {
		field := t.Field(i)
		tag := field.Tag.Get("eci")
		if tag == "-" {
			continue
		}
		_, option, _ := strings.Cut(tag, ",")
		encodeField := fieldEncoder(field.Type, option)
		fields = append(fields, func(values url.Values, prefix string, v reflect.Value) {
			v = v.Field(i)
			switch {
			case field.Anonymous:
				encodeField(values, prefix, v)
			case v.Kind() == reflect.String && v.Len() == 0:
			default:
				encodeField(values, join(prefix, field.Name), v)
			}
		})
	}
	return func(values url.Values, name string, v reflect.Value) {
		for _, encodeField := range fields {
			encodeField(values, name, v)
		}
	}
}

func fieldEncoder(t reflect.Type, option string) encoder {
	switch option {
	case "":
		return encoderOf(t)
	case "json":
		return func(values url.Values, name string, v reflect.Value) {
			if list := v.Interface().([]string); len(list) > 0 {
				var text strings.Builder
				encoder := json.NewEncoder(&text)
				encoder.SetEscapeHTML(false) // a > of a shell stays one character: ECI limits their number
				if err := encoder.Encode(list); err != nil {
					panic(err) // strings always marshal
				}
				values.Set(name, strings.TrimSuffix(text.String(), "\n"))
			}
		}
	case "comma":
		return func(values url.Values, name string, v reflect.Value) {
			if list := v.Interface().([]string); len(list) > 0 {
				values.Set(name, strings.Join(list, ","))
			}
		}
	case "map":
		return func(values url.Values, name string, v reflect.Value) {
			for key, value := range v.Interface().(map[string]string) {
				values.Set(fmt.Sprintf("%s.#%d#%s", name, len(key), key), value)
			}
		}
	default:
		panic(fmt.Sprintf("eci: unknown tag option %q on a %s", option, t))
	}
}

func join(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + "." + name
}

// takesClientToken reports whether the action of the request that req points to has a ClientToken parameter.
func takesClientToken(req any) bool {
	_, ok := reflect.TypeOf(req).Elem().FieldByName("ClientToken")
	return ok
}
