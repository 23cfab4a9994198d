package acctest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Run runs steps, whose configurations are complete, in parallel to other tests, and destroys what is left at the end. It holds
// the provider to what resource.Test of terraform-plugin-testing does, with a third of its processes: see
// .github/adr/0013-own-test-steps.md.
func Run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	t.Parallel()
	run := newCLI(t)
	defer func() {
		t.Helper()
		if state, err := run.state(); err != nil {
			t.Error(err)
		} else if len(state.RootModule().Resources) > 0 {
			run.Run("destroy", "-auto-approve", "-refresh=false")
		}
	}()
	for i, step := range steps {
		if step.PreConfig != nil {
			step.PreConfig()
		}
		err := run.step(step)
		switch want := step.ExpectError; {
		case want == nil && err != nil:
			t.Fatalf("step %d of %d: %v", i+1, len(steps), err)
		case want != nil && err == nil:
			t.Fatalf("step %d of %d ends without an error, want one like %s", i+1, len(steps), want)
		case want != nil && !want.MatchString(err.Error()):
			t.Fatalf("step %d of %d ends with another error than one like %s: %v", i+1, len(steps), want, err)
		}
	}
}

// understood are the fields of a step that step carries out.
var understood = []string{"PreConfig", "Config", "ConfigVariables", "Destroy", "PlanOnly", "RefreshState", "ExpectError",
	"ExpectNonEmptyPlan", "Check", "ConfigPlanChecks", "ConfigStateChecks", "ResourceName", "ImportState", "ImportStateKind",
	"ImportStateIdFunc", "ImportStatePersist", "ImportStateVerify", "ImportStateVerifyIgnore"}

// step carries out a step. Errors that Terraform reports are in the text of the error.
func (c *CLI) step(step resource.TestStep) error {
	for field, value := range reflect.ValueOf(step).Fields() {
		if !value.IsZero() && !slices.Contains(understood, field.Name) {
			return fmt.Errorf("steps cannot have %s", field.Name)
		}
	}
	if step.Config != "" {
		c.Write(step.Config)
	}
	if err := step.ConfigVariables.Write(c.Dir); err != nil {
		return err
	}
	switch {
	case step.ImportState:
		return c.importStep(step)
	case step.RefreshState:
		if err := c.terraform("refresh"); err != nil {
			return err
		}
		if err := c.checkState(step); err != nil {
			return err
		}
	case !step.PlanOnly:
		if err := c.applyStep(step); err != nil {
			return err
		}
		if err := c.checkState(step); err != nil {
			return err
		}
	}
	return c.checkStable(step)
}

// applyStep applies the configuration. Only a plan that is to be checked is made apart from that.
func (c *CLI) applyStep(step resource.TestStep) error {
	checks := step.ConfigPlanChecks.PreApply
	if len(checks) == 0 {
		return c.terraform("apply", withDestroy(step, "-auto-approve")...)
	}
	if _, err := c.plan(withDestroy(step), checks); err != nil {
		return err
	}
	return c.terraform("apply", planFile)
}

func withDestroy(step resource.TestStep, arguments ...string) []string {
	if step.Destroy {
		return append(arguments, "-destroy")
	}
	return arguments
}

func (c *CLI) checkState(step resource.TestStep) error {
	if step.Check != nil {
		state, err := c.state()
		if err != nil {
			return err
		}
		if err := step.Check(state); err != nil {
			return err
		}
	}
	if len(step.ConfigStateChecks) == 0 {
		return nil
	}
	state := new(tfjson.State)
	state.UseJSONNumber(true)
	if err := c.show(state); err != nil {
		return err
	}
	var errs []error
	for _, check := range step.ConfigStateChecks {
		var resp statecheck.CheckStateResponse
		check.CheckState(c.t.Context(), statecheck.CheckStateRequest{State: state}, &resp)
		errs = append(errs, resp.Error)
	}
	return errors.Join(errs...)
}

// checkStable fails unless another plan has nothing to do, or something if that is expected, with and without a refresh. Where
// the refresh changes nothing, one plan shows both.
func (c *CLI) checkStable(step resource.TestStep) error {
	c.refreshed.Store(false)
	changes, err := c.plan(withDestroy(step), step.ConfigPlanChecks.PostApplyPostRefresh)
	switch {
	case err != nil:
		return err
	case changes == "" && step.ExpectNonEmptyPlan:
		return errors.New("the plan is empty")
	case changes != "" && !step.ExpectNonEmptyPlan:
		return fmt.Errorf("the plan is not empty:\n%s", changes)
	}
	checks := step.ConfigPlanChecks.PostApplyPreRefresh
	if len(checks) == 0 && (step.ExpectNonEmptyPlan || !c.refreshed.Load()) {
		return nil
	}
	changes, err = c.plan(withDestroy(step, "-refresh=false"), checks)
	if err == nil && changes != "" && !step.ExpectNonEmptyPlan {
		err = fmt.Errorf("the plan without a refresh is not empty:\n%s", changes)
	}
	return err
}

