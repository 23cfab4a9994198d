package emulator

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// maxListened is for how many former ports a group is remembered, and the cloud for those of deleted groups.
const maxListened = 50

// listener is a port that a container listens on, or has listened on.
type listener struct {
	By       string // the run of the container: see container.writerIn
	Address  string // with the port
	Image    string
	From, To time.Time // To is zero if it does not end
}

// writerIn names the newest run of a container of all groups.
func (c *container) writerIn(g *containerGroup) string { return g.ContainerGroupId + "/" + c.writer() }

// listening are the ports of the container's newest run.
func (g *containerGroup) listening(c *container) []listener {
	var all []listener
	for _, l := range c.program().Listens {
		heard := listener{By: c.writerIn(g), Image: c.Image, From: c.Run.Start.Add(l.From), To: c.Run.End}
		if l.To < shell.Forever && heard.To.IsZero() {
			heard.To = c.Run.Start.Add(l.To)
		}
		for _, address := range []string{g.IntranetIp, g.InternetIp} {
			if address != "" {
				heard.Address = net.JoinHostPort(address, strconv.Itoa(l.Port))
				all = append(all, heard)
			}
		}
	}
	return all
}

// rememberListening keeps the ports of a run that is over, since others may have been connected to them.
func (g *containerGroup) rememberListening(c *container) {
	g.Listened = lastOf(append(g.Listened, g.listening(c)...), maxListened)
}

// rememberDeleted keeps the ports of a group that is gone from now on.
func (s *Server) rememberDeleted(g *containerGroup, now time.Time) {
	for _, l := range g.listeners() {
		if l.To.IsZero() || l.To.After(now) {
			l.To = now
		}
		s.cloud.Listened = lastOf(append(s.cloud.Listened, l), maxListened)
	}
}

func lastOf[T any](list []T, n int) []T { return slices.Clone(list[max(0, len(list)-n):]) }

// listeners are all ports that containers of the group listen on, or have listened on.
func (g *containerGroup) listeners() []listener {
	all := slices.Clone(g.Listened)
	for _, c := range g.Parts {
		if slices.Contains([]phase{phaseRunning, phaseEnded, phaseBackOff}, c.Run.Phase) {
			all = append(all, g.listening(c)...)
		}
	}
	return all
}

// network is who listens in a region, has done so not long ago, or is known to begin to.
func (s *Server) network(region string) []listener {
	all := slices.Clone(s.cloud.Listened)
	for _, g := range s.cloud.ContainerGroups.list {
		if g.RegionId == region {
			all = append(all, g.listeners()...)
		}
	}
	return all
}

// heard returns what a container that connected to addresses can have seen of a network.
func heard(network []listener, addresses []string) string {
	var seen strings.Builder
	for _, l := range network {
		if slices.Contains(addresses, l.Address) {
			fmt.Fprintln(&seen, l.Address, l.From.UnixNano(), l.To.UnixNano())
		}
	}
	return seen.String()
}

// hearAgain makes the programs be worked out anew to whom somebody listens or stops listening.
func (s *Server) hearAgain() {
	networks := map[string][]listener{}
	for _, g := range s.cloud.ContainerGroups.list {
		for _, c := range g.Parts {
			if c.Run.Phase != phaseRunning || len(c.program().Dials) == 0 {
				continue
			}
			if networks[g.RegionId] == nil {
				networks[g.RegionId] = s.network(g.RegionId)
			}
			others := slices.DeleteFunc(slices.Clone(networks[g.RegionId]), func(l listener) bool { return l.By == c.writerIn(g) })
			if heard(others, c.Program.Dials) != c.Run.Network {
				c.Run.again()
			}
		}
	}
}

// dial connects from the container to a port, at a time after its start. listens are the container's own ports.
func (i *imitation) dial(host string, port int, at time.Duration, listens []shell.Listening) (string, error) {
	address := cmp.Or(i.hosts[host], host)
	if _, err := netip.ParseAddr(address); err != nil {
		return "", shell.ErrUnknownHost
	}
	for _, l := range listens {
		if address == i.address && l.Port == port && l.From <= at && at < l.To {
			return answerOf(i.Image), nil
		}
	}
	now := i.command.Start.Add(at)
	for _, l := range i.network {
		if l.Address == net.JoinHostPort(address, strconv.Itoa(port)) && !l.From.After(now) && (l.To.IsZero() || now.Before(l.To)) {
			return answerOf(l.Image), nil
		}
	}
	return "", shell.ErrRefused
}

// dialed notes to whom the container has tried to connect, by HOST:PORT.
func (i *imitation) dialed(dials ...string) {
	for _, dial := range dials {
		host, port, err := net.SplitHostPort(dial)
		if err != nil { // not a host
			continue
		}
		if address := net.JoinHostPort(cmp.Or(i.hosts[host], host), port); !slices.Contains(i.dials, address) {
			i.dials = append(i.dials, address)
		}
	}
}

// answerOf returns what an HTTP server in a container of an image answers.
func answerOf(image string) string { return "emulator: an answer of " + image + "\n" }

// ports are those that the container's program is taken to listen on of which nothing is known: those that the container
// declares, otherwise those that its probes ask for.
func (i *imitation) ports() []int {
	var declared, probed []int
	for _, p := range i.Ports {
		declared = append(declared, int(p.Port))
	}
	for _, probe := range []wire.Probe{i.LivenessProbe, i.ReadinessProbe} {
		if port := probePort(probe); port > 0 {
			probed = append(probed, port)
		}
	}
	if len(declared) > 0 {
		return declared
	}
	return probed
}
