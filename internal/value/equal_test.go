package value

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestEqual(t *testing.T) {
	type part struct {
		Name types.String
		Size types.Float64
	}
	type model struct {
		part // embedded, and so not exported
		List []types.String
		Map  map[string]part
		Part *part
	}
	full := func(change func(*model)) model {
		m := model{part: part{Name: types.StringValue("a"), Size: types.Float64Value(1)}, List: []types.String{types.StringValue("x")},
			Map: map[string]part{"k": {Name: types.StringValue("b")}}, Part: &part{Size: types.Float64Value(2)}}
		change(&m)
		return m
	}
	same := func(*model) {}
	for name, change := range map[string]func(*model){
		"embedded value":    func(m *model) { m.Name = types.StringValue("c") },
		"unknown":           func(m *model) { m.Name = types.StringUnknown() },
		"null":              func(m *model) { m.Size = types.Float64Null() },
		"element":           func(m *model) { m.List[0] = types.StringValue("y") },
		"length":            func(m *model) { m.List = append(m.List, types.StringNull()) },
		"key":               func(m *model) { m.Map = map[string]part{"l": m.Map["k"]} },
		"value of key":      func(m *model) { m.Map["k"] = part{} },
		"pointer":           func(m *model) { m.Part.Size = types.Float64Value(3) },
		"no pointer":        func(m *model) { m.Part = nil },
		"empty list or not": func(m *model) { m.List = []types.String{} },
		"no list":           func(m *model) { m.List = nil },
	} {
		if Equal(full(same), full(change)) || Equal(full(change), full(same)) {
			t.Errorf("%s: no difference is seen", name)
		}
		if !Equal(full(change), full(change)) {
			t.Errorf("%s: equal models differ", name)
		}
	}
	if Equal(model{List: []types.String{}}, model{}) || Equal(model{Map: map[string]part{}}, model{}) {
		t.Error("empty and null are taken for equal")
	}
}
