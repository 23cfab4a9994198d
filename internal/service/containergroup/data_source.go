package containergroup

import (
	"context"
	"fmt"
	"maps"

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
	of, _ := describe()
	resp.Diagnostics.Append(setDescribed(ctx, of, &resp.State, group)...)
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
}

// secret lists the attributes of a described group that may hold secrets.
var secret = attribute.Patterns{"containers.*.env": true, "init_containers.*.env": true, "volumes.*.config_file.files.*.content": true,
	"volumes.*.config_file.files.*.content_base64": true}

// describedAttributes are the attributes of a group in data sources: those of the resource but the omitted ones, and what
// only a look at the group can tell.
func describedAttributes(omitted attribute.Patterns) map[string]schema.Attribute {
	of, table := describe()
	attributes := service.DataSourceAttributes(of.Attributes, table.Unreturned().And(omitted), secret)
	attributes["discount"] = service.ComputedInt64("Discount as ECI reports it, whose unit is not documented.")
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
	for _, name := range []string{"container_states", "init_container_states"} {
		state := nested(attributes[name])
		previous := maps.Clone(state)
		delete(previous, "ready")
		delete(previous, "restart_count")
		state["previous"] = schema.SingleNestedAttribute{Computed: true, Attributes: previous,
			MarkdownDescription: "The run before, if there was one."}
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

// setDescribed writes a group into the state of a data source whose attributes are describedAttributes. of is the
// resource's schema.
func setDescribed(ctx context.Context, of resource.Schema, state *tfsdk.State, group eci.ContainerGroup) diag.Diagnostics {
	nothing := model{Logs: types.MapNull(types.StringType), Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
		"create": types.StringType, "update": types.StringType, "delete": types.StringType})}}
	resourceState := tfsdk.State{Schema: of, Raw: tftypes.NewValue(of.Type().TerraformType(ctx), nil)}
	diags := resourceState.Set(ctx, flatten(group, nothing, nil))
	if diags.HasError() {
		return diags
	}
	raw, err := value.Reshape(resourceState.Raw, state.Schema.Type().TerraformType(ctx))
	if err != nil {
		diags.AddError("State Cannot Be Written", err.Error())
		return diags
	}
	state.Raw = raw
	diags.Append(state.SetAttribute(ctx, path.Root("discount"), group.Discount)...)
	for _, container := range group.Containers {
		diags.Append(setPrevious(ctx, state, "container_states", container.DescribedContainerSpec)...)
	}
	for _, container := range group.InitContainers {
		diags.Append(setPrevious(ctx, state, "init_container_states", container.DescribedContainerSpec)...)
	}
	return diags
}

func setPrevious(ctx context.Context, state *tfsdk.State, states string, container eci.DescribedContainerSpec) diag.Diagnostics {
	if container.PreviousState == nil || container.PreviousState.State == "" {
		return nil
	}
	return state.SetAttribute(ctx, path.Root(states).AtMapKey(container.Name).AtName("previous"), flattenRun(container.PreviousState))
}
