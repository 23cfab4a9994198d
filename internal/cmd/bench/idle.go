//go:build unix

package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	eci "github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// role is a provider to be.
type role string

const (
	ours  role = "ours"
	idle  role = "idle"  // does nothing, with our schemas
	least role = "least" // does nothing, with a resource of a single argument: nothing can cost less
)

// serve serves a provider of the plugin framework that does nothing.
func serve(who role) error {
	return providerserver.Serve(context.Background(), func() provider.Provider {
		if who == idle {
			return idleProvider{eci.New("bench", new(creation.Journal))}
		}
		return leastProvider{}
	}, providerserver.ServeOpts{Address: eci.Address, ProtocolVersion: 6})
}

// idleProvider is ours without an account and with one resource.
type idleProvider struct{ provider.Provider }

func (idleProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (idleProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource {
		var resp resource.SchemaResponse
		containergroup.NewResource().Schema(context.Background(), resource.SchemaRequest{}, &resp)
		return idleGroup{idleResource{resp.Schema}}
	}}
}

// idleGroup keeps the identity in our state.
type idleGroup struct{ idleResource }

func (idleGroup) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	containergroup.NewResource().(resource.ResourceWithIdentity).IdentitySchema(ctx, req, resp)
}

func (idleGroup) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	if resp.Identity.Raw.IsNull() { // the framework wants one
		resp.Diagnostics.Append(resp.Identity.Set(ctx, service.Identity{Region: types.StringValue(region), ID: types.StringValue("idle")})...)
	}
}

type leastProvider struct{}

func (leastProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "eci"
}

func (leastProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (leastProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (leastProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (leastProvider) Resources(context.Context) []func() resource.Resource {
	name := schema.Schema{Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{Required: true}}}
	return []func() resource.Resource{func() resource.Resource { return idleResource{name} }}
}

// idleResource keeps what it is told.
type idleResource struct{ schema schema.Schema }

func (idleResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "eci_container_group"
}

func (r idleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (idleResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	known, err := value.NullUnknown(req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Empty(), "Plan Cannot Be Read", err.Error())
	}
	resp.State.Raw = known
}

func (idleResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (idleResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (idleResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
