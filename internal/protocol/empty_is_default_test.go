package protocol

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var emptyType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"policy": tftypes.String, "zone": tftypes.String}}

// echo keeps the calls, and applies everything as the default and zone b.
type echo struct {
	Server
	plan  *tfprotov6.PlanResourceChangeRequest
	apply *tfprotov6.ApplyResourceChangeRequest
	// planned is what it plans.
	planned *tfprotov6.DynamicValue
}

func (e *echo) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	e.plan = req
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: e.planned}, nil
}

func (e *echo) ApplyResourceChange(_ context.Context, req *tfprotov6.ApplyResourceChangeRequest) (
	*tfprotov6.ApplyResourceChangeResponse, error) {
	e.apply = req
	return &tfprotov6.ApplyResourceChangeResponse{NewState: emptyObject("Always", "b")}, nil
}

func emptyObject(policy, zone any) *tfprotov6.DynamicValue {
	value, err := tfprotov6.NewDynamicValue(emptyType, tftypes.NewValue(emptyType, map[string]tftypes.Value{
		"policy": tftypes.NewValue(tftypes.String, policy), "zone": tftypes.NewValue(tftypes.String, zone)}))
	if err != nil {
		panic(err)
	}
	return &value
}

func emptyServer(inner *echo) Server {
	attributes := map[string]schema.Attribute{
		"policy": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("Always")},
		"zone":   schema.StringAttribute{Optional: true, Computed: true},
	}
	kind := &kind{typ: func() tftypes.Type { return emptyType }, schema: func() indexedSchema {
		return indexedSchema{Schema: schema.Schema{Attributes: attributes}}
	}}
	return EmptyIsDefault(Kinds{"it": kind})(inner)
}

func TestEmptyIsDefaultAtPlan(t *testing.T) {
	unknown := tftypes.UnknownValue
	null, err := tfprotov6.NewDynamicValue(emptyType, tftypes.NewValue(emptyType, nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		config, prior, proposed *tfprotov6.DynamicValue // as Terraform asks
		seen                    [3]*tfprotov6.DynamicValue
		planned, want           *tfprotov6.DynamicValue // as the resource answers, and as Terraform sees it
	}{
		"new": {emptyObject("", ""), &null, emptyObject("", ""),
			[3]*tfprotov6.DynamicValue{emptyObject(nil, nil), &null, emptyObject(nil, nil)},
			emptyObject("Always", unknown), emptyObject("", "")},
		"stays": {emptyObject("", ""), emptyObject("", ""), emptyObject("", ""),
			[3]*tfprotov6.DynamicValue{emptyObject(nil, nil), emptyObject("Always", nil), emptyObject("Always", nil)},
			emptyObject("Always", nil), emptyObject("", "")},
		"given": {emptyObject("", ""), emptyObject("Always", "b"), emptyObject("", ""),
			[3]*tfprotov6.DynamicValue{emptyObject(nil, nil), emptyObject("Always", "b"), emptyObject("Always", "b")},
			emptyObject("Always", "b"), emptyObject("Always", "b")},
		"taken away": {emptyObject(nil, nil), emptyObject("", ""), emptyObject("", ""),
			[3]*tfprotov6.DynamicValue{emptyObject(nil, nil), emptyObject("Always", nil), emptyObject("Always", nil)},
			emptyObject("Always", nil), emptyObject("", "")},
		"changed outside": {emptyObject("", ""), emptyObject("Never", ""), emptyObject("", ""),
			[3]*tfprotov6.DynamicValue{emptyObject(nil, nil), emptyObject("Never", nil), emptyObject("Never", nil)},
			emptyObject("Always", nil), emptyObject("", "")},
		"another value": {emptyObject("Never", "b"), emptyObject("", ""), emptyObject("Never", "b"),
			[3]*tfprotov6.DynamicValue{emptyObject("Never", "b"), emptyObject("Always", nil), emptyObject("Never", "b")},
			emptyObject("Never", "b"), emptyObject("Never", "b")},
		"nothing empty": {emptyObject("Never", nil), emptyObject("Never", "b"), emptyObject("Never", "b"),
			[3]*tfprotov6.DynamicValue{emptyObject("Never", nil), emptyObject("Never", "b"), emptyObject("Never", "b")},
			emptyObject("Never", "b"), emptyObject("Never", "b")},
	} {
		t.Run(name, func(t *testing.T) {
			inner := &echo{planned: test.planned}
			resp, err := emptyServer(inner).PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: "it",
				Config: test.config, PriorState: test.prior, ProposedNewState: test.proposed})
			if err != nil {
				t.Fatal(err)
			}
			expectValue(t, "config", inner.plan.Config, test.seen[0])
			expectValue(t, "prior state", inner.plan.PriorState, test.seen[1])
			expectValue(t, "proposal", inner.plan.ProposedNewState, test.seen[2])
			expectValue(t, "plan", resp.PlannedState, test.want)
		})
	}
}

func TestEmptyIsDefaultAtApply(t *testing.T) {
	for _, test := range []struct{ prior, seen, planned *tfprotov6.DynamicValue }{
		{emptyObject("Never", ""), emptyObject("Never", nil), emptyObject("Always", nil)},
		{emptyObject("Never", nil), emptyObject("Never", nil), emptyObject("Always", tftypes.UnknownValue)},
	} {
		inner := new(echo)
		resp, err := emptyServer(inner).ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: "it",
			Config: emptyObject("", ""), PriorState: test.prior, PlannedState: emptyObject("", "")})
		if err != nil {
			t.Fatal(err)
		}
		expectValue(t, "config", inner.apply.Config, emptyObject(nil, nil))
		expectValue(t, "prior state", inner.apply.PriorState, test.seen)
		expectValue(t, "plan", inner.apply.PlannedState, test.planned)
		expectValue(t, "state", resp.NewState, emptyObject("", ""))
	}
}

func expectValue(t *testing.T, what string, got, want *tfprotov6.DynamicValue) {
	t.Helper()
	is, err := got.Unmarshal(emptyType)
	if err != nil {
		t.Fatal(err)
	}
	wanted, err := want.Unmarshal(emptyType)
	if err != nil {
		t.Fatal(err)
	}
	if !is.Equal(wanted) {
		t.Errorf("%s: %s, want %s", what, is, wanted)
	}
}
