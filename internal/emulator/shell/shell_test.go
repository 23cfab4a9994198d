package shell

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	t.Setenv("HOST_SECRET", "hunter2")
	tests := map[string]struct {
		cmd      Command
		want     string
		exit     int
		duration time.Duration
	}{
		"plain echo":   {cmd: Command{Args: []string{"echo", "a  b", "$HOME"}}, want: "a  b $HOME"},
		"echo by path": {cmd: Command{Args: []string{"/bin/echo", "hi"}}, want: "hi"},
		"plain exit":   {cmd: Command{Args: []string{"exit", "3"}}, exit: 3},
		"plain false":  {cmd: Command{Args: []string{"false"}}, exit: 1},
		"plain sleep":  {cmd: Command{Args: []string{"sleep", "90"}}, duration: 90 * time.Second},
		"script":       {cmd: script("echo a; sleep 2.5; echo b >&2; exit 7"), want: "a\nb", exit: 7, duration: 2500 * time.Millisecond},
		"units":        {cmd: script("sleep 1m 1s; sleep 1h"), duration: time.Hour + 61*time.Second},
		"bad sleep":    {cmd: script("sleep soon"), want: "sleep: invalid time interval 'soon'", exit: 1},
		"environment": {
			cmd:  Command{Args: []string{"sh", "-c", "echo $GREETING $HOME"}, Env: map[string]string{"GREETING": "hello"}},
			want: "hello /root",
		},
		"no host files": {cmd: script("cat /etc/passwd"), want: "cat: /etc/passwd: No such file or directory", exit: 1},
		"script file": {
			cmd:  Command{Args: []string{"sh", "/run.sh", "x"}, Files: Tree{"/run.sh": {Mode: 0o644, Content: []byte("echo run $1")}}},
			want: "run x",
		},
		"missing script": {cmd: Command{Args: []string{"sh", "/run.sh"}}, want: "sh: can't open '/run.sh': No such file or directory", exit: 2},
		"substitution":   {cmd: script("x=$(echo a; sleep 1); echo $x$x"), want: "aa", duration: time.Second},
		"parameters":     {cmd: Command{Args: []string{"sh", "-c", "echo $1", "sh", "p"}}, want: "p"},
		"loop":           {cmd: script("for i in 1 2 3; do echo $i; sleep 1; done"), want: "1\n2\n3", duration: 3 * time.Second},
		"errexit":        {cmd: script("set -e; false && true; echo on; false; echo never"), want: "on", exit: 1},
		"errexit option": {cmd: Command{Args: []string{"sh", "-ec", "false; echo never"}}, exit: 1},
		"exit trap":      {cmd: script("trap 'echo bye' EXIT; echo hi; exit 2"), want: "hi\nbye", exit: 2},
		"syntax error":   {cmd: script("if"), want: "sh: 1:1: `if` must be followed by a statement list", exit: 2},
		"background":     {cmd: script("sleep 1 & wait"), want: "sh: background jobs are not emulated", exit: 2},
		"bash":           {cmd: Command{Args: []string{"/bin/bash", "-c", "[[ a == a ]] && echo yes"}}, want: "yes"},
		"process substitution": {
			cmd:  Command{Args: []string{"bash", "-c", "cat <(echo a)"}},
			want: "bash: process substitution is not emulated", exit: 2,
		},
		"negative shift": {
			cmd:  script("set -- a; n=-1; shift $n; command shift -1 | true; echo $1"),
			want: strings.Repeat("shift: -1: shift count out of range\n", 2) + "a",
		},
		"status of a pipe": {cmd: script("exit 4 | true; echo $?; ! true | false && true | exit 5; echo never"), want: "0", exit: 5},
		"eval refuses":     {cmd: script("eval 'sleep 1 &'"), want: "eval: background jobs are not emulated", exit: 1},
		"sourced": {
			cmd:  withFile("echo 'echo got $1; return 4' > /tmp/a; . /tmp/a x; echo $?; . app.conf"),
			want: "got x\n4\nsource: open /app.conf: no such file or directory", exit: 1,
		},
		"command -V": {
			cmd:  withFile("set -e; command -V sleep; echo $?; command -V /etc/app/run"),
			want: "sleep is /bin/sleep\n0\ntype: /etc/app/run: not found", exit: 1,
		},
		"no host homes":     {cmd: script("echo ~daemon"), want: "sh: home directories of users are not emulated", exit: 2},
		"no host homes set": {cmd: script("eval 'x=~daemon'"), want: "eval: home directories of users are not emulated", exit: 1},
		"no host process":   {cmd: script("echo $PPID"), want: "sh: PPID is not emulated", exit: 2},
		"no host processes": {cmd: script("echo $((PPID))"), want: "sh: PPID is not emulated", exit: 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := Run(test.cmd)
			if text(got) != test.want || got.ExitCode != test.exit || got.Duration != test.duration || got.Endless {
				t.Errorf("got %q, exit %d, %v, endless %v; want %q, exit %d, %v", text(got), got.ExitCode, got.Duration,
					got.Endless, test.want, test.exit, test.duration)
			}
		})
	}
}

