package containergroup

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest/schematest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func TestTableIsComplete(t *testing.T) {
	s, table := describe()
	schematest.Check(t, s, table, eci.CreateContainerGroupRequest{}, eci.UpdateContainerGroupRequest{})
	if at, ok := table.At("Container.1.Image"); !ok || at.String() != "containers" {
		t.Errorf("Container.1.Image is at %s", at)
	}
}
