// Package shell runs the commands of emulated containers: shell scripts and the small tools that they use, over files that exist
// in memory only. A script sees nothing of the machine it runs on: no programs, no files, no environment, no network. Time is
// virtual: sleep advances a counter and returns at once, so a script that sleeps for an hour has run within a millisecond, and
// running it again gives the same result.
//
// A program that only an image would bring is not run: it takes a while and ends well, unless an Outcome is told for it.
package shell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// Bounds of a script. One that goes beyond any of them counts as endless.
const (
	maxSource    = 64 << 10 // bytes of source
	maxSteps     = 10_000   // statements and calls executed
	maxVariables = 16 << 10 // bytes held by variables
	maxArguments = 64 << 10 // bytes of arguments of one command
	maxFrames    = 8192     // of the interpreter's own stack
	maxEvals     = 1000     // scripts made while a script runs
	maxWork      = 16 << 20 // bytes passed through commands
	maxOutput    = 1 << 20  // bytes of output kept
	maxClock     = 10 * 365 * 24 * time.Hour
	maxRealTime  = 10 * time.Second // beyond what the other bounds allow on a machine that is busy with other things
)

// Exit statuses that shells give for what they cannot do.
const (
	exitUsage     = 2
	exitTimedOut  = 124 // of the program timeout
	exitForbidden = 126
	exitNotFound  = 127
)

// Command is a command line and what it may see.
type Command struct {
	Args     []string          // program and arguments
	Env      map[string]string // the whole environment, apart from PATH and HOME, which have defaults
	Dir      string            // working directory; default "/"
	Files    Tree              // at the start
	Later    []Change          // that others make to files while the command runs
	Mounts   []string          // folders whose content is all in Files; elsewhere an image may have brought more
	ReadOnly []string          // files and folders that cannot be written
	Start    time.Time         // what date tells at first
	Steps    int               // that the command may take; 0 for as many as any may

	// Outcome tells what a program does instead of being run; false if nothing is known of it. It may be nil.
	Outcome func(args []string) (Outcome, bool)
	// Dial connects to a port at a time after the start, and returns what an HTTP server there would answer; the error is
	// ErrUnknownHost or ErrRefused. It may be nil: then there is no host.
	Dial func(host string, port int, at time.Duration) (string, error)
}

// What Command.Dial says of a connection that does not come about.
var (
	ErrUnknownHost = errors.New("bad address")
	ErrRefused     = errors.New("connection refused")
)

// Outcome holds what a program does that is not really run.
type Outcome struct {
	Duration time.Duration // until it ends, or Forever
	ExitCode int
	Log      []string // written at its start
	Ports    []int    // that it listens on while it runs
}

// Forever is the Duration of a program that does not end by itself.
const Forever = time.Duration(1<<63 - 1)

// UnknownDuration is the run time of a program of which nothing is known.
const UnknownDuration = 2 * time.Second

// Unknown is the Outcome of a program of which nothing is known: it takes a while and ends well.
func Unknown(program string) Outcome {
	return Outcome{Duration: UnknownDuration, Log: []string{"emulator: " + program + " was not really run"}}
}

// Line is one line of output.
type Line struct {
	Offset time.Duration // virtual time between the start of the command and the end of the line
	Text   string        // without the line end

	IsError bool // written to the standard error
}

// Listening is a time in which a program listens on a port.
type Listening struct {
	Port     int
	From, To time.Duration // since the start of the command
}

// Result holds what a command did.
type Result struct {
	Lines    []Line
	ExitCode int           // meaningless when Endless
	Duration time.Duration // virtual time until the exit; meaningless when Endless
	Endless  bool          // does not end by itself, as far as the bounds of this package let one see
	Changes  []Change      // to files, in the order of time
	Listens  []Listening
	Dials    []string // HOST:PORT that it tried to connect to
	Steps    int      // statements and calls executed: what the run has cost

	// EndedIn is the program in which the command ended and of which nothing is known; empty if it ended in another way. The
	// program began at EndedInSince.
	EndedIn      string
	EndedInSince time.Duration
}

