package acctest

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/protocol"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// checkedServer is the provider that fails where it answers otherwise than the framework alone would. Only what the
// framework answers without calling the API is compared.
type checkedServer struct {
	checkedValidation
	framework tfprotov6.ProviderServer
	asks      bool // whether plans call the API
	refreshed *atomic.Bool
}

// seen holds the questions that have been compared. They are alike in many tests, and in each step of one: Terraform asks in a plan, before
// it applies that, and in the next plan.
var seen sync.Map

// isNew reports whether no question like this has been asked in this process.
func isNew(question ...string) bool {
	_, known := seen.LoadOrStore(strings.Join(question, "\n"), true)
	return !known
}

// shape tells which parts of a value are null, unknown or known. That is what the framework's part of an answer depends on: what values say
// only matters to validators and ModifyPlan, which are the same on either way.
func shape(v tftypes.Value) string {
	var members map[string]tftypes.Value
	var elements []tftypes.Value
	switch {
	case !v.IsKnown():
		return "?"
	case v.IsNull():
		return ""
	case v.As(&members) == nil:
		var text strings.Builder
		for _, name := range slices.Sorted(maps.Keys(members)) {
			if of := shape(members[name]); of != "" {
				fmt.Fprintf(&text, "%s:%s,", name, of)
			}
		}
		return "{" + text.String() + "}"
	case v.As(&elements) == nil:
		shapes := make([]string, len(elements))
		for i, element := range elements {
			shapes[i] = shape(element)
		}
		return "[" + strings.Join(shapes, ",") + "]"
	}
	return "."
}

// newCheckedServer returns a checked provider that sets refreshed when it reads something else than is in state.
func newCheckedServer(journal *creation.Journal, refreshed *atomic.Bool) tfprotov6.ProviderServer {
	return &checkedServer{checkedValidation: newCheckedValidation(nil, journal), framework: newFramework(), refreshed: refreshed}
}

// newFramework returns the provider without what it does below the framework, but that it opens elements that are unknown as a whole,
// which the framework misunderstands, and takes empty arguments for left out.
func newFramework() tfprotov6.ProviderServer {
	p := provider.New("test", new(creation.Journal))
	kinds := protocol.KindsOf(p.Resources(context.Background()))
	return protocol.EmptyIsDefault(kinds)(protocol.OpenUnknown(kinds)(providerserver.NewProtocol6(p)().(protocol.Server)))
}

// schemas are the same for all tests.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return newFramework().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// hasShortcut are the types of the resources for which the provider may answer without the framework.
var hasShortcut = sync.OnceValue(func() map[string]bool {
	types := map[string]bool{}
	for _, construct := range provider.New("test", new(creation.Journal)).Resources(context.Background()) {
		if r, ok := construct().(protocol.Resource); ok {
			var resp resource.MetadataResponse
			r.Metadata(context.Background(), resource.MetadataRequest{ProviderTypeName: "eci"}, &resp)
			types[resp.TypeName] = true
		}
	}
	return types
})

// GetProviderSchema answers what every provider in tests would.
func (s *checkedServer) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return schemas()
}

func (s *checkedServer) ConfigureProvider(
	ctx context.Context, req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	schemas, err := schemas()
	if err != nil {
		return nil, err
	}
	config, err := req.Config.Unmarshal(schemas.Provider.ValueType())
	if err != nil {
		return nil, err
	}
	var attributes map[string]tftypes.Value
	if err := config.As(&attributes); err != nil {
		return nil, err
	}
	s.asks = !attributes["plan_checks"].IsNull()
	if _, err := s.framework.ConfigureProvider(ctx, req); err != nil {
		return nil, err
	}
	return s.Server.ConfigureProvider(ctx, req)
}

// checkedValidation is the provider that fails where it accepts what the framework alone would say something about.
type checkedValidation struct{ protocol.Server }

// unconfigured validates by the framework alone. It is the same for all tests, and knows of no region or keys that are missing: that
// plans say, and validation must not depend on it.
var unconfigured = sync.OnceValue(newFramework)

// newCheckedValidation returns a provider whose transport is as for provider.Server.
func newCheckedValidation(transport http.RoundTripper, journal *creation.Journal) checkedValidation {
	return checkedValidation{provider.Server("test", transport, journal)}
}

