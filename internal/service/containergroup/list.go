package containergroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewListResource returns the list resource eci_container_group.
func NewListResource() list.ListResource {
	return service.NewList(shared, service.Listing[eci.ContainerGroup]{
		DataSource: groupsSchema,
		Find:       service.Filtered(listGroups),
		ID:         func(group eci.ContainerGroup) string { return group.ContainerGroupId },
		Name:       func(group eci.ContainerGroup) string { return group.ContainerGroupName + " (" + group.Status + ")" },
	}, writeListed)
}

// writeListed writes into state what an import of a group makes of it.
func writeListed(ctx context.Context, config *service.Config, group eci.ContainerGroup, into *tfsdk.State) diag.Diagnostics {
	var imported model
	diags := into.Get(ctx, &imported)
	if !diags.HasError() {
		diags.Append(into.Set(ctx, flatten(group, imported, config.DefaultTags))...)
	}
	return diags
}
