package shell

import (
	"context"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/interp"
)

// exec runs what is not a builtin.
func (m *machine) exec(ctx context.Context, args []string) error {
	hc := interp.HandlerCtx(ctx)
	switch name := path.Base(args[0]); name {
	case stepName:
		return m.step(ctx, args)
	case pieceName:
		return m.runPiece(ctx, args)
	case lookupName:
		return m.lookup(ctx, args[1], args[2:])
	case "sleep":
		total, err := sleepTime(args[1:])
		if err != nil {
			fmt.Fprintf(hc.Stderr, "sleep: %v\n", err)
			return interp.ExitStatus(1)
		}
		return m.sleep(total)
	case "cat":
		return m.cat(hc, args[1:])
	case "echo", "printf", "true", "false", "test", "[":
		// Reached by a path such as /bin/echo or by exec; by name alone the interpreter has them itself.
		return hc.Builtin(ctx, append([]string{name}, args[1:]...))
	case "sh", "ash", "dash", "bash":
		if _, ok := parseShell(args); ok {
			status, err := m.run(ctx, args, hc.Env, hc.Dir, hc.Stdin, hc.Stdout, hc.Stderr)
			if err == nil && status != 0 {
				err = interp.ExitStatus(status)
			}
			return err
		}
	}
	fmt.Fprintf(hc.Stderr, "%s: not found\n", args[0])
	return interp.ExitStatus(exitNotFound)
}

// sleepTime adds up the arguments of sleep: numbers with an optional unit, as coreutils reads them.
func sleepTime(args []string) (time.Duration, error) {
	if len(args) == 0 {
		return 0, fmt.Errorf("missing operand")
	}
	var total time.Duration
	for _, arg := range args {
		if arg == "inf" || arg == "infinity" {
			return maxClock, nil
		}
		unit, number := time.Second, arg
		for suffix, d := range map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour} {
			if n, ok := strings.CutSuffix(arg, suffix); ok {
				unit, number = d, n
			}
		}
		n, err := strconv.ParseFloat(number, 64)
		if err != nil || !(n >= 0) {
			return 0, fmt.Errorf("invalid time interval '%s'", arg)
		}
		total += time.Duration(min(n*float64(unit), float64(maxClock)))
	}
	return total, nil
}

// cat copies files, or its input, to its output.
func (m *machine) cat(hc interp.HandlerContext, args []string) error {
	var failed error
	if len(args) == 0 {
		args = []string{"-"}
	}
	for _, arg := range args {
		var content []byte
		switch {
		case arg == "-" && hc.Stdin == nil:
			continue
		case arg == "-":
			content, _ = io.ReadAll(io.LimitReader(hc.Stdin, maxOutput))
		default:
			var ok bool
			if content, ok = m.read(absolute(hc.Dir, arg)); !ok {
				fmt.Fprintf(hc.Stderr, "cat: can't open '%s': No such file or directory\n", arg)
				failed = interp.ExitStatus(1)
				continue
			}
		}
		if err := m.spend(len(content)); err != nil {
			return err
		}
		if _, err := hc.Stdout.Write(content); err != nil {
			return interp.ExitStatus(1)
		}
	}
	return failed
}

func absolute(dir, name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(dir, name)
}
