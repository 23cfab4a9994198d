package virtualnode

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/convert"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/observe"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSources returns the data source eci_virtual_nodes.
func NewDataSources() datasource.DataSource { return &virtualNodesDataSource{} }

type virtualNodesDataSource struct {
	config *service.Config
}

var _ datasource.DataSourceWithConfigure = (*virtualNodesDataSource)(nil)

// filterModel is eci_virtual_nodes as HCL sees it.
type filterModel struct {
	IDs             []types.String          `tfsdk:"ids"`
	Name            types.String            `tfsdk:"name"`
	Status          types.String            `tfsdk:"status"`
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
	VirtualNodes    []dataModel             `tfsdk:"virtual_nodes"`
}

func (d *virtualNodesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_virtual_nodes"
}

func (d *virtualNodesDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The virtual nodes of the region, all or those that every given filter fits.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of nodes, 1 to 20, to look for. Those of the nodes found when left out.",
				Validators:          []validator.List{listvalidator.SizeBetween(1, 20), listvalidator.UniqueValues()}},
			"name": schema.StringAttribute{Optional: true, MarkdownDescription: "Name of the nodes."},
			"status": schema.StringAttribute{Optional: true, MarkdownDescription: "Status of the nodes: `Pending`, `Ready` or `Failed`.",
				Validators: []validator.String{stringvalidator.OneOf(eci.VirtualNodePending, eci.VirtualNodeReady, eci.VirtualNodeFailed)}},
			"resource_group_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Resource group of the nodes."},
			"tags":              observe.TagFilter(),
			"virtual_nodes": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The nodes.",
				NestedObject: schema.NestedAttributeObject{Attributes: observedAttributes(ctx)}},
		},
	}
}

func (d *virtualNodesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *virtualNodesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.config.RequireClient(&resp.Diagnostics)
	var m filterModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var found []types.String
	m.VirtualNodes = []dataModel{}
	for node, err := range client.VirtualNodes(ctx, expandFilter(m)) {
		if err != nil {
			resp.Diagnostics.Append(diagnose.Error("list", "virtual nodes", err, nil))
			return
		}
		found = append(found, types.StringValue(node.VirtualNodeId))
		m.VirtualNodes = append(m.VirtualNodes, flattenData(node))
	}
	if m.IDs == nil {
		m.IDs = append([]types.String{}, found...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func expandFilter(m filterModel) *eci.DescribeVirtualNodesRequest {
	return &eci.DescribeVirtualNodesRequest{
		VirtualNodeIds:  convert.Texts(m.IDs),
		VirtualNodeName: m.Name.ValueString(),
		Status:          m.Status.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Tag:             observe.ExpandTagFilter(m.Tags),
	}
}
