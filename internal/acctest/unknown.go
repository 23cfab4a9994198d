package acctest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/protocol"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// expand plans once more, with a configuration in which nothing is unknown, as Terraform does when it applies a plan. It returns where
// the final plan contradicts the one before: it has to do the same or nothing, to agree in all that was known, and to say so itself if
// that cannot be.
func (s *Session) expand(address string, prior object, planned Plan, config cty.Value) (final Plan, problems []string) {
	schema := s.schemas.ResourceSchemas[prior.kind]
	if planned.Action == "replace" { // Terraform plans the new object once more, with the old one out of sight
		prior = object{kind: prior.kind}
		planned = s.planConfig(s, address, prior, decoded(s.t, schema, planned.cfg))
	}
	applying := protocol.RefuseLateReplacement(kinds(), func() bool { return true })
	final = s.planConfig(applying(s.Server), address, prior, config)
	if hasError(final.Diagnostics) {
		for _, d := range final.Diagnostics {
			if d.Summary != protocol.LateReplacement {
				problems = append(problems, d.Summary+": "+d.Detail)
			}
		}
		return final, problems
	}
	if final.Action != planned.Action && (planned.Action != "update" || final.Action != "no-op") {
		problems = append(problems, fmt.Sprintf("%s: the plan was to %s and is to %s", address, planned.Action, final.Action))
	}
	return final, append(problems, contradictions(address, decoded(s.t, schema, planned.planned), decoded(s.t, schema, final.planned))...)
}

// kinds are the kinds of resources of the provider.
var kinds = sync.OnceValue(func() protocol.Kinds {
	return protocol.KindsOf(provider.New("test", new(creation.Journal)).Resources(context.Background()))
})

// contradictions lists where a final plan is otherwise than what was known in a plan.
func contradictions(at string, planned, final cty.Value) []string {
	typ := planned.Type()
	switch {
	case !planned.IsKnown():
		return nil
	case !final.IsKnown() || planned.IsNull() != final.IsNull():
	case planned.IsNull() || planned.RawEquals(final), typ.IsSetType() && !planned.IsWhollyKnown():
		return nil
	case typ.IsObjectType() || typ.IsMapType() || typ.IsListType():
		before, after := members(planned), members(final)
		if len(before) != len(after) {
			break
		}
		var found []string
		for name, value := range before {
			other, exists := after[name]
			if !exists {
				other = cty.NullVal(value.Type())
			}
			found = append(found, contradictions(at+"."+name, value, other)...)
		}
		return found
	}
	return []string{fmt.Sprintf("%s was planned as %#v and is planned as %#v", at, planned, final)}
}

// members are the attributes of an object, or the elements of a map or list by key or index.
func members(v cty.Value) map[string]cty.Value {
	if !v.Type().IsListType() {
		return v.AsValueMap()
	}
	byIndex := map[string]cty.Value{}
	for i, element := range v.AsValueSlice() {
		byIndex[strconv.Itoa(i)] = element
	}
	return byIndex
}

// Unknowns is a test that makes attributes of one kind of resource unknown at plan.
type Unknowns struct {
	Kind string
	// Configs are configurations that use all attributes together.
	Configs []string
	// Others has further values of attributes, by pattern, where a small change of the configured one is not valid.
	Others map[string]string
	// Single has the attributes, by pattern, that have one valid value.
	Single []string
	// Prepare, if set, creates what configurations refer to, and returns more of them.
	Prepare func(*Cloud, *Session) []string
	// Late has the attributes, by pattern, of which some value replaces the object although an unknown one does not.
	Late []string

	*Session
	values []cty.Value // of Configs
	states map[string]object
	late   map[string]bool
}

// Test makes each attribute that can be configured unknown, in a resource that has as little else as is valid, and that is new, had no
// value or had one before, and then has that one, another, none, or no elements. What was known in the first plan has to hold in the
// final one.
func (u *Unknowns) Test(t *testing.T) {
	t.Helper()
	const parts = 4 // run side by side
	late := make([][]string, parts)
	t.Run("part", func(t *testing.T) {
		for part := range parts {
			t.Run(strconv.Itoa(part), func(t *testing.T) {
				t.Parallel()
				late[part] = u.part(t, part, parts)
			})
		}
	})
	if all := slices.Sorted(slices.Values(slices.Concat(late...))); !slices.Equal(all, slices.Sorted(slices.Values(u.Late))) {
		t.Errorf("these attributes replace the object late: %q", all)
	}
}

// part tests one of several equal parts of the attributes, and returns those that replace the object late.
func (u *Unknowns) part(t *testing.T, part, parts int) (late []string) {
	t.Helper()
	u = &Unknowns{Kind: u.Kind, Configs: u.Configs, Others: u.Others, Single: u.Single, Prepare: u.Prepare}
	OnFalseClock(t, func(t *testing.T, cloud *Cloud, session *Session) {
		u.Session, u.states, u.late = session, map[string]object{}, map[string]bool{}
		schema := session.schemas.ResourceSchemas[u.Kind]
		configs := slices.Clip(u.Configs)
		if u.Prepare != nil {
			configs = append(configs, u.Prepare(cloud, session)...)
		}
		for _, config := range configs {
			u.values = append(u.values, session.evaluate(schema, session.blocks(config)[0]))
		}
		for i, pattern := range configurable("", schema.Block.Attributes, nil) {
			if i%parts == part {
				u.test(t, pattern)
			}
		}
		late = slices.Collect(maps.Keys(u.late))
	})
	return late
}

