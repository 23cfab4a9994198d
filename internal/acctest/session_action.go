package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Invoke carries out the action of a configuration, whose block has the arguments of config, as with terraform apply -invoke. It
// returns what the action has told on its way, and all errors and warnings, those of validation and plan too.
func (s *Session) Invoke(config string) (progress []string, diagnostics []Diagnostic) {
	s.t.Helper()
	action := s.action(config)
	if diagnostics = s.planAction(action); hasError(diagnostics) {
		return nil, diagnostics
	}
	stream, err := s.InvokeAction(s.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: action.kind, Config: action.config})
	if err != nil {
		s.t.Fatal(err)
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = append(diagnostics, diagnosticsOf(action.address, event.Diagnostics)...)
		}
	}
	return progress, diagnostics
}

// PlanOfAction validates and plans the action of a configuration, as terraform plan does, and returns all errors and warnings.
func (s *Session) PlanOfAction(config string) []Diagnostic {
	s.t.Helper()
	return s.planAction(s.action(config))
}

// action is one of a configuration.
type action struct {
	kind, address string
	config        *tfprotov6.DynamicValue
}

func (s *Session) action(config string) action {
	s.t.Helper()
	block := s.blocks(config)[0]
	kind := block.Labels[0]
	schema := s.schemas.ActionSchemas[kind].Schema
	return action{kind, "action." + kind + "." + block.Labels[1], encoded(s.t, schema, s.evaluate(schema, block))}
}

func (s *Session) planAction(action action) []Diagnostic {
	s.t.Helper()
	valid, err := s.ValidateActionConfig(s.t.Context(),
		&tfprotov6.ValidateActionConfigRequest{ActionType: action.kind, Config: action.config})
	if err != nil {
		s.t.Fatal(err)
	}
	diagnostics := diagnosticsOf(action.address, valid.Diagnostics)
	if hasError(diagnostics) {
		return diagnostics
	}
	planned, err := s.PlanAction(s.t.Context(), &tfprotov6.PlanActionRequest{ActionType: action.kind, Config: action.config})
	if err != nil {
		s.t.Fatal(err)
	}
	return append(diagnostics, diagnosticsOf(action.address, planned.Diagnostics)...)
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
