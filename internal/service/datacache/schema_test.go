package datacache

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest/schematest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func TestTableIsComplete(t *testing.T) {
	s, table := describe()
	schematest.Check(t, s, table, eci.CreateDataCacheRequest{}, eci.CopyDataCacheRequest{}, eci.UpdateDataCacheRequest{})
}