// configurable lists the attributes that can be configured, nested ones too, by pattern. Of those that are the same below two
// neighbours, as below two probes, one is enough.
func configurable(prefix string, attributes, seen []*tfprotov6.SchemaAttribute) []string {
	var patterns []string
	var below []*tfprotov6.SchemaAttribute
	for _, a := range attributes {
		isSame := func(other *tfprotov6.SchemaAttribute) bool { return reflect.DeepEqual(a, other) }
		if !a.Optional && !a.Required || slices.ContainsFunc(seen, isSame) {
			continue
		}
		patterns = append(patterns, prefix+a.Name)
		if a.NestedType == nil {
			continue
		}
		next := prefix + a.Name + "."
		if a.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSingle {
			next += "*."
		}
		patterns = append(patterns, configurable(next, a.NestedType.Attributes, below)...)
		below = append(below, a.NestedType.Attributes...)
	}
	return patterns
}

func (u *Unknowns) test(t *testing.T, pattern string) {
	t.Helper()
	place, ok := u.place(pattern)
	if !ok {
		t.Errorf("no valid configuration has %s", pattern)
		return
	}
	check := func(before string, prior object, finals map[string]cty.Value) {
		address := u.Kind + ".test"
		planned := u.planConfig(u, address, prior, place.with(cty.UnknownVal(place.value.Type())))
		if hasError(planned.Diagnostics) {
			t.Errorf("%s, %s before and unknown: %+v", pattern, before, planned.Diagnostics)
			return
		}
		if value, found := place.in(decoded(t, u.schemas.ResourceSchemas[u.Kind], planned.planned)); found && value.IsKnown() {
			t.Errorf("%s, %s before and unknown: is planned as %#v", pattern, before, value)
		}
		for _, then := range slices.Sorted(maps.Keys(finals)) {
			final, problems := u.expand(address, prior, planned, place.with(finals[then]))
			for _, problem := range problems {
				t.Errorf("%s, %s before and %s then: %s", pattern, before, then, problem)
			}
			if hasError(final.Diagnostics) {
				u.late[pattern] = true
			}
			if planned.Action == "replace" {
				return // a new object is planned, of which nothing is known whatever it has
			}
		}
	}
	check("no object", object{kind: u.Kind}, map[string]cty.Value{"a value": place.value})
	none := cty.NullVal(place.value.Type())
	prior, canBeNull := u.state(place.with(none))
	if canBeNull {
		check("no value", prior, map[string]cty.Value{"a value": place.value})
	}
	finals := map[string]cty.Value{"the same": place.value}
	for candidate := range u.candidates(pattern, place.value) {
		if u.isValid(place.with(candidate)) {
			finals["another value"] = candidate
			break
		}
	}
	if len(finals) == 1 && !slices.Contains(u.Single, pattern) {
		t.Errorf("%s: no other value than %#v is known", pattern, place.value)
	}
	if canBeNull {
		finals["no value"] = none
	}
	if elements := empty(place.value.Type()); elements != cty.NilVal && u.isValid(place.with(elements)) {
		finals["no elements"] = elements
	}
	check("a value", place.state, finals)
}

func (u *Unknowns) isValid(config cty.Value) bool {
	return !hasError(u.validate(u.Kind+".test", u.Kind, config))
}

// state returns the state of an object of a configuration, if that is valid. There is no such object any more.
func (u *Unknowns) state(config cty.Value) (object, bool) {
	key := config.GoString()
	if state, ok := u.states[key]; ok {
		return state, state.value != nil
	}
	address, none := u.Kind+".test", object{kind: u.Kind}
	if !u.isValid(config) {
		return none, false
	}
	created, diagnostics := u.apply(address, none, u.planConfig(u, address, none, config))
	if created.value != nil {
		u.remove(created)
	}
	if hasError(diagnostics) {
		created = none
	}
	u.states[key] = created
	return created, created.value != nil
}

// remove deletes an object: some may only exist once.
func (u *Unknowns) remove(o object) {
	schema := u.schemas.ResourceSchemas[u.Kind]
	none := encoded(u.t, schema, cty.NullVal(ctyType(u.t, schema)))
	u.apply(u.Kind+".test", o, Plan{planned: none, prior: o.value, cfg: none, private: o.private})
}

// place is a configuration with an attribute that can have another value.
type place struct {
	value cty.Value // what it has
	with  func(cty.Value) cty.Value
	in    func(planned cty.Value) (value cty.Value, found bool)
	state object // with that value
}

