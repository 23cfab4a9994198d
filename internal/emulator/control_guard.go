package emulator

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Guard keeps other web pages away from a handler that asks for no signature, such as the control: it refuses what a browser sends
// for another site, and calls under a host name that somebody else may have pointed here.
func (s *Server) Guard(unsigned http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeControl(w, nil, controlError{http.StatusForbidden, "the emulator's control takes no calls from other sites"})
	}))
	guarded := crossOrigin.Handler(unsigned)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isOwnHost(r.Host, s.controlHosts) {
			writeControl(w, nil, controlError{http.StatusForbidden,
				"the emulator's control is called by an IP address, as localhost or by a name that was given at its start, not as " + r.Host})
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// isOwnHost reports whether a Host header is one that no foreign name can lead to: an address, localhost, or one of hosts.
func isOwnHost(header string, hosts []string) bool {
	host, _, err := net.SplitHostPort(header)
	if err != nil {
		host = header // without a port
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || slices.Contains(hosts, host)
}