func TestScripts(t *testing.T) {
	t.Setenv("HOST_SECRET", "hunter2")
	for _, test := range cases(t, "scripts.txt") {
		test.check(t, withFile(test.script))
	}
}

func TestRunOffsets(t *testing.T) {
	got := Run(script("echo a; sleep 3; echo b; sleep 4; echo c"))
	want := []Line{{Text: "a"}, {Offset: 3 * time.Second, Text: "b"}, {Offset: 7 * time.Second, Text: "c"}}
	if !slices.Equal(got.Lines, want) {
		t.Errorf("got %v, want %v", got.Lines, want)
	}
}

func TestRunStreams(t *testing.T) {
	got := Run(script("echo a; echo b >&2"))
	want := []Line{{Text: "a"}, {Text: "b", IsError: true}}
	if !slices.Equal(got.Lines, want) {
		t.Errorf("got %v, want %v", got.Lines, want)
	}
}

func TestRunFiles(t *testing.T) {
	got := Run(script("echo broken > /dev/termination-log; exit 1"))
	if last := got.Changes[len(got.Changes)-1]; last.Path != "/dev/termination-log" || string(last.Node.Content) != "broken\n" {
		t.Errorf("got %v", got.Changes)
	}
}

// Each of these would run for ever, or take all memory, without the bounds.
func TestRunBounds(t *testing.T) {
	doubling := "x=aaaaaaaaaaaaaaaa"
	for range 60 {
		doubling += "; x=$x$x"
	}
	tests := map[string]string{
		"ticking":            "while true; do echo tick; sleep 1; done",
		"tight loop":         "while :; do :; done",
		"assignments only":   "x=0; while [ 1 ]; do x=$((x+1)); done",
		"recursion":          "f() { f; }; f",
		"growing variable":   "x=a; while :; do x=$x$x; done",
		"doubling in a row":  doubling,
		"sleep for ever":     "sleep infinity",
		"doubling by and":    "x=aaaaaaaaaaaaaaaa" + strings.Repeat(" && x=$x$x", 60),
		"growing parameters": "set -- a b c d e f g h; while true; do set -- \"$@\" \"$@\"; done",
		"eval":               "x='eval \"$x\"'; eval \"$x\"",
		"eval of loop":       "eval 'while :; do :; done'",
		"sourcing itself":    "echo . /x > /x; . /x",
		"piece in itself":    ": ; " + pieceName + " 0 | true",
		"reading a file":     "x=aaaaaaaaaaaaaaaa; while :; do echo $x$x$x$x$x$x$x$x >> /f; y=$(</f); y=; done",
		"output":             "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; x=$x$x$x$x$x$x$x$x$x$x$x$x; while :; do echo $x$x$x$x$x$x$x$x$x; done",
		"nested shells":      "a='sh -c \"$a\"'; export a; sh -c \"$a\"",
		"captured output":    "y=$(while :; do echo aaaaaaaaaaaaaaaaaaaaaa; done)",
		"both sides of pipe": "while :; do echo a; done | while read x; do :; done",
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			got := Run(script(source))
			if !got.Endless {
				t.Errorf("ended with status %d after %v: %.100q", got.ExitCode, got.Duration, text(got))
			}
			if len(text(got)) > maxOutput {
				t.Errorf("%d bytes of output", len(text(got)))
			}
		})
	}
}

