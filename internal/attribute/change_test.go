package attribute

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var objectType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"name": tftypes.String, "size": tftypes.Number, "list": tftypes.List{ElementType: tftypes.String},
	"map": tftypes.Map{ElementType: tftypes.String}, "set": tftypes.Set{ElementType: tftypes.String},
}}

func object(name, size any, list, m, set any) tftypes.Value {
	texts := func(kind tftypes.Type, value any) tftypes.Value {
		switch value := value.(type) {
		case []string:
			elements := []tftypes.Value{}
			for _, text := range value {
				elements = append(elements, tftypes.NewValue(tftypes.String, text))
			}
			return tftypes.NewValue(kind, elements)
		case map[string]string:
			elements := map[string]tftypes.Value{}
			for key, text := range value {
				elements[key] = tftypes.NewValue(tftypes.String, text)
			}
			return tftypes.NewValue(kind, elements)
		}
		return tftypes.NewValue(kind, value)
	}
	return tftypes.NewValue(objectType, map[string]tftypes.Value{
		"name": tftypes.NewValue(tftypes.String, name), "size": tftypes.NewValue(tftypes.Number, size),
		"list": texts(objectType.AttributeTypes["list"], list), "map": texts(objectType.AttributeTypes["map"], m),
		"set": texts(objectType.AttributeTypes["set"], set),
	})
}

func TestChanges(t *testing.T) {
	state := object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"})
	tests := []struct {
		name string
		plan tftypes.Value
		want []Change
	}{
		{"nothing", state, nil},
		{"a value", object("b", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "name", Path: path.Root("name")}}},
		{"a new value", object("a", 1, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "size", Path: path.Root("size"), New: true}}},
		{"an unknown value", object("a", tftypes.UnknownValue, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "size", Path: path.Root("size"), New: true, Unknown: true}}},
		{"an element of a list", object("a", nil, []string{"x", "z"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "list.*", Path: path.Root("list").AtListIndex(1)}}},
		{"a shorter list", object("a", nil, []string{"x"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "list", Path: path.Root("list")}}},
		{"a smaller map", object("a", nil, []string{"x", "y"}, map[string]string{}, []string{"s"}),
			[]Change{{Pattern: "map", Path: path.Root("map")}}},
		{"a smaller set", object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{}),
			[]Change{{Pattern: "set", Path: path.Root("set")}}},
		{"a larger set", object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s", "t"}),
			[]Change{{Pattern: "set", Path: path.Root("set")}, {Pattern: "set.*", Path: path.Root("set"), New: true}}},
		{"no list", object("a", nil, nil, map[string]string{"k": "v"}, []string{"s"}), []Change{{Pattern: "list", Path: path.Root("list")}}},
		{"an element of a map", object("a", nil, []string{"x", "y"}, map[string]string{"k": "w"}, []string{"s"}),
			[]Change{{Pattern: "map.*", Path: path.Root("map").AtMapKey("k")}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changes, err := Table{}.Changes(test.plan, state)
			if err != nil {
				t.Fatal(err)
			}
			if !sameChanges(changes, test.want) {
				t.Errorf("%+v, want %+v", changes, test.want)
			}
		})
	}
}

// TestElementsOfSets takes "" in an element of a set for null, and null to null for no change.
func TestElementsOfSets(t *testing.T) {
	element := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"key": tftypes.String, "value": tftypes.String}}
	set := tftypes.Set{ElementType: element}
	object := func(value any) tftypes.Value {
		return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"set": set}}, map[string]tftypes.Value{
			"set": tftypes.NewValue(set, []tftypes.Value{tftypes.NewValue(element, map[string]tftypes.Value{
				"key": tftypes.NewValue(tftypes.String, "k"), "value": tftypes.NewValue(tftypes.String, value)})})})
	}
	for _, test := range []struct {
		plan, state any
		changes     bool
	}{{"", nil, false}, {nil, "", false}, {"x", "", true}, {"", "x", true}} {
		if changes, err := (Table{}).Changes(object(test.plan), object(test.state)); err != nil || len(changes) > 0 != test.changes {
			t.Errorf("%v to %v: %+v, %v", test.state, test.plan, changes, err)
		}
	}
}

