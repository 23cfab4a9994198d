package protocol

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// Resource is a resource that [Shortcut] answers for.
type Resource interface {
	resource.ResourceWithConfigure
	resource.ResourceWithModifyPlan
	// Refresh writes into state what has become of the object, and removes it if the object is gone. It reports whether
	// anything has changed; if not, state stays as it is. private is the object's private state.
	Refresh(ctx context.Context, state *tfsdk.State, private service.Private, diags *diag.Diagnostics) (changed bool)
	// Plan is what ModifyPlan does, with the object's private state.
	Plan(ctx context.Context, req resource.ModifyPlanRequest, private service.PrivateReader, resp *resource.ModifyPlanResponse)
	// PlanMayDiffer reports whether ModifyPlan may change a plan that is equal to the state.
	PlanMayDiffer(ctx context.Context, config tfsdk.Config, state tfsdk.State) bool
}

// Shortcut answers for resources that are new or as Terraform knows them: there can be hundreds. configured returns the
// provider's configuration once there is one.
//
// terraform-plugin-framework 1.19 takes over ten times as long over each resource with many attributes: for each step of each
// path in a value it copies the map of the schema's attributes, and at plan it writes each attribute of the root anew although
// none has a change, each time going through the whole value. Shortcut can go when both are mended; see
// .github/adr/0012-below-the-framework.md for what they cost.
func Shortcut(kinds Kinds, configured func() *service.Config) Middleware {
	return func(next Server) Server {
		s := &shortcut{Server: next, configured: configured, kinds: map[string]*shortKind{}}
		for name, k := range kinds {
			if _, ok := k.construct().(Resource); ok {
				s.kinds[name] = &shortKind{kind: k, tree: sync.OnceValue(func() *planTree {
					return newPlanTree(context.Background(), k.typ(), k.schema().Attributes)
				})}
			}
		}
		return s
	}
}

type shortcut struct {
	Server
	configured func() *service.Config
	config     atomic.Pointer[service.Config] // of a provider that can call the API
	kinds      map[string]*shortKind
}

// shortKind is a kind of Resource. Its methods return nil if the framework has to answer.
type shortKind struct {
	*kind
	tree func() *planTree
}

func (s *shortcut) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (
	*tfprotov6.ConfigureProviderResponse, error) {
	resp, err := s.Server.ConfigureProvider(ctx, req)
	if config := s.configured(); config != nil && config.Client != nil && !config.DefaultTagsUnknown {
		s.config.Store(config)
	}
	return resp, err
}

func (s *shortcut) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (
	*tfprotov6.UpgradeResourceStateResponse, error) {
	if kind := s.kinds[req.TypeName]; kind != nil && req.RawState != nil && req.Version == kind.schema().Version {
		if resp := kind.keepState(req.RawState); resp != nil {
			return resp, nil
		}
	}
	return s.Server.UpgradeResourceState(ctx, req)
}

func (s *shortcut) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if kind, config := s.kinds[req.TypeName], s.config.Load(); kind != nil && config != nil && req.CurrentState != nil {
		if resp := kind.read(ctx, config, req); resp != nil {
			return resp, nil
		}
	}
	return s.Server.ReadResource(ctx, req)
}

func (s *shortcut) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	kind, config := s.kinds[req.TypeName], s.config.Load()
	if kind != nil && config != nil && req.PriorState != nil && req.ProposedNewState != nil && req.Config != nil {
		if resp := kind.plan(ctx, config, req); resp != nil {
			return resp, nil
		}
	}
	return s.Server.PlanResourceChange(ctx, req)
}

// resource returns a resource of a configured provider.
func (k *shortKind) resource(ctx context.Context, config *service.Config) Resource {
	r := k.construct().(Resource)
	r.Configure(ctx, resource.ConfigureRequest{ProviderData: config}, &resource.ConfigureResponse{}) // it fails for other types only
	return r
}

// keepState answers for a state of the current version, which need not be upgraded.
func (k *shortKind) keepState(raw *tfprotov6.RawState) *tfprotov6.UpgradeResourceStateResponse {
	encoded, err := stateFromJSON(k.typ(), raw.JSON)
	if err != nil {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: encoded}
}

func (k *shortKind) read(ctx context.Context, config *service.Config, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	before, err := req.CurrentState.Unmarshal(k.typ())
	var attributes map[string]tftypes.Value
	if err != nil || before.IsNull() || before.As(&attributes) != nil {
		return nil
	}
	private, err := service.ReadPrivate(req.Private)
	if err != nil || attributes["region"].IsNull() {
		return nil
	}
	state := tfsdk.State{Raw: before, Schema: k.schema()}
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState}
	var diags diag.Diagnostics
	if k.resource(ctx, config).Refresh(ctx, &state, private, &diags) {
		resp.NewState = encode(k.typ(), state.Raw, &diags)
	}
	if resp.Private, err = private.Encoded(req.Private); err != nil {
		return nil
	}
	identity := tftypes.NewValue(identityType, map[string]tftypes.Value{
		"region": attributes["region"], "id": attributes["id"]})
	resp.NewIdentity = &tfprotov6.ResourceIdentityData{IdentityData: encode(identityType, identity, &diags)}
	for _, d := range diags {
		if _, ok := d.(diag.DiagnosticWithPath); ok { // only the framework writes paths
			return nil
		}
		severity := tfprotov6.DiagnosticSeverity(d.Severity()) // both begin with errors and go on with warnings
		resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{Severity: severity, Summary: d.Summary(), Detail: d.Detail()})
	}
	return resp
}

