package containergroup_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// A group that is not waited for moves on between plan and apply. Neither a change of tags nor one of containers may then
// contradict the plan.
func TestGroupMovesBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	const third = 5 * time.Minute // of the boot time, for each of scheduling, pulling and starting
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = 3 * third })
	config := func(image, step string) string {
		return group(fmt.Sprintf(`cpu = 3
			memory = 5
			wait_for = "none"
			containers = { main = { image = %q } }
			tags = { step = %q }`, image, step))
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

// A group for which nobody waited takes no update while ECI places it, and its size is rounded up afterwards.
func TestUpdateWhileScheduling(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = time.Hour })
	config := func(image string) string {
		return group("cpu = 1\nmemory = 3\nwait_for = \"none\"\ncontainers = { main = { image = \"" + image + "\" } }")
	}
	cli := cloud.CLI(t, config("nginx:1.27"))
	cli.Apply()
	cli.Write(config("nginx:1.28"))
	command, output := cli.Command("apply", "-auto-approve")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	early := func(context.Context) (bool, error) { return len(cloud.Calls("UpdateContainerGroup")) > 0, nil }
	if err := wait.Until(t.Context(), early); err != nil {
		t.Fatal(err)
	}
	cloud.AdvanceClock(2 * time.Hour)
	if err := command.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if calls := cloud.Calls("UpdateContainerGroup"); len(calls) != 2 || calls[0].Code != "IncorrectStatus" {
		t.Errorf("%+v", calls)
	}
	cli.Run("plan", "-detailed-exitcode")
}
