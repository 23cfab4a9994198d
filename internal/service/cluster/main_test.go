package cluster_test

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
