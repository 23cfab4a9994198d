package acctest

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/protocol"
)

// OnFalseClock runs a test in a bubble of testing/synctest: provider and cloud share a clock that moves on when both do nothing
// but wait. So an hour passes at once, and no result depends on how fast the machine is.
func OnFalseClock(t *testing.T, test func(t *testing.T, cloud *Cloud, session *Session), configure ...func(*emulator.Config)) {
	t.Helper()
	CloudOnFalseClock(t, func(t *testing.T, cloud *Cloud) { test(t, cloud, cloud.Session(t)) }, configure...)
}

// CloudOnFalseClock is OnFalseClock without a provider, for a client.
func CloudOnFalseClock(t *testing.T, test func(t *testing.T, cloud *Cloud), configure ...func(*emulator.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		cloud := newCloud(t, configure)
		cloud.URL, cloud.transport = "http://cloud.invalid", direct{cloud.Server} // a network would keep the clock from moving
		test(t, cloud)
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
	if err := errors.Join(req.Context().Err(), req.Body.Close()); err != nil {
		return nil, err
	}
	return recorder.Result(), nil
}

// Session is the provider within the test and what Terraform would be to it: a configuration of resource blocks becomes calls
// of the plugin protocol and state. The blocks cannot refer to each other, and know no more than attributes and jsonencode.
// It is for what would cost a process of Terraform and shows nothing more there.
type Session struct {
	protocol.Server
	journal   *creation.Journal
	dir       string // where it is
	cloud     *Cloud
	arguments []string // of the provider
	t         testing.TB
	schemas   *tfprotov6.GetProviderSchemaResponse
	mu        sync.Mutex // guards what follows
	state     map[string]object
	planned   map[string]Plan
}

// object holds what Terraform keeps of a resource.
type object struct {
	kind    string
	value   *tfprotov6.DynamicValue
	private []byte
}

// Session returns the provider configured for the cloud, with more arguments of the provider block if given.
func (c *Cloud) Session(t testing.TB, arguments ...string) *Session {
	t.Helper()
	return c.session(t, t.TempDir(), arguments)
}

// Another returns the provider in another process of the same directory, for another state.
func (s *Session) Another() *Session {
	s.t.Helper()
	return s.cloud.session(s.t, s.dir, s.arguments)
}

func (c *Cloud) session(t testing.TB, dir string, arguments []string) *Session {
	t.Helper()
	journal := creation.NewJournal(dir)
	s := &Session{Server: newCheckedValidation(c.transport, journal), journal: journal, dir: dir, cloud: c, arguments: arguments,
		t: t, state: map[string]object{}, planned: map[string]Plan{}}
	schemas, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	s.schemas = schemas
	config := encoded(t, schemas.Provider, s.evaluate(schemas.Provider, s.blocks(c.Provider(arguments...))[0]))
	resp, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: config})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range resp.Diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return s
}

// Apply makes the resources what the configuration says, all at once; what it does not name is deleted. It returns all errors and
// warnings, those of plans too.
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
			plan := s.plan(address, prior, wanted[address])
			next, diags := s.change(address, prior, plan, wanted[address])
			s.mu.Lock()
			defer s.mu.Unlock()
			s.planned[address] = plan
			if next.value == nil {
				delete(s.state, address)
			} else {
				s.state[address] = next
			}
			diagnostics = append(diagnostics, diags...)
		})
	}
	all.Wait()
	return diagnostics
}

// Planned returns what the latest Apply planned for the resource at an address.
func (s *Session) Planned(address string) Plan { return s.planned[address] }

