package acctest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Drift is a change made outside Terraform: a JSON merge patch of what the API describes, and the attribute at which a
// plan has to show it.
type Drift struct {
	Patch, Attribute string
}

// TestDrift makes each drift happen to an object of its own and expects the plan for that object to show the attribute
// and nothing else. config is a resource block for the address, in which count.index may stand; patch changes an object
// in the cloud.
func (c *Cloud) TestDrift(t *testing.T, address, config string, patch func(id string, patch []byte) error, drifts ...Drift) {
	t.Helper()
	config = strings.Replace(config, "{", fmt.Sprintf("{\n  count = %d", len(drifts)), 1)
	ids := make([]string, len(drifts))
	c.Test(t,
		resource.TestStep{Config: config, Check: func(s *terraform.State) error {
			for i := range ids {
				ids[i] = s.RootModule().Resources[fmt.Sprintf("%s.%d", address, i)].Primary.ID
			}
			return nil
		}},
		resource.TestStep{
			PreConfig: func() {
				for i, d := range drifts {
					if err := patch(ids[i], []byte(d.Patch)); err != nil {
						t.Fatalf("%s: %v", d.Patch, err)
					}
				}
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{PlanCheck(func(plan *tfjson.Plan) error {
				for i, d := range drifts {
					wanted := fmt.Sprintf("%s[%d]", address, i)
					at := slices.IndexFunc(plan.ResourceChanges, func(r *tfjson.ResourceChange) bool { return r.Address == wanted })
					if shown := ChangedAttributes(plan.ResourceChanges[at].Change); !slices.Equal(shown, []string{d.Attribute}) {
						t.Errorf("%s: the plan shows %v instead of %s alone", d.Patch, shown, d.Attribute)
					}
				}
				return nil
			})}},
		},
	)
}

// following are attributes that others decide.
var following = []string{"tags_all", "volume"}

// ChangedAttributes are the attributes that a plan changes, apart from what is known after apply only, and from what follows others.
func ChangedAttributes(change *tfjson.Change) []string {
	before, _ := change.Before.(map[string]any)
	after, _ := change.After.(map[string]any)
	unknown, _ := change.AfterUnknown.(map[string]any)
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if unknown[name] != true && !slices.Contains(following, name) && !reflect.DeepEqual(before[name], after[name]) {
			changed = append(changed, name)
		}
	}
	return changed
}
