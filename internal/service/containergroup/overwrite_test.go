package containergroup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// TestUpdateUndoesNothing applies plans that others have overtaken: an update has to send whole lists, and must not undo in
// them what it does not change itself.
func TestUpdateUndoesNothing(t *testing.T) {
	config := func(web, db, dns string) string {
		return group(`containers = { web = { image = "` + web + `" }, db = { image = "` + db + `" } }
			dns_config = { nameservers = ["` + dns + `"] }
			volumes = { etc = { config_file = { files = { "a" = { content = "1" } } } } }`)
	}
	before := config("nginx:1", "redis:1", "10.0.0.1")
	for _, test := range []struct {
		name, meanwhile, after, refused string
	}{
		{"another container", `{"Containers":[{"Name":"web","Image":"nginx:9"},{"Name":"db","Image":"redis:1"}]}`,
			config("nginx:1", "redis:2", "10.0.0.1"), `containers["web"].image`},
		{"the same container", `{"Containers":[{"Name":"web","Image":"nginx:9"},{"Name":"db","Image":"redis:1"}]}`,
			config("nginx:2", "redis:1", "10.0.0.1"), `containers["web"].image`},
		{"the same container to the same end", `{"Containers":[{"Name":"web","Image":"nginx:2"},{"Name":"db","Image":"redis:1"}]}`,
			config("nginx:2", "redis:2", "10.0.0.1"), ""},
		{"a container that is gone", `{"Containers":[{"Name":"db","Image":"redis:1"}]}`, config("nginx:1", "redis:2", "10.0.0.1"), `containers`},
		{"the resolver", `{"DnsConfig":{"NameServers":["10.0.0.9"]}}`, config("nginx:1", "redis:1", "10.0.0.2"), `dns_config.nameservers`},
		{"what the update does not send", `{"DnsConfig":{"NameServers":["10.0.0.9"]}}`, config("nginx:1", "redis:2", "10.0.0.1"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
				if diagnostics := session.Apply(before); len(diagnostics) > 0 {
					t.Fatal(diagnostics)
				}
				id := session.Value(address).GetAttr("id").AsString()
				if _, err := cloud.PatchContainerGroup(id, []byte(test.meanwhile)); err != nil {
					t.Fatal(err)
				}
				cloud.ClearJournal()
				diagnostics := session.Apply(test.after)
				refused := slices.ContainsFunc(diagnostics, func(d acctest.Diagnostic) bool {
					return d.Summary == "Changed Since the Plan" && strings.HasPrefix(d.Detail, test.refused)
				})
				if want := test.refused != ""; refused != want || (len(diagnostics) > 0) != want {
					t.Errorf("refused %v: %+v", refused, diagnostics)
				}
				if sent := len(cloud.Calls("UpdateContainerGroup")) > 0; sent == refused {
					t.Errorf("sent an update: %v", sent)
				}
			})
		})
	}
}
