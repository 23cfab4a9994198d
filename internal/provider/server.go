package provider

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/adopt"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/decode"
)

// Address is the provider's name in the public registry.
const Address = "registry.terraform.io/terraform-provider-eci/eci"

// Serve serves the provider to the Terraform that started this process, until Terraform needs it no more.
func Serve(version string, options ...tf6server.ServeOpt) error {
	creations := adopt.NewCreations()
	defer creations.Close()
	return tf6server.Serve(Address, func() tfprotov6.ProviderServer { return newServer(version, creations) }, options...)
}

// Server serves the provider to a Terraform that is told how to reach it; version goes into the User-Agent.
func Server(version string) tfprotov6.ProviderServer {
	return newServer(version, adopt.NewCreations())
}

func newServer(version string, creations *adopt.Creations) *server {
	inner := providerserver.NewProtocol6(New(version, creations))()
	return &server{
		frameworkServer: inner.(frameworkServer),
		schema: sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
			return inner.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
		}),
	}
}

// frameworkServer is all that the framework's server can do.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ProviderServerWithListResource //nolint:staticcheck // until the interface moves into ProviderServer
	tfprotov6.ProviderServerWithActions      //nolint:staticcheck // as above
}

// server makes up for one thing: containers, volumes and the like that are unknown as a whole, as every value of a module's
// variable is while Terraform validates. To the framework their required attributes are missing, and their write-only ones
// are not null. So it gets objects of unknown attributes instead.
type server struct {
	frameworkServer
	schema func() (*tfprotov6.GetProviderSchemaResponse, error)
}

// GetProviderSchema computes the schema once: it is needed for every validation and plan.
func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schema()
}

func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	changed := *req
	if err := s.openElements(req.TypeName, &changed.Config); err != nil {
		return nil, err
	}
	return s.frameworkServer.ValidateResourceConfig(ctx, &changed)
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	changed := *req
	if err := s.openElements(req.TypeName, &changed.Config, &changed.ProposedNewState); err != nil {
		return nil, err
	}
	return s.frameworkServer.PlanResourceChange(ctx, &changed)
}

// openElements applies decode.Elements to values of a resource. Of a resource that does not exist it leaves them as they
// are: the framework says so.
func (s *server) openElements(resource string, values ...**tfprotov6.DynamicValue) error {
	schema, err := s.schema()
	if err != nil || schema.ResourceSchemas[resource] == nil {
		return err
	}
	t := schema.ResourceSchemas[resource].ValueType()
	for _, value := range values {
		decoded, err := (*value).Unmarshal(t)
		if err == nil && decoded.IsFullyKnown() {
			continue
		}
		if err == nil {
			decoded, err = decode.Elements(decoded)
		}
		if err != nil {
			return fmt.Errorf("values of %s cannot be read: %w", resource, err)
		}
		encoded, err := tfprotov6.NewDynamicValue(t, decoded)
		if err != nil {
			return fmt.Errorf("values of %s cannot be written: %w", resource, err)
		}
		*value = &encoded
	}
	return nil
}
