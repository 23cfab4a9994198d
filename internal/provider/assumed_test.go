package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// TestKindsUnderEachAnswer has objects of all kinds deleted by somebody else, under all answers to what the emulator assumes of their
// descriptions and deletions.
func TestKindsUnderEachAnswer(t *testing.T) {
	var config strings.Builder
	for _, kind := range created {
		fmt.Fprintf(&config, "resource %q \"test\" {\nname = \"web\"\ntags = { a = \"b\" }\n%s\n}\n", kind.kind, kind.arguments)
	}
	for _, assumption := range emulator.Assumptions {
		switch assumption.Name {
		case "empty-page", "unknown-ids", "delete-unknown":
		default:
			continue
		}
		for _, answer := range assumption.Answers {
			for _, refreshed := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%s/%v", assumption.Name, answer.Name, refreshed), func(t *testing.T) {
					t.Parallel()
					acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
						if diagnostics := session.Apply(config.String()); len(diagnostics) > 0 {
							t.Fatal(diagnostics)
						}
						time.Sleep(time.Minute)
						remove := map[string]func(string) error{"eci_container_group": cloud.RemoveContainerGroup,
							"eci_image_cache": cloud.RemoveImageCache, "eci_data_cache": cloud.RemoveDataCache,
							"eci_virtual_node": cloud.RemoveVirtualNode}
						for _, kind := range created {
							if err := remove[kind.kind](session.Value(kind.kind + ".test").GetAttr("id").AsString()); err != nil {
								t.Fatal(err)
							}
						}
						if refreshed {
							if diagnostics := session.Refresh(); len(diagnostics) > 0 {
								t.Fatal(diagnostics)
							}
							for address, plan := range session.Plan(config.String()) {
								if plan.Action != "create" {
									t.Errorf("%s: plans to %s", address, plan.Action)
								}
							}
						}
						if diagnostics := session.Apply(""); len(diagnostics) > 0 {
							t.Error(diagnostics)
						}
					}, func(config *emulator.Config) { config.Assume = map[string]string{assumption.Name: answer.Name} })
				})
			}
		}
	}
}
