package value

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestFill(t *testing.T) {
	state := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"ready": tftypes.Bool, "reason": tftypes.String}}
	group := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"ip": tftypes.String, "status": tftypes.String,
		"states": tftypes.Map{ElementType: state}}}
	of := func(ready, reason any) tftypes.Value {
		return tftypes.NewValue(state,
			map[string]tftypes.Value{"ready": tftypes.NewValue(tftypes.Bool, ready), "reason": tftypes.NewValue(tftypes.String, reason)})
	}
	all := func(ip, status any, states map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(group,
			map[string]tftypes.Value{"ip": tftypes.NewValue(tftypes.String, ip), "status": tftypes.NewValue(tftypes.String, status),
				"states": tftypes.NewValue(tftypes.Map{ElementType: state}, states)})
	}
	unknown := tftypes.UnknownValue
	planned := all(nil, unknown, map[string]tftypes.Value{"web": of(unknown, unknown), "db": of(true, nil), "gone": of(unknown, "new")})
	actual := all("10.0.0.1", "Running", map[string]tftypes.Value{"web": of(true, "Started"), "db": of(false, "Crashed")})
	want := all(nil, "Running", map[string]tftypes.Value{"web": of(true, "Started"), "db": of(true, nil), "gone": of(nil, "new")})
	got, err := Fill(planned, actual)
	if err != nil || !got.Equal(want) {
		t.Errorf("%v: %s, want %s", err, got, want)
	}
}