func (s checkedValidation) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.Server.ValidateResourceConfig(ctx, req)
	if err != nil || len(resp.Diagnostics) > 0 {
		return resp, err
	}
	schemas, err := schemas()
	if err != nil {
		return nil, err
	}
	config, err := req.Config.Unmarshal(schemas.ResourceSchemas[req.TypeName].ValueType())
	if err != nil || !isNew("validate", req.TypeName, shape(config)) {
		return resp, err
	}
	want, err := unconfigured().ValidateResourceConfig(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(want.Diagnostics) > 0 {
		return nil, fmt.Errorf("the framework finds fault with %s: %s", req.TypeName, want.Diagnostics[0].Detail)
	}
	return resp, nil
}

func (s *checkedServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.Server.ReadResource(ctx, req)
	if err == nil && resp.NewState != nil && compare(req.TypeName, req.CurrentState, resp.NewState) != nil {
		s.refreshed.Store(true)
	}
	return resp, err
}

func (s *checkedServer) UpgradeResourceState(
	ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	resp, err := s.Server.UpgradeResourceState(ctx, req)
	if err != nil || resp.UpgradedState == nil || !hasShortcut()[req.TypeName] ||
		!isNew("upgrade", req.TypeName, string(req.RawState.JSON)) {
		return resp, err
	}
	want, err := s.framework.UpgradeResourceState(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(want.Diagnostics) > 0 {
		return nil, fmt.Errorf("the framework does not upgrade the state of %s: %s", req.TypeName, want.Diagnostics[0].Detail)
	}
	return resp, compare(req.TypeName, resp.UpgradedState, want.UpgradedState)
}

func (s *checkedServer) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.Server.PlanResourceChange(ctx, req)
	if err != nil {
		return nil, err
	}
	if ok, err := s.canCompare(req, resp); !ok || err != nil {
		return resp, err
	}
	want, err := s.framework.PlanResourceChange(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(want.Diagnostics) > 0 || !bytes.Equal(resp.PlannedPrivate, want.PlannedPrivate) ||
		!slices.EqualFunc(resp.RequiresReplace, want.RequiresReplace, (*tftypes.AttributePath).Equal) {
		return nil, fmt.Errorf("the framework plans %s otherwise: %+v", req.TypeName, want)
	}
	return resp, compare(req.TypeName, resp.PlannedState, want.PlannedState)
}

// canCompare reports whether the framework gives the same answer without calling the API. It cannot for configurations with
// elements that are unknown as a whole, which the provider opens first.
func (s *checkedServer) canCompare(req *tfprotov6.PlanResourceChangeRequest, resp *tfprotov6.PlanResourceChangeResponse) (bool, error) {
	schemas, err := schemas()
	if err != nil || s.asks || len(resp.Diagnostics) > 0 || !hasShortcut()[req.TypeName] {
		return false, err
	}
	var values [3]tftypes.Value
	for i, encoded := range []*tfprotov6.DynamicValue{req.Config, req.PriorState, req.ProposedNewState} {
		if values[i], err = encoded.Unmarshal(schemas.ResourceSchemas[req.TypeName].ValueType()); err != nil {
			return false, err
		}
	}
	config, prior, proposed := values[0], values[1], values[2]
	opened, err := value.OpenUnknown(config)
	if err != nil || !opened.Equal(config) {
		return false, err
	}
	changes, err := proposed.Diff(prior)
	if err != nil {
		return false, err
	}
	question := []string{"plan", req.TypeName, shape(config), shape(prior), shape(proposed)}
	for _, change := range changes {
		question = append(question, change.Path.String())
	}
	slices.Sort(question[5:])
	private, err := service.ReadPrivate(req.PriorPrivate)
	if err != nil {
		return false, err
	}
	return isNew(append(question, strconv.FormatBool(private.Matters()))...), nil
}

// compare returns an error if the values of a resource differ. Their encodings may.
func compare(typeName string, encoded ...*tfprotov6.DynamicValue) error {
	schemas, err := schemas()
	if err != nil {
		return err
	}
	if bytes.Equal(encoded[0].MsgPack, encoded[1].MsgPack) && bytes.Equal(encoded[0].JSON, encoded[1].JSON) {
		return nil
	}
	var values [2]tftypes.Value
	for i := range values {
		if values[i], err = encoded[i].Unmarshal(schemas.ResourceSchemas[typeName].ValueType()); err != nil {
			return err
		}
	}
	differences, err := values[1].Diff(values[0])
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return fmt.Errorf("the framework makes of %s something else: %v", typeName, differences)
	}
	return nil
}
