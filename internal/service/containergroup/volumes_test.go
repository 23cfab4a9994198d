package containergroup_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestVolumesThatNoUpdateTakes changes a volume next to one that UpdateContainerGroup refuses. It takes complete lists
// only, so there is no update.
func TestVolumesThatNoUpdateTakes(t *testing.T) {
	for name, test := range map[string]struct {
		volumes string // with a place for a value that changes
		want    plancheck.ResourceActionType
	}{
		"next to a disk": {`{ d = { disk = { disk_id = "d-1" } }, n = { nfs = { server = "nas%d.test", path = "/" } } }`,
			plancheck.ResourceActionReplace},
		"next to 17 files": {
			`{ f = { config_file = { files = { for i in range(17) : "f${i}" => { content = "x" } } } },
				n = { nfs = { server = "nas%d.test", path = "/" } } }`,
			plancheck.ResourceActionReplace},
		"one of 17 files": {
			`{ f = { config_file = { files = { for i in range(17) : "f${i}" => { content = i == 0 ? "%d" : "x" } } } } }`,
			plancheck.ResourceActionReplace},
		"a written file next to a disk": {
			`{ d = { disk = { disk_id = "d-1" } }, f = { config_file = { files = { a = { content_wo = "%[1]d", content_wo_version = %[1]d } } } } }`,
			plancheck.ResourceActionReplace},
		"one of 16 files": {
			`{ f = { config_file = { files = { for i in range(16) : "f${i}" => { content = i == 0 ? "%d" : "x" } } } } }`,
			plancheck.ResourceActionUpdate},
		"size of a flexible disk": {
			`{ d = { disk = { disk_id = "d-1" } },
				f = { flex_volume = { driver = "alicloud/disk", options = { volumeId = "d-2", volumeSize = "%d0" } } } }`,
			plancheck.ResourceActionUpdate},
		"one file alone": {
			`{ f = { config_file = { files = { a = { content = "%d" } } } }, n = { nfs = { server = "nas.test", path = "/" } } }`,
			plancheck.ResourceActionUpdate},
	} {
		t.Run(name, func(t *testing.T) {
			config := func(value int) string {
				return fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n  name = \"volumes\"\n  containers = { main = { image = \"nginx\" } "+
					"}\n  volumes = "+test.volumes+"\n}\n", value)
			}
			acctest.NewCloud(t).Test(t,
				resource.TestStep{Config: config(2)},
				resource.TestStep{Config: config(3), ConfigPlanChecks: expect(test.want)},
			)
		})
	}
}
