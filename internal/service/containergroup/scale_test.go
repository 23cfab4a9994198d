package containergroup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// Waits share their calls, and so do the reads of a refresh.
func TestCallsDoNotGrowWithGroups(t *testing.T) {
	const groups, bootTime = 20, 3 * time.Second
	var config strings.Builder
	for i := range groups {
		fmt.Fprintf(&config, `
resource "eci_container_group" "test_%[1]d" {
  name           = "test-%[1]d"
  restart_policy = "Always"
  containers     = { web = { image = "nginx:1" } }
}
`, i)
	}
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(config.String()); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		// Each looks 31 times: alone they would need 620 calls.
		if calls := readCalls(cloud); calls > 31 {
			t.Errorf("%d calls while %d groups started", calls, groups)
		}
		time.Sleep(time.Minute) // so that nothing that was read before is taken for new
		cloud.ClearJournal()
		if diagnostics := session.Refresh(); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		if calls := readCalls(cloud); calls != 1 {
			t.Errorf("%d calls to refresh %d groups, want 1", calls, groups)
		}
	}, func(config *emulator.Config) { config.BootTime = bootTime })
}

// readCalls counts the calls that ask for groups by their IDs.
func readCalls(cloud *acctest.Cloud) int {
	calls := 0
	for _, entry := range cloud.Calls("DescribeContainerGroups") {
		if entry.Parameters["ContainerGroupIds"] != "" {
			calls++
		}
	}
	return calls
}
