package shell

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// confine returns what is run instead of a builtin that would evade the guard, or look at the host. It may change args.
func (m *machine) confine(hc interp.HandlerContext, args []string) ([]string, error) {
	var err error
	switch path.Base(args[0]) {
	case "printf":
		return args, m.checkFormat(args[1:])
	case "eval":
		text, err := m.guarded(strings.Join(args[1:], " "))
		return []string{args[0], text}, err
	case "trap":
		action := 1
		for action < len(args) && args[action] != "--" && strings.HasPrefix(args[action], "-") {
			action++
		}
		if action < len(args) && args[action] == "--" {
			action++
		}
		if action+1 < len(args) {
			args[action], err = m.guarded(args[action])
			args[action] = " " + args[action] // or the first step would be read as flags
		}
	case ".", "source":
		if len(args) > 1 {
			args[1], err = m.source(absolute(hc.Dir, args[1]))
		}
	case "cd":
		if len(args) == 2 && args[1] != "-" {
			m.assume(absolute(hc.Dir, args[1]))
		}
	case "command":
		if show, names := flags(args); strings.ContainsAny(show, "vV") {
			form := "command -v"
			if strings.Contains(show, "V") {
				form = "type"
			}
			return append([]string{lookupName, form}, names...), nil
		}
	case "type":
		letters, names := flags(args)
		return append([]string{lookupName, strings.TrimSpace("type " + letters)}, names...), nil
	case "pwd":
		return args[:1], nil // -P would look for links on the host
	case "shift":
		if len(args) > 1 && strings.HasPrefix(args[1], "-") {
			return nil, fmt.Errorf("%s: shift count out of range", args[1])
		}
	case "unset":
		if slices.ContainsFunc(args[1:], func(name string) bool { return name == "" || strings.ContainsAny(name, "$`") }) {
			return nil, errors.New("not a valid identifier")
		}
	case "shopt":
		if slices.Contains(args, "expand_aliases") {
			return nil, errors.New("aliases are not emulated")
		}
	}
	return args, err
}

// flags separates a command's flags, without their hyphens, from the rest.
func flags(args []string) (letters string, rest []string) {
	for rest = args[1:]; len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-'; rest = rest[1:] {
		if rest[0] == "--" {
			return letters, rest[1:]
		}
		letters += rest[0][1:]
	}
	return letters, rest
}

// guarded compiles a script that another one makes to text.
func (m *machine) guarded(script string) (string, error) {
	m.mu.Lock()
	m.evals++
	beyond := m.evals > maxEvals
	m.mu.Unlock()
	if beyond {
		return "", errBound
	}
	file, err := m.compile(script)
	if err != nil {
		return "", err
	}
	return source(file)
}

// source compiles a file, and returns the name under which the interpreter finds the result.
func (m *machine) source(name string) (string, error) {
	content, err := m.read(name)
	if err != nil {
		return name, nil // the interpreter says so
	}
	text, err := m.guarded(string(content))
	if err != nil {
		return "", err
	}
	guarded := "/" + ownPrefix + name
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sourced[guarded] = []byte(text)
	return guarded, nil
}

// lookup tells what names are to the shell, as `command -v` or `type` do.
func (m *machine) lookup(ctx context.Context, form string, names []string) error {
	hc := interp.HandlerCtx(ctx)
	var failed error
	for _, name := range names {
		kind, file := m.kindOf(ctx, hc, name)
		switch {
		case kind == "":
			failed = interp.ExitStatus(1)
			if form == "type" {
				fmt.Fprintf(hc.Stderr, "type: %s: not found\n", name)
			}
		case form == "type" && kind == "file":
			fmt.Fprintf(hc.Stdout, "%s is %s\n", name, file)
		case form == "type":
			fmt.Fprintf(hc.Stdout, "%s is a %s\n", name, kind)
		case form == "type t":
			fmt.Fprintln(hc.Stdout, strings.TrimPrefix(kind, "shell "))
		case kind == "file":
			fmt.Fprintln(hc.Stdout, file)
		case form == "command -v":
			fmt.Fprintln(hc.Stdout, name)
		}
	}
	return failed
}

// kindOf tells what a name is to the shell, and the path of a program.
func (m *machine) kindOf(ctx context.Context, hc interp.HandlerContext, name string) (kind, file string) {
	switch {
	case syntax.IsKeyword(name):
		return "shell keyword", ""
	case isFunction(ctx, hc, name):
		return "function", ""
	case interp.IsBuiltin(name):
		return "shell builtin", ""
	case !strings.Contains(name, "/"):
		return "file", "/bin/" + name // that an image would bring, if it is not emulated
	case m.missing(absolute(hc.Dir, name)):
		return "", ""
	}
	return "file", absolute(hc.Dir, name)
}

func isFunction(ctx context.Context, hc interp.HandlerContext, name string) bool {
	if !syntax.ValidName(name) {
		return false
	}
	// Written so that `set -e` does not strike.
	err := hc.Builtin(ctx, []string{"eval", "declare -f " + name + " >/dev/null || ! :"})
	// The interpreter keeps the status of what eval ran last.
	return errors.Join(err, hc.Builtin(ctx, []string{"eval", ":"})) == nil
}

// checkFormat refuses widths of printf that would make much of little, and counts what the format makes of its arguments.
func (m *machine) checkFormat(args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !plainFormat(args[0]) {
		return errors.New("wide fields are not emulated")
	}
	return m.spend(33*len(args[0]) + (100+len(args[0]))*len(args))
}
