package acctest

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Move takes a state of another provider's resource over to an address, as a moved block does, by a provider that is not configured. It
// returns all errors and warnings.
func (s *Session) Move(address, fromProvider, fromType string, version int64, attributes []byte) []Diagnostic {
	s.t.Helper()
	kind, _, _ := strings.Cut(address, ".")
	resp, err := newFramework().MoveResourceState(s.t.Context(), &tfprotov6.MoveResourceStateRequest{TargetTypeName: kind,
		SourceProviderAddress: fromProvider, SourceTypeName: fromType, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: attributes}})
	if err != nil {
		s.t.Fatal(err)
	}
	if diagnostics := diagnosticsOf(address, resp.Diagnostics); hasError(diagnostics) || resp.TargetState == nil {
		return diagnostics
	}
	s.state[address] = object{kind: kind, value: resp.TargetState, private: resp.TargetPrivate}
	return diagnosticsOf(address, resp.Diagnostics)
}
