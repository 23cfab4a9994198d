// Package shell runs the commands of emulated containers: small shell scripts, confined to the shell's own builtins, sleep
// and cat, and to files that exist in memory only. A script sees nothing of the machine it runs on: no programs, no files, no
// environment, no network. Time is virtual: sleep advances a counter and returns at once, so a script that sleeps for an hour
// has run within a millisecond, and running it again gives the same result.
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
	maxSteps     = 10_000   // statements executed
	maxVariables = 16 << 10 // bytes held by variables
	maxArguments = 64 << 10 // bytes of arguments of one command
	maxEvals     = 1000     // scripts made while a script runs
	maxWork      = 16 << 20 // bytes passed through commands
	maxOutput    = 1 << 20  // bytes of output kept
	maxClock     = 10 * 365 * 24 * time.Hour
	maxRealTime  = 2 * time.Second
)

// Exit statuses that shells give for what they cannot do.
const (
	exitUsage    = 2
	exitNotFound = 127
)

// Command is a command line and what it may see.
type Command struct {
	Args  []string          // program and arguments
	Env   map[string]string // the whole environment, apart from PATH and HOME, which have defaults
	Dir   string            // working directory; default "/"
	Files map[string][]byte // readable files by absolute path
}

// Line is one line of output.
type Line struct {
	Offset time.Duration // virtual time between the start of the command and the end of the line
	Text   string        // without the line end
}

// Result is what a command did.
type Result struct {
	Lines    []Line
	ExitCode int           // meaningless when Endless
	Duration time.Duration // virtual time until the exit; meaningless when Endless
	Endless  bool          // does not end by itself, as far as the bounds of this package let one see
	Files    map[string][]byte
	// Files holds the files that the command wrote.
}

// Runs reports whether Run can execute the command line: a shell with a script, or one of the few plain commands that this
// package knows. Anything else is for the caller to imitate.
func Runs(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch path.Base(args[0]) {
	case "sh", "ash", "dash", "bash":
		_, ok := parseShell(args)
		return ok
	case "echo", "printf", "sleep", "true", "false", "exit", "cat", "test", "[":
		return true
	}
	return false
}

// Run executes a command for which Runs is true. It takes a few milliseconds of real time, at most two seconds.
func Run(cmd Command) Result {
	m := &machine{files: maps.Clone(cmd.Files), written: map[string][]byte{}, sourced: map[string][]byte{}}
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
	stdout, stderr := out.stream(), out.stream()
	status, err := m.run(ctx, cmd.Args, environ(env), cmp.Or(cmd.Dir, "/"), nil, stdout, stderr)
	if errors.Is(err, errPanic) {
		fmt.Fprintf(stderr, "%s: %v\n", path.Base(cmd.Args[0]), err)
		status, err = exitUsage, nil
	}
	stdout.flush()
	stderr.flush()
	return Result{
		Lines:    out.lines,
		ExitCode: status,
		Duration: m.clock,
		Endless:  err != nil,
		Files:    m.written,
	}
}

// What ends a script that went beyond a bound, and one that the interpreter has no answer to.
var (
	errBound = errors.New("beyond the bounds of an emulated script")
	errPanic = errors.New("this script cannot be emulated")
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
	files   map[string][]byte
	written map[string][]byte
	sourced map[string][]byte // scripts read by `.`, guarded
	pieces  []string          // sides of pipes, guarded
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
	m.clock += min(d, maxClock)
	if m.clock >= maxClock {
		return errBound
	}
	return nil
}

// run executes a command line and returns its exit status; the error is errBound, errPanic or that of the context.
func (m *machine) run(
	ctx context.Context, args []string, env expand.Environ, dir string, stdin io.Reader, stdout, stderr io.Writer,
) (status int, err error) {
	defer recovered(&err)
	call := shellCall{name: path.Base(args[0]), source: quote(args)}
	if c, ok := parseShell(args); ok {
		call = c
	}
	if call.file != "" {
		content, ok := m.read(call.file)
		if !ok {
			fmt.Fprintf(stderr, "%s: can't open '%s': No such file or directory\n", call.name, call.file)
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
	params  []string
}

// parseShell reads `sh [-eux] -c SOURCE [NAME PARAM...]` and `sh [-eux] FILE [PARAM...]`.
func parseShell(args []string) (shellCall, bool) {
	call := shellCall{name: path.Base(args[0])}
	switch call.name {
	case "sh", "ash", "dash", "bash":
	default:
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
		return call, false
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
