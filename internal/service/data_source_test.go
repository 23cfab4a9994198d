package service

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

func TestReadOfDataSourceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nothing := func(context.Context) schema.Schema { return schema.Schema{} }
		read := func(ctx context.Context, _ *eci.Client, _ *struct{}) diag.Diagnostics {
			<-ctx.Done()
			return diag.Diagnostics{diag.NewErrorDiagnostic("Ended", "")}
		}
		source := NewDataSource("endless", nothing, read)()
		var configured datasource.ConfigureResponse
		source.(datasource.DataSourceWithConfigure).Configure(t.Context(),
			datasource.ConfigureRequest{ProviderData: &Config{Client: new(eci.Client)}}, &configured)
		begin, resp := time.Now(), new(datasource.ReadResponse)
		source.Read(t.Context(), datasource.ReadRequest{Config: tfsdk.Config{
			Schema: nothing(t.Context()), Raw: tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{})}}, resp)
		if !resp.Diagnostics.HasError() || time.Since(begin) != wait.ReadWithin {
			t.Errorf("%v after %v", resp.Diagnostics, time.Since(begin))
		}
	})
}
