package containergroup_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// Waits share their calls, and so do the reads of a refresh.
func TestCallsDoNotGrowWithGroups(t *testing.T) {
	t.Parallel()
	const groups, bootTime = 20, 3 * time.Second
	cloud := acctest.NewCloud(t, func(config *emulator.Config) { config.BootTime = bootTime })
	cli := cloud.CLI(t, fmt.Sprintf(`
resource "eci_container_group" "test" {
  count          = %d
  name           = "test-${count.index}"
  restart_policy = "Always"
  containers     = { web = { image = "nginx:1" } }
}
`, groups))
	parallel := fmt.Sprintf("-parallelism=%d", groups)

	cli.Run("apply", "-auto-approve", parallel)
	// Each looks about 8 times, more often when the machine is busy: alone they would need 160 calls.
	if calls := readCalls(cloud); calls > 60 {
		t.Errorf("%d calls while %d groups started", calls, groups)
	}
	// 1 and 2 calls when the machine has nothing else to do, 20 without sharing.
	for flag, most := range map[string]int{parallel: 5, "-parallelism=10": 10} {
		cloud.ClearJournal()
		cli.Run("plan", "-refresh-only", flag)
		if calls := readCalls(cloud); calls > most {
			t.Errorf("%d calls to refresh %d groups at %s, want at most %d", calls, groups, flag, most)
		}
	}
	cli.Run("destroy", "-auto-approve", parallel)
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
