package datacache

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest/schematest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

func TestTableIsComplete(t *testing.T) {
	s, table := describe()
	schematest.Check(t, s, table, eci.CreateDataCacheRequest{}, eci.CopyDataCacheRequest{}, eci.UpdateDataCacheRequest{})
}

func TestZeroIsNone(t *testing.T) {
	s, table := describe()
	schematest.Zeros(t, s, table, func(raw tftypes.Value) any {
		var m model
		if diags := value.Decode(t.Context(), tfsdk.State{Schema: s, Raw: raw}, &m); diags.HasError() {
			t.Error(diags)
		}
		return []any{expandCreate(m), expandUpdate(m)}
	})
}
