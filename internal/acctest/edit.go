package acctest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Edit is a change of a configuration: attributes before and after it.
type Edit struct {
	From, To string
	// Sent are the parameters, as Name=value, that the update action is to get beside the ignored ones.
	Sent string
}

// edited is the configuration of a resource test_I for each edit. block is the configuration of resource test.
func edited(edits []Edit, block func(i int, attribute string) string, attribute func(Edit) string) string {
	var b strings.Builder
	for i, edit := range edits {
		b.WriteString(strings.Replace(block(i, attribute(edit)), `"test"`, fmt.Sprintf(`"test_%d"`, i), 1))
	}
	return b.String()
}

func (e Edit) before() string { return e.From }
func (e Edit) after() string  { return e.To }

// TestReplacements makes each edit to an object of its own and expects the plan to replace it. kind is the type of the
// resource, block its configuration with an attribute.
func (c *Cloud) TestReplacements(t *testing.T, kind string, block func(i int, attribute string) string, edits ...Edit) {
	t.Helper()
	c.Test(t,
		resource.TestStep{Config: edited(edits, block, Edit.before)},
		resource.TestStep{
			Config: edited(edits, block, Edit.after), PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{PlanCheck(func(plan *tfjson.Plan) error {
				for i, edit := range edits {
					if actions := actionsFor(plan, fmt.Sprintf("%s.test_%d", kind, i)); !actions.Replace() {
						t.Errorf("from %q to %q: the plan is to %v", edit.From, edit.To, actions)
					}
				}
				return nil
			})}},
		},
	)
}

// TestUpdates makes each edit to an object of its own and expects one call of the action in place, with the parameters
// that the edit names. idParameter is the action's parameter with the object's ID.
func (c *Cloud) TestUpdates(
	t *testing.T, kind, action, idParameter string, ignored []string, block func(i int, attribute string) string, edits ...Edit,
) {
	t.Helper()
	ids := make([]string, len(edits))
	idsIn := func(s *terraform.State) []string {
		found := make([]string, len(edits))
		for i := range edits {
			found[i] = s.RootModule().Resources[fmt.Sprintf("%s.test_%d", kind, i)].Primary.ID
		}
		return found
	}
	c.Test(t,
		resource.TestStep{Config: edited(edits, block, Edit.before), Check: func(s *terraform.State) error {
			ids = idsIn(s)
			return nil
		}},
		resource.TestStep{
			Config: edited(edits, block, Edit.after),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{PlanCheck(func(plan *tfjson.Plan) error {
				for i, edit := range edits {
					if actions := actionsFor(plan, fmt.Sprintf("%s.test_%d", kind, i)); !actions.Update() {
						t.Errorf("from %q to %q: the plan is to %v", edit.From, edit.To, actions)
					}
				}
				return nil
			})}},
			Check: func(s *terraform.State) error {
				if now := idsIn(s); !slices.Equal(now, ids) {
					t.Errorf("the objects were %v and are %v", ids, now)
				}
				sent := map[string][]string{}
				for _, call := range c.Calls(action) {
					id := call.Parameters[idParameter]
					sent[id] = append(sent[id], Sent(call, append(ignored, idParameter)...))
				}
				for i, edit := range edits {
					if got := sent[ids[i]]; len(got) != 1 || got[0] != edit.Sent {
						t.Errorf("from %q to %q: sent %q, want %q", edit.From, edit.To, got, edit.Sent)
					}
				}
				return nil
			},
		},
	)
}

// actionsFor returns what a plan does to the resource at an address; nothing if it does not name it.
func actionsFor(plan *tfjson.Plan, address string) tfjson.Actions {
	for _, change := range plan.ResourceChanges {
		if change.Address == address {
			return change.Change.Actions
		}
	}
	return nil
}
