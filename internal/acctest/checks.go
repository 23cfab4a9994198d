package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Block is the configuration of a resource test with required attributes, each written `name = value`, and more if given; an
// attribute replaces one of its name.
func Block(kind string, required []string, attributes ...string) string {
	var all []string
	given := map[string]bool{}
	for _, attribute := range attributes {
		name, _, _ := strings.Cut(attribute, " ")
		given[name] = true
	}
	for _, attribute := range required {
		if name, _, _ := strings.Cut(attribute, " "); !given[name] {
			all = append(all, attribute)
		}
	}
	return fmt.Sprintf("resource %q \"test\" {\n%s\n}\n", kind, strings.Join(append(all, attributes...), "\n"))
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

// Must ends the test if something failed that is not tested, such as a patch of the cloud.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
