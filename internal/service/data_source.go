package service

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// NewDataSource returns a function that makes the data source eci_NAME. read completes the configuration that it is given, whose
// type M fits the schema. What read adds to the configuration comes into state unless it reports an error. If M embeds [Regional], the
// schema gets the attribute region, and the client is one of that region.
func NewDataSource[M any](
	name string, schema func(context.Context) schema.Schema, read func(ctx context.Context, client *eci.Client, m *M) diag.Diagnostics,
) func() datasource.DataSource {
	return NewConfiguredDataSource(name, schema, func(ctx context.Context, config *Config, m *M) diag.Diagnostics {
		return read(ctx, config.Client, m)
	})
}

// NewConfiguredDataSource is [NewDataSource] for what needs more of the provider's configuration than its client, which is there.
func NewConfiguredDataSource[M any](
	name string, schema func(context.Context) schema.Schema, read func(ctx context.Context, config *Config, m *M) diag.Diagnostics,
) func() datasource.DataSource {
	return func() datasource.DataSource { return &dataSource[M]{name: name, schema: schema, read: read} }
}

type dataSource[M any] struct {
	name   string
	schema func(context.Context) schema.Schema
	read   func(ctx context.Context, config *Config, m *M) diag.Diagnostics
	config *Config
}

func (s *dataSource[M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.name
}

func (s *dataSource[M]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = s.schema(ctx)
	if regionOfModel(new(M)) != nil {
		resp.Schema.Attributes["region"] = RegionArgument()
	}
}

func (s *dataSource[M]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	s.config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (s *dataSource[M]) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	RefuseEmpty(req.Config.Raw, &resp.Diagnostics)
}

// RefuseEmpty refuses empty strings in what looks for objects: ECI takes an empty filter for none, and would answer with everything.
func RefuseEmpty(config tftypes.Value, diags *diag.Diagnostics) {
	err := tftypes.Walk(config, func(at *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		var text string
		if v.Type().Is(tftypes.Map{}) || !v.IsKnown() || v.IsNull() {
			return false, nil // a tag may be empty
		}
		if v.Type().Is(tftypes.String) && v.As(&text) == nil && text == "" {
			diags.AddAttributeError(value.Path(at), "Empty String",
				"An empty string fits nothing here. Give a value, or null to leave it out, as in: var.x == \"\" ? null : var.x.")
		}
		return true, nil
	})
	if err != nil {
		diags.AddError("Configuration Cannot Be Read", err.Error())
	}
}

// IDs are the validators of a list of IDs, which one call looks for. ECI would take an empty list for everything.
func IDs() []validator.List {
	return []validator.List{listvalidator.SizeBetween(1, eci.MaxIDs), listvalidator.UniqueValues()}
}

func (s *dataSource[M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m M
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	config := s.config
	if region := regionOfModel(&m); region != nil {
		config = config.In(*region, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() || config.RequireClient(&resp.Diagnostics) == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, wait.ReadWithin)
	defer cancel()
	resp.Diagnostics.Append(s.read(ctx, config, &m)...)
	if !resp.Diagnostics.HasError() {
		if region := regionOfModel(&m); region != nil {
			*region = types.StringValue(config.Client.Region())
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
	}
}
