package emulator

import (
	"reflect"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
)

// Bounds of what the containers of a group make the emulator do.
const (
	maxGroupSteps = 250_000          // statements of all scripts together; thereafter none is run any more
	maxGroupTime  = 30 * time.Second // of real time, likewise
	costlySteps   = 20_000           // after which only those wait for the group who ask for it
	costlyTime    = 5 * time.Second  // likewise
	maxRuns       = 20               // of a container's program since its start, while others change what it sees
)

// settle carries out everything that is due, and returns the time. Scripts run without the lock. A group whose scripts are costly
// holds up nobody but those who ask for it: others find it as it was.
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

// pay counts what an imitation has cost.
func (g *containerGroup) pay(i *imitation) {
	g.Steps += i.steps
	g.Spent += i.spent
}

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
	s.unlocked(func() { p = job.run() })
	close(done)
	c.underWay = nil
	if !slices.Contains(g.Parts, c) || c.Run.Phase != phaseRunning || c.Run.Number != number {
		return // something else happened to it in the meantime
	}
	g.pay(job)
	c.Run.Network = heard(job.network, job.dials)
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
		budget:    maxGroupSteps - g.Steps,
		time:      maxGroupTime - g.Spent,
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
		Outcome: func(args []string) (shell.Outcome, bool) { return i.outcome(args) },
		Dial:    func(host string, port int, at time.Duration) (string, error) { return i.dial(host, port, at, nil) },
	}
	g.see(c, c.Run.Start, &i.command)
	return i
}

// follow notes what the container does from its start on. Those who see what it writes may have to do something else then.
func (c *container) follow(g *containerGroup, p *program) {
	c.Program = p
	c.Run.Wanted = false
	c.Run.Runs++
	g.tell(c, g.keep(c, p.Changes))
	c.Run.Due = time.Time{}
	if p.EndsByItself {
		c.Run.Due = c.Run.Start.Add(p.Duration)
	}
	c.Run.ReadyAt = c.nextVerdict()
}

// program returns what the container does; it is empty before that is known.
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

// groupsOf returns a test for the groups that a request asks for: by ContainerGroupId or ContainerGroupIds, or all if it lists
// groups without naming any.
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
