package virtualnode

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/change"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/observe"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_virtual_node.
func NewDataSource() datasource.DataSource { return &virtualNodeDataSource{} }

type virtualNodeDataSource struct {
	config *service.Config
}

var _ datasource.DataSourceWithConfigure = (*virtualNodeDataSource)(nil)

func (d *virtualNodeDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_virtual_node"
}

func (d *virtualNodeDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := observedAttributes(ctx)
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "ID of the virtual node. Either this or `name` is required.",
		Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("name"))}}
	attributes["name"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Name of the virtual node, which must be the only one of that name in the region. Either this or `id` is required."}
	resp.Schema = schema.Schema{MarkdownDescription: "A virtual node as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a node in data sources.
func observedAttributes(ctx context.Context) map[string]schema.Attribute {
	omitted := change.Patterns{"timeouts": true, "tags_all": true, "vswitch_ids": true, "tolerations": true, "estimated_price": true}
	maps.Copy(omitted, rules.Unreturned)
	attributes := observe.Attributes(resourceSchema(ctx).Attributes, omitted, nil)
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
	attributes["events"] = observe.Events()
	return attributes
}

func (d *virtualNodeDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *virtualNodeDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.config.RequireClient(&resp.Diagnostics)
	var id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if resp.Diagnostics.HasError() {
		return
	}
	node, err := find(ctx, client, id.ValueString(), name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", "virtual node "+id.ValueString()+name.ValueString(), err, nil))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, flattenData(node))...)
}

// find returns the node of an ID or else the only one of a name.
func find(ctx context.Context, client *eci.Client, id, name string) (eci.VirtualNode, error) {
	var ids []string
	var found eci.VirtualNode
	search := &eci.DescribeVirtualNodesRequest{VirtualNodeName: name}
	if id != "" {
		search.VirtualNodeIds = []string{id}
	}
	for node, err := range client.VirtualNodes(ctx, search) {
		if err != nil {
			return eci.VirtualNode{}, err
		}
		found = node
		ids = append(ids, node.VirtualNodeId)
	}
	switch len(ids) {
	case 0:
		return found, fmt.Errorf("region %s has no virtual node %s, or the credentials may not see it", client.Region(), id+name)
	case 1:
		return found, nil
	}
	slices.Sort(ids)
	return found, fmt.Errorf("%d virtual nodes are named %s: %s. Give the id of one of them", len(ids), name, strings.Join(ids, ", "))
}
