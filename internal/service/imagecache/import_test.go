package imagecache_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestImportBuildsNothingAnew takes over a cache with everything that ECI does not return in the configuration: it is recorded, and the
// plan names it. Only a change that an import can see builds the cache anew, with all of it.
func TestImportBuildsNothingAnew(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(maximum); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		id := session.Value(address).GetAttr("id").AsString()
		session.Import(address, id)
		cloud.ClearJournal()
		diagnostics := session.Apply(maximum)
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Recorded, Not Applied" {
			t.Fatalf("%+v", diagnostics)
		}
		for _, name := range []string{"acr_registries", "image_registry_credentials", "security_group_id"} {
			if !strings.Contains(diagnostics[0].Detail, name) {
				t.Errorf("%s is not in %s", name, diagnostics[0].Detail)
			}
		}
		calls := cloud.Calls("UpdateImageCache")
		if len(calls) != 1 || acctest.Sent(calls[0], "ImageCacheName", "ImageCacheId") != "RetentionDays=7" {
			t.Errorf("sent %+v", calls)
		}
		if plan := session.Plan(maximum)[address]; plan.Action != "no-op" {
			t.Errorf("then the plan is to %s", plan.Action)
		}

		session.Import(address, id)
		cloud.ClearJournal()
		session.Apply(strings.Replace(maximum, "nginx:1.27", "nginx:1.28", 1))
		if calls := cloud.Calls("UpdateImageCache"); len(calls) != 1 || calls[0].Parameters["SecurityGroupId"] != "sg-1" {
			t.Errorf("sent %+v", calls)
		}
	})
}
