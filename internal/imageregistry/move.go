package imageregistry

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// MovedLogin is a login in a state of the provider alicloud.
type MovedLogin struct {
	Server   string `json:"server"`
	UserName string `json:"user_name"`
	Password string `json:"password"`
}

// Moved returns logins of a state of the provider alicloud, nil for none. Those without a server or a user say nothing.
func Moved(logins []MovedLogin, diags *diag.Diagnostics) map[string]CredentialModel {
	var moved map[string]CredentialModel
	for _, login := range logins {
		host := MovedHost(login.Server)
		if host == "" || login.UserName == "" {
			continue
		}
		if _, exists := moved[host]; exists {
			diags.AddWarning("Login Is Not Moved", "The old state has two logins to "+host+", of which ECI takes one. The first one is kept.")
			continue
		}
		if moved == nil {
			moved = map[string]CredentialModel{}
		}
		moved[host] = CredentialModel{UserName: types.StringValue(login.UserName), Password: types.StringValue(login.Password)}
	}
	return moved
}

// MovedHost returns a registry as our attributes take it: without a scheme and a path.
func MovedHost(server string) string {
	server = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(server), "https://"), "http://")
	host, _, _ := strings.Cut(server, "/")
	return host
}

// MovedHosts returns the registries in a list with commas, nil for none.
func MovedHosts(list string) []types.String {
	var hosts []types.String
	for server := range strings.SplitSeq(list, ",") {
		if host := MovedHost(server); host != "" {
			hosts = append(hosts, types.StringValue(host))
		}
	}
	return hosts
}
