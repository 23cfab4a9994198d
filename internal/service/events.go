package service

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// EventModel is an event of an object.
type EventModel struct {
	Type           types.String `tfsdk:"type"`
	Reason         types.String `tfsdk:"reason"`
	Message        types.String `tfsdk:"message"`
	Name           types.String `tfsdk:"name"`
	Count          types.Int64  `tfsdk:"count"`
	FirstTimestamp types.String `tfsdk:"first_timestamp"`
	LastTimestamp  types.String `tfsdk:"last_timestamp"`
}

// EventsAttribute is the attribute events.
func EventsAttribute() schema.ListNestedAttribute {
	text := ComputedString
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: "Events, as ECI lists them.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"type":            text("`Normal` or `Warning`."),
			"reason":          text("What happened, in a word."),
			"message":         text("What happened, in a sentence."),
			"name":            text("Name of the event."),
			"count":           ComputedInt64("How often it happened."),
			"first_timestamp": text("When it happened first, in RFC 3339."),
			"last_timestamp":  text("When it happened last, in RFC 3339."),
		}}}
}

// FlattenEvents returns the value of the attribute events.
func FlattenEvents(events []eci.Event) []EventModel {
	models := make([]EventModel, 0, len(events))
	for _, event := range events {
		models = append(models, EventModel{
			Type: value.String(event.Type), Reason: value.String(event.Reason), Message: value.String(event.Message), Name: value.String(event.Name),
			Count: types.Int64Value(event.Count), FirstTimestamp: value.String(event.FirstTimestamp),
			LastTimestamp: value.String(event.LastTimestamp),
		})
	}
	return models
}
