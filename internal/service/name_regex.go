package service

import (
	"iter"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// NameRegex is the filter name_regex of data sources.
func NameRegex() schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: "Only those whose name a regular expression of Go matches anywhere. " +
		"ECI has no such filter: the provider filters what ECI lists.",
		Validators: []validator.String{attribute.Text("must be a regular expression of Go", func(text string) bool {
			_, err := regexp.Compile(text)
			return err == nil
		})}}
}

// Where lists the objects that pass a filter of the provider's own, and all errors.
func Where[O any](all iter.Seq2[O, error], passes func(O) bool) iter.Seq2[O, error] {
	return func(yield func(O, error) bool) {
		for object, err := range all {
			if (err != nil || passes(object)) && !yield(object, err) {
				return
			}
		}
	}
}

// NameMatches reports whether a name passes the filter name_regex, which the schema has checked.
func NameMatches(filter types.String, name string) bool {
	return filter.IsNull() || regexp.MustCompile(filter.ValueString()).MatchString(name)
}
