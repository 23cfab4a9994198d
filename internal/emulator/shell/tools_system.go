package shell

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/ncruces/go-strftime"
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

func date(_ context.Context, p *process) error {
	set := options()
	iso := set.StringP("iso-8601", "I", "", "")
	set.Lookup("iso-8601").NoOptDefVal = "date"
	flag(set, "u", "utc")
	args, err := p.parse(set)
	if err != nil {
		return err
	}
	p.mu.Lock()
	now := p.disk.stamp().UTC()
	p.mu.Unlock()
	format := "%a %b %e %H:%M:%S UTC %Y"
	switch *iso {
	case "date":
		format = "%Y-%m-%d"
	case "seconds":
		format = "%Y-%m-%dT%H:%M:%S+00:00"
	}
	if len(args) > 0 {
		var ok bool
		if format, ok = strings.CutPrefix(args[0], "+"); !ok {
			return fmt.Errorf("invalid date '%s'", args[0])
		}
		format = strings.ReplaceAll(format, "%N", fmt.Sprintf("%09d", now.Nanosecond()))
	}
	if err := p.spend(100 * len(format)); err != nil {
		return err
	}
	return p.write(strftime.Format(format, now) + "\n")
}

// env prints the environment, or runs a program in a changed one. It is printenv too.
func env(ctx context.Context, p *process) error {
	variables := map[string]string{}
	for name, variable := range p.hc.Env.Each {
		if variable.Exported && variable.IsSet() {
			variables[name] = variable.String()
		}
	}
	for _, own := range []string{"UID", "EUID", "GID", pidName} {
		delete(variables, own)
	}
	args := p.args
	if p.name == "printenv" && len(args) > 0 {
		var failed error
		for _, name := range args {
			value, ok := variables[name]
			if !ok {
				failed = interp.ExitStatus(1)
				continue
			}
			if err := p.write(value + "\n"); err != nil {
				return err
			}
		}
		return failed
	}
	for len(args) > 0 {
		name, value, assigned := strings.Cut(args[0], "=")
		switch {
		case args[0] == "-i" || args[0] == "-":
			clear(variables)
		case args[0] == "-u" && len(args) > 1:
			args = args[1:]
			delete(variables, args[0])
		case assigned && syntax.ValidName(name):
			variables[name] = value
		default:
			hc := p.hc
			hc.Env = withOwn(variables)
			return p.child(ctx, hc, args)
		}
		args = args[1:]
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if err := p.write(name + "=" + variables[name] + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// timeout runs a program for some time only.
func timeout(ctx context.Context, p *process) error {
	args := p.args
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if (args[0] == "-s" || args[0] == "-k" || args[0] == "-t") && len(args) > 1 && args[0] != "-t" {
			args = args[1:]
		}
		args = args[1:]
	}
	if len(args) < 2 {
		return errOperand
	}
	limit, err := sleepTime(args[:1])
	if err != nil {
		return err
	}
	p.mu.Lock()
	outer := p.deadline
	own := min(p.clock+limit, outer)
	p.deadline = own
	p.mu.Unlock()
	err = p.child(ctx, p.hc, args[1:])
	p.mu.Lock()
	p.deadline = outer
	p.mu.Unlock()
	if errors.Is(err, errLate) && own < outer {
		return interp.ExitStatus(exitTimedOut)
	}
	return err
}

func hostName(_ context.Context, p *process) error {
	return p.write(p.cmd.Env["HOSTNAME"] + "\n")
}

func id(_ context.Context, p *process) error {
	switch {
	case p.name == "whoami":
		return p.write("root\n")
	case len(p.args) > 0 && strings.HasPrefix(p.args[0], "-") && !strings.Contains(p.args[0], "n"):
		return p.write("0\n")
	case len(p.args) > 0:
		return p.write("root\n")
	}
	return p.write("uid=0(root) gid=0(root) groups=0(root)\n")
}

func which(ctx context.Context, p *process) error {
	return p.lookup(ctx, "command -v", slices.DeleteFunc(slices.Clone(p.args), func(arg string) bool { return strings.HasPrefix(arg, "-") }))
}

func baseName(_ context.Context, p *process) error {
	if len(p.args) == 0 {
		return errOperand
	}
	name := path.Base(p.args[0])
	if len(p.args) > 1 && name != p.args[1] {
		name = strings.TrimSuffix(name, p.args[1])
	}
	return p.write(name + "\n")
}

func dirName(_ context.Context, p *process) error {
	if len(p.args) == 0 {
		return errOperand
	}
	return p.write(path.Dir(p.args[0]) + "\n")
}

// sum prints checksums, or checks them.
func sum(_ context.Context, p *process) error {
	set := options()
	check, quiet := flag(set, "c", "check"), flag(set, "s", "status")
	ignored(set, "bt")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	of := func(content []byte) string {
		if p.name == "sha512sum" {
			return fmt.Sprintf("%x", sha512.Sum512(content))
		}
		return fmt.Sprintf("%x", sha256.Sum256(content))
	}
	return p.eachInput(names, func(name string, content []byte) error {
		if !*check {
			return p.write(of(content) + "  " + name + "\n")
		}
		var failed error
		for _, line := range lines(content) {
			want, file, _ := strings.Cut(line, " ")
			file = strings.TrimLeft(file, " *")
			verdict := "OK"
			if content, err := p.input(file); err != nil || of(content) != want {
				verdict, failed = "FAILED", interp.ExitStatus(1)
			}
			if !*quiet {
				if err := p.write(file + ": " + verdict + "\n"); err != nil {
					return err
				}
			}
		}
		return failed
	})
}

// withOwn presents variables to the interpreter, with those for which it would else ask the host.
func withOwn(variables map[string]string) expand.Environ {
	own := maps.Clone(variables)
	own["UID"], own["EUID"], own["GID"], own[pidName] = "0", "0", "0", "1"
	return environ(own)
}
