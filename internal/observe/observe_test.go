package observe

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/change"
)

func TestAttributes(t *testing.T) {
	of := map[string]resource.Attribute{
		"name":    resource.StringAttribute{Required: true, MarkdownDescription: "Name such as a.b. It need not be unique."},
		"secret":  resource.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "Secret."},
		"unasked": resource.BoolAttribute{Optional: true, MarkdownDescription: "Not returned."},
		"parts": resource.MapNestedAttribute{Optional: true, MarkdownDescription: "Parts. A change replaces.", NestedObject: resource.NestedAttributeObject{
			Attributes: map[string]resource.Attribute{
				"env":     resource.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Variables."},
				"env_wo":  resource.StringAttribute{Optional: true, WriteOnly: true, MarkdownDescription: "Never stored."},
				"timeout": resource.Int64Attribute{Optional: true, MarkdownDescription: "Not returned."},
				"size":    resource.Float64Attribute{Optional: true, Computed: true, MarkdownDescription: "Size in GiB"},
			},
		}},
		"lines": resource.ListNestedAttribute{Optional: true, MarkdownDescription: "Lines.", NestedObject: resource.NestedAttributeObject{
			Attributes: map[string]resource.Attribute{
				"words": resource.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Words."},
			},
		}},
		"options": resource.SingleNestedAttribute{Optional: true, MarkdownDescription: "Options.", Attributes: map[string]resource.Attribute{
			"flags": resource.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Flags."},
		}},
	}
	want := map[string]schema.Attribute{
		"name":   schema.StringAttribute{Computed: true, MarkdownDescription: "Name such as a.b."},
		"secret": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Secret."},
		"parts": schema.MapNestedAttribute{Computed: true, MarkdownDescription: "Parts.", NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"env":  schema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType, MarkdownDescription: "Variables."},
				"size": schema.Float64Attribute{Computed: true, MarkdownDescription: "Size in GiB."},
			},
		}},
		"lines": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "Lines.", NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"words": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Words."},
			},
		}},
		"options": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "Options.", Attributes: map[string]schema.Attribute{
			"flags": schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Flags."},
		}},
	}
	got := Attributes(of, change.Patterns{"unasked": true, "parts.*.timeout": true}, change.Patterns{"parts.*.env": true})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%#v\nwant\n%#v", got, want)
	}
}

func TestReshape(t *testing.T) {
	object := func(attributes map[string]tftypes.Type) tftypes.Object {
		return tftypes.Object{AttributeTypes: attributes}
	}
	from := object(map[string]tftypes.Type{"kept": tftypes.String, "lost": tftypes.Bool})
	to := object(map[string]tftypes.Type{"kept": tftypes.String, "added": tftypes.Number})
	before := tftypes.NewValue(from, map[string]tftypes.Value{"kept": tftypes.NewValue(tftypes.String, "x"), "lost": tftypes.NewValue(tftypes.Bool, true)})
	after := tftypes.NewValue(to, map[string]tftypes.Value{"kept": tftypes.NewValue(tftypes.String, "x"), "added": tftypes.NewValue(tftypes.Number, nil)})
	for _, test := range []struct {
		name        string
		value, want tftypes.Value
	}{
		{"object", before, after},
		{"null", tftypes.NewValue(from, nil), tftypes.NewValue(to, nil)},
		{"unknown", tftypes.NewValue(from, tftypes.UnknownValue), tftypes.NewValue(to, tftypes.UnknownValue)},
		{"list", tftypes.NewValue(tftypes.List{ElementType: from}, []tftypes.Value{before}), tftypes.NewValue(tftypes.List{ElementType: to}, []tftypes.Value{after})},
		{"map", tftypes.NewValue(tftypes.Map{ElementType: from}, map[string]tftypes.Value{"k": before}), tftypes.NewValue(tftypes.Map{ElementType: to}, map[string]tftypes.Value{"k": after})},
	} {
		got, err := Reshape(test.value, test.want.Type())
		if err != nil || !got.Equal(test.want) {
			t.Errorf("%s: %s, %v, want %s", test.name, got, err, test.want)
		}
	}
	if got, err := Reshape(tftypes.NewValue(tftypes.String, "x"), tftypes.Number); err == nil {
		t.Errorf("a string became the number %s", got)
	}
}
