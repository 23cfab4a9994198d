package acctest

import (
	"maps"
	"slices"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// Sent lists the parameters of a call in order, as Name=value, apart from those that every call has and the excepted ones.
func Sent(call rpc.Entry, except ...string) string {
	except = append(except, "RegionId", "ClientToken")
	var parameters []string
	for _, name := range slices.Sorted(maps.Keys(call.Parameters)) {
		if !slices.Contains(except, name) {
			parameters = append(parameters, name+"="+call.Parameters[name])
		}
	}
	return strings.Join(parameters, " ")
}