// Refresh reads all resources at once and returns all errors and warnings.
func (s *Session) Refresh() []Diagnostic {
	s.t.Helper()
	var diagnostics []Diagnostic
	var all sync.WaitGroup
	for address, prior := range maps.Clone(s.state) {
		all.Go(func() {
			resp, err := s.ReadResource(s.t.Context(),
				&tfprotov6.ReadResourceRequest{TypeName: prior.kind, CurrentState: prior.value, Private: prior.private})
			if err != nil {
				s.t.Error(err)
				return
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.state[address] = s.kept(prior.kind, resp.NewState, resp.Private); s.state[address].value == nil {
				delete(s.state, address)
			}
			diagnostics = append(diagnostics, diagnosticsOf(address, resp.Diagnostics)...)
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
func (s *Session) Close() { s.journal.Close() }

// Plan holds what the provider plans for a resource.
type Plan struct {
	// Action is create, update, replace, delete or no-op.
	Action string
	// Unknown are the attributes at the top of which not everything is known yet.
	Unknown     []string
	Diagnostics []Diagnostic

	planned    *tfprotov6.DynamicValue // nil if the plan failed
	private    []byte
	prior, cfg *tfprotov6.DynamicValue
}

// Plan returns what the provider plans for each resource of a configuration, by its address, without a refresh.
func (s *Session) Plan(config string) map[string]Plan {
	s.t.Helper()
	plans := map[string]Plan{}
	for _, block := range s.blocks(config) {
		address := block.Labels[0] + "." + block.Labels[1]
		prior, exists := s.state[address]
		if !exists {
			prior = object{kind: block.Labels[0]}
		}
		plans[address] = s.plan(address, prior, block)
	}
	return plans
}

// Value returns what is in state of the resource at an address, or null.
func (s *Session) Value(address string) cty.Value {
	s.t.Helper()
	kind, _, _ := strings.Cut(address, ".")
	schema := s.schemas.ResourceSchemas[kind]
	if is, exists := s.state[address]; exists && is.value != nil {
		return decoded(s.t, schema, is.value)
	}
	return cty.NullVal(ctyType(s.t, schema))
}

// Read returns what the data source of a configuration reads, null if it is refused, and all errors and warnings.
func (s *Session) Read(config string) (cty.Value, []Diagnostic) {
	s.t.Helper()
	block := s.blocks(config)[0]
	schema := s.schemas.DataSourceSchemas[block.Labels[0]]
	encodedConfig := encoded(s.t, schema, s.evaluate(schema, block))
	address := "data." + block.Labels[0] + "." + block.Labels[1]
	valid, err := s.ValidateDataResourceConfig(s.t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: block.Labels[0], Config: encodedConfig})
	if err != nil {
		s.t.Fatal(err)
	}
	diagnostics := diagnosticsOf(address, valid.Diagnostics)
	if hasError(diagnostics) {
		return cty.NullVal(ctyType(s.t, schema)), diagnostics
	}
	resp, err := s.ReadDataSource(s.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: block.Labels[0], Config: encodedConfig})
	if err != nil {
		s.t.Fatal(err)
	}
	return decoded(s.t, schema, resp.State), append(diagnostics, diagnosticsOf(address, resp.Diagnostics)...)
}

// RefusesToRead expects an error for the data source of a configuration, whose summary and detail match want.
func (s *Session) RefusesToRead(t *testing.T, config, want string) {
	t.Helper()
	_, diagnostics := s.Read(config)
	matches := regexp.MustCompile(want).MatchString
	if !slices.ContainsFunc(diagnostics, func(d Diagnostic) bool { return d.Severity == "error" && matches(d.Summary+": "+d.Detail) }) {
		t.Errorf("got %+v, want an error like %s", diagnostics, want)
	}
}

// Import takes an object into state, refreshed.
func (s *Session) Import(address, id string) []Diagnostic {
	s.t.Helper()
	kind, _, _ := strings.Cut(address, ".")
	resp, err := s.ImportResourceState(s.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, imported := range resp.ImportedResources {
		s.state[address] = object{kind, imported.State, imported.Private}
	}
	return append(diagnosticsOf(address, resp.Diagnostics), s.Refresh()...)
}

// change takes a resource by a plan from what it was to what a block says, nil for nothing.
func (s *Session) change(address string, prior object, plan Plan, block *hclsyntax.Block) (object, []Diagnostic) {
	if plan.planned == nil {
		return prior, plan.Diagnostics
	}
	if plan.Action == "replace" {
		none, diagnostics := s.apply(address, prior, s.plan(address, prior, nil))
		if none.value != nil {
			return none, append(plan.Diagnostics, diagnostics...)
		}
		next, more := s.change(address, none, s.plan(address, none, block), block)
		return next, slices.Concat(plan.Diagnostics, diagnostics, more)
	}
	next, diagnostics := s.apply(address, prior, plan)
	return next, append(plan.Diagnostics, diagnostics...)
}

// plan plans what a block says for a resource, nil for its end.
func (s *Session) plan(address string, prior object, block *hclsyntax.Block) Plan {
	schema := s.schemas.ResourceSchemas[prior.kind]
	if block == nil {
		return s.planOf(address, prior, cty.NullVal(ctyType(s.t, schema)))
	}
	return s.planOf(address, prior, s.evaluate(schema, block))
}

// planOf plans what a configuration says for a resource, null for its end.
func (s *Session) planOf(address string, prior object, config cty.Value) Plan {
	if config.IsNull() {
		return s.planConfig(s, address, prior, config)
	}
	diagnostics := s.validate(address, prior.kind, config)
	if hasError(diagnostics) {
		return Plan{Diagnostics: diagnostics}
	}
	plan := s.planConfig(s, address, prior, config)
	plan.Diagnostics = append(diagnostics, plan.Diagnostics...)
	return plan
}

// validate returns what the provider says of a configuration before it is planned.
func (s *Session) validate(address, kind string, config cty.Value) []Diagnostic {
	resp, err := s.ValidateResourceConfig(s.t.Context(),
		&tfprotov6.ValidateResourceConfigRequest{TypeName: kind, Config: encoded(s.t, s.schemas.ResourceSchemas[kind], config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
	if err != nil {
		s.t.Error(err)
		return nil
	}
	return diagnosticsOf(address, resp.Diagnostics)
}

// planConfig lets a server plan a valid configuration for a resource, null for its end.
func (s *Session) planConfig(server protocol.Server, address string, prior object, config cty.Value) Plan {
	schema := s.schemas.ResourceSchemas[prior.kind]
	state, proposal := cty.NullVal(ctyType(s.t, schema)), config
	if prior.value != nil {
		state = decoded(s.t, schema, prior.value)
		proposal = proposed(schema.Block.Attributes, state, config)
	}
	var plan Plan
	plan.prior, plan.cfg = encoded(s.t, schema, state), encoded(s.t, schema, config)
	resp, err := server.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: prior.kind, PriorState: plan.prior,
		ProposedNewState: encoded(s.t, schema, proposal), Config: plan.cfg, PriorPrivate: prior.private})
	if err != nil {
		s.t.Error(err)
		return plan
	}
	plan.Diagnostics = append(plan.Diagnostics, diagnosticsOf(address, resp.Diagnostics)...)
	if hasError(plan.Diagnostics) {
		return plan
	}
	plan.planned, plan.private = resp.PlannedState, resp.PlannedPrivate
	planned := decoded(s.t, schema, plan.planned)
	switch {
	case state.IsNull():
		plan.Action = "create"
	case planned.IsNull():
		plan.Action = "delete"
	case planned.RawEquals(state):
		plan.Action = "no-op"
	default:
		plan.Action = "update"
		if slices.ContainsFunc(resp.RequiresReplace,
			func(at *tftypes.AttributePath) bool { return s.differs(schema, at, plan.prior, plan.planned) }) {
			plan.Action = "replace"
		}
	}
	if !planned.IsNull() {
		for name, value := range planned.AsValueMap() {
			if !value.IsWhollyKnown() {
				plan.Unknown = append(plan.Unknown, name)
			}
		}
		slices.Sort(plan.Unknown)
	}
	return plan
}

// differs reports whether two values differ at a path: Terraform replaces nothing because of what stays.
func (s *Session) differs(schema *tfprotov6.Schema, at *tftypes.AttributePath, a, b *tfprotov6.DynamicValue) bool {
	var found [2]any
	for i, encoded := range []*tfprotov6.DynamicValue{a, b} {
		value, err := encoded.Unmarshal(schema.ValueType())
		if err != nil {
			s.t.Error(err)
			return false
		}
		found[i], _, _ = tftypes.WalkAttributePath(value, at)
	}
	before, ok := found[0].(tftypes.Value)
	after, also := found[1].(tftypes.Value)
	return ok != also || ok && !before.Equal(after)
}

// apply carries out a plan, and holds the provider to it as Terraform does.
func (s *Session) apply(address string, prior object, plan Plan) (object, []Diagnostic) {
	if plan.planned == nil || plan.Action == "no-op" {
		return prior, nil
	}
	resp, err := s.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{TypeName: prior.kind, PriorState: plan.prior,
		PlannedState: plan.planned, Config: plan.cfg, PlannedPrivate: plan.private})
	if err != nil {
		s.t.Error(err)
		return prior, nil
	}
	schema := s.schemas.ResourceSchemas[prior.kind]
	diagnostics := diagnosticsOf(address, resp.Diagnostics)
	if planned := decoded(s.t, schema, plan.planned); !hasError(diagnostics) && !planned.IsNull() {
		s.hold(address, planned, decoded(s.t, schema, resp.NewState))
	}
	return s.kept(prior.kind, resp.NewState, resp.Private), diagnostics
}

// hold reports what is known in a plan and came out otherwise.
func (s *Session) hold(address string, planned, is cty.Value) {
	_ = cty.Walk(planned, func(at cty.Path, value cty.Value) (bool, error) {
		if !value.IsKnown() {
			return false, nil
		}
		typ, open := value.Type(), !value.IsNull() && !value.IsWhollyKnown()
		if open && !typ.IsPrimitiveType() && !typ.IsSetType() {
			return true, nil
		}
		if got, err := at.Apply(is); !open && (err != nil || !got.RawEquals(value)) {
			s.t.Errorf("%s%#v was planned to be %#v and is %#v", address, at, value, got)
		}
		return false, nil
	})
}

func diagnosticsOf(address string, diagnostics []*tfprotov6.Diagnostic) []Diagnostic {
	var of []Diagnostic
	for _, d := range diagnostics {
		of = append(of, Diagnostic{Severity: severity(d), Summary: d.Summary, Detail: d.Detail, Address: address})
	}
	return of
}

func hasError(diagnostics []Diagnostic) bool {
	return slices.ContainsFunc(diagnostics, func(d Diagnostic) bool { return d.Severity == "error" })
}

// kept returns what Terraform keeps of an answer: nothing if the object is gone.
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

// proposed returns what Terraform proposes to the provider: the configuration, and the state where that says nothing of a computed
// attribute. The elements of sets, which Terraform pairs by guessing, are left as they are.
func proposed(attributes []*tfprotov6.SchemaAttribute, prior, config cty.Value) cty.Value {
	if prior.IsNull() || config.IsNull() || !config.IsKnown() {
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
		case nested == nil || was.IsNull() || !value.IsKnown() || nested.Nesting == tfprotov6.SchemaObjectNestingModeSet:
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

// ctyTypes are the results of ctyType, which take long to make.
var ctyTypes sync.Map // *tfprotov6.Schema to cty.Type

// ctyType is the type of a schema's values in Terraform's own terms.
func ctyType(t testing.TB, schema *tfprotov6.Schema) cty.Type {
	t.Helper()
	if typ, known := ctyTypes.Load(schema); known {
		return typ.(cty.Type)
	}
	text, err := schema.ValueType().MarshalJSON() //nolint:staticcheck // nothing else writes it
	if err != nil {
		t.Error(err)
	}
	typ, err := ctyjson.UnmarshalType(text)
	if err != nil {
		t.Error(err)
	}
	ctyTypes.Store(schema, typ)
	return typ
}

func encoded(t testing.TB, schema *tfprotov6.Schema, value cty.Value) *tfprotov6.DynamicValue {
	t.Helper()
	text, err := msgpack.Marshal(value, ctyType(t, schema))
	if err != nil {
		t.Error(err)
	}
	return &tfprotov6.DynamicValue{MsgPack: text}
}

func decoded(t testing.TB, schema *tfprotov6.Schema, from *tfprotov6.DynamicValue) cty.Value {
	t.Helper()
	value, err := msgpack.Unmarshal(from.MsgPack, ctyType(t, schema))
	if err != nil {
		t.Error(err)
	}
	return value
}
