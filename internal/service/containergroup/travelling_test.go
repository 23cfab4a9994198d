package containergroup_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestWriteOnlyValuesDoNotTravelUnseen updates groups whose write-only values are others at each run, as those of an ephemeral
// resource can be. An update of a list has to send all of it, and must not send such a value as long as its version is the same.
func TestWriteOnlyValuesDoNotTravelUnseen(t *testing.T) {
	for _, test := range []struct {
		name, at string
		// config has places for the secret, its version, and something else that changes.
		config string
	}{
		{"environment", `containers["db"].sensitive_env_wo`, `containers = { web = { image = "nginx:%[3]d" },
			db = { image = "redis:1", sensitive_env_wo = { PASSWORD = "%[1]s" }, sensitive_env_wo_version = %[2]d } }`},
		{"hook", `containers["db"].post_start.http_get.headers_wo`, `containers = { web = { image = "nginx:%[3]d" },
			db = { image = "redis:1",
				post_start = { http_get = { port = 80, headers_wo = { Authorization = "%[1]s" }, headers_wo_version = %[2]d } } } }`},
		{"file", `volumes["etc"].config_file.files["a"].content_wo`, `containers = { web = { image = "nginx:1" } }
			volumes = { etc = { config_file = { files = { a = { content_wo = "%[1]s", content_wo_version = %[2]d },
				b = { content = "%[3]d" } } } } }`},
		{"volume", `volumes["oss"].flex_volume.sensitive_options_wo`, `containers = { web = { image = "nginx:1" } }
			volumes = { etc = { config_file = { files = { b = { content = "%[3]d" } } } },
				oss = { flex_volume = { driver = "alicloud/oss", options = { bucket = "b", url = "oss.example", path = "/" },
					sensitive_options_wo = { otherOpts = "%[1]s" }, sensitive_options_wo_version = %[2]d } } }`},
		{"registry", `image_registry_credentials["registry.example"].password_wo`, `containers = { web = { image = "nginx:1" } }
			image_registry_credentials = { "registry.example" = { user_name = "me", password_wo = "%[1]s", password_wo_version = %[2]d },
				"other.example" = { user_name = "user%[3]d", password = "p" } }`},
	} {
		t.Run(test.name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				config := func(secret string, version, other int) string {
					return group(fmt.Sprintf(test.config, secret, version, other))
				}
				apply := func(what, config string, refused bool) {
					t.Helper()
					diagnostics := session.Apply(config)
					if got := len(diagnostics) > 0; got != refused || got && !strings.Contains(diagnostics[0].Detail, test.at) {
						t.Errorf("%s: %+v", what, diagnostics)
					}
				}
				apply("create", config("first-secret", 1, 1), false)
				apply("another secret of the same version, and no update", config("second-secret", 1, 1), false)
				cloud.ClearJournal()
				apply("another secret of the same version travels along", config("second-secret", 1, 2), true)
				if calls := cloud.Calls("UpdateContainerGroup"); len(calls) > 0 {
					t.Errorf("the secret was sent: %+v", calls)
				}
				apply("the same secret travels along", config("first-secret", 1, 2), false)
				apply("another version", config("second-secret", 2, 3), false)
				apply("the same secret again", config("second-secret", 2, 4), false)
				if state := session.Value(address).GoString(); strings.Contains(state, "-secret") {
					t.Error("the secret is in state")
				}
			})
		})
	}
}