// importStep imports a resource into the state, or beside it to compare it with what is there.
func (c *CLI) importStep(step resource.TestStep) error {
	before, err := c.state()
	if err != nil {
		return err
	}
	var id string
	if step.ImportStateIdFunc != nil {
		if id, err = step.ImportStateIdFunc(before); err != nil {
			return err
		}
	} else {
		id = before.RootModule().Resources[step.ResourceName].Primary.ID
	}
	if step.ImportStatePersist {
		return c.terraform("import", step.ResourceName, id)
	}
	if err := c.terraform("import", "-state-out=imported.tfstate", "-state=none.tfstate", step.ResourceName, id); err != nil {
		return err
	}
	after, err := readState(filepath.Join(c.Dir, "imported.tfstate"))
	if err != nil || !step.ImportStateVerify {
		return err
	}
	got, want := imported(step, after), imported(step, before)
	if !maps.Equal(got, want) {
		return fmt.Errorf("the import makes\n%v\nof\n%v", got, want)
	}
	return nil
}

// imported returns the attributes that an import is to find.
func imported(step resource.TestStep, state *terraform.State) map[string]string {
	attributes := maps.Clone(state.RootModule().Resources[step.ResourceName].Primary.Attributes)
	maps.DeleteFunc(attributes, func(name, value string) bool {
		isEmpty := value == "0" && (strings.HasSuffix(name, ".#") || strings.HasSuffix(name, ".%"))
		return isEmpty || strings.HasPrefix(name, "timeouts") ||
			slices.ContainsFunc(step.ImportStateVerifyIgnore, func(ignored string) bool { return strings.HasPrefix(name, ignored) })
	})
	return attributes
}

const planFile = "tfplan"

// plan makes a plan, which has to pass the checks, and returns what Terraform says of its changes, nothing if there are none.
func (c *CLI) plan(arguments []string, checks []plancheck.PlanCheck) (changes string, err error) {
	output, errs, code := c.run("plan", append(arguments, "-detailed-exitcode", "-out="+planFile)...)
	if code == changesPending {
		changes = output
	} else if code != 0 {
		return "", errors.New(errs)
	}
	if len(checks) == 0 {
		return changes, nil
	}
	plan := new(tfjson.Plan)
	plan.UseJSONNumber(true)
	if err := c.show(plan, planFile); err != nil {
		return "", err
	}
	var failures []error
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(c.t.Context(), plancheck.CheckPlanRequest{Plan: plan}, &resp)
		failures = append(failures, resp.Error)
	}
	return changes, errors.Join(failures...)
}

// changesPending is the exit code of plan -detailed-exitcode if there is something to do.
const changesPending = 2

// show decodes what Terraform shows of its state, or of a plan.
func (c *CLI) show(into json.Unmarshaler, plan ...string) error {
	output, errs, code := c.run("show", append([]string{"-json"}, plan...)...)
	if code != 0 {
		return errors.New(errs)
	}
	return into.UnmarshalJSON([]byte(output))
}

// terraform runs Terraform; it reports a failure as an error.
func (c *CLI) terraform(command string, arguments ...string) error {
	if _, errs, code := c.run(command, arguments...); code != 0 {
		return errors.New(errs)
	}
	return nil
}

// state returns what Terraform has saved, in the form that checks take.
func (c *CLI) state() (*terraform.State, error) {
	return readState(filepath.Join(c.Dir, "terraform.tfstate"))
}

// savedState is the part of Terraform's state file that tests look at.
type savedState struct {
	Resources []struct {
		Module, Mode, Type, Name, Provider string
		Instances                          []struct {
			IndexKey   any `json:"index_key"`
			Status     string
			Attributes map[string]any
		}
	}
}

// readState reads a state file; one that does not exist is an empty state.
func readState(name string) (*terraform.State, error) {
	resources := map[string]*terraform.ResourceState{}
	state := &terraform.State{Modules: []*terraform.ModuleState{{Path: []string{"root"}, Resources: resources}}}
	file, err := os.Open(name)
	if os.IsNotExist(err) {
		return state, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	var saved savedState
	if err := decoder.Decode(&saved); err != nil {
		return nil, err
	}
	for _, r := range saved.Resources {
		if r.Module != "" {
			return nil, fmt.Errorf("checks know no modules such as %s", r.Module)
		}
		for _, instance := range r.Instances {
			address := r.Type + "." + r.Name
			if r.Mode == "data" {
				address = "data." + address
			}
			if instance.IndexKey != nil {
				address += fmt.Sprintf(".%v", instance.IndexKey)
			}
			attributes := map[string]string{}
			flatten(attributes, "", instance.Attributes)
			resources[address] = &terraform.ResourceState{Provider: r.Provider, Type: r.Type, Primary: &terraform.InstanceState{
				ID: attributes["id"], Attributes: attributes, Tainted: instance.Status == "tainted"}}
		}
	}
	return state, nil
}

// flatten adds a value under its path in dots, a list's length under # and a map's under %.
func flatten(to map[string]string, path string, value any) {
	below := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	switch value := value.(type) {
	case nil:
	case map[string]any:
		to[below("%")] = strconv.Itoa(len(value))
		for name, element := range value {
			flatten(to, below(name), element)
		}
	case []any:
		to[below("#")] = strconv.Itoa(len(value))
		for i, element := range value {
			flatten(to, below(strconv.Itoa(i)), element)
		}
	default:
		to[path] = fmt.Sprint(value)
	}
}

// PlanCheck makes a check of a plan out of a function.
type PlanCheck func(*tfjson.Plan) error

// CheckPlan calls the function.
func (check PlanCheck) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(req.Plan)
}
