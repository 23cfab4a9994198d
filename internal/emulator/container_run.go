package emulator

import (
	"encoding/base64"
	"path"
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
	ReadyAt time.Time // while running: when the readiness probe succeeds; zero: never

	PullFailures int           // in a row
	BackOff      time.Duration // last wait before a restart

	Start, End         time.Time // of the newest start; End is zero while it runs
	LastStart, LastEnd time.Time // of the start before that
}

// program is what a container does from start to end. It follows from the container's configuration alone, so it is the same
// at every start.
type program struct {
	shell.Result
	Interpreted  bool   // by package shell
	EndsByItself bool   // or is killed, at Duration
	LastWords    string // termination message

	Killed                  bool
	KilledBy                string // liveness probe or post-start hook
	KillReason, KillMessage string // event of its failure

	Ready         bool          // what the readiness probe says
	ReadyAfter    time.Duration // when it says so
	ReadinessText string        // why it says no

	PreStop time.Duration // that the pre-stop hook takes
}

// programOf works out what a container does.
func (g *containerGroup) programOf(c *container) *program {
	if c.program == nil {
		c.program = g.interpret(c)
	}
	return c.program
}

func (g *containerGroup) interpret(c *container) *program {
	p := &program{Ready: true}
	env := g.environmentOf(c)
	files := g.filesOf(c)
	execute := func(args []string) (shell.Result, bool) {
		if !shell.Runs(args) {
			return shell.Result{}, false
		}
		return shell.Run(shell.Command{Args: args, Env: env, Dir: c.WorkingDir, Files: files}), true
	}

	p.Result, p.Interpreted = execute(c.commandLine())
	p.EndsByItself = p.Interpreted && !p.Endless
	p.LastWords = c.lastWords(p.Result)
	if h := c.Undescribed.PostStart; h.Kind == "Exec" {
		if result, ok := execute(h.Exec); ok && !result.Endless && result.ExitCode != 0 {
			p.kill(result.Duration, "post-start hook", "FailedPostStartHook", "PostStartHook failed: "+text(result.Lines))
		}
	}
	if probe := c.LivenessProbe; len(probe.Execs) > 0 {
		if result, ok := execute(probe.Execs); ok && (result.Endless || result.ExitCode != 0) {
			// The last of so many failures in a row is one too many.
			p.kill(seconds(*probe.InitialDelaySeconds+(*probe.FailureThreshold-1)**probe.PeriodSeconds), "liveness probe", "Unhealthy",
				"Liveness probe failed: "+text(result.Lines))
		}
	}
	if probe := c.ReadinessProbe; probe.PeriodSeconds != nil {
		p.ReadyAfter = seconds(*probe.InitialDelaySeconds)
		if result, ok := execute(probe.Execs); ok && (result.Endless || result.ExitCode != 0) {
			p.Ready, p.ReadinessText = false, text(result.Lines)
		}
	}
	if h := c.Undescribed.PreStop; h.Kind == "Exec" {
		if result, ok := execute(h.Exec); ok {
			p.PreStop = result.Duration
			if result.Endless {
				p.PreStop = time.Duration(1<<63 - 1)
			}
		}
	}
	return p
}

// kill ends the program after some time, unless it ends before by itself.
func (p *program) kill(after time.Duration, by, reason, message string) {
	if p.EndsByItself && p.Duration <= after {
		return
	}
	p.EndsByItself, p.Killed, p.Duration = true, true, after
	p.KilledBy, p.KillReason, p.KillMessage = by, reason, message
}

// commandLine is the program and its arguments. Without a command the image's own would run, which nobody knows here; the
// arguments alone are run if they name something that package shell knows, as in images without an entry point.
func (c *container) commandLine() []string {
	if c.Stdin && len(c.Commands) == 1 && len(c.Args) == 0 {
		return nil // a shell that waits for input
	}
	return append(append([]string(nil), c.Commands...), c.Args...)
}

// lastWords is the termination message: what was written to its file, or if the policy says so, the end of a failure's log.
func (c *container) lastWords(result shell.Result) string {
	file := c.Undescribed.TerminationMessagePath
	if file == "" {
		file = "/dev/termination-log"
	}
	if words, ok := result.Files[path.Clean(file)]; ok && len(words) > 0 {
		return string(words[:min(len(words), 4096)])
	}
	if c.Undescribed.TerminationMessagePolicy == "FallbackToLogsOnError" && result.ExitCode != 0 {
		lines := result.Lines[max(0, len(result.Lines)-80):]
		words := text(lines)
		return words[max(0, len(words)-2048):]
	}
	return ""
}

// environmentOf is what a container sees as its environment.
func (g *containerGroup) environmentOf(c *container) map[string]string {
	env := map[string]string{"HOSTNAME": g.ContainerGroupName}
	for _, v := range c.variables() {
		env[v.Key] = v.Value
		if v.ValueFrom.FieldRef.FieldPath == "status.podIP" {
			env[v.Key] = g.Placement.IntranetIp
		}
	}
	return env
}

// filesOf are the config files that a container has mounted.
func (g *containerGroup) filesOf(c *container) map[string][]byte {
	files := map[string][]byte{}
	for _, m := range c.VolumeMounts {
		v := g.volume(m.Name)
		if v == nil {
			continue
		}
		for _, file := range v.ConfigFileVolumeConfigFileToPaths {
			inside, ok := below(path.Clean(file.Path), m.SubPath)
			if !ok {
				continue
			}
			content, err := base64.StdEncoding.DecodeString(file.Content)
			if err != nil { // only after the control changed it
				content = nil
			}
			files[path.Join(m.MountPath, inside)] = content
		}
	}
	return files
}

// below is where a file of a volume lies as seen from a path inside the volume: empty for the path itself.
func below(file, subPath string) (string, bool) {
	subPath = path.Clean(subPath)
	if subPath == "." {
		return file, true
	}
	if file == subPath {
		return "", true
	}
	return strings.CutPrefix(file, subPath+"/")
}

func seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

func text(lines []shell.Line) string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.Text
	}
	return strings.Join(texts, "\n")
}

func waiting(reason, message string) wire.ContainerState {
	return wire.ContainerState{State: "Waiting", Reason: reason, Message: message}
}
