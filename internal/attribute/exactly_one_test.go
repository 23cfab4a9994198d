package attribute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

func TestExactlyOne(t *testing.T) {
	kinds := map[string]attr.Type{"a": types.StringType, "b": types.StringType, "other": types.StringType}
	object := func(a, b types.String) types.Object {
		return types.ObjectValueMust(kinds, map[string]attr.Value{"a": a, "b": b, "other": types.StringValue("x")})
	}
	set, null, unknown := types.StringValue("x"), types.StringNull(), types.StringUnknown()
	for name, test := range map[string]struct {
		value types.Object
		want  string
	}{
		"one":            {object(set, null), ""},
		"the other":      {object(null, set), ""},
		"none":           {object(null, null), "Exactly one of a, b must be set. None is."},
		"both":           {object(set, set), "Exactly one of a, b must be set. a and b are."},
		"one unknown":    {object(unknown, null), ""},
		"one or both":    {object(set, unknown), ""},
		"null object":    {types.ObjectNull(kinds), ""},
		"unknown object": {types.ObjectUnknown(kinds), ""},
	} {
		var resp validator.ObjectResponse
		attribute.ExactlyOne("a", "b").ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("it"), ConfigValue: test.value}, &resp)
		got := ""
		for _, d := range resp.Diagnostics {
			got = d.Detail()
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
