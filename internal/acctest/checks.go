package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Block is the configuration of a resource test with required attributes, each written `name = value`, and more if given; an
// attribute replaces one of its name.
func Block(kind string, required []string, attributes ...string) string {
	return fmt.Sprintf("resource %q \"test\" {\n%s\n}\n", kind, strings.Join(replaced(required, attributes), "\n"))
}

// replaced returns attributes, and those of standard that have another name.
func replaced(standard, attributes []string) []string {
	var all []string
	given := map[string]bool{}
	for _, attribute := range attributes {
		name, _, _ := strings.Cut(attribute, " ")
		given[name] = true
	}
	for _, attribute := range standard {
		if name, _, _ := strings.Cut(attribute, " "); !given[name] {
			all = append(all, attribute)
		}
	}
	return append(all, attributes...)
}

// At is the address of a resource, about which it makes checks.
type At string

// Action checks before an apply what is planned for the resource.
func (at At) Action(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(string(at), want)}}
}

// KeepID notes down the ID of the resource, for SameID.
func (at At) KeepID(id *string) resource.TestCheckFunc {
	return func(s *terraform.State) error {
		*id = s.RootModule().Resources[string(at)].Primary.ID
		return nil
	}
}

// SameID checks that the resource is still the one that KeepID has seen.
func (at At) SameID(id *string) resource.TestCheckFunc {
	return func(s *terraform.State) error {
		if got := s.RootModule().Resources[string(at)].Primary.ID; got != *id {
			return fmt.Errorf("%s has become %s", *id, got)
		}
		return nil
	}
}

// Checks are what a value is to hold, by dotted paths.
type Checks map[string]knownvalue.Check

// In holds a value of a session to the checks.
func (checks Checks) In(t *testing.T, value cty.Value) {
	t.Helper()
	text, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		t.Fatal(err)
	}
	var whole any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&whole); err != nil {
		t.Fatal(err)
	}
	for path, check := range checks {
		if err := check.CheckValue(below(whole, path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// below returns what is at a dotted path of decoded JSON, nil for nothing.
func below(value any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch of := value.(type) {
		case map[string]any:
			value = of[step]
		case []any:
			index, err := strconv.Atoi(step)
			if err != nil || index >= len(of) {
				return nil
			}
			value = of[index]
		default:
			return nil
		}
	}
	return value
}

// Must ends the test if something failed that is not tested, such as a patch of the cloud.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
