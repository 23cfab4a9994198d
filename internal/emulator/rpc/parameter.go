package rpc

import (
	"fmt"
	"reflect"
	"strings"
)

// mapSuffix stands for the key in the name of a map parameter.
const mapSuffix = ".#len#key"

// Encoding says how a value that is not a scalar is written into one parameter.
type Encoding string

// The encodings, by the name that the struct tag gives them.
const (
	Plain Encoding = ""
	JSON  Encoding = "json"  // a JSON array of strings
	Comma Encoding = "comma" // strings joined with commas
	Map   Encoding = "map"   // one parameter per entry, Name.#<length of key>#<key> or Name.<key>
)

// field is a struct field as its tag describes it.
type field struct {
	name             string
	index            int
	embedded         bool // its fields are those of the outer struct
	encoding         Encoding
	required, secret bool
	word             bool // of encoding JSON: a bare word stands for a list of one
}

// fieldsOf reads the tags of a struct type. Tags are `param:"Name,option,..."`; the name defaults to the field's.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		sf := t.Field(i)
		if !sf.IsExported() && !sf.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(sf.Tag.Get("param"), ",")
		f := field{name: name, index: i, embedded: sf.Anonymous && name == ""}
		if name == "" {
			f.name = sf.Name
		}
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "":
			case "required":
				f.required = true
			case "secret":
				f.secret = true
			case "word":
				f.word = true
			case string(JSON), string(Comma), string(Map):
				f.encoding = Encoding(option)
			default:
				panic(fmt.Sprintf("rpc: %s.%s: unknown option %q", t, sf.Name, option))
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// Parameter is one parameter that Decode understands.
type Parameter struct {
	Name     string       // as on the wire, with N for an index and #len#key for the key of a map: Container.N.Port.N.Port
	Type     reflect.Type // of one value: a scalar type, or for Encoding JSON and Comma a slice, for Map a map
	Encoding Encoding
	Required bool // within its struct, if that is given at all
	Secret   bool
}

// Parameters lists what Decode understands for a struct type, in the order of its fields. It panics on a type that
// Decode cannot fill.
func Parameters(t reflect.Type) []Parameter {
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("rpc: %s is not a struct", t))
	}
	var params []Parameter
	for _, f := range fieldsOf(t) {
		ft := t.Field(f.index).Type
		if f.embedded {
			params = append(params, Parameters(ft)...)
			continue
		}
		params = append(params, f.parameters(f.name, ft)...)
	}
	return params
}

// parameters lists the parameters of one field, or of one element of it, whose wire name is name.
func (f field) parameters(name string, t reflect.Type) []Parameter {
	leaf := Parameter{Name: name, Type: t, Encoding: f.encoding, Required: f.required, Secret: f.secret}
	switch {
	case f.encoding == Map:
		if t != reflect.TypeFor[map[string]string]() {
			panic(fmt.Sprintf("rpc: parameter %s: %s is not a map[string]string", name, t))
		}
		leaf.Name += mapSuffix
		return []Parameter{leaf}
	case f.encoding != Plain:
		if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.String {
			panic(fmt.Sprintf("rpc: parameter %s: %s is not a list of strings", name, t))
		}
		return []Parameter{leaf}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return f.parameters(name, t.Elem())
	case reflect.Slice:
		return f.parameters(name+".N", t.Elem())
	case reflect.Struct:
		params := Parameters(t)
		for i := range params {
			params[i].Name = name + "." + params[i].Name
			params[i].Secret = params[i].Secret || f.secret
		}
		return params
	case reflect.String, reflect.Bool, reflect.Float64, reflect.Int, reflect.Int32, reflect.Int64:
		return []Parameter{leaf}
	}
	panic(fmt.Sprintf("rpc: parameter %s: cannot decode into %s", name, t))
}
