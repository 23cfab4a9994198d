package containergroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/identity"
)

func (r *containerGroupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identity.Schema("group", "eci-")
}

// ImportState takes an ID or an identity.
func (r *containerGroupResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	identity.Import(ctx, r.config.RequireClient(&resp.Diagnostics), req, resp)
}
