package attribute

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
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
	// The library leaves the attribute as a whole without a description.
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "How long operations may take."
		return nested
	}
	return attribute
}

// words writes whole minutes or hours.
func words(d time.Duration) string {
	count, unit := int(d.Minutes()), "minute"
	if count%60 == 0 {
		count, unit = count/60, "hour"
	}
	return strings.TrimSuffix(fmt.Sprintf("%d %ss", count, unit), map[bool]string{true: "s"}[count == 1])
}
