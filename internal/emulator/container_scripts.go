package emulator

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
)

// Bounds of what the containers of a group make the emulator do.
const (
	maxGroupSteps = 250_000          // statements of all scripts together; thereafter none is run any more
	maxGroupTime  = 10 * time.Second // of real time, likewise
	costlySteps   = 20_000           // after which only those wait for the group who ask for it
	costlyTime    = time.Second      // likewise
	maxListened   = 50               // former ports that a group, and a region of deleted groups, is remembered for
	maxRuns       = 20               // of a container's program since its start, while others change what it sees
)

// settle carries out everything that is due, and returns the time. Scripts run without the lock. A group whose scripts are costly holds up nobody but
// those who ask for it: others find it as it was.
func (s *Server) settle(concerned func(*containerGroup) bool) time.Time {
	for {
		now := s.clock()
		s.advance(now)
		g, c := s.wanting(concerned)
		if c == nil {
			return now
		}
		s.workOut(g, c)
	}
}

// costly reports whether the scripts of the group have taken long.
func (g *containerGroup) costly() bool { return g.Steps >= costlySteps || g.Spent >= costlyTime }

// spent reports whether no more scripts of the group are run.
func (g *containerGroup) spent() bool { return g.Steps >= maxGroupSteps || g.Spent >= maxGroupTime }

func everyGroup(*containerGroup) bool { return true }

// wanting finds a container of whose program it has to be worked out what it does.
func (s *Server) wanting(concerned func(*containerGroup) bool) (*containerGroup, *container) {
	for _, g := range s.cloud.ContainerGroups.list {
		if g.active() && (!g.costly() || concerned(g)) {
			if c := g.wanting(); c != nil {
				return g, c
			}
		}
	}
	return nil, nil
}

func (g *containerGroup) wanting() *container {
	for _, c := range g.Parts {
		if c.Run.Wanted && c.Run.Phase == phaseRunning {
			return c
		}
	}
	return nil
}

// workOut works out what a container does, or waits until another call has done so.
func (s *Server) workOut(g *containerGroup, c *container) {
	if done := c.underWay; done != nil {
		s.mu.Unlock()
		<-done
		s.mu.Lock()
		if c.underWay == done { // a copy of the container that was worked out
			c.underWay = nil
		}
		return
	}
	if c.Run.Runs > 0 && g.spent() { // what it does is known well enough
		c.Run.Wanted = false
		return
	}
	job := s.imitation(g, c)
	number, asked := c.Run.Number, c.Run.Asked
	done := make(chan struct{})
	c.underWay = done
	var p *program
	began := time.Now()
	s.unlocked(func() { p = job.run() })
	close(done)
	c.underWay = nil
	if !slices.Contains(g.Parts, c) || c.Run.Phase != phaseRunning || c.Run.Number != number {
		return // something else happened to it in the meantime
	}
	g.Steps += job.steps
	g.Spent += time.Since(began)
	c.Run.Network = heard(job.network, p.Dials)
	c.follow(g, p)
	if c.Run.Asked != asked {
		c.Run.again()
	}
}

// unlocked runs a function without the lock.
func (s *Server) unlocked(do func()) {
	s.mu.Unlock()
	defer s.mu.Lock()
	do()
}

// imitation gathers what the program of a container follows from.
func (s *Server) imitation(g *containerGroup, c *container) *imitation {
	i := &imitation{
		container: *c,
		restarts:  g.RestartPolicy == "Always" && !c.Init,
		outcomes:  s.settings.Outcomes,
		address:   g.Placement.IntranetIp,
		hosts:     map[string]string{},
	}
	for _, line := range g.HostAliases {
		for _, name := range line.Hostnames {
			i.hosts[name] = line.Ip
		}
	}
	for _, l := range s.network(g.RegionId) {
		if l.By != c.writerIn(g) {
			i.network = append(i.network, l)
		}
	}
	i.hosts["localhost"], i.hosts[g.ContainerGroupName], i.hosts["127.0.0.1"] = i.address, i.address, i.address
	i.command = shell.Command{
		Env:     g.environmentOf(c),
		Dir:     c.WorkingDir,
		Start:   c.Run.Start,
		Outcome: func(args []string) (shell.Outcome, bool) { return i.outcome(args, i.Image) },
		Dial:    func(host string, port int, at time.Duration) (string, error) { return i.dial(host, port, at, nil) },
		Steps:   max(1, maxGroupSteps-g.Steps),
	}
	if g.spent() {
		i.command.Steps = 1
	}
	g.see(c, c.Run.Start, &i.command)
	return i
}

