package containergroup

import (
	"bytes"
	"context"
	"reflect"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Shortcut answers Terraform below the framework for groups that are new or as it knows them: there can be hundreds, and the
// framework takes over ten times as long over each. Whatever else comes up is left to it, with nil for an answer.
// See .github/adr/0012-below-the-framework.md.
type Shortcut struct {
	schema schema.Schema
	typ    tftypes.Type
	tree   *planTree
	config atomic.Pointer[service.Config] // of a provider that can call the API
}

// NewShortcut returns a Shortcut that answers for what needs no configured provider.
func NewShortcut(ctx context.Context) *Shortcut {
	s := &Shortcut{schema: resourceSchema(ctx)}
	s.typ = s.schema.Type().TerraformType(ctx)
	s.tree = newPlanTree(ctx, s.typ, s.schema.Attributes)
	return s
}

// Configure hands over the configured provider.
func (s *Shortcut) Configure(config *service.Config) {
	if config != nil && config.Client != nil && !config.DefaultTagsUnknown {
		s.config.Store(config)
	}
}

// UpgradeResourceState answers for a state of the current version.
func (s *Shortcut) UpgradeResourceState(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	if req.RawState == nil || req.Version != s.schema.Version {
		return nil
	}
	state, err := req.RawState.UnmarshalWithOpts(s.typ, tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		return nil
	}
	encoded, err := tfprotov6.NewDynamicValue(s.typ, state)
	if err != nil {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &encoded}
}

// ReadResource answers once the provider is configured.
func (s *Shortcut) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	config := s.config.Load()
	if config == nil || req.CurrentState == nil {
		return nil
	}
	raw, err := req.CurrentState.Unmarshal(s.typ)
	if err != nil || raw.IsNull() {
		return nil
	}
	state := tfsdk.State{Raw: raw, Schema: s.schema}
	var before model
	diags := value.Decode(ctx, state, &before)
	if diags.HasError() || !config.InRegion("container group", before.ID, before.Region, &diags) {
		return nil
	}
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private}
	group := read(ctx, config, before, &diags)
	switch {
	case diags.HasError():
	case group == nil:
		state.RemoveResource(ctx)
		resp.NewState = encode(s.typ, state.Raw, &diags)
	case !sameValue(reflect.ValueOf(*group), reflect.ValueOf(before)):
		diags.Append(state.Set(ctx, group)...)
		resp.NewState = encode(s.typ, state.Raw, &diags)
	}
	object := tftypes.NewValue(identityType, map[string]tftypes.Value{
		"region": tftypes.NewValue(tftypes.String, config.Client.Region()), "id": tftypes.NewValue(tftypes.String, before.ID.ValueString())})
	resp.NewIdentity = &tfprotov6.ResourceIdentityData{IdentityData: encode(identityType, object, &diags)}
	for _, d := range diags {
		resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
			Severity: tfprotov6.DiagnosticSeverity(d.Severity()), Summary: d.Summary(), Detail: d.Detail()}) // both begin with errors and go on with warnings
	}
	return resp
}

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String, "id": tftypes.String}}

func encode(typ tftypes.Type, value tftypes.Value, diags *diag.Diagnostics) *tfprotov6.DynamicValue {
	encoded, err := tfprotov6.NewDynamicValue(typ, value)
	if err != nil {
		diags.AddError("State Cannot Be Written", err.Error())
	}
	return &encoded
}

// sameValue compares models and what they consist of. Null and empty differ.
func sameValue(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || sameValue(a.Elem(), b.Elem()))
	case reflect.Slice:
		same := a.IsNil() == b.IsNil() && a.Len() == b.Len()
		for i := 0; same && i < a.Len(); i++ {
			same = sameValue(a.Index(i), b.Index(i))
		}
		return same
	case reflect.Map:
		same := a.IsNil() == b.IsNil() && a.Len() == b.Len()
		for elements := a.MapRange(); same && elements.Next(); {
			other := b.MapIndex(elements.Key())
			same = other.IsValid() && sameValue(elements.Value(), other)
		}
		return same
	}
	if a.CanInterface() { // a model that is embedded cannot
		if value, ok := reflect.TypeAssert[attr.Value](a); ok {
			return value.Equal(b.Interface().(attr.Value))
		}
	}
	same := true
	for i := 0; same && i < a.NumField(); i++ {
		same = sameValue(a.Field(i), b.Field(i))
	}
	return same
}

// PlanResourceChange answers for a group that is to be created without a question to the API, and for one that stays as its
// state is.
func (s *Shortcut) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	config := s.config.Load()
	if config == nil || req.PriorState == nil || req.ProposedNewState == nil || req.Config == nil {
		return nil
	}
	prior, err := req.PriorState.Unmarshal(s.typ)
	if err != nil {
		return nil
	}
	configured, err := req.Config.Unmarshal(s.typ)
	if err != nil || configured.IsNull() {
		return nil
	}
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity}
	var diags diag.Diagnostics
	if prior.IsNull() {
		if resp.PlannedState = s.planNew(ctx, config, configured, req, &diags); resp.PlannedState == nil {
			return nil
		}
	} else if !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) || !s.stays(config, configured, prior, req.PriorPrivate) {
		return nil
	}
	if resp.PlannedIdentity == nil {
		resp.PlannedIdentity = &tfprotov6.ResourceIdentityData{IdentityData: encode(identityType, tftypes.NewValue(identityType, nil), &diags)}
	}
	if len(diags) > 0 { // the framework knows how to tell of them
		return nil
	}
	return resp
}

// stays says whether nothing has a reason to differ from a state that Terraform proposes as it is: no default, and not
// ModifyPlan.
func (s *Shortcut) stays(config *service.Config, configured, state tftypes.Value, private []byte) bool {
	if service.MayBeImported(private) || !s.tree.defaultsHold(configured, state) {
		return false
	}
	var attributes, own, all map[string]tftypes.Value
	return state.As(&attributes) == nil && attributes["tags"].As(&own) == nil && attributes["tags_all"].As(&all) == nil && service.AreAllTags(all, own, config.DefaultTags)
}

// planNew returns nil if the framework has to do it.
func (s *Shortcut) planNew(ctx context.Context, config *service.Config, configured tftypes.Value, req *tfprotov6.PlanResourceChangeRequest, diags *diag.Diagnostics) *tfprotov6.DynamicValue {
	if config.DryRunAtPlan || config.Prices != nil {
		return nil
	}
	proposed, err := req.ProposedNewState.Unmarshal(s.typ)
	if err != nil || proposed.IsNull() {
		return nil
	}
	planned, err := s.tree.planNew(configured, proposed)
	if err != nil {
		return nil
	}
	modify := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Raw: configured, Schema: s.schema},
		Plan:   tfsdk.Plan{Raw: planned, Schema: s.schema},
		State:  tfsdk.State{Raw: tftypes.NewValue(s.typ, nil), Schema: s.schema},
	}
	resp := resource.ModifyPlanResponse{Plan: modify.Plan}
	(&containerGroupResource{service.Resource{Config: config}}).ModifyPlan(ctx, modify, &resp)
	diags.Append(resp.Diagnostics...)
	return encode(s.typ, resp.Plan.Raw, diags)
}
