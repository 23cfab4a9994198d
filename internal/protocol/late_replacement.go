package protocol

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// LateReplacement is the summary of the error of [RefuseLateReplacement].
const LateReplacement = "Replacement Not in the Plan"

// RefuseLateReplacement says in one error that an object has to be replaced after all, now that a value is known that was unknown when an
// update was planned. isApplying reports whether Terraform applies, after a refresh: an object that has a state and was not read then is
// planned for the last time, since Terraform reads before it plans and not before it applies.
//
// Terraform before 1.16 and OpenTofu do not tell final plans from others, and say of each computed attribute that it is a bug of the
// provider. RefuseLateReplacement can look at PlannedPrivate of the request instead, which only final plans have, when
// terraform-plugin-go hands it on, and go when no supported version lacks it; see .github/adr/0018-replacements-at-apply.md.
func RefuseLateReplacement(kinds Kinds, isApplying func() bool) Middleware {
	return func(next Server) Server { return &lateReplacement{Server: next, kinds: kinds, isApplying: isApplying} }
}

type lateReplacement struct {
	Server
	kinds      Kinds
	isApplying func() bool
	hasRead    atomic.Bool
}

func (s *lateReplacement) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	s.hasRead.Store(true)
	return s.Server.ReadResource(ctx, req)
}

func (s *lateReplacement) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.Server.PlanResourceChange(ctx, req)
	if err != nil || len(resp.RequiresReplace) == 0 || s.hasRead.Load() || !s.isApplying() || s.isUnknown(req) {
		return resp, err
	}
	first, more := resp.RequiresReplace[0], ""
	if n := len(resp.RequiresReplace) - 1; n > 0 {
		more = fmt.Sprintf(" So it is with %d more values, of which the last is %s.", n, value.Path(resp.RequiresReplace[n]))
	}
	return &tfprotov6.PlanResourceChangeResponse{Diagnostics: []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError,
		Attribute: first, Summary: LateReplacement,
		Detail: "This was not known when the plan was made, so the plan is to change " + s.name(req) + " in place. As it is now, the object " +
			"has to be replaced, and Terraform cannot replace in an apply what the plan does not replace." + more + " The object was not changed. " +
			"Apply once more: the next plan knows the value and shows the replacement."}}}, nil
}

// isUnknown reports whether something in the configuration is not known yet, which is so in no final plan.
func (s *lateReplacement) isUnknown(req *tfprotov6.PlanResourceChangeRequest) bool {
	kind := s.kinds[req.TypeName]
	if kind == nil {
		return true
	}
	config, err := req.Config.Unmarshal(kind.typ())
	return err != nil || !config.IsFullyKnown()
}

// name is what a planned object is called in an error.
func (s *lateReplacement) name(req *tfprotov6.PlanResourceChangeRequest) string {
	var attributes map[string]tftypes.Value
	var id string
	if prior, err := req.PriorState.Unmarshal(s.kinds[req.TypeName].typ()); err == nil && prior.As(&attributes) == nil {
		_ = attributes["id"].As(&id) // an object without one keeps its type alone
	}
	return req.TypeName + " " + id
}
