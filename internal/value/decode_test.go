package value

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// part and whole have fields of each kind that a model may have.
type part struct {
	Text types.String  `tfsdk:"text"`
	Size types.Float64 `tfsdk:"size"`
}

type common struct {
	Part *part                   `tfsdk:"part"`
	Map  map[string]part         `tfsdk:"map"`
	Tags map[string]types.String `tfsdk:"tags"`
}

type whole struct {
	common
	List  []part         `tfsdk:"list"`
	Names []types.String `tfsdk:"names"`
	Set   []types.String `tfsdk:"set"`
	All   types.Map      `tfsdk:"all"`
	Flag  types.Bool     `tfsdk:"flag"`
	none  int            //nolint:unused // as models have fields for themselves
}

var (
	partAttributes = map[string]schema.Attribute{"text": schema.StringAttribute{}, "size": schema.Float64Attribute{}}
	wholeSchema    = schema.Schema{Attributes: map[string]schema.Attribute{
		"part":  schema.SingleNestedAttribute{Attributes: partAttributes},
		"map":   schema.MapNestedAttribute{NestedObject: schema.NestedAttributeObject{Attributes: partAttributes}},
		"list":  schema.ListNestedAttribute{NestedObject: schema.NestedAttributeObject{Attributes: partAttributes}},
		"tags":  schema.MapAttribute{ElementType: types.StringType},
		"all":   schema.MapAttribute{ElementType: types.StringType},
		"names": schema.ListAttribute{ElementType: types.StringType},
		"set":   schema.SetAttribute{ElementType: types.StringType},
		"flag":  schema.BoolAttribute{},
	}}
	partType  = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"text": tftypes.String, "size": tftypes.Number}}
	textList  = tftypes.List{ElementType: tftypes.String}
	textSet   = tftypes.Set{ElementType: tftypes.String}
	textMap   = tftypes.Map{ElementType: tftypes.String}
	partList  = tftypes.List{ElementType: partType}
	partMap   = tftypes.Map{ElementType: partType}
	wholeType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"part": partType, "map": partMap, "list": partList, "tags": textMap,
		"all": textMap, "names": textList, "set": textSet, "flag": tftypes.Bool}}
)

// wholeValue is a value in which what is not named is null.
func wholeValue(named map[string]any) tfsdk.State {
	values := map[string]tftypes.Value{}
	for name, typ := range wholeType.AttributeTypes {
		values[name] = tftypes.NewValue(typ, named[name])
	}
	return tfsdk.State{Raw: tftypes.NewValue(wholeType, values), Schema: wholeSchema}
}

func partValue(text, size any) tftypes.Value {
	return tftypes.NewValue(partType,
		map[string]tftypes.Value{"text": tftypes.NewValue(tftypes.String, text), "size": tftypes.NewValue(tftypes.Number, size)})
}

// What is known is decoded as the framework does.
func TestDecodeKnown(t *testing.T) {
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	members := map[string]tftypes.Value{"text": text("a"), "size": tftypes.NewValue(tftypes.Number, 1.5)}
	for name, values := range map[string]map[string]any{
		"nothing": {},
		"empty": {"map": map[string]tftypes.Value{}, "list": []tftypes.Value{}, "tags": map[string]tftypes.Value{},
			"all": map[string]tftypes.Value{}, "names": []tftypes.Value{}, "set": []tftypes.Value{}},
		"everything": {"part": members, "map": map[string]tftypes.Value{"k": partValue("b", nil)}, "list": []tftypes.Value{partValue(nil, 2),
			partValue("c", 3)}, "tags": map[string]tftypes.Value{"k": text("v")}, "all": map[string]tftypes.Value{"k": text("v")},
			"names": []tftypes.Value{text("x"), text("y")}, "set": []tftypes.Value{text("z")}, "flag": true},
		"single values unknown": {"part": map[string]tftypes.Value{"text": tftypes.NewValue(tftypes.String, tftypes.UnknownValue),
			"size": tftypes.NewValue(tftypes.Number, tftypes.UnknownValue)}, "flag": tftypes.UnknownValue,
			"names": []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue)}},
	} {
		t.Run(name, func(t *testing.T) {
			state := wholeValue(values)
			got, want := whole{List: []part{{}}, common: common{Part: &part{}}}, whole{} // what was there goes
			if diags := Decode(t.Context(), state, &got); len(diags) > 0 {
				t.Fatal(diags)
			}
			if diags := state.Get(t.Context(), &want); len(diags) > 0 {
				t.Fatal(diags)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
}

// What is unknown as a whole is null, but for elements, which exist.
func TestDecodeUnknown(t *testing.T) {
	unknown := tftypes.UnknownValue
	element := tftypes.NewValue(partType, unknown)
	state := wholeValue(map[string]any{"part": unknown, "map": map[string]tftypes.Value{"k": element}, "list": []tftypes.Value{element},
		"tags": unknown, "all": unknown, "names": unknown, "set": unknown})
	var got whole
	if diags := Decode(t.Context(), state, &got); len(diags) > 0 {
		t.Fatal(diags)
	}
	opened := part{types.StringUnknown(), types.Float64Unknown()}
	want := whole{common: common{Map: map[string]part{"k": opened}}, List: []part{opened}, All: types.MapNull(types.StringType)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A struct that does not fit is an error that says where.
func TestDecodeMisfits(t *testing.T) {
	state := wholeValue(map[string]any{"part": map[string]tftypes.Value{"text": tftypes.NewValue(tftypes.String, "a"),
		"size": tftypes.NewValue(tftypes.Number, 1)}})
	type lacking struct {
		Part *part `tfsdk:"part"`
	}
	type wrong struct {
		Text types.Bool    `tfsdk:"text"`
		Size types.Float64 `tfsdk:"size"`
	}
	type other struct {
		common
		List  []wrong             `tfsdk:"list"`
		Names map[string]part     `tfsdk:"names"`
		Set   []types.String      `tfsdk:"set"`
		All   types.Map           `tfsdk:"all"`
		Flag  *struct{ X, Y int } `tfsdk:"flag"`
	}
	text := []tftypes.Value{tftypes.NewValue(tftypes.String, "x")}
	for _, test := range []struct {
		name   string
		state  tfsdk.State
		target any
		want   string
	}{
		{"fields that lack", state, &lacking{}, "1 fields for 8 attributes"},
		{"field of another type", wholeValue(map[string]any{"list": []tftypes.Value{partValue("a", 1)}}), &other{}, "list: element 0: text: "},
		{"map for a list", wholeValue(map[string]any{"names": text}), &other{}, "names: "},
		{"struct for a bool", wholeValue(map[string]any{"flag": true}), &other{}, "flag: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			diags := Decode(t.Context(), test.state, test.target)
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), test.want) {
				t.Errorf("%v, want one that says %q", diags, test.want)
			}
		})
	}
}
