package protocol

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Locate begins the detail of each error and warning with the attribute that it is about, as in containers["web"].image: …, says what is
// wrong with a value, or missing beside it, in one style whichever validator says it, and says it once.
//
// Terraform 1.11 and OpenTofu show no more of a path than the line of its first attribute, which tells nothing in a group of 20
// containers. Locate can go when no supported version does, and the validators of terraform-plugin-framework-validators 0.19 stop at
// the first of an attribute that refuses.
func Locate() Middleware { return func(next Server) Server { return &locate{next} } }

type locate struct{ Server }

func (s *locate) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (
	*tfprotov6.ValidateProviderConfigResponse, error) {
	resp, err := s.Server.ValidateProviderConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (
	*tfprotov6.ConfigureProviderResponse, error) {
	resp, err := s.Server.ConfigureProvider(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.Server.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (
	*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := s.Server.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.Server.ReadResource(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (
	*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := s.Server.ImportResourceState(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.Server.PlanResourceChange(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (
	*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.Server.ApplyResourceChange(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := s.Server.ReadDataSource(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (
	*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	resp, err := s.Server.ValidateEphemeralResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (
	*tfprotov6.OpenEphemeralResourceResponse, error) {
	resp, err := s.Server.OpenEphemeralResource(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (
	*tfprotov6.ValidateActionConfigResponse, error) {
	resp, err := s.Server.ValidateActionConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

func (s *locate) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (
	*tfprotov6.ValidateListResourceConfigResponse, error) {
	resp, err := s.Server.ValidateListResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = located(resp.Diagnostics)
	}
	return resp, err
}

const invalidValue = "Invalid Value"

// located returns diagnostics that begin with their attributes. Of what is wrong with one value, the first is enough.
func located(diagnostics []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	var kept []*tfprotov6.Diagnostic
	seen := map[string]bool{}
	for _, d := range diagnostics {
		if d.Attribute != nil && len(d.Attribute.Steps()) > 0 {
			at := value.Path(d.Attribute).String()
			if strings.HasPrefix(d.Summary, "Invalid Attribute Value") { // as the library says it
				d.Summary, d.Detail = invalidValue, withoutPath(d.Detail, at)
			}
			d.Detail = combination(d.Detail)
			element := d.Attribute.String() // which tells elements of sets apart
			if d.Summary == invalidValue && seen[element] {
				continue
			}
			seen[element] = d.Summary == invalidValue
			if !namesFirst(d.Detail, at) {
				d.Detail = at + ": " + d.Detail
			}
		}
		kept = append(kept, d)
	}
	return kept
}

// needsOrExcludes matches what the library says of two attributes, each with its path in quotes.
var needsOrExcludes = regexp.MustCompile(`^Attribute ("(?:[^"\\]|\\.)+") (must|cannot) be specified when ("(?:[^"\\]|\\.)+") is specified$`)

// combination returns a detail of the library about an attribute that needs or excludes another in few words.
func combination(detail string) string {
	parts := needsOrExcludes.FindStringSubmatch(detail)
	if parts == nil {
		return detail
	}
	other, err := strconv.Unquote(parts[1])
	if err != nil {
		return detail
	}
	if parts[2] == "must" {
		return "It needs " + other + " beside it. Set that too, or leave this out."
	}
	return "It cannot be set together with " + other + ". Leave one of them out."
}

// namesFirst reports whether a detail begins with a path, or with one below it.
func namesFirst(detail, at string) bool {
	rest, ok := strings.CutPrefix(detail, at)
	return ok && rest != "" && strings.ContainsRune(":. [", rune(rest[0]))
}

// withoutPath returns a detail of the library without the attribute at its beginning.
func withoutPath(detail, at string) string {
	rest, found := strings.CutPrefix(detail, "Attribute "+at)
	if !found {
		return detail
	}
	if element, ofSet := strings.CutPrefix(rest, "[Value("); ofSet {
		_, rest, _ = strings.Cut(element, ")]")
	}
	return strings.TrimPrefix(rest, " ")
}