func TestSameTexts(t *testing.T) {
	table := Table{"name": {Same: strings.EqualFold}}
	of := func(name any) tftypes.Value { return object(name, nil, nil, nil, nil) }
	for _, test := range []struct {
		plan, state any
		changes     bool
	}{{"a", "A", false}, {"a", "b", true}, {"a", nil, true}, {nil, "a", true}, {tftypes.UnknownValue, "a", true}} {
		if changes, err := table.Changes(of(test.plan), of(test.state)); err != nil || len(changes) > 0 != test.changes {
			t.Errorf("%v to %v: %+v, %v", test.state, test.plan, changes, err)
		}
	}
}

func TestSameJSON(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{{`{"a":1,"b":[2]}`, `{ "b" : [ 2 ], "a" : 1 }`, true}, {`{"a":1}`, `{"a":2}`, false}, {`{`, `{`, false}} {
		if got := SameJSON(test.a, test.b); got != test.want {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}

func TestSaysNothing(t *testing.T) {
	texts := tftypes.List{ElementType: tftypes.String}
	nested := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"level": tftypes.Number,
		"deep": tftypes.Object{AttributeTypes: map[string]tftypes.Type{"on": tftypes.Bool}}}}
	empty := tftypes.NewValue(nested, map[string]tftypes.Value{"level": tftypes.NewValue(tftypes.Number, nil),
		"deep": tftypes.NewValue(nested.AttributeTypes["deep"], map[string]tftypes.Value{"on": tftypes.NewValue(tftypes.Bool, false)})})
	table := Table{"present": {Present: true}, "standard.level": {Default: 3}, "text": {Default: "TCP"}, "yes": {Default: true},
		"limit": {Default: func(text string) bool { return text == "0" }}}
	for _, test := range []struct {
		pattern string
		value   tftypes.Value
		want    bool
	}{
		{"a", tftypes.NewValue(tftypes.String, nil), true},
		{"a", tftypes.NewValue(tftypes.String, ""), true},
		{"a", tftypes.NewValue(tftypes.String, "x"), false},
		{"a", tftypes.NewValue(tftypes.Number, 0), true},
		{"a", tftypes.NewValue(tftypes.Number, 1), false},
		{"a.*", tftypes.NewValue(tftypes.String, ""), false},
		{"present", tftypes.NewValue(tftypes.String, ""), false},
		{"present", tftypes.NewValue(tftypes.Number, 0), false},
		{"text", tftypes.NewValue(tftypes.String, ""), true},
		{"limit", tftypes.NewValue(tftypes.String, "0"), true},
		{"limit", tftypes.NewValue(tftypes.String, "1"), false},
		{"a", tftypes.NewValue(tftypes.Bool, false), true},
		{"a", tftypes.NewValue(tftypes.Bool, true), false},
		{"a", tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue), false},
		{"a", tftypes.NewValue(texts, []tftypes.Value{}), true},
		{"a", tftypes.NewValue(texts, []tftypes.Value{tftypes.NewValue(tftypes.String, "")}), false},
		{"a", tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{}), true},
		{"a", tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{}), true},
		{"a", empty, true},
		{"a.*", empty, false},
		{"present", empty, false},
		{"standard.level", tftypes.NewValue(tftypes.Number, 3), true},
		{"standard.level", tftypes.NewValue(tftypes.Number, 4), false},
		{"text", tftypes.NewValue(tftypes.String, "TCP"), true},
		{"text", tftypes.NewValue(tftypes.String, "UDP"), false},
		{"yes", tftypes.NewValue(tftypes.Bool, true), true},
		{"yes", tftypes.NewValue(tftypes.Bool, false), false},
	} {
		if got := table.saysNothing(test.pattern, test.value); got != test.want {
			t.Errorf("%s %s: %v", test.pattern, test.value, got)
		}
	}
	// In both directions, and not only where it is new.
	none, null := object("a", nil, []string{}, map[string]string{}, []string{}), object("a", nil, nil, nil, nil)
	for _, values := range [][2]tftypes.Value{{none, null}, {null, none}} {
		changes, err := table.Changes(values[0], values[1])
		if err != nil || len(changes) > 0 {
			t.Errorf("%v, %+v", err, changes)
		}
	}
}

