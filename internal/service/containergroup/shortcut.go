package containergroup

import (
	"bytes"
	"context"
	"reflect"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/decode"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/identity"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/tags"
)

// Shortcut answers Terraform below the framework for groups that are as it knows them: there can be hundreds, and the
// framework takes over ten times as long over each. Whatever else comes up is left to the resource, with nil for an answer.
// See .github/adr/0012-below-the-framework.md.
type Shortcut struct {
	schema   schema.Schema
	typ      tftypes.Type
	defaults *defaultValues
	config   atomic.Pointer[service.Config] // of a provider that can call the API
}

// NewShortcut returns a Shortcut that answers for what needs no configured provider.
func NewShortcut(ctx context.Context) *Shortcut {
	s := &Shortcut{schema: resourceSchema(ctx)}
	s.typ, s.defaults = s.schema.Type().TerraformType(ctx), newDefaultValues(ctx, s.schema.Attributes)
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
	if config == nil {
		return nil
	}
	raw, err := req.CurrentState.Unmarshal(s.typ)
	if err != nil || raw.IsNull() {
		return nil
	}
	state := tfsdk.State{Raw: raw, Schema: s.schema}
	var before model
	diags := decode.Into(ctx, state, &before)
	if diags.HasError() {
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
		if value, ok := a.Interface().(attr.Value); ok {
			return value.Equal(b.Interface().(attr.Value))
		}
	}
	same := true
	for i := 0; same && i < a.NumField(); i++ {
		same = sameValue(a.Field(i), b.Field(i))
	}
	return same
}

// PlanResourceChange answers for a group that stays as its state is: Terraform proposes just that, and neither a default nor
// ModifyPlan has a reason to differ.
func (s *Shortcut) PlanResourceChange(req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	config := s.config.Load()
	if config == nil || len(req.PriorState.MsgPack) == 0 || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) ||
		identity.MayBeImported(req.PriorPrivate) {
		return nil
	}
	prior, err := req.PriorState.Unmarshal(s.typ)
	if err != nil || prior.IsNull() {
		return nil
	}
	configured, err := req.Config.Unmarshal(s.typ)
	if err != nil || !s.defaults.hold(configured, prior) {
		return nil
	}
	var attributes, own, all map[string]tftypes.Value
	if prior.As(&attributes) != nil || attributes["tags"].As(&own) != nil || attributes["tags_all"].As(&all) != nil || !tags.AreAll(all, own, config.DefaultTags) {
		return nil
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity}
}
