package containergroup_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// A group that is not waited for moves on between plan and apply. Neither a change of tags nor one of containers may then
// contradict the plan.
func TestGroupMovesBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	const third = 5 * time.Minute // of the boot time, for each of scheduling, pulling and starting
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = 3 * third })
	config := func(image, step string) string {
		return group("cpu = 3\nmemory = 5\nwait_for = \"none\"\ncontainers = { main = { image = \"" + image + "\" } }\ntags = { step = \"" + step + "\" }")
	}
	cli := cloud.CLI(t, config("nginx:1.27", "1"))
	cli.Apply()
	for _, next := range []string{
		config("nginx:1.27", "2"), // Scheduling becomes Pending
		config("nginx:1.28", "2"), // Pending becomes Running
	} {
		cli.Write(next)
		cli.Run("plan", "-refresh=false", "-out=saved")
		cloud.AdvanceClock(third + time.Minute)
		cli.Run("apply", "saved")
	}
	cli.Run("plan", "-detailed-exitcode")
}
