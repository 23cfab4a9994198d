package value

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestPlain(t *testing.T) {
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"b": tftypes.Bool, "n": tftypes.Number, "s": tftypes.String, "null": tftypes.String, "later": tftypes.Number,
		"list": tftypes.List{ElementType: tftypes.String}, "map": tftypes.Map{ElementType: tftypes.Bool},
		"none": tftypes.List{ElementType: tftypes.String},
	}}
	v := tftypes.NewValue(kind, map[string]tftypes.Value{
		"b": tftypes.NewValue(tftypes.Bool, true), "n": tftypes.NewValue(tftypes.Number, 1.5), "s": tftypes.NewValue(tftypes.String, "x"),
		"null": tftypes.NewValue(tftypes.String, nil), "later": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
		"list": tftypes.NewValue(kind.AttributeTypes["list"], []tftypes.Value{tftypes.NewValue(tftypes.String, "a")}),
		"map":  tftypes.NewValue(kind.AttributeTypes["map"], map[string]tftypes.Value{"k": tftypes.NewValue(tftypes.Bool, false)}),
		"none": tftypes.NewValue(kind.AttributeTypes["none"], []tftypes.Value{}),
	})
	plain := Plain(v, "?")
	want := map[string]any{"b": true, "n": json.Number("1.5"), "s": "x", "null": nil, "later": "?", "list": []any{"a"},
		"map": map[string]any{"k": false}, "none": []any{}}
	if !reflect.DeepEqual(plain, want) {
		t.Errorf("got %v, want %v", plain, want)
	}
	if back, err := FromPlain(kind, plain, "?"); err != nil || !back.Equal(v) {
		t.Errorf("back it is %s, %v", back, err)
	}
	if _, err := FromPlain(kind, plain, ""); err == nil {
		t.Error("a text was taken for a number")
	}
}

func TestFromPlainDynamic(t *testing.T) {
	v, err := FromPlain(tftypes.DynamicPseudoType,
		map[string]any{"a": []any{"x", json.Number("1"), true, nil}, "b": "x?", "c": map[string]any{}}, "?")
	if err != nil {
		t.Fatal(err)
	}
	tuple := tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Number, tftypes.Bool, tftypes.DynamicPseudoType}}
	empty := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	want := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"a": tuple, "b": tftypes.String, "c": empty}},
		map[string]tftypes.Value{
			"a": tftypes.NewValue(tuple,
				[]tftypes.Value{tftypes.NewValue(tftypes.String, "x"), tftypes.NewValue(tftypes.Number, 1), tftypes.NewValue(tftypes.Bool, true),
					tftypes.NewValue(tftypes.DynamicPseudoType, nil)}),
			"b": tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
			"c": tftypes.NewValue(empty, map[string]tftypes.Value{}),
		})
	if !v.Equal(want) {
		t.Errorf("got %s, want %s", v, want)
	}
}
