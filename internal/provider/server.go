package provider

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Address is the provider's name in the public registry.
const Address = "registry.terraform.io/terraform-provider-eci/eci"

// Serve serves the provider to the Terraform that started this process, until Terraform needs it no more.
func Serve(version string, options ...tf6server.ServeOpt) error {
	search, marks := creation.NewSearch(), new(creation.Marks)
	defer marks.Close()
	return tf6server.Serve(Address, func() tfprotov6.ProviderServer { return newServer(version, nil, search, marks) }, options...)
}

// Server serves the provider to a Terraform that is told how to reach it; version goes into the User-Agent. transport takes
// requests to the service in place of the network, for tests; nil is the network.
func Server(version string, transport http.RoundTripper) tfprotov6.ProviderServer {
	return newServer(version, transport, creation.NewSearch(), new(creation.Marks))
}

func newServer(version string, transport http.RoundTripper, search *creation.Search, marks *creation.Marks) *server {
	p := &eciProvider{version: version, transport: transport, search: search, marks: marks}
	s := &server{
		frameworkServer: providerserver.NewProtocol6(p)().(frameworkServer),
		provider:        p,
		groups:          containergroup.NewShortcut(context.Background()),
		types:           map[string]func() tftypes.Type{},
	}
	for _, construct := range p.Resources(context.Background()) {
		r := construct()
		var metadata resource.MetadataResponse
		r.Metadata(context.Background(), resource.MetadataRequest{ProviderTypeName: typeName}, &metadata)
		s.types[metadata.TypeName] = sync.OnceValue(func() tftypes.Type {
			var schema resource.SchemaResponse
			r.Schema(context.Background(), resource.SchemaRequest{}, &schema)
			return schema.Schema.Type().TerraformType(context.Background())
		})
	}
	return s
}

// frameworkServer is all that the framework's server can do.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ProviderServerWithListResource //nolint:staticcheck // until the interface moves into ProviderServer
	tfprotov6.ProviderServerWithActions      //nolint:staticcheck // as above
}

// server makes up for three things. Containers, volumes and the like can be unknown as a whole, as every value of a module's
// variable is while Terraform validates: to the framework their required attributes are missing, and their write-only ones
// are not null. So it gets objects of unknown attributes instead. The framework is slow over many container groups: for
// those that are new or have not changed, there is a shortcut. And it has no rule for all collections: see nullElements.
type server struct {
	frameworkServer
	provider *eciProvider
	groups   *containergroup.Shortcut
	types    map[string]func() tftypes.Type // of the resources, by their names
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	changed := *req
	config, err := s.openElements(req.TypeName, &changed.Config)
	if err != nil {
		return nil, err
	}
	if diags, err := nullElements(config); err != nil || len(diags) > 0 {
		return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: diags}, err
	}
	return s.frameworkServer.ValidateResourceConfig(ctx, &changed)
}

func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	resp, err := s.frameworkServer.ConfigureProvider(ctx, req)
	s.groups.Configure(s.provider.config)
	return resp, err
}

func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if req.TypeName == containergroup.TypeName {
		if resp := s.groups.UpgradeResourceState(req); resp != nil {
			return resp, nil
		}
	}
	return s.frameworkServer.UpgradeResourceState(ctx, req)
}

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if req.TypeName == containergroup.TypeName {
		if resp := s.groups.ReadResource(ctx, req); resp != nil {
			return resp, nil
		}
	}
	return s.frameworkServer.ReadResource(ctx, req)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	changed := *req
	for _, value := range []**tfprotov6.DynamicValue{&changed.Config, &changed.ProposedNewState} {
		if _, err := s.openElements(req.TypeName, value); err != nil {
			return nil, err
		}
	}
	if req.TypeName == containergroup.TypeName {
		if resp := s.groups.PlanResourceChange(ctx, &changed); resp != nil {
			return resp, nil
		}
	}
	return s.frameworkServer.PlanResourceChange(ctx, &changed)
}

// openElements applies value.OpenUnknown to a value of a resource, and returns it decoded. That of a resource that does not
// exist it leaves as it is: the framework says so.
func (s *server) openElements(name string, raw **tfprotov6.DynamicValue) (tftypes.Value, error) {
	typeOf := s.types[name]
	if typeOf == nil || *raw == nil { // which the framework takes for null
		return tftypes.Value{}, nil
	}
	decoded, err := (*raw).Unmarshal(typeOf())
	if err == nil && decoded.IsFullyKnown() {
		return decoded, nil
	}
	if err == nil {
		decoded, err = value.OpenUnknown(decoded)
	}
	if err != nil {
		return decoded, fmt.Errorf("values of %s cannot be read: %w", name, err)
	}
	encoded, err := tfprotov6.NewDynamicValue(typeOf(), decoded)
	if err != nil {
		return decoded, fmt.Errorf("values of %s cannot be written: %w", name, err)
	}
	*raw = &encoded
	return decoded, nil
}
