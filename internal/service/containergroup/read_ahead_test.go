package containergroup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// A process that only reads lists groups ahead of its reads, unless it is told not to; one that has changed groups does not.
func TestReadsAhead(t *testing.T) {
	const groups = 12 // two more than are read one by one
	var config strings.Builder
	for i := range groups {
		fmt.Fprintf(&config, "resource \"eci_container_group\" \"g%[1]d\" {\n  name = \"g-%[1]d\"\n  %[2]s\n}\n", i, mainContainer)
	}
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, creator *acctest.Session) {
		if diagnostics := creator.Apply(config.String()); len(diagnostics) != 0 {
			t.Fatalf("%+v", diagnostics)
		}
		cloud.ClearJournal()
		creator.Refresh()
		if listed := listCalls(cloud); listed != 0 {
			t.Errorf("%d lists by a process that has changed groups", listed)
		}
		for _, test := range []struct {
			session *acctest.Session
			lists   bool
		}{{creator.Another(), true}, {cloud.Session(t, "read_ahead = false"), false}} {
			cloud.ClearJournal()
			for i, group := range groupsIn(cloud) {
				if diagnostics := test.session.Import(fmt.Sprintf("eci_container_group.g%d", i), group.ContainerGroupId); len(diagnostics) != 0 {
					t.Fatalf("%+v", diagnostics)
				}
			}
			if lists := listCalls(cloud) > 0; lists != test.lists {
				t.Errorf("lists: %t, want %t", lists, test.lists)
			}
		}
	})
}

// listCalls counts the calls that list groups whatever their IDs are.
func listCalls(cloud *acctest.Cloud) int {
	return len(cloud.Calls("DescribeContainerGroups")) - readCalls(cloud)
}
