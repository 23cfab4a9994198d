package protocol

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// recorder is a validator of each kind that notes down what it is asked, and refuses one path.
type recorder struct {
	refused string
	asked   []string
}

func (r *recorder) note(at path.Path, expression path.Expression, value fmt.Stringer, writeOnly bool, diags *diag.Diagnostics) {
	r.asked = append(r.asked, fmt.Sprintf("%s %s = %s (%t)", at, expression, value, writeOnly))
	if at.String() == r.refused {
		diags.AddAttributeError(at, "Invalid Value", "refused")
	}
}

func (r *recorder) Description(context.Context) string         { return "a value that is noted down" }
func (r *recorder) MarkdownDescription(context.Context) string { return "a value that is noted down" }

func (r *recorder) ValidateBool(_ context.Context, req validator.BoolRequest, resp *validator.BoolResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateFloat64(_ context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r *recorder) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	r.note(req.Path, req.PathExpression, req.ConfigValue, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

// thing is a resource with attributes of each kind, and a provider of nothing else.
type thing struct{ *recorder }

func (thing) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (thing) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (thing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "thing"
}

func (r thing) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	r.note(path.Root("whole"), path.MatchRoot("whole"), req.Config.Raw, req.ClientCapabilities.WriteOnlyAttributesAllowed, &resp.Diagnostics)
}

func (r thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	texts := []validator.String{r}
	inner := func() map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"text":   schema.StringAttribute{Required: true, Validators: texts},
			"secret": schema.StringAttribute{Optional: true, WriteOnly: true, Validators: texts},
			"plain":  schema.StringAttribute{Optional: true},
			"deep": schema.SingleNestedAttribute{Optional: true, Validators: []validator.Object{r}, Attributes: map[string]schema.Attribute{
				"flag": schema.BoolAttribute{Optional: true, Validators: []validator.Bool{r}}}},
		}
	}
	element := func() schema.NestedAttributeObject {
		return schema.NestedAttributeObject{Attributes: inner(), Validators: []validator.Object{r}}
	}
	set := schema.NestedAttributeObject{Validators: []validator.Object{r},
		Attributes: map[string]schema.Attribute{"text": schema.StringAttribute{Required: true, Validators: texts}}}
	resp.Schema.Attributes = map[string]schema.Attribute{
		"id":     schema.StringAttribute{Computed: true, Validators: texts},
		"bool":   schema.BoolAttribute{Optional: true, Validators: []validator.Bool{r}},
		"float":  schema.Float64Attribute{Optional: true, Computed: true, Validators: []validator.Float64{r}},
		"int":    schema.Int64Attribute{Optional: true, Validators: []validator.Int64{r}},
		"number": schema.NumberAttribute{Optional: true, Validators: []validator.Number{r}},
		"text":   schema.StringAttribute{Optional: true, Validators: texts},
		"old":    schema.StringAttribute{Optional: true, Validators: texts, DeprecationMessage: "Use text."},
		"texts":  schema.ListAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.List{r}},
		"tags":   schema.MapAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.Map{r}},
		"names":  schema.SetAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.Set{r}},
		"single": schema.SingleNestedAttribute{Optional: true, Attributes: inner(), Validators: []validator.Object{r}},
		"list":   schema.ListNestedAttribute{Optional: true, NestedObject: element(), Validators: []validator.List{r}},
		"map":    schema.MapNestedAttribute{Optional: true, NestedObject: element(), Validators: []validator.Map{r}},
		"set":    schema.SetNestedAttribute{Optional: true, NestedObject: set, Validators: []validator.Set{r}},
	}
}

type things struct{ *recorder }

func (things) Metadata(context.Context, provider.MetadataRequest, *provider.MetadataResponse)    {}
func (things) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (things) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (things) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (p things) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return thing(p) }}
}

// fill makes a value of a type with something everywhere, but for the attributes that are left out. Objects in it know their paths.
func fill(typ tftypes.Type, at string, given map[string]any) tftypes.Value {
	if value, ok := given[at]; ok {
		return tftypes.NewValue(typ, value)
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		members := map[string]tftypes.Value{}
		for name, member := range typ.AttributeTypes {
			below := name
			if at != "" {
				below = at + "." + name
			}
			members[name] = fill(member, below, given)
		}
		return tftypes.NewValue(typ, members)
	case tftypes.List:
		return tftypes.NewValue(typ, []tftypes.Value{fill(typ.ElementType, at+".0", given), fill(typ.ElementType, at+".1", given)})
	case tftypes.Set:
		return tftypes.NewValue(typ, []tftypes.Value{fill(typ.ElementType, at+".0", given)})
	case tftypes.Map:
		return tftypes.NewValue(typ, map[string]tftypes.Value{"k": fill(typ.ElementType, at+".k", given)})
	}
	switch {
	case typ.Is(tftypes.Bool):
		return tftypes.NewValue(typ, true)
	case typ.Is(tftypes.Number):
		return tftypes.NewValue(typ, 3)
	}
	return tftypes.NewValue(typ, at)
}

