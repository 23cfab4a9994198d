package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// nullElements reports the elements of lists, maps and sets that are null: ECI has nothing like them. No attribute of a
// resource takes them, so this need not be said of each.
func nullElements(config tftypes.Value) ([]*tfprotov6.Diagnostic, error) {
	var diags []*tfprotov6.Diagnostic
	err := tftypes.Walk(config, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) {
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
			Detail: element + " is null. Leave it out or give it a value; an expression such as { for k, v in ELEMENTS : k => v if v != null } leaves out all that are null."})
		return false, nil
	})
	return diags, err
}
