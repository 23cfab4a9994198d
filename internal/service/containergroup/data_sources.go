package containergroup

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewDataSources returns the data source eci_container_groups.
var NewDataSources = service.NewDataSource("container_groups", groupsSchema, readGroups)

// selectionModel is the choice of groups that several actions have.
type selectionModel struct {
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	VSwitchID       types.String            `tfsdk:"vswitch_id"`
	ZoneID          types.String            `tfsdk:"zone_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
}

func selectionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"resource_group_id": optionalFilter("Only container groups of this resource group."),
		"vswitch_id":        optionalFilter("Only container groups in this vSwitch."),
		"zone_id":           optionalFilter("Only container groups in this zone."),
		"tags": schema.MapAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.Map{mapvalidator.SizeAtMost(10)},
			MarkdownDescription: "Only container groups with all of these tags, at most 10. A value of `null` stands for any value."},
	}
}

func optionalFilter(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: validators}
}

type groupsModel struct {
	service.Regional
	selectionModel
	NameRegex       types.String   `tfsdk:"name_regex"`
	Name            types.String   `tfsdk:"name"`
	Status          types.String   `tfsdk:"status"`
	SecurityGroupID types.String   `tfsdk:"security_group_id"`
	ComputeCategory types.String   `tfsdk:"compute_category"`
	IDs             []types.String `tfsdk:"ids"`
	ContainerGroups types.List     `tfsdk:"container_groups"`
}

func (m groupsModel) request() *eci.DescribeContainerGroupsRequest {
	return &eci.DescribeContainerGroupsRequest{
		ContainerGroupIds:  value.Texts(m.IDs),
		ContainerGroupName: m.Name.ValueString(),
		ComputeCategory:    m.ComputeCategory.ValueString(),
		ResourceGroupId:    m.ResourceGroupID.ValueString(),
		SecurityGroupId:    m.SecurityGroupID.ValueString(),
		VSwitchId:          m.VSwitchID.ValueString(),
		ZoneId:             m.ZoneID.ValueString(),
		Status:             m.Status.ValueString(),
		Tag:                service.ExpandTagFilter(m.Tags),
	}
}

// listGroups lists the groups that pass the filters.
func listGroups(ctx context.Context, client *eci.Client, m groupsModel) iter.Seq2[eci.ContainerGroup, error] {
	return service.Where(client.ContainerGroups(ctx, m.request()), func(group eci.ContainerGroup) bool {
		return service.NameMatches(m.NameRegex, group.ContainerGroupName)
	})
}

func groupsSchema(context.Context) schema.Schema {
	attributes := selectionAttributes()
	attributes["name"] = optionalFilter("Only container groups of this name.")
	attributes["name_regex"] = service.NameRegex()
	attributes["status"] = optionalFilter("Only container groups in this status.",
		stringvalidator.OneOf(eci.StatusScheduling, eci.StatusScheduleFailed,
			eci.StatusPending, eci.StatusRunning, eci.StatusSucceeded, eci.StatusFailed, eci.StatusRestarting, eci.StatusUpdating,
			eci.StatusTerminating, eci.StatusExpired))
	attributes["security_group_id"] = optionalFilter("Only container groups of this security group.")
	attributes["compute_category"] = optionalFilter("Only container groups of this compute category: `economy` or `general`.",
		stringvalidator.OneOf("economy", "general"))
	attributes["ids"] = schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType,
		MarkdownDescription: "Only the container groups with these IDs, 1 to 20. Defaults to those of `container_groups`, in the same order.",
		Validators:          service.IDs()}
	attributes["container_groups"] = schema.ListNestedAttribute{Computed: true,
		MarkdownDescription: "The container groups by name and then ID.",
		NestedObject:        schema.NestedAttributeObject{Attributes: listedAttributes()}}
	return schema.Schema{
		MarkdownDescription: "All container groups of the region that pass every given filter. Each is as the data source " +
			"`eci_container_group` has it, except for what may be secret: environment variables and contents of files, which would otherwise come " +
			"into state in bulk.",
		Attributes: attributes,
	}
}

// listedAttributes are those of a group among others.
func listedAttributes() map[string]schema.Attribute {
	return describedAttributes(notDescribed.And(secret))
}

func readGroups(ctx context.Context, client *eci.Client, m *groupsModel) diag.Diagnostics {
	var groups []eci.ContainerGroup
	for group, err := range listGroups(ctx, client, *m) {
		if err != nil {
			return diag.Diagnostics{diagnose.Error("read", "container groups", err, nil)}
		}
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b eci.ContainerGroup) int {
		return cmp.Or(cmp.Compare(a.ContainerGroupName, b.ContainerGroupName), cmp.Compare(a.ContainerGroupId, b.ContainerGroupId))
	})

	listed := schema.Schema{Attributes: listedAttributes()}
	listedType := listed.Type()
	var diags diag.Diagnostics
	ids, elements := make([]types.String, 0, len(groups)), make([]attr.Value, 0, len(groups))
	for _, group := range groups {
		state := tfsdk.State{Schema: listed}
		diags.Append(setDescribed(ctx, &state, group)...)
		element, err := listedType.ValueFromTerraform(ctx, state.Raw)
		if err != nil {
			diags.AddError("State Cannot Be Written", err.Error())
			return diags
		}
		ids, elements = append(ids, types.StringValue(group.ContainerGroupId)), append(elements, element)
	}
	if m.IDs == nil {
		m.IDs = ids
	}
	m.ContainerGroups = types.ListValueMust(listedType, elements)
	return diags
}
