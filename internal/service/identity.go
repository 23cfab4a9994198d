package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Identity is the identity of an object: IDs are unique within a region.
type Identity struct {
	Region types.String `tfsdk:"region"`
	ID     types.String `tfsdk:"id"`
}

// identitySchema is the identity schema of an object, such as "group", whose IDs begin with prefix.
func identitySchema(object, prefix string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"region": identityschema.StringAttribute{OptionalForImport: true,
			Description: "Region of the " + object + ". Defaults to the provider's."},
		"id": identityschema.StringAttribute{RequiredForImport: true,
			Description: "ID of the " + object + ", which begins with " + prefix + "."},
	}}
}

// ImportState takes an ID or an identity into state. ECI does not return everything, so the object is marked as imported.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client := r.Config.RequireClient(&resp.Diagnostics)
	if client == nil {
		return
	}
	id := req.ID
	if byIdentity := req.Identity != nil && !req.Identity.Raw.IsNull(); id == "" && byIdentity {
		var m Identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &m)...)
		if region := m.Region.ValueString(); region != "" && region != client.Region() {
			resp.Diagnostics.AddError("Object of Another Region", "The identity names the region "+region+", but the provider is configured for "+
				client.Region()+". Import with a provider of that region.")
		}
		id = m.ID.ValueString()
	}
	if id == "" {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Wrong ID",
			fmt.Sprintf("The id is empty. The id of a %s begins with %s.", r.Kind, r.IDPrefix))
	} else if !strings.HasPrefix(id, r.IDPrefix) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Wrong ID",
			fmt.Sprintf("%q is not the id of a %s, which begins with %s.", id, r.Kind, r.IDPrefix))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, Identity{Region: types.StringValue(client.Region()), ID: types.StringValue(id)})...)
	resp.Diagnostics.Append(SetImported(ctx, resp.Private, true)...)
}