// follow notes what the container does from its start on. Those who see what it writes may have to do something else then.
func (c *container) follow(g *containerGroup, p *program) {
	c.Program = p
	c.Run.Wanted = false
	c.Run.Runs++
	news := g.keep(c, p.Changes)
	for _, other := range g.Parts {
		if other != c && other.Run.Phase == phaseRunning && other.sees(g, news) {
			other.Run.again()
		}
	}
	c.Run.Due = time.Time{}
	if p.EndsByItself {
		c.Run.Due = c.Run.Start.Add(p.Duration)
	}
	c.Run.ReadyAt = c.nextVerdict()
}

// program is what the container does; it is empty before that is known.
func (c *container) program() *program {
	if c.Program == nil {
		return new(program)
	}
	return c.Program
}

// again makes the program be worked out anew.
func (r *run) again() {
	r.Asked++
	r.Wanted = r.Runs < maxRuns
}

// sees reports whether the container has one of the disks mounted.
func (c *container) sees(g *containerGroup, disks []string) bool {
	return slices.ContainsFunc(g.mountsOf(c), func(m mount) bool { return m.disk != "" && slices.Contains(disks, m.disk) })
}

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

// heard is what a container that connected to addresses can have seen of a network.
func heard(network []listener, addresses []string) string {
	var seen string
	for _, l := range network {
		if slices.Contains(addresses, l.Address) {
			seen += fmt.Sprintln(l.Address, l.From.UnixNano(), l.To.UnixNano())
		}
	}
	return seen
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
	if address == i.address && slices.ContainsFunc(listens, func(l shell.Listening) bool { return l.Port == port && l.From <= at && at < l.To }) {
		return answerOf(i.Image), nil
	}
	now := i.command.Start.Add(at)
	for _, l := range i.network {
		if l.Address == net.JoinHostPort(address, strconv.Itoa(port)) && !l.From.After(now) && (l.To.IsZero() || now.Before(l.To)) {
			return answerOf(l.Image), nil
		}
	}
	return "", shell.ErrRefused
}

// resolved are addresses in the place of names.
func (i *imitation) resolved(dials []string) []string {
	var addresses []string
	for _, dial := range dials {
		if host, port, err := net.SplitHostPort(dial); err == nil {
			addresses = append(addresses, net.JoinHostPort(cmp.Or(i.hosts[host], host), port))
		}
	}
	return addresses
}

// answerOf is what an HTTP server in a container of an image answers.
func answerOf(image string) string { return "emulator: an answer of " + image + "\n" }

// ports are those that the container's program is taken to listen on of which nothing is known: those that the container declares, otherwise those
// that its probes ask for.
func (i *imitation) ports() []int {
	var ports []int
	for _, p := range i.Ports {
		ports = append(ports, int(p.Port))
	}
	if len(ports) == 0 {
		for _, probe := range []int64{i.LivenessProbe.TcpSocket.Port, i.LivenessProbe.HttpGet.Port, i.ReadinessProbe.TcpSocket.Port, i.ReadinessProbe.HttpGet.Port} {
			if probe > 0 {
				ports = append(ports, int(probe))
			}
		}
	}
	return ports
}

// groupsOf returns a test for the groups that a request asks for: by ContainerGroupId or ContainerGroupIds, or all if it lists groups without
// naming any.
func groupsOf(req any) func(*containerGroup) bool {
	fields := reflect.ValueOf(req).Elem()
	if id := fields.FieldByName("ContainerGroupId"); id.IsValid() {
		return func(g *containerGroup) bool { return g.ContainerGroupId == id.String() }
	}
	if field := fields.FieldByName("ContainerGroupIds"); field.IsValid() {
		ids, _ := reflect.TypeAssert[[]string](field)
		return func(g *containerGroup) bool { return len(ids) == 0 || slices.Contains(ids, g.ContainerGroupId) }
	}
	return func(*containerGroup) bool { return false }
}
