package virtualnode

import (
	"cmp"
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_virtual_node.
var NewDataSource = service.NewDataSource("virtual_node", dataSourceSchema, readDataSource)

func dataSourceSchema(ctx context.Context) schema.Schema {
	attributes := observedAttributes(ctx)
	maps.Copy(attributes, service.IDOrName("virtual node"))
	return schema.Schema{MarkdownDescription: "A virtual node as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a node in data sources.
func observedAttributes(ctx context.Context) map[string]schema.Attribute {
	omitted := attribute.Patterns{"timeouts": true, "tags_all": true, "vswitch_ids": true, "tolerations": true, "estimated_price": true}
	maps.Copy(omitted, rules.Unreturned)
	attributes := service.DataSourceAttributes(resourceSchema(ctx).Attributes, omitted, nil)
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
	attributes["events"] = service.EventsAttribute()
	return attributes
}

// readDataSource looks for an ID or else for a name.
func readDataSource(ctx context.Context, client *eci.Client, m *dataModel) diag.Diagnostics {
	id, name := m.ID.ValueString(), m.Name.ValueString()
	search := &eci.DescribeVirtualNodesRequest{VirtualNodeName: name}
	if id != "" {
		search.VirtualNodeIds = []string{id}
	}
	node, err := service.Only(client.VirtualNodes(ctx, search), func(node eci.VirtualNode) string { return node.VirtualNodeId },
		client.Region(), "virtual node", cmp.Or(id, "named "+name))
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", "virtual node "+id+name, err, nil)}
	}
	*m = flattenData(node)
	return nil
}
