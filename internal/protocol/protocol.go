// Package protocol holds what the provider does below the framework, in middlewares around the framework's server. Each
// says in its file why it exists and what would make it unnecessary. They know resources by interfaces and by their schemas.
package protocol

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Server is all that the framework's server can do.
type Server interface {
	tfprotov6.ProviderServer
	tfprotov6.ProviderServerWithListResource //nolint:staticcheck // until the interface moves into ProviderServer
	tfprotov6.ProviderServerWithActions      //nolint:staticcheck // as above
}

// Middleware returns a server that answers some calls itself, and hands all others to the given one.
type Middleware func(Server) Server

// Kinds are the kinds of resources, by the names of their types. What is not among them is left to the framework.
type Kinds map[string]*kind

type kind struct {
	construct func() resource.Resource
	schema    func() indexedSchema
	typ       func() tftypes.Type // of a configuration, plan or state
}

// KindsOf returns the kinds of what the functions construct. Schemas are made when they are first needed.
func KindsOf(constructors []func() resource.Resource) Kinds {
	ctx, kinds := context.Background(), Kinds{}
	for _, construct := range constructors {
		var metadata resource.MetadataResponse
		construct().Metadata(ctx, resource.MetadataRequest{}, &metadata)
		k := &kind{construct: construct}
		k.schema = sync.OnceValue(func() indexedSchema {
			var resp resource.SchemaResponse
			construct().Schema(ctx, resource.SchemaRequest{}, &resp)
			return indexedSchema{resp.Schema, resp.Schema.Type()}
		})
		k.typ = sync.OnceValue(func() tftypes.Type { return k.schema().Type().TerraformType(ctx) })
		kinds[metadata.TypeName] = k
	}
	return kinds
}

// indexedSchema finds types by look-ups. terraform-plugin-framework 1.19 copies the map of all attributes for each step of each path.
type indexedSchema struct {
	schema.Schema
	typ attr.Type
}

// Type returns the type of the whole, which is made once.
func (s indexedSchema) Type() attr.Type { return s.typ }

// TypeAtTerraformPath returns the type of what is at a path.
func (s indexedSchema) TypeAtTerraformPath(_ context.Context, at *tftypes.AttributePath) (attr.Type, error) {
	found, _, err := tftypes.WalkAttributePath(s.typ, at)
	if err != nil {
		return nil, err
	}
	return found.(attr.Type), nil
}

// DataSources are the types of the data sources' configurations, by the names of their types.
type DataSources map[string]func() tftypes.Type

// DataSourcesOf returns the types of what the functions construct. They are made when they are first needed.
func DataSourcesOf(provider string, constructors []func() datasource.DataSource) DataSources {
	ctx, types := context.Background(), DataSources{}
	for _, construct := range constructors {
		var metadata datasource.MetadataResponse
		construct().Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: provider}, &metadata)
		types[metadata.TypeName] = sync.OnceValue(func() tftypes.Type {
			var resp datasource.SchemaResponse
			construct().Schema(ctx, datasource.SchemaRequest{}, &resp)
			return resp.Schema.Type().TerraformType(ctx)
		})
	}
	return types
}
