package emulator

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// phase is a step in the life of a container.
type phase string

// The phases. Waiting in the sense of the API are all but running and ended.
const (
	phaseIdle        phase = ""              // its turn has not come
	phasePulling     phase = "pulling"       // until Due
	phasePullFailed  phase = "pull-failed"   // until Due, then waits
	phasePullBackOff phase = "pull-back-off" // until Due, then pulls again
	phaseStarting    phase = "starting"      // until Due
	phaseRunning     phase = "running"       // until Due; for ever if that is zero
	phaseBackOff     phase = "back-off"      // until Due, then starts again
	phaseEnded       phase = "ended"         // for good
)

// run is the history of a container.
type run struct {
	Phase   phase
	Due     time.Time // end of the phase
	Number  int       // of the newest start
	Wanted  bool      // while running: what it does has to be worked out, for the first time or anew
	Asked   int       // how often that was asked for
	Runs    int       // how often it was worked out since its start
	Network string    // what it was then that listened on the addresses that it connects to
	Looked  time.Time // of the last verdict of the readiness probe
	ReadyAt time.Time // while running: when it becomes ready or stops to be; zero: never

	PullFailures int           // in a row
	BackOff      time.Duration // last wait before a restart

	Start, End         time.Time    // of the newest start; End is zero while it runs
	LastStart, LastEnd time.Time    // of the start before that
	LastLines          []shell.Line // written then
}

// program holds what a container does from one start on, as far as it is known when it starts. If others do something to it
// afterwards, such as to write a file that it waits for, it is worked out again, which gives the same past.
type program struct {
	shell.Result
	EndsByItself bool   // or is killed, at Duration
	LastWords    string // termination message

	Killed                  bool
	KilledBy                string // liveness probe or post-start hook
	KillReason, KillMessage string // event of its failure

	Readiness []verdict     // when it becomes ready, and stops to be
	PreStop   time.Duration // that the pre-stop hook takes
}

// imitation is all that the program of a container follows from, and what it takes to work it out.
type imitation struct {
	container
	command  shell.Command // without arguments
	restarts bool          // a program that ends starts again, so what is not known is taken for a server
	outcomes []Outcome
	address  string
	hosts    map[string]string // addresses by name
	network  []listener
	budget   int           // of steps
	time     time.Duration // likewise

	steps int           // taken by all scripts so far
	spent time.Duration // of real time
	dials []string      // addresses to which they tried to connect
}

// execute runs a command in the container, within the budget; beyond that everything is endless.
func (i *imitation) execute(command shell.Command) shell.Result {
	if command.Steps = i.budget - i.steps; command.Steps <= 0 || i.spent > i.time {
		return shell.Result{Endless: true}
	}
	began := time.Now()
	result := shell.Run(command)
	i.spent += time.Since(began)
	i.steps += result.Steps
	i.dialed(result.Dials...)
	return result
}

// run works out what the container does.
func (i *imitation) run() *program {
	started := i.hook(i.Undescribed.PostStart)
	p := &program{Result: i.main(started.Changes)}
	if i.restarts && p.EndedIn != "" {
		p.Endless = true
		for _, port := range i.ports() {
			p.Listens = append(p.Listens, shell.Listening{Port: port, From: p.EndedInSince, To: shell.Forever})
		}
	}
	p.EndsByItself = !p.Endless
	p.Changes = inOrder(started.Changes, p.Changes)
	if !started.Endless && started.ExitCode != 0 {
		p.kill(started.Duration, "post-start hook", "FailedPostStartHook", "PostStartHook failed: "+textOf(started.Lines))
	}
	if probe := i.LivenessProbe; probe.PeriodSeconds != nil {
		if failure, ok := fails(probe, i.watch(probe, p)); ok {
			p.kill(failure.Offset, "liveness probe", "Unhealthy", "Liveness probe failed: "+failure.Text)
		}
	}
	p.Readiness = []verdict{{OK: true}}
	if probe := i.ReadinessProbe; probe.PeriodSeconds != nil {
		p.Readiness = readiness(probe, i.watch(probe, p))
	}
	if stopped := i.hook(i.Undescribed.PreStop); stopped.Endless {
		p.PreStop = shell.Forever
	} else {
		p.PreStop = stopped.Duration
	}
	if p.EndsByItself {
		p.Changes = slices.DeleteFunc(p.Changes, func(c shell.Change) bool { return c.Offset > p.Duration })
	}
	p.LastWords = i.lastWords(p)
	p.Dials = i.dials
	return p
}

