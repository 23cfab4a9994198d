package service

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// TagFilter is the attribute tags of a data source that finds objects.
func TagFilter() schema.MapAttribute {
	return schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Tags that the objects have, at most 20.",
		Validators: []validator.Map{mapvalidator.SizeBetween(1, eci.MaxTags)}}
}

// ExpandTagFilter returns the tags in the order of their keys.
func ExpandTagFilter(tags map[string]types.String) []eci.Tag {
	var result []eci.Tag
	for key, value := range value.Sorted(tags) {
		result = append(result, eci.Tag{Key: key, Value: value.ValueStringPointer()})
	}
	return result
}