// Knows reports whether Run really runs a program, by its name or path.
func Knows(program string) bool {
	name := path.Base(program)
	return isShell(name) || emulated(name) || name == "exit"
}

func isShell(name string) bool { return slices.Contains([]string{"sh", "ash", "dash", "bash"}, name) }

// Run executes a command. It takes a few milliseconds of real time, at most ten seconds.
func Run(cmd Command) Result {
	m := &machine{cmd: cmd, maxSteps: maxSteps, deadline: maxClock, sourced: map[string][]byte{}}
	if cmd.Steps > 0 {
		m.maxSteps = min(cmd.Steps, maxSteps)
	}
	m.disk = newDisk(cmd, func() time.Duration { return m.clock })
	out := &output{machine: m}
	env := map[string]string{
		"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME": "/root",
	}
	maps.Copy(env, cmd.Env)
	// Without these the interpreter would ask the host.
	env["UID"], env["EUID"], env["GID"], env[pidName] = "0", "0", "0", "1"

	ctx, cancel := context.WithTimeout(context.Background(), maxRealTime)
	defer cancel()
	stdout, stderr := out.stream(false), out.stream(true)
	dir := cmp.Or(cmd.Dir, "/")
	m.assume(dir)
	status, err := m.run(ctx, cmd.Args, environ(env), dir, nil, stdout, stderr)
	if errors.Is(err, errPanic) {
		fmt.Fprintf(stderr, "%s: %v\n", path.Base(cmd.Args[0]), err)
		status, err = exitUsage, nil
	}
	stdout.flush()
	stderr.flush()
	result := Result{
		Lines:    out.lines,
		ExitCode: status,
		Duration: m.clock,
		Endless:  err != nil,
		Changes:  m.disk.changes,
		Listens:  m.listens,
		Dials:    m.dials,
		Steps:    m.steps,
	}
	for i := range result.Changes {
		if node := result.Changes[i].Node; node != nil {
			clipped := *node
			clipped.Content = slices.Clip(node.Content)
			result.Changes[i].Node = &clipped
		}
	}
	if err == nil && m.unreal.name != "" {
		result.EndedIn, result.EndedInSince = m.unreal.name, m.unreal.since
	}
	return result
}

// What ends a script that went beyond a bound, and one that the interpreter has no answer to.
var (
	errBound = errors.New("beyond the bounds of an emulated script")
	errPanic = errors.New("this script cannot be emulated")
	errLate  = errors.New("beyond the time that the program timeout gives")
)

// recovered turns a panic of the interpreter into an error. To be deferred.
func recovered(err *error) {
	if recover() != nil {
		*err = errPanic
	}
}

// machine is the state that all processes of one command share.
type machine struct {
	mu      sync.Mutex // a pipeline runs its two sides concurrently
	clock   time.Duration
	steps   int
	evals   int
	work    int
	disk    *disk
	sourced map[string][]byte // scripts read by `.`, guarded
	pieces  []string          // sides of pipes, guarded

	cmd      Command
	deadline time.Duration // set by the program timeout
	listens  []Listening
	dials    []string
	maxSteps int
	unreal   struct { // the newest program, if nothing is known of it
		name  string
		since time.Duration
	}
}

// spend counts bytes of work.
func (m *machine) spend(n int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.work += n
	if m.work > maxWork {
		return errBound
	}
	return nil
}

// sleep advances the clock.
func (m *machine) sleep(d time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clock = min(m.clock+min(d, maxClock), m.deadline)
	m.disk.catchUp()
	switch {
	case m.clock >= maxClock:
		return errBound
	case m.clock >= m.deadline:
		return errLate
	}
	return nil
}

