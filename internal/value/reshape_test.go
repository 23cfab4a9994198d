package value

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestReshape(t *testing.T) {
	object := func(attributes map[string]tftypes.Type) tftypes.Object {
		return tftypes.Object{AttributeTypes: attributes}
	}
	from := object(map[string]tftypes.Type{"kept": tftypes.String, "lost": tftypes.Bool})
	to := object(map[string]tftypes.Type{"kept": tftypes.String, "added": tftypes.Number})
	before := tftypes.NewValue(from,
		map[string]tftypes.Value{"kept": tftypes.NewValue(tftypes.String, "x"), "lost": tftypes.NewValue(tftypes.Bool, true)})
	after := tftypes.NewValue(to,
		map[string]tftypes.Value{"kept": tftypes.NewValue(tftypes.String, "x"), "added": tftypes.NewValue(tftypes.Number, nil)})
	for _, test := range []struct {
		name        string
		value, want tftypes.Value
	}{
		{"object", before, after},
		{"null", tftypes.NewValue(from, nil), tftypes.NewValue(to, nil)},
		{"unknown", tftypes.NewValue(from, tftypes.UnknownValue), tftypes.NewValue(to, tftypes.UnknownValue)},
		{"list", tftypes.NewValue(tftypes.List{ElementType: from}, []tftypes.Value{before}),
			tftypes.NewValue(tftypes.List{ElementType: to}, []tftypes.Value{after})},
		{"map", tftypes.NewValue(tftypes.Map{ElementType: from}, map[string]tftypes.Value{"k": before}),
			tftypes.NewValue(tftypes.Map{ElementType: to}, map[string]tftypes.Value{"k": after})},
	} {
		was := test.value.Copy()
		got, err := Reshape(test.value, test.want.Type())
		if !test.value.Equal(was) {
			t.Errorf("%s: the value has become %s", test.name, test.value)
		}
		if err != nil || !got.Equal(test.want) {
			t.Errorf("%s: %s, %v, want %s", test.name, got, err, test.want)
		}
	}
	if got, err := Reshape(tftypes.NewValue(tftypes.String, "x"), tftypes.Number); err == nil {
		t.Errorf("a string became the number %s", got)
	}
}
