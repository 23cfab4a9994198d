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

// ImportState takes an ID, an ID@REGION or an identity into state. ECI does not return everything, so the object is marked as imported.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, region, _ := strings.Cut(req.ID, "@")
	if byIdentity := req.Identity != nil && !req.Identity.Raw.IsNull(); id == "" && byIdentity {
		var m Identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &m)...)
		id, region = m.ID.ValueString(), m.Region.ValueString()
	}
	client := r.In(types.StringValue(region), &resp.Diagnostics)
	if client == nil {
		return
	}
	if id == "" {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Wrong ID",
			fmt.Sprintf("The id is empty. The id of a %s begins with %s. Of one in another region than the provider's, give id@region.",
				r.Kind, r.IDPrefix))
	} else if !strings.HasPrefix(id, r.IDPrefix) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Wrong ID",
			fmt.Sprintf("%q is not the id of a %s, which begins with %s. Of one in another region than the provider's, give id@region.",
				id, r.Kind, r.IDPrefix))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	imported := Identity{Region: types.StringValue(client.Region()), ID: types.StringValue(id)}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), imported.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), imported.Region)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, imported)...)
	resp.Diagnostics.Append(SetImported(ctx, resp.Private, true)...)
}
