package protocol

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var stateType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"text": tftypes.String, "number": tftypes.Number, "flag": tftypes.Bool,
	"texts": tftypes.List{ElementType: tftypes.String}, "set": tftypes.Set{ElementType: tftypes.Number},
	"objects": tftypes.Map{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"deep": tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"flag": tftypes.Bool}}}}}},
}}

// A state is what terraform-plugin-go makes of the same text.
func TestStateFromJSON(t *testing.T) {
	for name, text := range map[string]string{
		"everything": `{"text": "a", "number": 3, "flag": false, "texts": ["", "b"], "set": [1, 2],
			"objects": {"k": {"deep": [{"flag": true}, null]}, "l": null}}`,
		"empty":             `{"text": "", "number": 0, "flag": false, "texts": [], "set": [], "objects": {}}`,
		"null":              `{"text": null, "number": null, "flag": null, "texts": null, "set": null, "objects": null}`,
		"missing":           `{"objects": {"k": {}}}`,
		"unknown attribute": `{"old": [{"x": 1}], "objects": {"k": {"old": true}}}`,
		"characters":        `{"text": "<\u00e4\ud83d\ude00\n\"", "objects": {"\u0000 ü": null}}`,
		"negative":          `{"number": -9223372036854775808}`,
		"larger than 64":    `{"number": 9223372036854775808}`,
		"huge":              `{"number": 1e300}`,
		"fraction":          `{"number": 0.25}`,
		"decimal fraction":  `{"number": 0.1}`,
		"point for nothing": `{"number": 2.0}`,
		"no state":          `null`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := stateFromJSON(stateType, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := got.Unmarshal(stateType)
			if err != nil {
				t.Fatal(err)
			}
			options := tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}}
			state := tfprotov6.RawState{JSON: []byte(text)}
			want, err := state.UnmarshalWithOpts(stateType, options)
			if err != nil {
				t.Fatal(err)
			}
			if !decoded.Equal(want) {
				t.Errorf("got %s, want %s", decoded, want)
			}
		})
	}
}

// What is not as Terraform writes it is left to the framework.
func TestStateFromJSONRefuses(t *testing.T) {
	for _, text := range []string{``, `{"text": "a"`, `[]`, `"a"`, `{"text": 1}`, `{"number": "1"}`, `{"number": true}`, `{"flag": "true"}`,
		`{"flag": 1}`, `{"texts": "a"}`, `{"texts": {}}`, `{"texts": [1]}`, `{"set": ["a"]}`, `{"set": {}}`, `{"objects": []}`,
		`{"objects": {"k": 1}}`, `{"objects": {"k": {"deep": [{"flag": 0}]}}}`, `{"number": 1e9999999999}`} {
		if got, err := stateFromJSON(stateType, []byte(text)); err == nil {
			t.Errorf("%s: got %x", text, got.MsgPack)
		}
	}
}
