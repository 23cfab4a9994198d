package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/interp"
)

// process is a program that a script runs.
type process struct {
	*machine
	name string
	args []string // without the name
	hc   interp.HandlerContext
}

// tools are the programs that are really run, beside the shells and what the interpreter has itself. An error of a tool is an
// exit status, a bound, or something that the tool has to say on its error output before it ends with 1.
var tools map[string]func(context.Context, *process) error

func init() { // some of them run others
	tools = map[string]func(context.Context, *process) error{
		"base64": base64Tool, "basename": baseName, "cat": cat, "chmod": chmod, "chown": chown, "chgrp": chown, "cp": cp,
		"curl": curl, "cut": cut, "date": date, "dirname": dirName, "env": env, "egrep": grep, "fgrep": grep, "grep": grep,
		"head": head, "hostname": hostName, "id": id, "ls": ls, "mkdir": mkdir, "mktemp": mktemp, "mv": mv,
		"nc": nc, "printenv": env, "rm": rm, "rmdir": rm, "sed": sed, "seq": seq, "sha256sum": sum,
		"sha512sum": sum, "sleep": sleep, "sort": sortTool, "tail": tail, "tee": tee, "timeout": timeout, "touch": touch,
		"tr": tr, "uniq": uniq, "wc": wc, "wget": wget, "which": which, "whoami": id,
	}
}

// ownBuiltins are programs of the interpreter that scripts may also run by a path, or without a shell.
var ownBuiltins = []string{"echo", "printf", "true", "false", "test", "["}

// emulated reports whether a program is run, and not imitated.
func emulated(name string) bool { return tools[name] != nil || slices.Contains(ownBuiltins, name) }

// exec runs what is not a builtin.
func (m *machine) exec(ctx context.Context, args []string) error {
	hc := interp.HandlerCtx(ctx)
	switch args[0] {
	case stepName:
		return m.step(ctx, args)
	case pieceName:
		return m.runPiece(ctx, args)
	case lookupName:
		return m.lookup(ctx, args[1], args[2:])
	case declareName:
		return m.declare(ctx, args[1:])
	case indirectName:
		return m.indirectly(hc, args[1])
	}
	name := path.Base(args[0])
	if m.cmd.Outcome != nil && !isShell(name) {
		if outcome, ok := m.cmd.Outcome(args); ok {
			return m.imitate(hc, outcome)
		}
	}
	switch {
	case slices.Contains(ownBuiltins, name):
		// Reached by a path such as /bin/echo or by exec; by name alone the interpreter has them itself.
		return hc.Builtin(ctx, append([]string{name}, args[1:]...))
	case isShell(name):
		return m.child(ctx, hc, args)
	case tools[name] != nil:
		p := &process{machine: m, name: name, args: args[1:], hc: hc}
		return p.end(tools[name](ctx, p))
	case strings.Contains(args[0], "/"):
		script, err := m.script(hc, args)
		if err != nil {
			return err
		}
		if script != nil {
			return m.child(ctx, hc, script)
		}
	}
	m.mu.Lock()
	began := m.clock
	m.mu.Unlock()
	err := m.imitate(hc, Unknown(name))
	m.mu.Lock()
	m.unreal.name, m.unreal.since = name, began
	m.mu.Unlock()
	return err
}

// script looks a program up that is named by a path. It returns the command line of a shell if the file is a script for one, and
// nothing if only the image would know; an error is why the program cannot run.
func (m *machine) script(hc interp.HandlerContext, args []string) ([]string, error) {
	file := absolute(hc.Dir, args[0])
	m.mu.Lock()
	node, err := m.disk.get(file)
	m.mu.Unlock()
	switch {
	case err != nil && m.missing(file):
		fmt.Fprintf(hc.Stderr, "%s: not found\n", args[0])
		return nil, interp.ExitStatus(exitNotFound)
	case err != nil:
		return nil, nil //nolint:nilerr // the image may bring it
	case node.Dir || node.Mode&0o111 == 0:
		fmt.Fprintf(hc.Stderr, "%s: Permission denied\n", args[0])
		return nil, interp.ExitStatus(exitForbidden)
	}
	first, _, _ := strings.Cut(string(node.Content[:min(len(node.Content), 256)]), "\n")
	interpreter, found := strings.CutPrefix(first, "#!")
	words := strings.Fields(interpreter)
	if found && (len(words) == 0 || !isShell(path.Base(words[len(words)-1]))) {
		return nil, nil
	}
	return append([]string{"sh", file}, args[1:]...), nil
}

// missing reports whether a file is certain not to exist: it would lie where no image brings anything.
func (m *machine) missing(file string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.disk.get(file)
	return err != nil && below(file, m.disk.known)
}

// child runs a command line in a process of its own.
func (m *machine) child(ctx context.Context, hc interp.HandlerContext, args []string) error {
	status, err := m.run(ctx, args, hc.Env, hc.Dir, hc.Stdin, hc.Stdout, hc.Stderr)
	if err == nil && status != 0 {
		err = interp.ExitStatus(status)
	}
	return err
}

