package service

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// NewEphemeral returns a function that makes the ephemeral resource eci_NAME. open completes the configuration that it is given, whose
// type M fits the schema; nothing of it is stored. Terraform opens it in each plan, and again in each apply.
func NewEphemeral[M any](
	name string, schema func() schema.Schema, open func(ctx context.Context, client *eci.Client, m *M) diag.Diagnostics,
) func() ephemeral.EphemeralResource {
	return func() ephemeral.EphemeralResource {
		return &ephemeralResource[M]{name: name, schema: schema, open: open}
	}
}

type ephemeralResource[M any] struct {
	name   string
	schema func() schema.Schema
	open   func(ctx context.Context, client *eci.Client, m *M) diag.Diagnostics
	config *Config
}

var _ ephemeral.EphemeralResourceWithConfigure = (*ephemeralResource[struct{}])(nil)

func (e *ephemeralResource[M]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.name
}

func (e *ephemeralResource[M]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = e.schema()
}

func (e *ephemeralResource[M]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (e *ephemeralResource[M]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	client := e.config.RequireClient(&resp.Diagnostics)
	var m M
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, wait.ReadWithin)
	defer cancel()
	resp.Diagnostics.Append(e.open(ctx, client, &m)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
	}
}
