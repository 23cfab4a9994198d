package protocol

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// RefuseNull refuses null elements of lists, maps and sets. ECI has nothing like them and no attribute accepts them but a tag that
// data sources look for with any value, so one check over the configuration replaces a validator on each collection.
//
// terraform-plugin-framework 1.19 leaves this to the validators of each attribute. RefuseNull can go when collections without
// null elements can be said to be so in one place, such as the schema.
func RefuseNull(kinds Kinds, dataSources DataSources) Middleware {
	return func(next Server) Server { return &refuseNull{next, kinds, dataSources} }
}

type refuseNull struct {
	Server
	kinds       Kinds
	dataSources DataSources
}

func (s *refuseNull) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (
	*tfprotov6.ValidateDataResourceConfigResponse, error) {
	if typ := s.dataSources[req.TypeName]; typ != nil && req.Config != nil {
		config, err := req.Config.Unmarshal(typ())
		if err != nil {
			return nil, fmt.Errorf("the configuration of %s cannot be read: %w", req.TypeName, err)
		}
		if diags, err := nullElements(config, "tags"); err != nil || len(diags) > 0 {
			return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: diags}, err
		}
	}
	return s.Server.ValidateDataResourceConfig(ctx, req)
}

func (s *refuseNull) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	if kind := s.kinds[req.TypeName]; kind != nil && req.Config != nil {
		config, err := req.Config.Unmarshal(kind.typ())
		if err != nil {
			return nil, fmt.Errorf("the configuration of %s cannot be read: %w", req.TypeName, err)
		}
		if diags, err := nullElements(config, ""); err != nil || len(diags) > 0 {
			return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: diags}, err
		}
	}
	return s.Server.ValidateResourceConfig(ctx, req)
}

// nullElements returns an error for each null element that is not in the excepted attribute.
func nullElements(config tftypes.Value, except tftypes.AttributeName) ([]*tfprotov6.Diagnostic, error) {
	var diags []*tfprotov6.Diagnostic
	err := tftypes.Walk(config, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		if len(at.Steps()) > 0 && at.Steps()[0] == except {
			return false, nil
		}
		if !v.IsNull() {
			return v.IsKnown(), nil
		}
		var element string
		switch step := at.LastStep().(type) {
		case tftypes.ElementKeyString:
			element = fmt.Sprintf("The element %q", string(step))
		case tftypes.ElementKeyInt:
			element = fmt.Sprintf("Element %d", int(step))
		case tftypes.ElementKeyValue:
			element, at = "An element", at.WithoutLastStep() // which a path to a diagnostic cannot name
		default:
			return false, nil
		}
		diags = append(diags, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Attribute: at, Summary: "Null Element",
			Detail: element + " is null. Leave it out or give it a value; an expression such as " +
				"{ for k, v in ELEMENTS : k => v if v != null } leaves out all that are null."})
		return false, nil
	})
	return diags, err
}
