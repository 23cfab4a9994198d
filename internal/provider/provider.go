// Package provider is the Terraform provider: its schema, its configuration and what it registers.
package provider

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	ecifunction "github.com/terraform-provider-eci/terraform-provider-eci/internal/function"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/catalog"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/cluster"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/containergroup"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/datacache"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/imagecache"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/price"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service/virtualnode"
)

// New returns the provider; version goes into the User-Agent. All providers of a process share journal.
func New(version string, journal *creation.Journal) provider.Provider {
	return &eciProvider{version: version, journal: journal}
}

// typeName begins the names of resources and data sources.
const typeName = "eci"

type eciProvider struct {
	version   string
	transport http.RoundTripper // nil for the network
	journal   *creation.Journal
	config    *service.Config // once it is configured
}

var (
	_ provider.ProviderWithActions            = (*eciProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*eciProvider)(nil)
	_ provider.ProviderWithFunctions          = (*eciProvider)(nil)
	_ provider.ProviderWithListResources      = (*eciProvider)(nil)
)

func (p *eciProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = typeName
	resp.Version = p.version
}

func (p *eciProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

func (p *eciProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	config := &service.Config{Journal: p.journal, DryRun: service.DryRunOff}
	resp.Diagnostics.Append(setDefaultTags(ctx, req.Config, config)...)
	if !isKnown(req.Config.Raw) {
		// Terraform plans what it can; see service.Config.RequireClient.
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		}
	} else {
		var m model
		resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
		if resp.Diagnostics.HasError() {
			return
		}
		config.Destroying = destroys(commandLine())
		config.UnitPrices = m.unitPrices()
		if m.PlanChecks != nil {
			config.DryRun = dryRunWords[m.PlanChecks.DryRun.ValueString()]
		}
		var problems diag.Diagnostics
		config.Client = m.client(p.userAgent(req.TerraformVersion), p.transport, &problems)
		if saysNothing(req.Config.Raw) {
			config.Problems = problems
		} else {
			resp.Diagnostics.Append(problems...)
		}
		if m.PlanChecks != nil && m.PlanChecks.Price.ValueBool() {
			config.Prices.Enable(config.Client, config.UnitPrices)
		}
	}
	p.config = config
	resp.ResourceData = config
	resp.DataSourceData = config
	resp.EphemeralResourceData = config
	resp.ActionData = config
	resp.ListResourceData = config
}

func (p *eciProvider) userAgent(terraformVersion string) string {
	return "Terraform/" + terraformVersion + " terraform-provider-eci/" + p.version
}

func (p *eciProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		containergroup.NewResource,
		datacache.NewResource,
		imagecache.NewResource,
		virtualnode.NewResource,
	}
}

func (p *eciProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		containergroup.NewDataSource,
		containergroup.NewDataSources,
		containergroup.NewEventsDataSource,
		containergroup.NewLogDataSource,
		containergroup.NewMetricsDataSource,
		price.NewContainerGroup,
		price.NewVirtualNode,
		price.NewCheapestZone,
		price.NewImageCache,
		price.NewDataCache,
		price.NewCostEstimate,
		catalog.NewAvailableResources,
		catalog.NewQuotas,
		catalog.NewRegions,
		catalog.NewSpecs,
		catalog.NewZones,
		cluster.NewPodAnnotations,
		cluster.NewProfile,
		datacache.NewDataSource,
		datacache.NewDataSources,
		imagecache.NewDataSource,
		imagecache.NewDataSources,
		virtualnode.NewDataSource,
		virtualnode.NewDataSources,
	}
}

func (p *eciProvider) Functions(context.Context) []func() function.Function {
	return ecifunction.All(containergroup.Schema)
}

func (p *eciProvider) Actions(context.Context) []func() action.Action {
	return containergroup.Actions()
}

func (p *eciProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return containergroup.EphemeralResources()
}

func (p *eciProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		containergroup.NewListResource,
		datacache.NewListResource,
		imagecache.NewListResource,
		virtualnode.NewListResource,
	}
}