// imitate lets time pass for a program that is not run.
func (m *machine) imitate(hc interp.HandlerContext, outcome Outcome) error {
	for _, line := range outcome.Log {
		if _, err := fmt.Fprintln(hc.Stdout, line); err != nil {
			return interp.ExitStatus(1)
		}
	}
	m.mu.Lock()
	began := m.clock
	m.mu.Unlock()
	err := m.sleep(outcome.Duration)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, port := range outcome.Ports {
		m.listen(port, began)
	}
	if err != nil {
		return err
	}
	if outcome.ExitCode != 0 {
		return interp.ExitStatus(outcome.ExitCode)
	}
	return nil
}

// listen notes a port that was listened on until now.
func (m *machine) listen(port int, since time.Duration) {
	to := m.clock
	if to >= maxClock {
		to = Forever
	}
	m.listens = append(m.listens, Listening{Port: port, From: since, To: to})
}

// end says what was wrong, and makes an exit status of it.
func (p *process) end(err error) error {
	if err == nil || errors.Is(err, errBound) || errors.Is(err, errLate) || errors.Is(err, errPanic) {
		return err
	}
	if status := interp.ExitStatus(0); errors.As(err, &status) {
		return status
	}
	fmt.Fprintf(p.hc.Stderr, "%s: %s\n", p.name, reason(err))
	return interp.ExitStatus(1)
}

// misused says what is wrong with the command line, for tools whose status 1 means something else.
func (p *process) misused(err error) error {
	fmt.Fprintf(p.hc.Stderr, "%s: %s\n", p.name, reason(err))
	return interp.ExitStatus(exitUsage)
}

// complain says what is wrong with one of several things, and returns the status that the tool then has.
func (p *process) complain(about string, err error) error {
	if errors.Is(err, errBound) {
		return err
	}
	fmt.Fprintf(p.hc.Stderr, "%s: %s: %s\n", p.name, about, reason(err))
	return interp.ExitStatus(1)
}

// reason words errors as tools do.
func reason(err error) string {
	words := map[error]string{
		syscall.ENOENT: "No such file or directory", syscall.EISDIR: "Is a directory", syscall.ENOTDIR: "Not a directory",
		syscall.EEXIST: "File exists", syscall.EROFS: "Read-only file system", syscall.ENOSPC: "No space left on device",
		syscall.ENAMETOOLONG: "File name too long", syscall.ENOTEMPTY: "Directory not empty", syscall.EACCES: "Permission denied",
		syscall.EBUSY: "Device or resource busy", ErrRefused: "Connection refused",
	}
	for known, text := range words {
		if errors.Is(err, known) {
			return text
		}
	}
	return err.Error()
}

// options makes a set of options for a tool; parse reads them and returns what is none.
func options() *pflag.FlagSet {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.Usage = func() {}
	set.SetOutput(io.Discard)
	return set
}

func (p *process) parse(set *pflag.FlagSet) ([]string, error) {
	if err := set.Parse(p.args); err != nil {
		return nil, err
	}
	return set.Args(), nil
}

// flag is an option without a value, by its letter.
func flag(set *pflag.FlagSet, letter, long string) *bool { return set.BoolP(long, letter, false, "") }

// ignored are options without a value that change nothing here.
func ignored(set *pflag.FlagSet, letters string) {
	for _, letter := range letters {
		set.BoolP("ignored-"+string(letter), string(letter), false, "")
	}
}

// path is an argument as an absolute path.
func (p *process) path(name string) string { return absolute(p.hc.Dir, name) }

// input reads a file, or the input of the tool for "-".
func (p *process) input(name string) ([]byte, error) {
	var content []byte
	var err error
	switch {
	case name != "-":
		content, err = p.read(p.path(name))
	case p.hc.Stdin != nil:
		content, err = io.ReadAll(io.LimitReader(p.hc.Stdin, maxOutput))
	}
	if err != nil {
		return nil, err
	}
	return content, p.spend(len(content))
}

// eachInput calls do for every file, or for the input if there are none. Files that cannot be read are complained about.
func (p *process) eachInput(names []string, do func(name string, content []byte) error) error {
	if len(names) == 0 {
		names = []string{"-"}
	}
	var failed error
	for _, name := range names {
		content, err := p.input(name)
		if err != nil {
			if failed = p.complain(name, err); errors.Is(failed, errBound) {
				return failed
			}
			continue
		}
		if err := do(name, content); err != nil {
			return err
		}
	}
	return failed
}

// write prints to the output of the tool, within the bounds of work.
func (p *process) write(text string) error {
	if err := p.spend(len(text)); err != nil {
		return err
	}
	_, err := io.WriteString(p.hc.Stdout, text)
	if err != nil && !errors.Is(err, errBound) {
		return interp.ExitStatus(1) // nobody reads
	}
	return err
}

// lines takes content apart. The last line need not be ended.
func lines(content []byte) []string {
	if len(content) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}
