package acctest

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// Listed is an object that terraform query finds.
type Listed struct {
	Name, ID string
	// Resource is what an import would make of it.
	Resource cty.Value
}

// List returns what the list resource of a configuration finds, whose block has the arguments of config, at most limit objects, and all
// errors and warnings. each is called with every object before Terraform asks for the next one.
func (s *Session) List(config string, limit int64, each ...func(Listed)) (found []Listed, diagnostics []Diagnostic) {
	s.t.Helper()
	block := s.blocks(config)[0]
	kind, address := block.Labels[0], "list."+block.Labels[0]+"."+block.Labels[1]
	schema := s.schemas.ListResourceSchemas[kind]
	encoded := encoded(s.t, schema, s.evaluate(schema, block))
	valid, err := s.ValidateListResourceConfig(s.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics = diagnosticsOf(address, valid.Diagnostics); hasError(diagnostics) {
		return nil, diagnostics
	}
	stream, err := s.ListResource(s.t.Context(), &tfprotov6.ListResourceRequest{TypeName: kind, Config: encoded, IncludeResource: true,
		Limit: limit})
	if err != nil {
		s.t.Fatal(err)
	}
	identities, err := s.GetResourceIdentitySchemas(s.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		s.t.Fatal(err)
	}
	for result := range stream.Results {
		if diagnostics = append(diagnostics, diagnosticsOf(address, result.Diagnostics)...); result.Identity == nil {
			continue
		}
		var identity map[string]tftypes.Value
		var id string
		value, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[kind].ValueType())
		if err := errors.Join(err, value.As(&identity), identity["id"].As(&id)); err != nil {
			s.t.Fatal(err)
		}
		object := Listed{Name: result.DisplayName, ID: id, Resource: decoded(s.t, s.schemas.ResourceSchemas[kind], result.Resource)}
		for _, call := range each {
			call(object)
		}
		found = append(found, object)
	}
	return found, diagnostics
}

// PlanGenerated imports an object under an address, and plans it with the configuration that terraform query -generate-config-out writes
// for it, but for sensitive values, which Terraform leaves out.
func (s *Session) PlanGenerated(address string, object Listed) Plan {
	s.t.Helper()
	if diagnostics := s.Import(address, object.ID); hasError(diagnostics) {
		return Plan{Diagnostics: diagnostics}
	}
	is := s.state[address]
	schema := s.schemas.ResourceSchemas[is.kind]
	generated, err := s.GenerateResourceConfig(s.t.Context(),
		&tfprotov6.GenerateResourceConfigRequest{TypeName: is.kind, State: encoded(s.t, schema, object.Resource)})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics := diagnosticsOf(address, generated.Diagnostics); hasError(diagnostics) {
		return Plan{Diagnostics: diagnostics}
	}
	return s.planOf(address, is, decoded(s.t, schema, generated.Config))
}