// place returns one of the configurations that have an attribute, with as little beside it as is valid.
func (u *Unknowns) place(pattern string) (place, bool) {
	attributes := u.schemas.ResourceSchemas[u.Kind].Block.Attributes
	steps := strings.Split(strings.ReplaceAll(pattern, ".*", ""), ".")
	for whole := range len(steps) + 1 {
		for _, config := range u.values {
			var p place
			reduced, found := only(attributes, config, steps, whole, func(v cty.Value) cty.Value { p.value = v; return v })
			if !found {
				continue
			}
			p.with = func(v cty.Value) cty.Value {
				replaced, _ := only(attributes, config, steps, whole, func(cty.Value) cty.Value { return v })
				return replaced
			}
			p.in = func(planned cty.Value) (value cty.Value, found bool) {
				_, found = only(attributes, planned, steps, 0, func(v cty.Value) cty.Value { value = v; return v })
				return value, found
			}
			if state, ok := u.state(reduced); ok {
				p.state = state
				return p, true
			}
		}
	}
	return place{}, false
}

// only returns an object with the value to which steps lead replaced, and beside it no more than what is required; the innermost of
// the objects around that value stay whole. found reports whether there was a value; without steps there is none to find.
func only(attributes []*tfprotov6.SchemaAttribute, object cty.Value, steps []string, whole int, replace func(cty.Value) cty.Value) (
	rest cty.Value, found bool) {
	found = len(steps) == 0
	values := object.AsValueMap()
	for _, a := range attributes {
		value, next := values[a.Name], []string(nil)
		isOn := len(steps) > 0 && a.Name == steps[0]
		switch {
		case isOn && value.IsNull():
			return object, false
		case isOn && len(steps) == 1:
			values[a.Name], found = replace(value), true
			continue
		case isOn:
			next = steps[1:]
		case len(steps) > 0 && len(steps) <= whole:
			continue
		case !a.Required:
			values[a.Name] = cty.NullVal(value.Type())
			continue
		}
		if a.NestedType == nil {
			continue
		}
		below, ok := first(a.NestedType.Nesting, value, func(object cty.Value) (cty.Value, bool) {
			return only(a.NestedType.Attributes, object, next, whole, replace)
		})
		if !ok {
			return object, false
		}
		values[a.Name], found = below, found || isOn
	}
	return cty.ObjectVal(values), found
}

// first returns a nested value with no more than the first object for which change finds something, changed.
func first(nesting tfprotov6.SchemaObjectNestingMode, v cty.Value, change func(cty.Value) (cty.Value, bool)) (cty.Value, bool) {
	if nesting == tfprotov6.SchemaObjectNestingModeSingle {
		return change(v)
	}
	for key, element := range v.Elements() {
		changed, found := change(element)
		switch {
		case !found:
		case nesting == tfprotov6.SchemaObjectNestingModeMap:
			return cty.MapVal(map[string]cty.Value{key.AsString(): changed}), true
		case nesting == tfprotov6.SchemaObjectNestingModeSet:
			return cty.SetVal([]cty.Value{changed}), true
		default:
			return cty.ListVal([]cty.Value{changed}), true
		}
	}
	return v, false
}

// candidates are values that differ from one at a pattern, of which some may be invalid.
func (u *Unknowns) candidates(pattern string, v cty.Value) iter.Seq[cty.Value] {
	return func(yield func(cty.Value) bool) {
		if other, ok := u.Others[pattern]; ok {
			if value, err := convert.Convert(cty.StringVal(other), v.Type()); err == nil {
				yield(value)
				return
			}
		}
		if v.IsNull() {
			return
		}
		switch typ := v.Type(); {
		case typ == cty.String:
			yield(cty.StringVal(v.AsString() + "x"))
		case typ == cty.Bool:
			yield(v.Not())
		case typ == cty.Number:
			for _, by := range []int64{1, -1} {
				if !yield(v.Add(cty.NumberIntVal(by))) {
					return
				}
			}
		case typ.IsObjectType():
			values := v.AsValueMap()
			for _, name := range slices.Sorted(maps.Keys(values)) {
				for candidate := range u.candidates(pattern+"."+name, values[name]) {
					changed := maps.Clone(values)
					changed[name] = candidate
					if !yield(cty.ObjectVal(changed)) {
						return
					}
				}
			}
		case v.LengthInt() > 0:
			for key, element := range v.Elements() {
				for candidate := range u.candidates(pattern+".*", element) {
					var changed cty.Value
					switch {
					case typ.IsMapType():
						changed = cty.MapVal(map[string]cty.Value{key.AsString(): candidate})
					case typ.IsSetType():
						changed = cty.SetVal([]cty.Value{candidate})
					default:
						changed = cty.ListVal([]cty.Value{candidate})
					}
					if !yield(changed) {
						return
					}
				}
			}
		}
	}
}

// empty returns a collection without elements, [cty.NilVal] for other types.
func empty(typ cty.Type) cty.Value {
	switch {
	case typ.IsListType():
		return cty.ListValEmpty(typ.ElementType())
	case typ.IsMapType():
		return cty.MapValEmpty(typ.ElementType())
	case typ.IsSetType():
		return cty.SetValEmpty(typ.ElementType())
	}
	return cty.NilVal
}
