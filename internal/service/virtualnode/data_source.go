package virtualnode

import (
	"cmp"
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_virtual_node.
var NewDataSource = service.NewDataSource("virtual_node", dataSourceSchema, readDataSource)

func dataSourceSchema(context.Context) schema.Schema {
	attributes := observedAttributes()
	maps.Copy(attributes, service.IDOrName(kind))
	return schema.Schema{MarkdownDescription: "A virtual node as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a node in data sources.
func observedAttributes() map[string]schema.Attribute {
	of, table := describe()
	return service.ObservedAttributes(of, table, "vswitch_ids", "tolerations", pricing.Name)
}

// readDataSource looks for an ID or else for a name.
func readDataSource(ctx context.Context, client *eci.Client, m *dataModel) diag.Diagnostics {
	id, name := m.ID.ValueString(), m.Name.ValueString()
	search := &eci.DescribeVirtualNodesRequest{VirtualNodeName: name}
	if id != "" {
		search.VirtualNodeIds = []string{id}
	}
	node, err := service.Only(client.VirtualNodes(ctx, search), func(node eci.VirtualNode) string { return node.VirtualNodeId },
		client.Region(), kind, cmp.Or(id, "named "+name))
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", kind+" "+id+name, err, nil)}
	}
	*m = flattenData(node)
	return nil
}
