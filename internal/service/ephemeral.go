package service

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// NewEphemeral returns a function that makes the ephemeral resource eci_NAME. open completes the configuration that it is given, whose
// type M fits the schema and embeds [Regional], for which the schema gets the attribute region; nothing of it is stored. Terraform opens it
// in each plan, and again in each apply.
func NewEphemeral[M any, P regionalModel[M]](
	name string, schema func() schema.Schema, open func(ctx context.Context, client *eci.Client, m *M) diag.Diagnostics,
) func() ephemeral.EphemeralResource {
	return func() ephemeral.EphemeralResource {
		return &ephemeralResource[M, P]{name: name, schema: schema, open: open}
	}
}

type ephemeralResource[M any, P regionalModel[M]] struct {
	name   string
	schema func() schema.Schema
	open   func(ctx context.Context, client *eci.Client, m *M) diag.Diagnostics
	config *Config
}

var _ ephemeral.EphemeralResourceWithConfigure = (*ephemeralResource[struct{ Regional }, *struct{ Regional }])(nil)

func (e *ephemeralResource[M, P]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.name
}

func (e *ephemeralResource[M, P]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = e.schema()
	resp.Schema.Attributes["region"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: askedRegion,
		Validators: []validator.String{RegionID()}}
}

func (e *ephemeralResource[M, P]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (e *ephemeralResource[M, P]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m M
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	region := P(&m).regional()
	config := e.config.In(*region, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || config.RequireClient(&resp.Diagnostics) == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, wait.ReadWithin)
	defer cancel()
	resp.Diagnostics.Append(e.open(ctx, config.Client, &m)...)
	if !resp.Diagnostics.HasError() {
		*region = types.StringValue(config.Client.Region())
		resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
	}
}
