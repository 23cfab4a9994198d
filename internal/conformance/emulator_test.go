package conformance

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// emulatorParameters are the parameters that the emulator decodes into a request type.
func emulatorParameters(t reflect.Type) names {
	parameters := names{}
	for _, p := range rpc.Parameters(t) {
		kind := typeName(p.Type)
		if p.Encoding != rpc.Plain {
			kind = "string"
		}
		parameters.add(p.Name, kind, string(p.Encoding))
	}
	return parameters
}

// emulatorFields adds what the emulator writes of an answer.
func emulatorFields(into names, prefix string, t reflect.Type) {
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case field.Anonymous && name == "":
			emulatorFields(into, prefix, field.Type)
		default:
			if name == "" {
				name = field.Name
			}
			walk(into, prefix+name, field.Type, emulatorFields)
		}
	}
}

// lowerCamelAnswers are answers whose keys the service writes in another case than its published models.
var lowerCamelAnswers = map[string]bool{"DescribeContainerGroupStatus": true, "DescribeContainerGroupEvents": true}

func TestEmulator(t *testing.T) {
	asked, answered := table(t, requestsFile), table(t, responsesFile)
	for _, action := range emulator.Actions() {
		t.Run(action.Name, func(t *testing.T) {
			check(t, action.Name, emulatorParameters(action.Request), asked[action.Name], emulatorRequestExceptions)
			fields, want := names{}, answered[action.Name]
			fields.add("RequestId", "string", "") // the server adds it to every answer
			emulatorFields(fields, "", action.Response)
			if lowerCamelAnswers[action.Name] {
				fields, want = fields.folded(), want.folded()
			}
			check(t, action.Name, fields, want, emulatorResponseExceptions)
		})
	}
}

func TestActions(t *testing.T) {
	known, client, served := slices.Sorted(maps.Keys(table(t, requestsFile))), clientActions(), []string(nil)
	for _, action := range emulator.Actions() {
		served = append(served, action.Name)
	}
	slices.Sort(served)
	if !slices.Equal(served, known) {
		t.Errorf("the emulator serves %q, the API has %q", served, known)
	}
	if listed := slices.Sorted(maps.Keys(client)); !slices.Equal(eci.Actions, listed) {
		t.Errorf("eci.Actions is %q, the client has %q", eci.Actions, listed)
	}
	for action := range client {
		if !slices.Contains(known, action) {
			t.Errorf("the client has %s, which the API has not", action)
		}
	}
}
