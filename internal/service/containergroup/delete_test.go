package containergroup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// lingering is a group that takes a while to stop.
const lingering = `containers = { main = { image = "nginx:1.27", pre_stop = { exec = { command = ["sleep", "20"] } } } }
	timeouts = { delete = "15s" }
`

// A deletion ends when the group is gone, which takes as long as its hooks.
func TestDeletionWaits(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(group(lingering)); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		id := groupsIn(cloud)[0].ContainerGroupId
		diagnostics := session.Apply("")
		const want = "The operation took too long: context deadline exceeded. If it needs longer, raise its time in timeouts."
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Cannot delete container group "+id || diagnostics[0].Detail != want {
			t.Fatalf("%+v\nwant: %s", diagnostics, want)
		}
		if groups := groupsIn(cloud); len(groups) != 1 || groups[0].Status != "Terminating" {
			t.Fatalf("%+v", groups)
		}
		// The next one waits for the same deletion, which ECI would refuse to begin again.
		session.Refresh()
		cloud.ClearJournal()
		begin := time.Now()
		if diagnostics := session.Apply(""); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		if waited := time.Since(begin); waited < 4*time.Second || waited > 7*time.Second {
			t.Errorf("waited %v for the rest of 20s, of which 15s had passed", waited)
		}
		if calls := cloud.Calls("DeleteContainerGroup"); len(calls) != 0 {
			t.Errorf("%+v", calls)
		}
		if groups := groupsIn(cloud); len(groups) != 0 {
			t.Errorf("%+v", groups)
		}
	})
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
