package containergroup

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// mostEventGroups is the largest number of groups that DescribeContainerGroupEvents answers; there is no token for the others.
const mostEventGroups = 200

// NewEventsDataSource returns the data source eci_container_group_events.
var NewEventsDataSource = service.NewDataSource("container_group_events", eventsSchema, readEvents)

type eventsModel struct {
	service.Regional
	ContainerGroupIDs []types.String `tfsdk:"container_group_ids"`
	selectionModel
	EventSource  types.String `tfsdk:"event_source"`
	SinceSeconds types.Int64  `tfsdk:"since_seconds"`
	Events       []eventModel `tfsdk:"events"`
}

type eventModel struct {
	ContainerGroupID   types.String         `tfsdk:"container_group_id"`
	ContainerGroupName types.String         `tfsdk:"container_group_name"`
	Name               types.String         `tfsdk:"name"`
	Type               types.String         `tfsdk:"type"`
	Reason             types.String         `tfsdk:"reason"`
	Message            types.String         `tfsdk:"message"`
	Count              types.Int64          `tfsdk:"count"`
	FirstTimestamp     types.String         `tfsdk:"first_timestamp"`
	LastTimestamp      types.String         `tfsdk:"last_timestamp"`
	SourceComponent    types.String         `tfsdk:"source_component"`
	SourceHost         types.String         `tfsdk:"source_host"`
	ReportingComponent types.String         `tfsdk:"reporting_component"`
	ReportingInstance  types.String         `tfsdk:"reporting_instance"`
	InvolvedObject     *involvedObjectModel `tfsdk:"involved_object"`
}

type involvedObjectModel struct {
	APIVersion types.String `tfsdk:"api_version"`
	Kind       types.String `tfsdk:"kind"`
	Namespace  types.String `tfsdk:"namespace"`
	Name       types.String `tfsdk:"name"`
	UID        types.String `tfsdk:"uid"`
}

func eventsSchema(context.Context) schema.Schema {
	attributes := selectionAttributes()
	attributes["container_group_ids"] = schema.ListAttribute{Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Only the container groups with these IDs, at most 20.", Validators: service.IDs()}
	maps.Copy(attributes, map[string]schema.Attribute{
		"event_source": optionalFilter("Only events of one source: `EciService`, which places groups, or `K8sAgent`, which runs containers.",
			stringvalidator.OneOf("EciService", "K8sAgent")),
		"since_seconds": schema.Int64Attribute{Optional: true, MarkdownDescription: "Only events of the last seconds, 60 to 3600.",
			Validators: []validator.Int64{int64validator.Between(60, 3600)}},
		"events": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The events, oldest first.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"container_group_id":   service.ComputedString("ID of the container group."),
				"container_group_name": service.ComputedString("Name of the container group."),
				"name":                 service.ComputedString("Name of the event."),
				"type":                 service.ComputedString("`Normal` or `Warning`."),
				"reason":               service.ComputedString("Reason in a word, such as `Pulled`, `BackOff` or `FailedScheduling`."),
				"message":              service.ComputedString("What happened."),
				"count":                service.ComputedInt64("How often it happened."),
				"first_timestamp":      service.ComputedString("When it first happened, in RFC 3339."),
				"last_timestamp":       service.ComputedString("When it last happened, in RFC 3339."),
				"source_component":     service.ComputedString("Component that the event comes from."),
				"source_host":          service.ComputedString("Host that the event comes from."),
				"reporting_component":  service.ComputedString("Component that reported the event."),
				"reporting_instance":   service.ComputedString("Instance that reported the event."),
				"involved_object": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "Kubernetes object that the event is about.",
					Attributes: map[string]schema.Attribute{
						"api_version": service.ComputedString("API version of the object."),
						"kind":        service.ComputedString("Kind of the object, such as `Pod`."),
						"namespace":   service.ComputedString("Namespace of the object."),
						"name":        service.ComputedString("Name of the object."),
						"uid":         service.ComputedString("UID of the object."),
					}},
			}}},
	})
	return schema.Schema{
		MarkdownDescription: "Events of container groups: what ECI did to place them and to run their containers. ECI answers for 200 " +
			"container groups at most, so use the filters in a region with more.",
		Attributes: attributes,
	}
}

