package diagnose

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// Waiting reports a wait for an object, such as "image cache", that ended with err before the object was as wanted, such
// as Ready. status is the one seen last, empty if there is none. An interrupted wait is a warning: an error would taint
// the object, and the next apply would replace it.
func Waiting(object, id, wanted, status string, err error, events []eci.Event) diag.Diagnostic {
	seen := "not listed by ECI yet"
	if status != "" {
		seen = "in status " + status
	}
	summary := Title(object) + " Is Not " + wanted
	object = strings.ToUpper(object[:1]) + object[1:]
	var text string
	switch failed := wait.FailedError(""); {
	case errors.As(err, &failed):
		text = fmt.Sprintf("%s %s did not become %s: %s.", object, id, wanted, err)
	case errors.Is(err, context.DeadlineExceeded):
		text = fmt.Sprintf("%s %s did not become %s in time; it is %s. If it only needs longer, raise the time in timeouts.", object, id, wanted,
			seen)
	case errors.Is(err, context.Canceled):
		return diag.NewWarningDiagnostic("Waiting Was Interrupted",
			fmt.Sprintf("Waiting for %s %s was interrupted; it is %s. It is in state, so the next apply goes on from there.",
				strings.ToLower(object), id, seen))
	default:
		return diag.NewErrorDiagnostic(summary, fmt.Sprintf("%s %s exists, but looking at it failed: %v.", object, id, err))
	}
	if warnings := WarningEvents(events); warnings != "" {
		text += "\n\n" + strings.TrimSuffix(warnings, "\n")
	}
	return diag.NewErrorDiagnostic(summary, text)
}

// Title writes each word with a capital, as the summaries of diagnostics do.
func Title(words string) string {
	fields := strings.Fields(words)
	for i, word := range fields {
		fields[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(fields, " ")
}

// NewestEvent tells the event that happened last, by its reason and its message, or nothing if there are none.
func NewestEvent(events []eci.Event) string {
	var newest eci.Event
	for _, event := range events {
		if event.LastTimestamp >= newest.LastTimestamp { // of the same second, that which is listed last
			newest = event
		}
	}
	return eci.Readable(strings.TrimPrefix(newest.Reason+": "+newest.Message, ": "))
}

// WarningEvents lists the warnings among events, a line each, or nothing if there are none.
func WarningEvents(events []eci.Event) string {
	var b strings.Builder
	for _, event := range events {
		if event.Type != "Warning" {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("Warning events:\n")
		}
		fmt.Fprintf(&b, "  - %s", eci.Readable(event.Reason))
		if event.Count > 1 {
			fmt.Fprintf(&b, " (%d times)", event.Count)
		}
		fmt.Fprintf(&b, ": %s\n", eci.Readable(event.Message))
	}
	return b.String()
}
