package value

import (
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var objectType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"name": tftypes.String, "size": tftypes.Number, "list": tftypes.List{ElementType: tftypes.String}, "map": tftypes.Map{ElementType: tftypes.String},
	"set": tftypes.Set{ElementType: tftypes.String},
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
		"list": texts(objectType.AttributeTypes["list"], list), "map": texts(objectType.AttributeTypes["map"], m), "set": texts(objectType.AttributeTypes["set"], set),
	})
}

func TestDiff(t *testing.T) {
	state := object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"})
	tests := []struct {
		name string
		plan tftypes.Value
		want []Change
	}{
		{"nothing", state, nil},
		{"a value", object("b", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}), []Change{{Pattern: "name", Path: path.Root("name")}}},
		{"a new value", object("a", 1, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}), []Change{{Pattern: "size", Path: path.Root("size"), New: true}}},
		{"an unknown value", object("a", tftypes.UnknownValue, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "size", Path: path.Root("size"), New: true, Unknown: true}}},
		{"an element of a list", object("a", nil, []string{"x", "z"}, map[string]string{"k": "v"}, []string{"s"}),
			[]Change{{Pattern: "list.*", Path: path.Root("list").AtListIndex(1)}}},
		{"a shorter list", object("a", nil, []string{"x"}, map[string]string{"k": "v"}, []string{"s"}), []Change{{Pattern: "list", Path: path.Root("list")}}},
		{"a smaller map", object("a", nil, []string{"x", "y"}, map[string]string{}, []string{"s"}), []Change{{Pattern: "map", Path: path.Root("map")}}},
		{"a smaller set", object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{}), []Change{{Pattern: "set", Path: path.Root("set")}}},
		{"a larger set", object("a", nil, []string{"x", "y"}, map[string]string{"k": "v"}, []string{"s", "t"}), []Change{{Pattern: "set", Path: path.Root("set")}, {Pattern: "set.*", Path: path.Root("set"), New: true}}},
		{"no list", object("a", nil, nil, map[string]string{"k": "v"}, []string{"s"}), []Change{{Pattern: "list", Path: path.Root("list")}}},
		{"an element of a map", object("a", nil, []string{"x", "y"}, map[string]string{"k": "w"}, []string{"s"}),
			[]Change{{Pattern: "map.*", Path: path.Root("map").AtMapKey("k")}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changes, err := Diff(test.plan, state)
			if err != nil {
				t.Fatal(err)
			}
			var got []Change
			for _, c := range changes {
				if c.Pattern != "" { // the object as a whole
					got = append(got, c)
				}
			}
			if !sameChanges(got, test.want) {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}

func TestSaysNothing(t *testing.T) {
	texts := tftypes.List{ElementType: tftypes.String}
	for _, test := range []struct {
		value tftypes.Value
		want  bool
	}{
		{tftypes.NewValue(tftypes.String, nil), true},
		{tftypes.NewValue(tftypes.String, ""), false},
		{tftypes.NewValue(tftypes.Number, 0), false},
		{tftypes.NewValue(tftypes.Bool, false), true},
		{tftypes.NewValue(tftypes.Bool, true), false},
		{tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue), false},
		{tftypes.NewValue(texts, []tftypes.Value{}), true},
		{tftypes.NewValue(texts, []tftypes.Value{tftypes.NewValue(tftypes.String, "")}), false},
		{tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{}), true},
		{tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{}), true},
		{tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}), false},
	} {
		if got := saysNothing(test.value); got != test.want {
			t.Errorf("%s: %v", test.value, got)
		}
	}
	// In both directions, and not only where it is new.
	empty, null := object("a", nil, []string{}, map[string]string{}, []string{}), object("a", nil, nil, nil, nil)
	for _, values := range [][2]tftypes.Value{{empty, null}, {null, empty}} {
		changes, err := Diff(values[0], values[1])
		if err != nil || slices.ContainsFunc(changes, func(c Change) bool { return c.Pattern != "" }) {
			t.Errorf("%v, %+v", err, changes)
		}
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

func TestChangedFields(t *testing.T) {
	type request struct {
		Name string
		Size *int64
		List []string
	}
	from := &request{Name: "a", Size: new(int64(1)), List: []string{"x"}}
	if got := ChangedFields(from, &request{Name: "a", Size: new(int64(1)), List: []string{"x"}}); got != nil {
		t.Errorf("%+v for no difference", got)
	}
	got := ChangedFields(from, &request{Name: "a", Size: new(int64(2)), List: []string{"x"}})
	if want := (&request{Size: new(int64(2))}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
