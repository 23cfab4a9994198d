package attribute

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Change is one attribute that a plan changes.
type Change struct {
	Pattern string
	Path    path.Path
	// New is set where the value said nothing before.
	New bool
	// Unknown is set where the value is not known yet.
	Unknown bool
	// Emptied is set where the change empties a [Row.Kept] value: this one or one above it.
	Emptied bool
}

// Root returns the name of the attribute at the top that the change belongs to.
func (c Change) Root() string {
	root, _, _ := strings.Cut(c.Pattern, ".")
	return root
}

// Changes lists what differs between a plan and the prior state. Values that say the same to ECI do not differ: null, false, 0,
// "", empty collections, objects without values, and what ECI takes if nothing is given.
func (t Table) Changes(plan, state tftypes.Value) ([]Change, error) {
	plan, err := t.plainSets(plan)
	if err == nil {
		state, err = t.plainSets(state)
	}
	if err != nil {
		return nil, err
	}
	diffs, err := plan.Diff(state)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, d := range diffs {
		if d.Value1 == nil || len(d.Path.Steps()) == 0 {
			continue // Diff also lists what lies below a removed value, and the object as a whole
		}
		pattern := value.Pattern(d.Path)
		empty, isNew := t.saysNothing(pattern, *d.Value1), d.Value2 == nil || t.saysNothing(pattern, *d.Value2)
		if empty && isNew || t.isSame(pattern, *d.Value1, d.Value2) {
			continue
		}
		changes = append(changes, Change{Pattern: pattern, Path: value.Path(d.Path), New: isNew, Unknown: !d.Value1.IsKnown(),
			Emptied: t.isEmptied(plan, d.Path)})
	}
	return changes, nil
}

// plainSets returns an object with null for what says nothing in the elements of its sets, which are told apart by all that they hold.
func (t Table) plainSets(object tftypes.Value) (tftypes.Value, error) {
	typ, _ := object.Type().(tftypes.Object)
	hasSets := false
	for _, member := range typ.AttributeTypes {
		set, isSet := member.(tftypes.Set)
		hasSets = hasSets || isSet && set.ElementType.Is(tftypes.Object{})
	}
	if !hasSets {
		return object, nil
	}
	return tftypes.Transform(object, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if steps := at.Steps(); len(steps) == 3 && t.saysNothing(value.Pattern(at), v) {
			if _, inSet := steps[1].(tftypes.ElementKeyValue); inSet {
				return tftypes.NewValue(v.Type(), nil), nil
			}
		}
		return v, nil
	})
}

// isSame reports whether two texts say the same by their row.
func (t Table) isSame(pattern string, a tftypes.Value, b *tftypes.Value) bool {
	same := t[pattern].Same
	if same == nil || b == nil || !a.IsKnown() || !b.IsKnown() || a.IsNull() || b.IsNull() {
		return false
	}
	var one, other string
	return a.As(&one) == nil && b.As(&other) == nil && same(one, other)
}

// isEmptied reports whether a plan empties a value at or above a path that the update action cannot empty.
func (t Table) isEmptied(plan tftypes.Value, at *tftypes.AttributePath) bool {
	for ; len(at.Steps()) > 0; at = at.WithoutLastStep() {
		pattern := value.Pattern(at)
		if !t[pattern].Kept {
			continue
		}
		found, _, err := tftypes.WalkAttributePath(plan, at)
		planned, ok := found.(tftypes.Value)
		return err == nil && ok && t.saysNothing(pattern, planned)
	}
	return false
}

// saysNothing reports whether a value says no more to ECI than null. Elements of collections always say something.
func (t Table) saysNothing(pattern string, v tftypes.Value) bool {
	if v.IsNull() {
		return true
	}
	if !v.IsKnown() || strings.HasSuffix(pattern, "*") {
		return false
	}
	row := t[pattern]
	switch {
	case row.Default != nil && isDefault(v, row.Default):
		return true
	case v.Type().Is(tftypes.Bool):
		var yes bool
		return row.Default == nil && v.As(&yes) == nil && !yes
	case v.Type().Is(tftypes.Number):
		return !row.Present && isDefault(v, 0)
	case v.Type().Is(tftypes.String):
		return !row.Present && isDefault(v, "")
	case v.Type().Is(tftypes.Object{}):
		var members map[string]tftypes.Value
		if row.Present || v.As(&members) != nil {
			return false
		}
		for name, member := range members {
			if !t.saysNothing(pattern+"."+name, member) {
				return false
			}
		}
		return true
	case v.Type().Is(tftypes.Map{}):
		var elements map[string]tftypes.Value
		return v.As(&elements) == nil && len(elements) == 0
	case v.Type().Is(tftypes.List{}), v.Type().Is(tftypes.Set{}):
		var elements []tftypes.Value
		return v.As(&elements) == nil && len(elements) == 0
	}
	return false
}

