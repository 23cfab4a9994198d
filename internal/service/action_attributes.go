package service

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// ActionAttributes returns optional attributes for those of a resource that can be configured, so that an action can be given the
// same settings, without the omitted and the write-only ones, which no Terraform can give to an action yet. What is required below the
// top stays so. The description is the first sentence of the resource's.
func ActionAttributes(of map[string]resource.Attribute, omitted attribute.Patterns) map[string]schema.Attribute {
	return settings{omitted}.attributes(of, "")
}

type settings struct{ omitted attribute.Patterns }

func (s settings) attributes(of map[string]resource.Attribute, above string) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, a := range of {
		pattern := above + name
		settable := (a.IsRequired() || a.IsOptional()) && !a.IsWriteOnly() && !strings.HasSuffix(name, "_wo_version")
		if settable && !s.omitted.Cover(pattern) {
			attributes[name] = s.attribute(a, pattern)
		}
	}
	return attributes
}

func (s settings) attribute(of resource.Attribute, pattern string) schema.Attribute {
	required := of.IsRequired() && strings.Contains(pattern, ".")
	optional, description := !required, firstSentence(of.GetMarkdownDescription())
	switch of := of.(type) {
	case resource.StringAttribute:
		return schema.StringAttribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators}
	case resource.BoolAttribute:
		return schema.BoolAttribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators}
	case resource.Int64Attribute:
		return schema.Int64Attribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators}
	case resource.Float64Attribute:
		return schema.Float64Attribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators}
	case resource.ListAttribute:
		return schema.ListAttribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators,
			ElementType: of.ElementType}
	case resource.SetAttribute:
		return schema.SetAttribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators,
			ElementType: of.ElementType}
	case resource.MapAttribute:
		return schema.MapAttribute{Required: required, Optional: optional, MarkdownDescription: description, Validators: of.Validators,
			ElementType: of.ElementType}
	case resource.SingleNestedAttribute:
		return schema.SingleNestedAttribute{Required: required, Optional: optional, MarkdownDescription: description,
			Validators: of.Validators, Attributes: s.attributes(of.Attributes, pattern+".")}
	case resource.ListNestedAttribute:
		return schema.ListNestedAttribute{Required: required, Optional: optional, MarkdownDescription: description,
			Validators: of.Validators, NestedObject: s.object(of.NestedObject, pattern)}
	case resource.MapNestedAttribute:
		return schema.MapNestedAttribute{Required: required, Optional: optional, MarkdownDescription: description,
			Validators: of.Validators, NestedObject: s.object(of.NestedObject, pattern)}
	}
	panic(fmt.Sprintf("%s: no action has an attribute like %T yet", pattern, of))
}

func (s settings) object(of resource.NestedAttributeObject, pattern string) schema.NestedAttributeObject {
	return schema.NestedAttributeObject{Validators: of.Validators, Attributes: s.attributes(of.Attributes, pattern+".*.")}
}