// main returns what the container's own program does, while others change files.
func (i *imitation) main(later []shell.Change) shell.Result {
	command := i.command
	command.Args = slices.Concat(i.Commands, i.Args)
	command.Later = inOrder(command.Later, later)
	switch {
	case i.Stdin && len(i.Commands) == 1 && len(i.Args) == 0: // a shell that waits for input
		return shell.Result{Endless: true}
	case len(i.Commands) == 0 && (len(i.Args) == 0 || !shell.Knows(i.Args[0])):
		return i.entryPoint()
	}
	return i.execute(command) // arguments alone are run if they name something that is emulated, as in images without an entry point
}

// hook runs a handler, if it is a command.
func (i *imitation) hook(h hook) shell.Result {
	if h.Kind != "Exec" {
		return shell.Result{}
	}
	command := i.command
	command.Args = h.Exec
	return i.execute(command)
}

// entryPoint returns what the image's own program does, which is taken to have the image's name.
func (i *imitation) entryPoint() shell.Result {
	name := imageName(i.Image)
	outcome, known := i.outcome(append([]string{name}, i.Args...))
	if !known {
		outcome = shell.Unknown(name)
	}
	result := shell.Result{ExitCode: outcome.ExitCode, Duration: outcome.Duration, Endless: outcome.Duration >= shell.Forever}
	for _, line := range outcome.Log {
		result.Lines = append(result.Lines, shell.Line{Text: line})
	}
	for _, port := range outcome.Ports {
		result.Listens = append(result.Listens, shell.Listening{Port: port, To: outcome.Duration})
	}
	if !known {
		result.EndedIn = name
	}
	return result
}

// inOrder merges changes in the order of time.
func inOrder(lists ...[]shell.Change) []shell.Change {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b shell.Change) int { return cmp.Compare(a.Offset, b.Offset) })
	return all
}

// kill ends the program after some time, unless it ends before by itself.
func (p *program) kill(after time.Duration, by, reason, message string) {
	if p.EndsByItself && p.Duration <= after {
		return
	}
	p.EndsByItself, p.Killed, p.Duration = true, true, after
	p.KilledBy, p.KillReason, p.KillMessage = by, reason, message
}

// lastWords is the termination message: what was written to its file, or if the policy says so, the end of a failure's log.
func (i *imitation) lastWords(p *program) string {
	file := path.Clean(cmp.Or(i.Undescribed.TerminationMessagePath, "/dev/termination-log"))
	var words []byte
	for _, change := range p.Changes {
		if change.Path == file && change.Node != nil {
			words = change.Node.Content
		}
	}
	if len(words) > 0 {
		return string(words[:min(len(words), 4096)])
	}
	if i.Undescribed.TerminationMessagePolicy == "FallbackToLogsOnError" && p.ExitCode != 0 {
		words := textOf(p.Lines[max(0, len(p.Lines)-80):])
		return words[max(0, len(words)-2048):]
	}
	return ""
}

// addressFields are the fields that a variable can take its value from. Both are the address of the group, which is its own host.
var addressFields = []string{"status.podIP", "status.hostIP"}

// placeholders are values of variables that stand for what only the service knows, with what they stand for.
func (g *containerGroup) placeholders(c *container) map[string]string {
	return map[string]string{
		"__ECI_ID__": g.ContainerGroupId, "__ECI_NAME__": g.ContainerGroupName, "__REGION_ID__": g.RegionId, "__ZONE_ID__": g.ZoneId,
		"__CONTAINER_NAME__": c.Name,
	}
}

// environmentOf returns what a container sees as its environment.
func (g *containerGroup) environmentOf(c *container) map[string]string {
	placeholders := g.placeholders(c)
	env := map[string]string{"HOSTNAME": g.ContainerGroupName}
	for _, v := range withImageVariables(imageEnvironment(c.Image), c.EnvironmentVars) {
		env[v.Key] = v.Value
		if value, ok := placeholders[v.Value]; ok {
			env[v.Key] = value
		}
		if slices.Contains(addressFields, v.ValueFrom.FieldRef.FieldPath) {
			env[v.Key] = g.Placement.IntranetIp
		}
	}
	return env
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

func textOf(lines []shell.Line) string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.Text
	}
	return strings.Join(texts, "\n")
}

func waiting(reason, message string) wire.ContainerState {
	return wire.ContainerState{State: "Waiting", Reason: reason, Message: message}
}
