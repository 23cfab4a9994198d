package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Invoke carries out the action of a configuration, whose block has the arguments of config, as with terraform apply -invoke. It
// returns what the action has told on its way, and all errors and warnings, those of validation and plan too.
func (s *Session) Invoke(config string) (progress []string, diagnostics []Diagnostic) {
	s.t.Helper()
	block := s.blocks(config)[0]
	kind, address := block.Labels[0], "action."+block.Labels[0]+"."+block.Labels[1]
	schema := s.schemas.ActionSchemas[kind].Schema
	encoded := encoded(s.t, schema, s.evaluate(schema, block))
	valid, err := s.ValidateActionConfig(s.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics = diagnosticsOf(address, valid.Diagnostics); hasError(diagnostics) {
		return nil, diagnostics
	}
	planned, err := s.PlanAction(s.t.Context(), &tfprotov6.PlanActionRequest{ActionType: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics = append(diagnostics, diagnosticsOf(address, planned.Diagnostics)...); hasError(diagnostics) {
		return nil, diagnostics
	}
	stream, err := s.InvokeAction(s.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = append(diagnostics, diagnosticsOf(address, event.Diagnostics)...)
		}
	}
	return progress, diagnostics
}

// Open returns what the ephemeral resource of a configuration holds, and all errors and warnings.
func (s *Session) Open(config string) (cty.Value, []Diagnostic) {
	s.t.Helper()
	block := s.blocks(config)[0]
	kind, address := block.Labels[0], "ephemeral."+block.Labels[0]+"."+block.Labels[1]
	schema := s.schemas.EphemeralResourceSchemas[kind]
	encoded := encoded(s.t, schema, s.evaluate(schema, block))
	valid, err := s.ValidateEphemeralResourceConfig(s.t.Context(),
		&tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	none := cty.NullVal(ctyType(s.t, schema))
	if diagnostics := diagnosticsOf(address, valid.Diagnostics); hasError(diagnostics) {
		return none, diagnostics
	}
	resp, err := s.OpenEphemeralResource(s.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: kind, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics := diagnosticsOf(address, resp.Diagnostics); hasError(diagnostics) {
		return none, diagnostics
	}
	return decoded(s.t, schema, resp.Result), diagnosticsOf(address, resp.Diagnostics)
}