func readEvents(ctx context.Context, client *eci.Client, m *eventsModel) diag.Diagnostics {
	limit := int64(mostEventGroups)
	answer, err := client.DescribeContainerGroupEvents(ctx, &eci.DescribeContainerGroupEventsRequest{
		ContainerGroupIds: value.Texts(m.ContainerGroupIDs),
		EventSource:       m.EventSource.ValueString(),
		ResourceGroupId:   m.ResourceGroupID.ValueString(),
		VSwitchId:         m.VSwitchID.ValueString(),
		ZoneId:            m.ZoneID.ValueString(),
		Tag:               service.ExpandTagFilter(m.Tags),
		SinceSecond:       m.SinceSeconds.ValueInt64Pointer(),
		Limit:             &limit,
	})
	if err != nil && !eci.IsNotFound(err) {
		return diag.Diagnostics{diagnose.Error("read", "events of container groups", err, nil)}
	}
	var diags diag.Diagnostics
	if err != nil {
		answer = &eci.DescribeContainerGroupEventsResponse{}
	}
	m.Events = flattenEvents(answer.Data)
	answered := map[string]bool{}
	for _, group := range answer.Data {
		answered[group.ContainerGroupId] = true
	}
	if gone := goneOf(ctx, client, m.ContainerGroupIDs, answered); len(gone) > 0 {
		result := "its events are missing"
		if len(gone) == len(m.ContainerGroupIDs) {
			m.Events, result = nil, "events is null"
		}
		diags.Append(warnGone(gone, result))
	}
	if len(answer.Data) >= mostEventGroups {
		diags.AddWarning("Events May Be Missing", fmt.Sprintf("ECI answered with the events of %d container groups, the most it does, "+
			"and there may be more groups. Use filters to ask for fewer.", len(answer.Data)))
	}
	return diags
}

// flattenEvents lists the events of all groups, oldest first.
func flattenEvents(groups []eci.ContainerGroupEvents) []eventModel {
	events := []eventModel{}
	for _, group := range groups {
		for _, event := range group.Events {
			m := eventModel{
				ContainerGroupID:   types.StringValue(group.ContainerGroupId),
				ContainerGroupName: value.String(group.Name),
				Type:               value.String(event.Type),
				Reason:             value.String(event.Reason),
				Message:            value.String(event.Message),
				Count:              types.Int64Value(event.Count),
				FirstTimestamp:     value.String(event.FirstTimestamp),
				LastTimestamp:      value.String(event.LastTimestamp),
				ReportingComponent: value.String(event.ReportingComponent),
				ReportingInstance:  value.String(event.ReportingInstance),
			}
			if metadata := event.Metadata; metadata != nil {
				m.Name = value.String(metadata.Name)
			}
			if source := event.Source; source != nil {
				m.SourceComponent, m.SourceHost = value.String(source.Component), value.String(source.Host)
			}
			if object := event.InvolvedObject; object != nil {
				m.InvolvedObject = &involvedObjectModel{APIVersion: value.String(object.ApiVersion), Kind: value.String(object.Kind),
					Namespace: value.String(object.Namespace), Name: value.String(object.Name), UID: value.String(object.Uid)}
			}
			events = append(events, m)
		}
	}
	slices.SortStableFunc(events, func(a, b eventModel) int {
		return cmp.Or(cmp.Compare(a.LastTimestamp.ValueString(), b.LastTimestamp.ValueString()),
			cmp.Compare(a.ContainerGroupID.ValueString(), b.ContainerGroupID.ValueString()))
	})
	return events
}