// plan answers for a resource that stays as its state is, and for one that is to be created or changed without a question to the API.
func (k *shortKind) plan(ctx context.Context, config *service.Config, req *tfprotov6.PlanResourceChangeRequest,
) *tfprotov6.PlanResourceChangeResponse {
	prior, err := req.PriorState.Unmarshal(k.typ())
	if err != nil {
		return nil
	}
	configured, err := req.Config.Unmarshal(k.typ())
	if err != nil || configured.IsNull() {
		return nil
	}
	private, err := service.ReadPrivate(req.PriorPrivate)
	if err != nil {
		return nil
	}
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate,
		PlannedIdentity: req.PriorIdentity}
	if !prior.IsNull() {
		k.know(config, prior)
	}
	if prior.IsNull() || private.Matters() || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) ||
		!k.stays(ctx, config, configured, prior) {
		if !k.planChange(ctx, config, configured, prior, req.ProposedNewState, private, resp) {
			return nil
		}
	}
	if resp.PlannedIdentity == nil {
		none, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, nil))
		if err != nil {
			return nil
		}
		resp.PlannedIdentity = &tfprotov6.ResourceIdentityData{IdentityData: &none}
	}
	return resp
}

// know notes that Terraform has an object, also where it does not refresh.
func (k *shortKind) know(config *service.Config, state tftypes.Value) {
	var attributes map[string]tftypes.Value
	var id string
	if state.As(&attributes) == nil && attributes["id"].As(&id) == nil {
		config.Journal.Know(id)
	}
}

// stays reports whether nothing has a reason to differ from a state that Terraform proposes as it is: no default, and not
// ModifyPlan.
func (k *shortKind) stays(ctx context.Context, config *service.Config, configured, state tftypes.Value) bool {
	return k.tree().defaultsHold(configured, state) && !k.resource(ctx, config).PlanMayDiffer(ctx,
		tfsdk.Config{Raw: configured, Schema: k.schema()}, tfsdk.State{Raw: state, Schema: k.schema()})
}

// planChange writes the plan to create or change a resource, unless the framework has to.
func (k *shortKind) planChange(ctx context.Context, config *service.Config, configured, prior tftypes.Value,
	encoded *tfprotov6.DynamicValue, private service.Private, resp *tfprotov6.PlanResourceChangeResponse) bool {
	if config.DryRun != service.DryRunOff || config.Prices.Enabled() { // which ask the API, and the framework would ask once more
		return false
	}
	proposed, err := encoded.Unmarshal(k.typ())
	if err != nil || proposed.IsNull() {
		return false
	}
	planned, err := k.tree().plan(configured, proposed, prior)
	if err != nil {
		return false
	}
	req := resource.ModifyPlanRequest{
		Config: tfsdk.Config{Raw: configured, Schema: k.schema()},
		Plan:   tfsdk.Plan{Raw: planned, Schema: k.schema()},
		State:  tfsdk.State{Raw: prior, Schema: k.schema()},
	}
	modified := resource.ModifyPlanResponse{Plan: req.Plan}
	k.resource(ctx, config).Plan(ctx, req, private, &modified)
	resp.PlannedState = encode(k.typ(), modified.Plan.Raw, &modified.Diagnostics)
	resp.RequiresReplace = attributePaths(modified.RequiresReplace)
	return len(modified.Diagnostics) == 0 // they may have paths, which only the framework writes
}

// attributePaths returns paths as the protocol has them, each once, in order.
func attributePaths(paths path.Paths) []*tftypes.AttributePath {
	slices.SortFunc(paths, func(a, b path.Path) int { return cmp.Compare(a.String(), b.String()) })
	var encoded []*tftypes.AttributePath
	for _, p := range slices.CompactFunc(paths, path.Path.Equal) {
		encoded = append(encoded, attributePath(p))
	}
	return encoded
}

// attributePath returns a path, without what is within the element of a set.
func attributePath(p path.Path) *tftypes.AttributePath {
	at := tftypes.NewAttributePath()
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			at = at.WithAttributeName(string(step))
		case path.PathStepElementKeyInt:
			at = at.WithElementKeyInt(int(step))
		case path.PathStepElementKeyString:
			at = at.WithElementKeyString(string(step))
		default:
			return at
		}
	}
	return at
}

// identityType is the type of the identity of every resource.
var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String, "id": tftypes.String}}

func encode(typ tftypes.Type, v tftypes.Value, diags *diag.Diagnostics) *tfprotov6.DynamicValue {
	encoded, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		diags.AddError("State Cannot Be Written", err.Error())
	}
	return &encoded
}