// Validate asks each validator what the framework asks it, and accepts nothing that the framework or RefuseNull says anything about.
func TestValidate(t *testing.T) {
	const unknown = tftypes.UnknownValue
	for name, test := range map[string]struct {
		given   map[string]any // beside what the framework accepts
		refused string
		old     bool // Terraform knows no write-only attributes
		want    bool // nothing is wrong
	}{
		"everything": {want: true},
		"as little as possible": {given: nulls("bool", "float", "int", "number", "text", "texts", "tags", "names", "single", "list", "map",
			"set"), want: true},
		"nulls below": {given: nulls("single.secret", "single.deep", "list.0.plain", "map.k.deep.flag"), want: true},
		"unknown": {given: map[string]any{"text": unknown, "list": unknown, "single": unknown, "map.k.text": unknown, "set": unknown},
			want: true},
		"no secrets for an old CLI": {given: nulls("single.secret", "list.0.secret", "list.1.secret", "map.k.secret"), old: true, want: true},
		"a secret for an old CLI":   {given: nulls("list.0.secret", "list.1.secret", "map.k.secret"), old: true},
		"a read-only attribute":     {given: map[string]any{"id": "x"}},
		"a deprecated attribute":    {given: map[string]any{"old": "x"}},
		"a missing attribute":       {given: nulls("single.text")},
		"one missing in a list":     {given: nulls("list.1.text")},
		"one missing in a map":      {given: nulls("map.k.text")},
		"one missing in a set":      {given: nulls("set.0.text")},
		"an element that is null":   {given: nulls("list.0")},
		"a null in a list of texts": {given: nulls("texts.1")},
		"a null in a map of texts":  {given: nulls("tags.k")},
		"a null in a set of texts":  {given: nulls("names.0")},
		"refused text":              {refused: "text"},
		"refused null":              {given: nulls("text"), refused: "text"},
		"refused list":              {refused: "list"},
		"refused element":           {refused: "list[1]"},
		"refused deep in a list":    {refused: "list[1].deep.flag"},
		"refused deep in a map":     {refused: `map["k"].deep`},
		"refused by the resource":   {refused: "whole"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := &recorder{refused: test.refused}
			p := things{asked}
			kinds := KindsOf(p.Resources(t.Context()))
			framework := RefuseNull(kinds, nil)(providerserver.NewProtocol6(p)().(Server))
			typ := kinds["thing"].typ()
			given := map[string]any{"id": nil, "old": nil}
			maps.Copy(given, test.given)
			config, err := tfprotov6.NewDynamicValue(typ, fill(typ, "", given))
			if err != nil {
				t.Fatal(err)
			}
			req := &tfprotov6.ValidateResourceConfigRequest{TypeName: "thing", Config: &config,
				ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: !test.old}}

			want, err := framework.ValidateResourceConfig(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			wanted := asked.asked
			asked.asked = nil
			server := Validate(kinds)(framework).(*validate)
			if got := server.kinds["thing"].accepts(t.Context(), req); got != test.want || got != (len(want.Diagnostics) == 0) {
				t.Errorf("accepts: %t; the framework says %v", got, want.Diagnostics)
			}
			if test.want {
				slices.Sort(wanted)
				wanted = slices.Compact(wanted) // the framework asks twice of a single object
				slices.Sort(asked.asked)
				if !slices.Equal(asked.asked, wanted) {
					t.Errorf("asks\n%q\nand the framework\n%q", asked.asked, wanted)
				}
			}
			got, err := server.ValidateResourceConfig(t.Context(), req)
			if err != nil || len(got.Diagnostics) != len(want.Diagnostics) {
				t.Errorf("%v, %v; want %v", got, err, want)
			}
		})
	}
}

func nulls(paths ...string) map[string]any {
	given := map[string]any{}
	for _, at := range paths {
		given[at] = nil
	}
	return given
}
