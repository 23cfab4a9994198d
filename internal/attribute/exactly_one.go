package attribute

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// ExactlyOne accepts an object in which exactly one of the named attributes is set. It looks at the object alone, where the
// library's validators match paths against the whole configuration, which takes most of the time of validating a large one.
func ExactlyOne(names ...string) validator.Object { return exactlyOne(names) }

type exactlyOne []string

func (v exactlyOne) Description(context.Context) string {
	return "exactly one of " + strings.Join(v, ", ") + " must be set"
}

func (v exactlyOne) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v exactlyOne) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	var set []string
	unknown := false
	for _, name := range v {
		switch value, exists := req.ConfigValue.Attributes()[name]; {
		case !exists: // in an action, which has no write-only attributes
		case value.IsUnknown():
			unknown = true
		case !value.IsNull():
			set = append(set, name)
		}
	}
	if len(set) > 1 || len(set) == 0 && !unknown {
		found := "None is"
		if len(set) > 0 {
			found = strings.Join(set, " and ") + " are"
		}
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Combination",
			fmt.Sprintf("Exactly one of %s must be set. %s.", strings.Join(v, ", "), found))
	}
}
