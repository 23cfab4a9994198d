package conformance

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// clientActions are the client's methods of the form Action(ctx, *ActionRequest) (*Response, error): the types of request
// and response by action.
func clientActions() map[string][2]reflect.Type {
	actions := map[string][2]reflect.Type{}
	client := reflect.TypeFor[*eci.Client]()
	for method := range client.Methods() {
		t := method.Type
		if t.NumIn() == 3 && t.In(1) == reflect.TypeFor[context.Context]() && t.In(2).Kind() == reflect.Pointer &&
			t.In(2).Elem().Name() == method.Name+"Request" && t.NumOut() == 2 {
			actions[method.Name] = [2]reflect.Type{t.In(2).Elem(), t.Out(0).Elem()}
		}
	}
	return actions
}

// clientParameters adds what the client sends for a request type, as its tags say.
func clientParameters(into names, prefix string, t reflect.Type) {
	for field := range t.Fields() {
		_, encoding, _ := strings.Cut(field.Tag.Get("eci"), ",")
		switch {
		case field.Tag.Get("eci") == "-":
		case field.Anonymous:
			clientParameters(into, prefix, field.Type)
		case encoding == "map":
			into.add(prefix+field.Name+".#len#key", "string", encoding)
		case encoding != "":
			into.add(prefix+field.Name, "string", encoding)
		default:
			walk(into, prefix+field.Name, field.Type, clientParameters)
		}
	}
}

// clientFields adds what the client reads of an answer.
func clientFields(into names, prefix string, t reflect.Type) {
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case field.Anonymous:
			clientFields(into, prefix, field.Type)
		default:
			if name == "" {
				name = field.Name
			}
			walk(into, prefix+name, field.Type, clientFields)
		}
	}
}

// walk adds the names of a value: its own if it is a scalar, else those of its members, which members adds.
func walk(into names, name string, t reflect.Type, members func(into names, prefix string, t reflect.Type)) {
	switch t.Kind() {
	case reflect.Pointer:
		walk(into, name, t.Elem(), members)
	case reflect.Slice:
		walk(into, name+".N", t.Elem(), members)
	case reflect.Struct:
		members(into, name+".", t)
	default:
		into.add(name, typeName(t), "")
	}
}

// typeName is the API's name of a type, or Go's where the API has no such type.
func typeName(t reflect.Type) string {
	if t == reflect.TypeFor[json.Number]() {
		return "number"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Float64:
		return "number"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Map:
		return "map"
	}
	return t.String()
}

func TestClient(t *testing.T) {
	asked, answered := table(t, requestsFile), table(t, responsesFile)
	for action, types := range clientActions() {
		t.Run(action, func(t *testing.T) {
			parameters, fields := names{}, names{}
			clientParameters(parameters, "", types[0])
			clientFields(fields, "", types[1])
			check(t, action, parameters, asked[action], clientRequestExceptions)
			// encoding/json reads keys without regard to case.
			check(t, action, fields.folded(), answered[action].folded(), clientResponseExceptions)
		})
	}
}
