package service

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// IDOrName are the attributes id and name, of which a configuration has to give one. kind is that of the object, such as
// "virtual node".
func IDOrName(kind string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Optional: true, Computed: true,
			MarkdownDescription: "ID of the " + kind + ". Either this or `name` is required.",
			Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}},
		"name": schema.StringAttribute{Optional: true, Computed: true,
			MarkdownDescription: "Name of the " + kind + ", which must be the only one of that name in the region. " +
				"Either this or `id` is required."},
	}
}

// Only returns the only object that a search has found. Its errors say of what kind it should be, and which one, as in
// "virtual node" and "named web".
func Only[T any](found iter.Seq2[T, error], id func(T) string, region, kind, which string) (T, error) {
	var only T
	var ids []string
	for object, err := range found {
		if err != nil {
			return only, err
		}
		only = object
		ids = append(ids, id(object))
	}
	switch len(ids) {
	case 0:
		return only, fmt.Errorf("region %s has no %s %s, or the credentials may not see it", region, kind, which)
	case 1:
		return only, nil
	}
	slices.Sort(ids)
	return only, fmt.Errorf("region %s has %d %ss %s: %s. Give the id of one of them", region, len(ids), kind, which, strings.Join(ids, ", "))
}