func TestChangesThatEmpty(t *testing.T) {
	table := Table{"list": {Kept: true}, "name": {}}
	state := object("a", nil, []string{"x", "y"}, nil, nil)
	for _, test := range []struct {
		plan tftypes.Value
		want bool
	}{
		{object("a", nil, []string{"x"}, nil, nil), false},
		{object("a", nil, []string{}, nil, nil), true},
		{object("a", nil, nil, nil, nil), true},
		{object("a", nil, tftypes.UnknownValue, nil, nil), false},
		{object(nil, nil, []string{"x", "y"}, nil, nil), false}, // the update action empties it
	} {
		changes, err := table.Changes(test.plan, state)
		if err != nil || len(changes) != 1 || changes[0].Emptied != test.want {
			t.Errorf("%s: %v, %+v", test.plan, err, changes)
		}
	}
}

func TestRequire(t *testing.T) {
	table := Table{"name": {Effect: Update}, "size": {Effect: Replace, Unreturned: true}, "list": {Effect: Choose, Chosen: "name"},
		"set": {Effect: Restart, Unreturned: true}, "map": {Effect: None}}
	state := object("x", nil, []string{"x", "y"}, nil, nil)
	for _, test := range []struct {
		name                        string
		plan                        tftypes.Value
		imported, cannot            bool
		replaces, updates, recorded bool
	}{
		{name: "nothing", plan: state},
		{name: "an update", plan: object("b", nil, []string{"x", "y"}, nil, nil), updates: true},
		{name: "an update that cannot be", plan: object("b", nil, []string{"x", "y"}, nil, nil), cannot: true, replaces: true},
		{name: "a restart", plan: object("x", nil, []string{"x", "y"}, nil, []string{"s"}), updates: true},
		{name: "a replacement", plan: object("x", 1, []string{"x", "y"}, nil, nil), replaces: true},
		{name: "a replacement after an import", plan: object("x", 1, []string{"x", "y"}, nil, nil), imported: true, recorded: true},
		{name: "an update after an import that cannot be", plan: object("x", nil, []string{"x", "y"}, nil, []string{"s"}), imported: true,
			cannot: true, recorded: true},
		{name: "what was chosen is still there", plan: object("x", nil, []string{"x", "z"}, nil, nil)},
		{name: "what was chosen is gone", plan: object("x", nil, []string{"y"}, nil, nil), replaces: true},
		{name: "an unknown choice", plan: object("x", nil, tftypes.UnknownValue, nil, nil), replaces: true},
		{name: "no effect", plan: object("x", nil, []string{"x", "y"}, map[string]string{"k": "v"}, nil)},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes, err := table.Changes(test.plan, state)
			if err != nil {
				t.Fatal(err)
			}
			var resp resource.ModifyPlanResponse
			resp.Plan.Raw = test.plan
			cannot := func(Change) bool { return test.cannot }
			if test.imported {
				var recorded []Change
				recorded, changes = table.Recorded(changes, cannot)
				WarnRecorded(recorded, &resp.Diagnostics)
			}
			updates := table.Require(changes, cannot, resource.ModifyPlanRequest{State: tfsdk.State{Raw: state}}, &resp)
			if updates != test.updates || len(resp.RequiresReplace) > 0 != test.replaces || resp.Diagnostics.WarningsCount() > 0 != test.recorded {
				t.Errorf("updates %v, replaces %v, %v", updates, resp.RequiresReplace, resp.Diagnostics)
			}
		})
	}
}

// sameChanges compares without regard to order.
func sameChanges(a, b []Change) bool {
	byPattern := func(changes []Change) map[string]Change {
		m := map[string]Change{}
		for _, c := range changes {
			m[c.Pattern] = c
		}
		return m
	}
	return len(a) == len(b) && reflect.DeepEqual(byPattern(a), byPattern(b))
}
