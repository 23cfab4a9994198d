package service

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

func TestDataSourceAttributes(t *testing.T) {
	of := map[string]resource.Attribute{
		"name":    resource.StringAttribute{Required: true, MarkdownDescription: "Name such as a.b. It need not be unique."},
		"secret":  resource.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "Secret."},
		"unasked": resource.BoolAttribute{Optional: true, MarkdownDescription: "Not returned."},
		"parts": resource.MapNestedAttribute{Optional: true, MarkdownDescription: "Parts. A change replaces.",
			NestedObject: resource.NestedAttributeObject{
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
	got := DataSourceAttributes(of, attribute.Patterns{"unasked": true, "parts.*.timeout": true}, attribute.Patterns{"parts.*.env": true})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%#v\nwant\n%#v", got, want)
	}
}
