package virtualnode

import (
	"context"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest/schematest"
)

func TestDescriptionsSayWhatHappens(t *testing.T) {
	schematest.Check(t, resourceSchema(context.Background()), rules, attributes)
}
