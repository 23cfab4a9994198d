package virtualnode

import (
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewListResource returns the list resource eci_virtual_node.
func NewListResource() list.ListResource {
	r, p := plain()
	return service.NewPlainList(r, p, service.Listing[eci.VirtualNode]{
		DataSource: dataSourcesSchema,
		Find:       service.Filtered(find),
		Name:       func(o eci.VirtualNode) string { return o.VirtualNodeName + " (" + o.Status + ")" },
	}, func(m model) model {
		m.VSwitchIDs = []types.String{m.VSwitchID}
		return m
	})
}
