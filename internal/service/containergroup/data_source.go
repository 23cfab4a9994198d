package containergroup

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewDataSource returns the data source eci_container_group.
func NewDataSource() datasource.DataSource { return &groupDataSource{} }

// groupDataSource is not made by service.NewDataSource, because its values have no Go type: they are the resource's, reshaped.
type groupDataSource struct{ config *service.Config }

func (d *groupDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *groupDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_container_group"
}

func (d *groupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := describedAttributes(notDescribed)
	maps.Copy(attributes, service.IDOrName(kind))
	attributes["region"] = service.RegionArgument()
	resp.Schema = schema.Schema{
		MarkdownDescription: "A container group as ECI describes it. Arguments that ECI does not return, such as logins and hooks, are not " +
			"here. Environment variables and contents of files are sensitive and, like everything here, stored in state.",
		Attributes: attributes,
	}
}

func (d *groupDataSource) ValidateConfig(
	_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	service.RefuseEmpty(req.Config.Raw, &resp.Diagnostics)
}

func (d *groupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, name, region types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	config := d.config.In(region, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	client := config.RequireClient(&resp.Diagnostics)
	if client == nil {
		return
	}
	group, err := find(ctx, client, id.ValueString(), name.ValueString())
	if err != nil {
		object := kind + " " + id.ValueString() + name.ValueString()
		resp.Diagnostics.Append(diagnose.Error("read", object, err, nil))
		return
	}
	resp.Diagnostics.Append(setDescribed(ctx, &resp.State, group)...)
}

// find returns the group of an ID or else the only one of a name.
func find(ctx context.Context, client *eci.Client, id, name string) (eci.ContainerGroup, error) {
	if id != "" {
		group, err := look(client, id).Read(ctx)
		if group != nil {
			return *group, nil
		}
		if err == nil {
			err = fmt.Errorf("region %s has no container group %s. It was deleted, or forgotten some time after it had ended, "+
				"or the credentials may not see it", client.Region(), id)
		}
		return eci.ContainerGroup{}, err
	}
	return service.Only(client.ContainerGroups(ctx, &eci.DescribeContainerGroupsRequest{ContainerGroupName: name}),
		func(group eci.ContainerGroup) string { return group.ContainerGroupId }, client.Region(), kind, "named "+name)
}

// notDescribed lists the attributes of the resource, beside those that ECI does not return, that say nothing about a group that
// was only looked at.
var notDescribed = attribute.Patterns{
	"wait_for": true, "fail_fast": true, "force_delete": true, "timeouts": true, "replace_triggers": true, "replace_when": true,
	"restart_triggers": true,
	"keep_log_lines":   true, "logs": true, "dry_run": true,
	// What was asked for; what ECI chose is there.
	"vswitch_ids": true, "instance_types": true, "compute_categories": true,
	// The same as cpu, memory and tags, where nothing was asked for.
	"allocated_cpu": true, "allocated_memory": true, "tags_all": true,
	// Made by the provider for what it plans.
	"estimated_price": true,
	// The states of containers say more.
	"exit_codes": true,
}

// secret lists the attributes of a described group that may hold secrets.
var secret = attribute.Patterns{"containers.*.env": true, "init_containers.*.env": true, "volumes.*.config_file.files.*.content": true,
	"volumes.*.config_file.files.*.content_base64": true}

// observedModel is a group with what only a look at it can tell, and no plan has a use for: see .github/adr/0021-what-a-schema-costs.md.
type observedModel struct {
	model
	Discount            types.Int64                    `tfsdk:"discount"`
	SucceededTime       types.String                   `tfsdk:"succeeded_time"`
	FailedTime          types.String                   `tfsdk:"failed_time"`
	ExpiredTime         types.String                   `tfsdk:"expired_time"`
	ContainerStates     map[string]containerStateModel `tfsdk:"container_states"`
	InitContainerStates map[string]containerStateModel `tfsdk:"init_container_states"`
}

// containerStateModel is the observed state of a container or init container.
type containerStateModel struct {
	runModel
	RestartCount types.Int64 `tfsdk:"restart_count"`
	Ready        types.Bool  `tfsdk:"ready"`
	Previous     *runModel   `tfsdk:"previous"`
}

// runModel is one run of a container.
type runModel struct {
	State      types.String `tfsdk:"state"`
	Reason     types.String `tfsdk:"reason"`
	Message    types.String `tfsdk:"message"`
	ExitCode   types.Int64  `tfsdk:"exit_code"`
	Signal     types.Int64  `tfsdk:"signal"`
	StartTime  types.String `tfsdk:"start_time"`
	FinishTime types.String `tfsdk:"finish_time"`
}

// observed is the schema of an observedModel.
var observed = sync.OnceValue(func() resource.Schema {
	of, _ := describe()
	of.Attributes = maps.Clone(of.Attributes)
	maps.Copy(of.Attributes, map[string]resource.Attribute{
		"discount":       resource.Int64Attribute{MarkdownDescription: "Discount as ECI reports it, whose unit is not documented."},
		"succeeded_time": attribute.ComputedString("When all containers had ended well, in RFC 3339."),
		"failed_time":    attribute.ComputedString("When the group failed, in RFC 3339."),
		"expired_time":   attribute.ComputedString("When the spot group was reclaimed, in RFC 3339."),
		"container_states": resource.MapNestedAttribute{MarkdownDescription: "State of each container by name.",
			NestedObject: containerStateObject()},
		"init_container_states": resource.MapNestedAttribute{MarkdownDescription: "State of each init container by name.",
			NestedObject: containerStateObject()},
	})
	return of
})

func containerStateObject() resource.NestedAttributeObject {
	attributes := runAttributes()
	attributes["restart_count"] = resource.Int64Attribute{MarkdownDescription: "How often the container was started again."}
	attributes["ready"] = resource.BoolAttribute{MarkdownDescription: "Whether the readiness probe, if there is one, succeeds."}
	attributes["previous"] = resource.SingleNestedAttribute{MarkdownDescription: "The run before, if there was one.",
		Attributes: runAttributes()}
	return resource.NestedAttributeObject{Attributes: attributes}
}

func runAttributes() map[string]resource.Attribute {
	return map[string]resource.Attribute{
		"state":       attribute.ComputedString("`Waiting`, `Running` or `Terminated`."),
		"reason":      attribute.ComputedString("Why the container is in this state, such as `Completed`, `Error` or `CrashLoopBackOff`."),
		"message":     attribute.ComputedString("More about the reason."),
		"exit_code":   resource.Int64Attribute{MarkdownDescription: "Exit code, when the container has ended."},
		"signal":      resource.Int64Attribute{MarkdownDescription: "Signal that ended the container, when one did."},
		"start_time":  attribute.ComputedString("When the container started, in RFC 3339."),
		"finish_time": attribute.ComputedString("When the container ended, in RFC 3339."),
	}
}

// describedAttributes are the attributes of a group in data sources: those that are observed but the omitted ones.
func describedAttributes(omitted attribute.Patterns) map[string]schema.Attribute {
	_, table := describe()
	attributes := service.DataSourceAttributes(observed().Attributes, table.Unreturned().And(omitted), secret)
	attributes["tags"] = service.DescribedTags()
	attributes["vswitch_id"] = service.ComputedString("ID of the vSwitch.")
	attributes["zone_id"] = service.ComputedString("ID of the zone.")
	nested(attributes["volumes"])["host_path"] = schema.SingleNestedAttribute{Computed: true,
		MarkdownDescription: "Data cache; ECI does not return which."}
	for _, name := range []string{"containers", "init_containers"} {
		if env, ok := nested(attributes[name])["env"].(schema.MapAttribute); ok {
			env.MarkdownDescription = "Environment variables, those of the image included once the container has started. Empty for a container " +
				"that hides them."
			nested(attributes[name])["env"] = env
		}
	}
	return attributes
}

// nested are the attributes of the objects in a map or list; a change of them is one of the attribute.
func nested(attribute schema.Attribute) map[string]schema.Attribute {
	switch attribute := attribute.(type) {
	case schema.MapNestedAttribute:
		return attribute.NestedObject.Attributes
	case schema.ListNestedAttribute:
		return attribute.NestedObject.Attributes
	}
	return nil
}

// setDescribed writes a group into the state of a data source whose attributes are describedAttributes.
func setDescribed(ctx context.Context, state *tfsdk.State, group eci.ContainerGroup) diag.Diagnostics {
	nothing := model{Logs: types.MapNull(types.StringType), Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
		"create": types.StringType, "update": types.StringType, "delete": types.StringType})}}
	m := observedModel{
		model:               flatten(group, nothing, nil),
		Discount:            types.Int64Value(group.Discount),
		SucceededTime:       value.String(group.SucceededTime),
		FailedTime:          value.String(group.FailedTime),
		ExpiredTime:         value.String(group.ExpiredTime),
		ContainerStates:     map[string]containerStateModel{},
		InitContainerStates: map[string]containerStateModel{},
	}
	for _, container := range group.Containers {
		m.ContainerStates[container.Name] = flattenState(container.DescribedContainerSpec)
	}
	for _, container := range group.InitContainers {
		m.InitContainerStates[container.Name] = flattenState(container.DescribedContainerSpec)
	}
	of := tfsdk.State{Schema: observed(), Raw: tftypes.NewValue(observed().Type().TerraformType(ctx), nil)}
	diags := of.Set(ctx, m)
	if diags.HasError() {
		return diags
	}
	raw, err := value.Reshape(of.Raw, state.Schema.Type().TerraformType(ctx))
	if err != nil {
		diags.AddError("State Cannot Be Written", err.Error())
		return diags
	}
	state.Raw = raw
	return diags
}

func flattenState(described eci.DescribedContainerSpec) containerStateModel {
	m := containerStateModel{
		runModel:     flattenRun(described.CurrentState),
		RestartCount: types.Int64Value(described.RestartCount),
		Ready:        types.BoolValue(described.Ready),
	}
	if previous := flattenRun(described.PreviousState); !previous.State.IsNull() {
		m.Previous = &previous
	}
	return m
}

func flattenRun(state *eci.ContainerState) runModel {
	if state == nil {
		return runModel{}
	}
	m := runModel{
		State:      value.String(state.State),
		Reason:     value.String(state.Reason),
		Message:    value.String(state.Message),
		StartTime:  value.String(state.StartTime),
		FinishTime: value.String(state.FinishTime),
	}
	if state.State == "Terminated" {
		m.ExitCode, m.Signal = types.Int64PointerValue(state.ExitCode), types.Int64PointerValue(state.Signal)
	}
	return m
}
