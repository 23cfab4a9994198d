package acctest

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// OnFalseClock runs a test in a bubble of testing/synctest: provider and cloud share a clock that moves on when both do nothing
// but wait. So an hour passes at once, and no result depends on how fast the machine is.
func OnFalseClock(t *testing.T, test func(t *testing.T, cloud *Cloud, session *Session), configure ...func(*emulator.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		cloud := newCloud(t, configure)
		cloud.URL = "http://cloud.invalid" // a network would keep the clock from moving
		test(t, cloud, newSession(t, direct{cloud.Server}, cloud.Provider()))
	})
}

// direct is a way to a handler without a network.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler: // the handler has closed the connection
			resp, err = nil, io.ErrUnexpectedEOF
		default:
			panic(cause)
		}
	}()
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, req)
	return recorder.Result(), errors.Join(req.Context().Err(), req.Body.Close())
}

// Session is the provider within the test and what Terraform would be to it: a configuration of resource blocks becomes calls
// of the plugin protocol and state. The blocks cannot refer to each other, and know no more than attributes and jsonencode.
// It is for what would cost a process of Terraform and shows nothing more there.
type Session struct {
	tfprotov6.ProviderServer
	marks   *creation.Marks
	t       testing.TB
	schemas *tfprotov6.GetProviderSchemaResponse
	mu      sync.Mutex // guards what follows
	state   map[string]object
}

// object is what Terraform keeps of a resource.
type object struct {
	kind    string
	value   *tfprotov6.DynamicValue
	private []byte
}

// Session returns the provider configured for the cloud, with more arguments of the provider block if given.
func (c *Cloud) Session(t testing.TB, arguments ...string) *Session {
	t.Helper()
	return newSession(t, nil, c.Provider(arguments...))
}

// newSession configures the provider by its block. It reaches the cloud by transport, nil for the network.
func newSession(t testing.TB, transport http.RoundTripper, block string) *Session {
	t.Helper()
	marks := new(creation.Marks)
	s := &Session{ProviderServer: provider.Server("test", transport, marks), marks: marks, t: t, state: map[string]object{}}
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	s.schemas = schemas
	config := encoded(t, schemas.Provider, s.evaluate(schemas.Provider, s.blocks(block)[0]))
	resp, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: config})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range resp.Diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return s
}

// Apply makes the resources what the configuration says, all at once, as far as they need not be replaced; what it does not name
// is deleted. It returns all errors and warnings.
func (s *Session) Apply(config string) []Diagnostic {
	s.t.Helper()
	wanted := map[string]*hclsyntax.Block{}
	for _, block := range s.blocks(config) {
		wanted[block.Labels[0]+"."+block.Labels[1]] = block
	}
	addresses := maps.Clone(s.state)
	for address, block := range wanted {
		if _, exists := addresses[address]; !exists {
			addresses[address] = object{kind: block.Labels[0]}
		}
	}
	var diagnostics []Diagnostic
	var all sync.WaitGroup
	for address, prior := range addresses {
		all.Go(func() {
			next, diags := s.change(prior, wanted[address])
			s.mu.Lock()
			defer s.mu.Unlock()
			if next.value == nil {
				delete(s.state, address)
			} else {
				s.state[address] = next
			}
			for _, d := range diags {
				diagnostics = append(diagnostics, Diagnostic{Severity: severity(d), Summary: d.Summary, Detail: d.Detail, Address: address})
			}
		})
	}
	all.Wait()
	return diagnostics
}

// Refresh reads all resources at once and returns all errors and warnings.
func (s *Session) Refresh() []Diagnostic {
	s.t.Helper()
	var diagnostics []Diagnostic
	var all sync.WaitGroup
	for address, prior := range maps.Clone(s.state) {
		all.Go(func() {
			resp, err := s.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: prior.kind, CurrentState: prior.value, Private: prior.private})
			if err != nil {
				s.t.Error(err)
				return
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.state[address] = s.kept(prior.kind, resp.NewState, resp.Private)
			for _, d := range resp.Diagnostics {
				diagnostics = append(diagnostics, Diagnostic{Severity: severity(d), Summary: d.Summary, Detail: d.Detail, Address: address})
			}
		})
	}
	all.Wait()
	return diagnostics
}

// Refuses expects an error for the configuration, whose summary and detail contain want, before anybody is asked.
func (s *Session) Refuses(t *testing.T, cloud *Cloud, config, want string) {
	t.Helper()
	cloud.ClearJournal()
	diagnostics := s.Apply(config)
	if !slices.ContainsFunc(diagnostics, func(d Diagnostic) bool { return strings.Contains(d.Summary+": "+d.Detail, want) }) {
		t.Errorf("got %+v, want an error that says %q", diagnostics, want)
	}
	if calls := cloud.Calls(""); len(calls) > 0 {
		t.Errorf("the cloud was asked: %+v", calls)
	}
}

// Close ends the provider as Terraform does after each run.
func (s *Session) Close() { s.marks.Close() }