// run executes a command line and returns its exit status; the error is errBound, errLate, errPanic or that of
// the context.
func (m *machine) run(
	ctx context.Context, args []string, env expand.Environ, dir string, stdin io.Reader, stdout, stderr io.Writer,
) (status int, err error) {
	defer recovered(&err)
	call := shellCall{name: path.Base(args[0]), source: quote(args)}
	if isShell(call.name) {
		var ok bool
		if call, ok = parseShell(args); !ok {
			fmt.Fprintf(stderr, "%s: these options are not emulated\n", call.name)
			return exitUsage, nil
		}
	}
	if call.stdin && stdin != nil {
		content, err := io.ReadAll(io.LimitReader(stdin, maxSource+1))
		if err != nil {
			return exitUsage, nil
		}
		call.source = string(content)
	}
	if call.file != "" {
		content, err := m.read(absolute(dir, call.file))
		if err != nil {
			fmt.Fprintf(stderr, "%s: can't open '%s': %s\n", call.name, call.file, reason(err))
			return exitUsage, nil
		}
		call.source = string(content)
	}
	program, err := m.compile(call.source)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", call.name, err)
		return exitUsage, nil
	}
	runner, err := interp.New(
		interp.Env(env),
		interp.Params(append(slices.Clone(call.options), append([]string{"--"}, call.params...)...)...),
		interp.StdIO(stdin, stdout, stderr),
		interp.CallHandler(m.call),
		interp.ExecHandlers(func(interp.ExecHandlerFunc) interp.ExecHandlerFunc { return m.exec }),
		interp.OpenHandler(m.open),
		interp.StatHandler(m.stat),
		interp.AccessHandler(m.access),
		interp.ReadDirHandler2(m.readDir),
	)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", call.name, err)
		return exitUsage, nil
	}
	// Set here and not by an option, which would look for the folder on the host.
	runner.Dir = dir
	err = runner.Run(ctx, program)
	if status := interp.ExitStatus(0); errors.As(err, &status) {
		return int(status), nil
	}
	return 0, err
}

// shellCall is a parsed command line of a shell.
type shellCall struct {
	name    string
	options []string // such as -e
	source  string
	file    string // read the source from here
	stdin   bool   // read the source from the input
	params  []string
}

// parseShell reads `sh [-eux] -c SOURCE [NAME PARAM...]` and `sh [-eux] FILE [PARAM...]`.
func parseShell(args []string) (shellCall, bool) {
	call := shellCall{name: path.Base(args[0])}
	if !isShell(call.name) {
		return call, false
	}
	rest, command := args[1:], false
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		letters := strings.TrimPrefix(rest[0], "-")
		if strings.Trim(letters, "acefnuvxl") != "" {
			return call, false
		}
		for _, letter := range letters {
			switch letter {
			case 'c':
				command = true
			case 'l', 'v': // a login shell reads profiles, which do not exist; verbose has no counterpart
			default:
				call.options = append(call.options, "-"+string(letter))
			}
		}
		rest = rest[1:]
	}
	switch {
	case len(rest) == 0:
		call.stdin = true
		return call, !command
	case command:
		call.source = rest[0]
		if len(rest) > 2 {
			call.params = rest[2:]
		}
	default:
		call.file, call.params = rest[0], rest[1:]
	}
	return call, true
}

// quote turns a command line into shell source.
func quote(args []string) string {
	quoted := make([]string, len(args))
	for i, arg := range args {
		// Names of programs are never aliases or keywords here, so a literal is fine for them too.
		q, err := syntax.Quote(arg, syntax.LangBash)
		if err != nil {
			q = "''"
		}
		quoted[i] = q
	}
	return strings.Join(quoted, " ")
}

// environ presents variables to the interpreter.
func environ(env map[string]string) expand.Environ {
	pairs := make([]string, 0, len(env))
	for name, value := range env {
		pairs = append(pairs, name+"="+value)
	}
	return expand.ListEnviron(pairs...)
}
