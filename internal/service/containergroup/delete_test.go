package containergroup_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// lingering is a group that takes a while to stop.
const lingering = `containers = { main = { image = "nginx:1.27", pre_stop = { exec = { command = ["sleep", "20"] } } } }
	timeouts = { delete = "3s" }
`

// A deletion ends when the group is gone, which takes as long as its hooks.
func TestDeletionWaits(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, group(lingering))
	cli.Run("apply", "-auto-approve")
	output, err := cli.Try("destroy", "-auto-approve", "-no-color")
	id := groupsIn(cloud)[0].ContainerGroupId
	want := "Error: Cannot delete container group " + id + " The operation did not end within its timeout. What has been created is in state. " +
		"If it needs longer, raise it in timeouts."
	if err == nil || !strings.Contains(unwrapped(output), want) {
		t.Fatalf("%v\n%s\nwant: %s", err, output, want)
	}
	if groups := groupsIn(cloud); len(groups) != 1 || groups[0].Status != "Terminating" {
		t.Fatalf("%+v", groups)
	}
	// The next one waits for the same deletion, which ECI would refuse to begin again.
	cloud.ClearJournal()
	go func() {
		err := wait.Until(t.Context(), func(context.Context) (bool, error) { return len(cloud.Calls("DescribeContainerGroups")) > 1, nil })
		if err == nil {
			cloud.AdvanceClock(20 * time.Second)
		}
	}()
	cli.Run("destroy", "-auto-approve")
	if calls := cloud.Calls("DeleteContainerGroup"); len(calls) != 0 {
		t.Errorf("%+v", calls)
	}
	if groups := groupsIn(cloud); len(groups) != 0 {
		t.Errorf("%+v", groups)
	}
}

// Who wants a deletion without hooks gets one.
func TestForcedDeletion(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{Config: group(lingering + "force_delete = true")})
}

// A group that is gone already is no error.
func TestDeletionOfWhatIsGone(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := cloud.CLI(t, group(`containers = { main = { image = "nginx:1.27" } }`))
	cli.Run("apply", "-auto-approve")
	if err := cloud.RemoveContainerGroup(groupsIn(cloud)[0].ContainerGroupId); err != nil {
		t.Fatal(err)
	}
	output := cli.Run("destroy", "-auto-approve", "-refresh=false", "-no-color")
	if !strings.Contains(output, "Destroy complete! Resources: 1 destroyed.") {
		t.Error(output)
	}
}
