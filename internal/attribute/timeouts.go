package attribute

import (
	"context"
	"fmt"
	"strings"
	"time"

	invoke "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	action "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Timeouts says how long operations on an object may take by default.
type Timeouts struct{ Create, Update, Delete time.Duration }

// Attribute returns the attribute timeouts.
func (t Timeouts) Attribute() schema.Attribute {
	attribute := timeouts.Attributes(context.Background(), timeouts.Opts{
		Create: true, CreateDescription: "How long creation may take, as a duration such as `90m`. Defaults to " + words(t.Create) + ".",
		Update: true, UpdateDescription: "How long an update may take. Defaults to " + words(t.Update) + ".",
		Delete: true, DeleteDescription: "How long deletion may take. Defaults to " + words(t.Delete) + ".",
	})
	nested, ok := attribute.(schema.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	// The library leaves the attribute as a whole without a description, and takes durations that are over before they begin.
	nested.MarkdownDescription = "How long operations may take."
	for name, member := range nested.Attributes {
		if text, ok := member.(schema.StringAttribute); ok {
			text.Validators = []validator.String{UnlessEmpty(duration())}
			nested.Attributes[name] = text
		}
	}
	return nested
}

// duration accepts durations above 0.
func duration() validator.String {
	return Text("must be a duration above 0, such as 90s, 30m or 2h", func(s string) bool {
		d, err := time.ParseDuration(s)
		return err == nil && d > 0
	})
}

// ForCreate returns how long a creation may take by the value of the attribute timeouts, in which "" is like null.
func (t Timeouts) ForCreate(ctx context.Context, v timeouts.Value) (time.Duration, diag.Diagnostics) {
	if isEmpty(v, "create") {
		return t.Create, nil
	}
	return v.Create(ctx, t.Create)
}

// ForUpdate is like ForCreate, for an update.
func (t Timeouts) ForUpdate(ctx context.Context, v timeouts.Value) (time.Duration, diag.Diagnostics) {
	if isEmpty(v, "update") {
		return t.Update, nil
	}
	return v.Update(ctx, t.Update)
}

// ForDelete is like ForCreate, for a deletion.
func (t Timeouts) ForDelete(ctx context.Context, v timeouts.Value) (time.Duration, diag.Diagnostics) {
	if isEmpty(v, "delete") {
		return t.Delete, nil
	}
	return v.Delete(ctx, t.Delete)
}

// isEmpty reports whether a value of timeouts has an empty string for an operation, which the library cannot parse.
func isEmpty(v timeouts.Value, operation string) bool {
	text, ok := v.Attributes()[operation].(types.String)
	return ok && text.ValueString() == ""
}

// InvokeTimeout returns the attribute timeouts of an action.
func InvokeTimeout(within time.Duration) action.Attribute {
	attribute := invoke.AttributesWithOpts(context.Background(), invoke.Opts{
		InvokeDescription: "How long the action may take, as a duration such as `90m`. Defaults to " + words(within) + ".",
	})
	nested, ok := attribute.(action.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	nested.MarkdownDescription = "How long the action may take."
	if text, ok := nested.Attributes["invoke"].(action.StringAttribute); ok {
		text.Validators = []validator.String{duration()}
		nested.Attributes["invoke"] = text
	}
	return nested
}

// words writes whole minutes or hours.
func words(d time.Duration) string {
	count, unit := int(d.Minutes()), "minute"
	if count%60 == 0 {
		count, unit = count/60, "hour"
	}
	return strings.TrimSuffix(fmt.Sprintf("%d %ss", count, unit), map[bool]string{true: "s"}[count == 1])
}