// change takes a resource from what it was to what a block says, nil for nothing.
func (s *Session) change(prior object, block *hclsyntax.Block) (object, []*tfprotov6.Diagnostic) {
	schema := s.schemas.ResourceSchemas[prior.kind]
	null := cty.NullVal(ctyType(s.t, schema))
	state, config, proposal := null, null, null
	if prior.value != nil {
		state = decoded(s.t, schema, prior.value)
	}
	if block != nil {
		config = s.evaluate(schema, block)
		proposal = proposed(schema.Block.Attributes, state, config)
		resp, err := s.ValidateResourceConfig(s.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: prior.kind, Config: encoded(s.t, schema, config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
		if err != nil || len(resp.Diagnostics) > 0 {
			return prior, s.or(err, resp.Diagnostics)
		}
	}
	plan, err := s.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: prior.kind, PriorState: encoded(s.t, schema, state),
		ProposedNewState: encoded(s.t, schema, proposal), Config: encoded(s.t, schema, config), PriorPrivate: prior.private})
	if err != nil || len(plan.Diagnostics) > 0 {
		return prior, s.or(err, plan.Diagnostics)
	}
	if len(plan.RequiresReplace) > 0 {
		s.t.Errorf("the plan is to replace the %s because of %v", prior.kind, plan.RequiresReplace)
		return prior, nil
	}
	applied, err := s.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: prior.kind, PriorState: encoded(s.t, schema, state),
		PlannedState: plan.PlannedState, Config: encoded(s.t, schema, config), PlannedPrivate: plan.PlannedPrivate})
	if err != nil {
		return prior, s.or(err, nil)
	}
	return s.kept(prior.kind, applied.NewState, applied.Private), applied.Diagnostics
}

// or reports an error of the protocol itself, which no provider should return.
func (s *Session) or(err error, diagnostics []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	if err != nil {
		s.t.Error(err)
	}
	return diagnostics
}

// kept is what Terraform keeps of an answer: nothing if the object is gone.
func (s *Session) kept(kind string, value *tfprotov6.DynamicValue, private []byte) object {
	if decoded(s.t, s.schemas.ResourceSchemas[kind], value).IsNull() {
		return object{kind: kind}
	}
	return object{kind, value, private}
}

func severity(d *tfprotov6.Diagnostic) string {
	if d.Severity == tfprotov6.DiagnosticSeverityWarning {
		return "warning"
	}
	return "error"
}

// blocks are the blocks of a configuration.
func (s *Session) blocks(config string) []*hclsyntax.Block {
	s.t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(config), "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		s.t.Fatal(diags)
	}
	return file.Body.(*hclsyntax.Body).Blocks
}

// functions are what a block may call. Any JSON is YAML.
var functions = map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc, "yamlencode": stdlib.JSONEncodeFunc}

// evaluate returns the value of a block by its schema.
func (s *Session) evaluate(schema *tfprotov6.Schema, block *hclsyntax.Block) cty.Value {
	typ := ctyType(s.t, schema)
	values := map[string]cty.Value{}
	for name, attribute := range block.Body.Attributes {
		if !typ.HasAttribute(name) {
			s.t.Errorf("%s has no attribute %s", block.Labels, name)
		}
		value, diags := attribute.Expr.Value(&hcl.EvalContext{Functions: functions})
		if diags.HasErrors() {
			s.t.Error(diags)
		}
		values[name] = value
	}
	value, err := convert.Convert(cty.ObjectVal(values), optional(typ))
	if err != nil {
		s.t.Error(err)
	}
	return value
}

// optional is a type into which values convert that leave out attributes.
func optional(typ cty.Type) cty.Type {
	switch {
	case typ.IsObjectType():
		types := map[string]cty.Type{}
		for name, attribute := range typ.AttributeTypes() {
			types[name] = optional(attribute)
		}
		return cty.ObjectWithOptionalAttrs(types, slices.Collect(maps.Keys(types)))
	case typ.IsListType():
		return cty.List(optional(typ.ElementType()))
	case typ.IsSetType():
		return cty.Set(optional(typ.ElementType()))
	case typ.IsMapType():
		return cty.Map(optional(typ.ElementType()))
	}
	return typ
}

// proposed is what Terraform proposes to the provider: the configuration, and the state where that says nothing of a computed
// attribute. The elements of sets, which Terraform pairs by guessing, are left as they are.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, config cty.Value) cty.Value {
	if prior.IsNull() || config.IsNull() {
		return config
	}
	values := config.AsValueMap()
	for _, attribute := range attributes {
		was, value := prior.GetAttr(attribute.Name), values[attribute.Name]
		switch nested := attribute.NestedType; {
		case value.IsNull():
			if attribute.Computed {
				values[attribute.Name] = was
			}
		case nested == nil || was.IsNull() || nested.Nesting == tfprotov6.SchemaObjectNestingModeSet:
		case nested.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			values[attribute.Name] = proposed(nested.Attributes, was, value)
		case value.LengthInt() > 0:
			values[attribute.Name], _ = cty.Transform(value, func(path cty.Path, element cty.Value) (cty.Value, error) {
				if len(path) != 1 {
					return element, nil
				}
				if key := path[0].(cty.IndexStep).Key; was.HasIndex(key).True() {
					return proposed(nested.Attributes, was.Index(key), element), nil
				}
				return element, nil
			})
		}
	}
	return cty.ObjectVal(values)
}

// ctyType is the type of a schema's values in Terraform's own terms.
func ctyType(t testing.TB, schema *tfprotov6.Schema) cty.Type {
	text, err := schema.ValueType().MarshalJSON() //nolint:staticcheck // nothing else writes it
	if err != nil {
		t.Error(err)
	}
	typ, err := ctyjson.UnmarshalType(text)
	if err != nil {
		t.Error(err)
	}
	return typ
}

func encoded(t testing.TB, schema *tfprotov6.Schema, value cty.Value) *tfprotov6.DynamicValue {
	text, err := msgpack.Marshal(value, ctyType(t, schema))
	if err != nil {
		t.Error(err)
	}
	return &tfprotov6.DynamicValue{MsgPack: text}
}

func decoded(t testing.TB, schema *tfprotov6.Schema, from *tfprotov6.DynamicValue) cty.Value {
	value, err := msgpack.Unmarshal(from.MsgPack, ctyType(t, schema))
	if err != nil {
		t.Error(err)
	}
	return value
}
