package service

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Resource is what all resources have in common. Each embeds it.
type Resource struct {
	Type      string // such as eci_virtual_node
	Kind      string // what people call the objects, such as virtual node
	IDPrefix  string // what the objects' IDs begin with
	NewSchema func(context.Context) schema.Schema
	Config    *Config // nil until the provider is configured
}

// Metadata tells the name.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.Type
}

// Schema tells the attributes.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.NewSchema(ctx)
}

// IdentitySchema tells what an object is known by.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema(r.Kind, r.IDPrefix)
}

// Configure takes the configured provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// ImportState takes an ID or an identity.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importState(ctx, r.Config.RequireClient(&resp.Diagnostics), req, resp)
}

// Created writes into state what is known of an object that ECI has just created: from then on, whatever happens, it has to
// be there. It returns what the attributes id and region are from now on.
func (r *Resource) Created(ctx context.Context, id string, req resource.CreateRequest, resp *resource.CreateResponse) Identity {
	var err error
	if resp.State.Raw, err = value.NullUnknown(req.Plan.Raw); err != nil {
		resp.Diagnostics.AddError("State Cannot Be Written", err.Error())
	}
	created := Identity{Region: types.StringValue(r.Config.Client.Region()), ID: types.StringValue(id)}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), created.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), created.Region)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, created)...)
	return created
}
