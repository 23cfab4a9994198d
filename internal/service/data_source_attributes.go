package service

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// Described holds the attributes that data sources have for every object. Their models embed it.
type Described struct {
	Regional
	ID     types.String            `tfsdk:"id"`
	Tags   map[string]types.String `tfsdk:"tags"`
	Events []EventModel            `tfsdk:"events"`
}

// Described returns what data sources show of every object.
func (s Seen) Described() Described {
	own, _ := FlattenTags(s.Tags, map[string]types.String{}, types.MapNull(types.StringType), nil)
	return Described{Regional: Regional{types.StringValue(s.Region)}, ID: types.StringValue(s.ID), Tags: own, Events: FlattenEvents(s.Events)}
}

// DescribedTags is the attribute tags of data sources.
func DescribedTags() schema.MapAttribute {
	return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
}

// ObservedAttributes returns the attributes that data sources have for the object of a resource: what ECI returns, without the
// omitted attributes, with the tags and the events that it has seen.
func ObservedAttributes(of resource.Schema, table attribute.Table, omitted ...string) map[string]schema.Attribute {
	hidden := table.Unreturned()
	for _, name := range append(omitted, "timeouts", "tags_all") {
		hidden[name] = true
	}
	attributes := DataSourceAttributes(of.Attributes, hidden, nil)
	attributes["tags"] = DescribedTags()
	attributes["events"] = EventsAttribute()
	return attributes
}

// DataSourceAttributes returns computed attributes for those of the resource for the same object, so that both have the same
// names and shapes, without the omitted and the write-only ones. The
// description is the first sentence of the resource's: the others are about giving a value. What is sensitive in the
// resource, or covered by sensitive, is sensitive.
func DataSourceAttributes(of map[string]resource.Attribute, omitted, sensitive attribute.Patterns) map[string]schema.Attribute {
	return selection{omitted, sensitive}.attributes(of, "")
}

type selection struct {
	omitted, sensitive attribute.Patterns
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
	description := firstSentence(of.GetMarkdownDescription())
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

// firstSentence returns the first sentence of a description.
func firstSentence(description string) string {
	first, _, _ := strings.Cut(description, ". ")
	return strings.TrimSuffix(first, ".") + "."
}
