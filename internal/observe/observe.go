// Package observe makes the attributes and values of a data source out of those of the resource for the same object, so
// that both have the same names and shapes.
package observe

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/change"
)

// Attributes returns computed attributes for those of a resource, without the omitted and the write-only ones. The
// description is the first sentence of the resource's: the others are about giving a value. What is sensitive in the
// resource, or covered by sensitive, is sensitive.
func Attributes(of map[string]resource.Attribute, omitted, sensitive change.Patterns) map[string]schema.Attribute {
	return selection{omitted, sensitive}.attributes(of, "")
}

type selection struct {
	omitted, sensitive change.Patterns
}

func (s selection) attributes(of map[string]resource.Attribute, above string) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, attribute := range of {
		if pattern := above + name; !s.omitted.Cover(pattern) && !attribute.IsWriteOnly() {
			attributes[name] = s.attribute(attribute, pattern)
		}
	}
	return attributes
}

func (s selection) attribute(of resource.Attribute, pattern string) schema.Attribute {
	description, _, _ := strings.Cut(of.GetMarkdownDescription(), ". ")
	description = strings.TrimSuffix(description, ".") + "."
	sensitive := of.IsSensitive() || s.sensitive.Cover(pattern)
	switch of := of.(type) {
	case resource.StringAttribute:
		return schema.StringAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description}
	case resource.BoolAttribute:
		return schema.BoolAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description}
	case resource.Int64Attribute:
		return schema.Int64Attribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description}
	case resource.Float64Attribute:
		return schema.Float64Attribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description}
	case resource.ListAttribute:
		return schema.ListAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description, ElementType: of.ElementType}
	case resource.SetAttribute:
		return schema.SetAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description, ElementType: of.ElementType}
	case resource.MapAttribute:
		return schema.MapAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description, ElementType: of.ElementType}
	case resource.SingleNestedAttribute:
		return schema.SingleNestedAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description,
			Attributes: s.attributes(of.Attributes, pattern+".")}
	case resource.ListNestedAttribute:
		return schema.ListNestedAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: s.attributes(of.NestedObject.Attributes, pattern+".*.")}}
	case resource.MapNestedAttribute:
		return schema.MapNestedAttribute{Computed: true, Sensitive: sensitive, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: s.attributes(of.NestedObject.Attributes, pattern+".*.")}}
	}
	panic(fmt.Sprintf("%s: no data source has an attribute like %T yet", pattern, of))
}

// Reshape returns value as a value of type to: objects lose the attributes that their new type has not, and get null for
// those that only it has. Everything else must be of the same type.
func Reshape(value tftypes.Value, to tftypes.Type) (tftypes.Value, error) {
	if !value.IsKnown() {
		return tftypes.NewValue(to, tftypes.UnknownValue), nil
	}
	if value.IsNull() {
		return tftypes.NewValue(to, nil), nil
	}
	switch to := to.(type) {
	case tftypes.Object:
		var members map[string]tftypes.Value
		if err := value.As(&members); err != nil {
			return tftypes.Value{}, err
		}
		reshaped := make(map[string]tftypes.Value, len(to.AttributeTypes))
		for name, kind := range to.AttributeTypes {
			member, ok := members[name]
			if !ok {
				member = tftypes.NewValue(kind, nil)
			}
			var err error
			if reshaped[name], err = Reshape(member, kind); err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
		}
		return tftypes.NewValue(to, reshaped), nil
	case tftypes.Map:
		var elements map[string]tftypes.Value
		if err := value.As(&elements); err != nil {
			return tftypes.Value{}, err
		}
		for key, element := range elements {
			var err error
			if elements[key], err = Reshape(element, to.ElementType); err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", key, err)
			}
		}
		return tftypes.NewValue(to, elements), nil
	case tftypes.List:
		var elements []tftypes.Value
		if err := value.As(&elements); err != nil {
			return tftypes.Value{}, err
		}
		for i, element := range elements {
			var err error
			if elements[i], err = Reshape(element, to.ElementType); err != nil {
				return tftypes.Value{}, fmt.Errorf("%d: %w", i, err)
			}
		}
		return tftypes.NewValue(to, elements), nil
	}
	if !value.Type().Equal(to) {
		return tftypes.Value{}, fmt.Errorf("a %s is not a %s", value.Type(), to)
	}
	return value, nil
}
