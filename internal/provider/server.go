package provider

import (
	"context"
	"net/http"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/protocol"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// Address is the provider's name in the public registry.
const Address = "registry.terraform.io/terraform-provider-eci/eci"

// Serve serves the provider to the Terraform that started this process, until Terraform needs it no more. With debug it prints how
// Terraform can attach, and serves until it is interrupted.
func Serve(version string, debug bool) error {
	var options []tf6server.ServeOpt
	if debug { // the logs go to a terminal
		options = append(options, tf6server.WithManagedDebug())
	} else if err := silenceLogs(); err != nil {
		return err
	}
	journal := creation.NewJournal(creation.Dir())
	defer journal.Close()
	return tf6server.Serve(Address, func() tfprotov6.ProviderServer { return Server(version, nil, journal) }, options...)
}

// Server serves the provider to a Terraform that is told how to reach it; version goes into the User-Agent. transport takes
// requests to the service in place of the network, for tests; nil is the network. The caller closes journal.
func Server(version string, transport http.RoundTripper, journal *creation.Journal) protocol.Server {
	p := &eciProvider{version: version, transport: transport, journal: journal}
	kinds := protocol.KindsOf(p.Resources(context.Background()))
	server := providerserver.NewProtocol6(p)().(protocol.Server)
	for _, wrap := range []protocol.Middleware{ // a call meets the last one first
		protocol.Shortcut(kinds, func() *service.Config { return p.config }),
		protocol.RefuseLateReplacement(kinds, func() bool { return applies(commandLine(), os.Getenv) }),
		protocol.RefuseNull(kinds, protocol.DataSourcesOf(typeName, p.DataSources(context.Background()))),
		protocol.Validate(kinds),
		protocol.OpenUnknown(kinds),
		protocol.EmptyIsDefault(kinds),
		protocol.Locate(),
		protocol.EmptyIsNull(func() tftypes.Type { return providerSchema().Type().TerraformType(context.Background()) }),
	} {
		server = wrap(server)
	}
	return server
}
