package virtualnode

import (
	"context"
	"iter"

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

// NewDataSources returns the data source eci_virtual_nodes.
var NewDataSources = service.NewDataSource("virtual_nodes", dataSourcesSchema, readDataSources)

// filterModel is eci_virtual_nodes as HCL sees it.
type filterModel struct {
	service.Regional
	IDs             []types.String          `tfsdk:"ids"`
	Name            types.String            `tfsdk:"name"`
	NameRegex       types.String            `tfsdk:"name_regex"`
	Status          types.String            `tfsdk:"status"`
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	SecurityGroupID types.String            `tfsdk:"security_group_id"`
	VSwitchID       types.String            `tfsdk:"vswitch_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
	VirtualNodes    []dataModel             `tfsdk:"virtual_nodes"`
}

func dataSourcesSchema(context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The virtual nodes of the region, all or those that every given filter fits.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of nodes, 1 to 20, to look for. Defaults to those of the nodes found.",
				Validators:          service.IDs()},
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: "Name of the nodes."},
			"name_regex": service.NameRegex(),
			"status": schema.StringAttribute{Optional: true, MarkdownDescription: "Status of the nodes: `Pending`, `Ready` or `Failed`.",
				Validators: []validator.String{stringvalidator.OneOf(eci.VirtualNodePending, eci.VirtualNodeReady, eci.VirtualNodeFailed)}},
			"resource_group_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Resource group of the nodes."},
			"security_group_id": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Security group of the nodes. ECI has no such filter: the provider filters what ECI lists."},
			"vswitch_id": schema.StringAttribute{Optional: true,
				MarkdownDescription: "vSwitch of the nodes. ECI has no such filter: the provider filters what ECI lists."},
			"tags": service.TagFilter(),
			"virtual_nodes": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The nodes.",
				NestedObject: schema.NestedAttributeObject{Attributes: observedAttributes()}},
		},
	}
}

func readDataSources(ctx context.Context, client *eci.Client, m *filterModel) diag.Diagnostics {
	var found []types.String
	m.VirtualNodes = []dataModel{}
	for node, err := range find(ctx, client, *m) {
		if err != nil {
			return diag.Diagnostics{diagnose.Error("list", "virtual nodes", err, nil)}
		}
		found = append(found, types.StringValue(node.VirtualNodeId))
		m.VirtualNodes = append(m.VirtualNodes, flattenData(node))
	}
	if m.IDs == nil {
		m.IDs = append([]types.String{}, found...)
	}
	return nil
}

// find lists the nodes that pass the filters.
func find(ctx context.Context, client *eci.Client, m filterModel) iter.Seq2[eci.VirtualNode, error] {
	return service.Where(client.VirtualNodes(ctx, expandFilter(m)), func(node eci.VirtualNode) bool {
		return (m.SecurityGroupID.IsNull() || m.SecurityGroupID.ValueString() == node.VirtualNodeSecurityGroupId) &&
			(m.VSwitchID.IsNull() || m.VSwitchID.ValueString() == node.VirtualNodeVSwitchId) &&
			service.NameMatches(m.NameRegex, node.VirtualNodeName)
	})
}

func expandFilter(m filterModel) *eci.DescribeVirtualNodesRequest {
	return &eci.DescribeVirtualNodesRequest{
		VirtualNodeIds:  value.Texts(m.IDs),
		VirtualNodeName: m.Name.ValueString(),
		Status:          m.Status.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Tag:             service.ExpandTagFilter(m.Tags),
	}
}
