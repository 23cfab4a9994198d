// Package diagnose turns what went wrong into text that says what to do.
package diagnose

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Error says that doing something to an object failed, for example "create", "container group web". attributes finds
// the attribute for a parameter that the API names, such as Container.1.Image; it may be nil.
func Error(verb, object string, err error, attributes func(parameter string) (path.Path, bool)) diag.Diagnostic {
	summary := fmt.Sprintf("Cannot %s %s", verb, object)
	if attributes == nil {
		attributes = func(string) (path.Path, bool) { return path.Path{}, false }
	}
	var refused *eci.Error
	if !errors.As(err, &refused) {
		return diag.NewErrorDiagnostic(summary, unanswered(verb, err))
	}
	detail := refused.Message
	if advice := adviceFor(refused, attributes); advice != "" {
		detail += "\n\n" + advice
	}
	detail += fmt.Sprintf("\n\nECI answered %s with HTTP %d", refused.Action, refused.HTTPStatus)
	if refused.Code != "" {
		detail += " and code " + refused.Code
	}
	detail += "."
	if refused.RequestID != "" {
		detail += " Request ID: " + refused.RequestID + "."
	}
	if refused.Recommend != "" {
		detail += "\nMore about this error: " + refused.Recommend
	}
	if !refused.IsFinal() {
		detail += outcome(verb)
	}
	named := strings.FieldsFunc(refused.Message, isNoParameter)
	for _, parameter := range append(named, strings.Fields(eci.LookUp(refused.Code).Parameters)...) {
		if at, ok := attributes(strings.Trim(parameter, ".")); ok {
			return diag.NewAttributeErrorDiagnostic(at, summary, detail)
		}
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func isNoParameter(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.'
}

// unanswered describes an error after which nobody knows whether ECI has done what it was asked for.
func unanswered(verb string, err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, context.Canceled):
		text = "The operation was interrupted."
	case errors.Is(err, context.DeadlineExceeded):
		text = "The operation took too long: " + text + "."
		if changes := verb == "create" || verb == "update" || verb == "delete"; changes {
			text += " If it needs longer, raise its time in timeouts."
		}
	}
	return text + outcome(verb)
}

// outcome says what becomes of an object if ECI has created it without saying so.
func outcome(verb string) string {
	if verb != "create" {
		return ""
	}
	return "\n\nIf ECI has created the object all the same, the next apply in this directory finds it."
}

// adviceFor says what is known of a code and what to do about it.
func adviceFor(err *eci.Error, attributes func(parameter string) (path.Path, bool)) string {
	known := eci.LookUp(err.Code)
	advice := known.Meaning
	switch {
	case known.Remedy != "":
		advice += " " + strings.ReplaceAll(known.Remedy, "PERMISSION", permission(err))
	case known.Retry == eci.Throttled:
		advice += " The provider has tried as often as it may. Raise its max_retries or apply with a lower -parallelism."
	case known.Retry == eci.Passing:
		advice += " The provider has tried as often as it may. Apply again later, or raise its max_retries."
	case known.Actor == eci.Developer:
		advice += " This is a bug in the provider. Please report it with the request ID."
	}
	for _, other := range []struct{ parameter, advice string }{
		{"InstanceType", " Another size or other %s may do too."}, {"SpotPriceLimit", " So may a higher %s."},
	} {
		at, ok := attributes(other.parameter)
		if ok && known.Actor == eci.Elsewhere && slices.Contains(strings.Fields(known.Parameters), other.parameter) {
			advice += fmt.Sprintf(other.advice, at) //nolint:modernize // two rounds at most
		}
	}
	return advice
}

// permission returns the RAM action that the caller lacks.
func permission(err *eci.Error) string {
	var detail struct{ AuthAction string }
	_ = json.Unmarshal(err.AccessDeniedDetail, &detail) // it is not always there
	return cmp.Or(eci.Readable(detail.AuthAction), "eci:"+err.Action)
}