func isDefault(v tftypes.Value, standard any) bool {
	switch standard := standard.(type) {
	case func(string) bool:
		var text string
		return v.As(&text) == nil && standard(text)
	case string:
		var text string
		return v.As(&text) == nil && text == standard
	case bool:
		var yes bool
		return v.As(&yes) == nil && yes == standard
	case float64:
		var number *big.Float
		return v.As(&number) == nil && number.Cmp(big.NewFloat(standard)) == 0
	case int:
		return isDefault(v, float64(standard))
	}
	return false
}

// Updates reports whether one of the changes is made by the update action.
func (t Table) Updates(changes []Change) bool {
	for _, c := range changes {
		if effect := t.Effect(c.Pattern); effect == Update || effect == Restart {
			return true
		}
	}
	return false
}

// Unseen reports whether an import cannot have seen whether there is a change: ECI does not return the value.
func (t Table) Unseen(c Change) bool { return c.New && t.Unreturned().Cover(c.Pattern) }

// Recorded divides the changes of an imported object into those that are only recorded in state and the others: values that ECI does not
// return never cause a replacement. They are sent if an update can send them. cannot reports whether an update cannot or should not make a
// change in this case, although its row says so.
func (t Table) Recorded(changes []Change, cannot func(Change) bool) (recorded, others []Change) {
	for _, c := range changes {
		switch effect := t.Effect(c.Pattern); {
		case !t.Unseen(c), effect == None, effect == Retag, (effect == Update || effect == Restart) && !cannot(c):
			others = append(others, c)
		default:
			recorded = append(recorded, c)
		}
	}
	return recorded, others
}

// WarnRecorded names what is only recorded, in one warning, of which Terraform would show one anyway.
func WarnRecorded(recorded []Change, diags *diag.Diagnostics) {
	var names []string
	for _, c := range recorded {
		below := func(name string) bool {
			return strings.HasPrefix(c.Path.String(), name+".") || strings.HasPrefix(c.Path.String(), name+"[")
		}
		if !slices.ContainsFunc(recorded, func(other Change) bool { return below(other.Path.String()) }) {
			names = append(names, c.Path.String())
		}
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	diags.AddWarning("Recorded, Not Applied", "ECI does not return "+strings.Join(names, ", ")+", so Terraform cannot check it on the "+
		"imported object. What is configured is recorded in state without changing the object. If the object differs, replace it: "+
		"terraform apply -replace=ADDRESS.")
}

// Require turns the changes that no update can make into a replacement, and reports whether the others need the update
// action. cannot reports whether an update cannot make a change in this case, although its row says so.
func (t Table) Require(
	changes []Change, cannot func(Change) bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) (updates bool) {
	for _, c := range changes {
		switch t.Effect(c.Pattern) {
		case Inherited, None, Retag:
			continue
		case Choose:
			if t.isChosen(c.Pattern, req.State.Raw, resp.Plan.Raw) {
				continue
			}
		case Update, Restart:
			if !c.Emptied && !cannot(c) {
				updates = true
				continue
			}
		case Replace:
		}
		resp.RequiresReplace.Append(c.Path)
	}
	return updates
}

// isChosen reports whether what ECI chose is among what a plan asks for, in the list that a pattern is or belongs to.
func (t Table) isChosen(pattern string, state, plan tftypes.Value) bool {
	name, _, _ := strings.Cut(pattern, ".")
	var before, after map[string]tftypes.Value
	if state.As(&before) != nil || plan.As(&after) != nil {
		return false
	}
	chosen := before[t[name].Chosen]
	var asked []tftypes.Value
	if !after[name].IsKnown() || chosen.IsNull() || after[name].As(&asked) != nil {
		return false
	}
	for _, candidate := range asked {
		if candidate.Equal(chosen) {
			return true
		}
	}
	return false
}
