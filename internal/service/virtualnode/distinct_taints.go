package virtualnode

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// distinctTaints accepts taints of which no two have the same key and effect, as Kubernetes does.
type distinctTaints struct{}

func (distinctTaints) Description(context.Context) string {
	return "taints must differ in their key or their effect"
}

func (v distinctTaints) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (distinctTaints) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	seen := map[string]bool{}
	for _, element := range req.ConfigValue.Elements() {
		taint, ok := element.(types.Object)
		if !ok {
			continue
		}
		key, _ := taint.Attributes()["key"].(types.String)
		effect, _ := taint.Attributes()["effect"].(types.String)
		if key.ValueString() == "" || effect.ValueString() == "" { // null and unknown ones too
			continue
		}
		id := key.ValueString() + ":" + effect.ValueString()
		if seen[id] {
			resp.Diagnostics.AddAttributeError(req.Path, "Duplicate Taint",
				fmt.Sprintf("Two taints have the key and effect %s. Kubernetes takes one of each key and effect.", id))
		}
		seen[id] = true
	}
}