func TestRunMemory(t *testing.T) {
	for name, source := range map[string]string{
		"parameters": "set -- a b c d e f g h; while true; do set -- \"$@\" \"$@\"; done",
		"eval":       "x='eval \"$x\"'; eval \"$x\"",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := Run(script(source))
		runtime.ReadMemStats(&after)
		if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; !got.Endless || allocated > 64 {
			t.Errorf("%s: endless %v, %d MiB allocated", name, got.Endless, allocated)
		}
	}
}

// Functions that call each other deeply are costly for each step.
func TestRunDepth(t *testing.T) {
	if got := Run(script("f() { f; }; f")); !got.Endless || got.Steps > maxSteps/2 {
		t.Errorf("endless %v after %d steps", got.Endless, got.Steps)
	}
	if got := Run(script(`f() { [ "$1" = 0 ] || f $(($1-1)); }; f 100; echo done`)); text(got) != "done" {
		t.Errorf("a hundred calls: %q", text(got))
	}
}

func TestRunTicks(t *testing.T) {
	got := Run(script("while true; do echo tick; sleep 1; done"))
	if len(got.Lines) < 1000 {
		t.Fatalf("only %d lines before the bounds", len(got.Lines))
	}
	if len(got.Lines) > maxSteps {
		t.Errorf("%d lines: the bounds depend on how fast the machine is", len(got.Lines))
	}
	if at := got.Lines[999].Offset; at != 999*time.Second {
		t.Errorf("line 1000 at %v", at)
	}
}

func TestRunRefusesHogs(t *testing.T) {
	for name, source := range map[string]string{
		"chained assignments": "x=a; x=$x$x x=$x$x x=$x$x",
		"brace range":         "echo {1..1000000000}",
		"braces":              "echo " + strings.Repeat("{a,b}", 30),
		"expansions":          "x=a; echo " + strings.Repeat("$x", maxExpansions+1),
	} {
		t.Run(name, func(t *testing.T) {
			if got := Run(script(source)); got.ExitCode != exitUsage || !strings.Contains(text(got), "not emulated") {
				t.Errorf("got exit %d: %.100q", got.ExitCode, text(got))
			}
		})
	}
	for _, source := range []string{"printf %999999999d 1", "command printf %999999999d 1", "/bin/printf %999999999d 1"} {
		if got := Run(script(source)); got.ExitCode != 1 || !strings.HasSuffix(text(got), "printf: wide fields are not emulated") {
			t.Errorf("%s: exit %d, %.100q", source, got.ExitCode, text(got))
		}
	}
}

// None of these may end the process: the interpreter panics at some, and at those in a pipe in a goroutine of its own.
func TestRunPanics(t *testing.T) {
	for _, source := range []string{
		"echo $((x[9]=1))",
		"echo $((x[9]=1)) | cat",
		"set -- -abc; getopts abc x; set -- -a; getopts abc x; getopts abc x",
		"test -v '' | true",
		"eval 'test -v \"\" | true'",
		": ; " + pieceName + " | true",
		": ; " + lookupName + " | true",
	} {
		if got := Run(script(source)); got.ExitCode != exitUsage || got.Endless || !strings.HasSuffix(text(got), "cannot be emulated") {
			t.Errorf("%s: exit %d, endless %v: %q", source, got.ExitCode, got.Endless, text(got))
		}
	}
}

func script(source string) Command { return Command{Args: []string{"sh", "-c", source}} }

func withFile(source string) Command {
	cmd := script(source)
	cmd.Files = Tree{"/etc/app": {Dir: true, Mode: 0o755}, "/etc/app/app.conf": {Mode: 0o644, Content: []byte("port=80\n")}}
	cmd.Mounts, cmd.ReadOnly = []string{"/etc/app"}, []string{"/etc/app"}
	return cmd
}

func text(r Result) string {
	lines := make([]string, len(r.Lines))
	for i, line := range r.Lines {
		lines[i] = line.Text
	}
	return strings.Join(lines, "\n")
}
