package shell

import (
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// inData is a script in a container with the volume /data, which holds two files, and the read-only volume /etc/app.
func inData(source string) Command {
	cmd := withFile(source)
	cmd.Start = time.Date(2024, 2, 3, 4, 5, 6, 7_000_000, time.UTC)
	cmd.Mounts = append(cmd.Mounts, "/data")
	cmd.Files["/data"] = &Node{Dir: true, Mode: 0o777}
	cmd.Files["/data/a.txt"] = &Node{Mode: 0o644, Content: []byte("one\ntwo\nthree\n")}
	cmd.Files["/data/run.sh"] = &Node{Mode: 0o755, Content: []byte("#!/bin/sh\necho ran $1")}
	return cmd
}

// scriptCase is a script and what it writes.
type scriptCase struct{ script, want string }

// cases reads scripts, of lines that begin with "> ", each followed by what it writes. An empty line stands between two cases.
func cases(t *testing.T, file string) []scriptCase {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all []scriptCase
	for part := range strings.SplitSeq(strings.TrimRight(string(content), "\n"), "\n\n> ") {
		if strings.HasPrefix(part, "#") {
			continue
		}
		var test scriptCase
		for test.script, test.want, _ = strings.Cut(part, "\n"); strings.HasPrefix(test.want, "> "); {
			line, rest, _ := strings.Cut(test.want[len("> "):], "\n")
			test.script, test.want = test.script+"\n"+line, rest
		}
		all = append(all, test)
	}
	if len(all) < 5 {
		t.Fatalf("%s has %d cases only", file, len(all))
	}
	return all
}

// check runs the script as a command.
func (c scriptCase) check(t *testing.T, cmd Command) Result {
	t.Helper()
	got := Run(cmd)
	if text(got) != c.want || got.Endless {
		t.Errorf("%s:\ngot  %q (endless %v)\nwant %q", c.script, text(got), got.Endless, c.want)
	}
	return got
}

func TestTools(t *testing.T) {
	for _, test := range cases(t, "tools.txt") {
		cmd := inData(test.script)
		cmd.Env = map[string]string{"HOSTNAME": "web-1"}
		test.check(t, cmd)
	}
}

// Every tool answers a wrong option with words and a status, and does not panic.
func TestToolsRefuse(t *testing.T) {
	takeAnything := []string{
		"basename", "chgrp", "chmod", "chown", "dirname", "env", "hostname", "id", "printenv", "seq", "sleep", "timeout", "which", "whoami",
	}
	for name := range tools {
		got := Run(script(name + " --nonsense"))
		if strings.Contains(text(got), errPanic.Error()) {
			t.Errorf("%s panics", name)
		}
		if !slices.Contains(takeAnything, name) && (got.ExitCode == 0 || !strings.HasPrefix(text(got), name+": unknown flag")) {
			t.Errorf("%s: exit %d, %q", name, got.ExitCode, text(got))
		}
	}
}

func TestNet(t *testing.T) {
	dial := func(host string, port int, at time.Duration) (string, error) {
		switch {
		case host != "10.0.0.9":
			return "", ErrUnknownHost
		case port == 80, port == 5432 && at >= 7*time.Second:
			return "welcome\n", nil
		}
		return "", ErrRefused
	}
	for _, test := range cases(t, "net.txt") {
		cmd := inData(test.script)
		cmd.Dial = dial
		if got := test.check(t, cmd); len(got.Dials) == 0 {
			t.Errorf("%s: connects to nothing", test.script)
		}
	}
	if got := Run(script("curl -s http://example.com; echo $?")); text(got) != "6" {
		t.Errorf("without a network: got %q", text(got))
	}
}

// What others do while a script runs is seen at its time, and what the script does is told with its time.
func TestChanges(t *testing.T) {
	cmd := inData(`while ! [ -f /data/ready ]; do sleep 2; done
		cat /data/ready; date +%S
		rm /data/ready; echo 1 > /data/n; sleep 1; echo 2 >> /data/n`)
	cmd.Later = []Change{
		{Offset: 3 * time.Second, Path: "/data/ready", Node: &Node{Mode: 0o644, Content: []byte("go\n")}},
		{Offset: time.Second, Path: "/data/early", Node: &Node{Mode: 0o644}},
	}
	got := Run(cmd)
	if text(got) != "go\n10" {
		t.Errorf("got %q", text(got))
	}
	var told []string
	for _, c := range got.Changes {
		content := "removed"
		if c.Node != nil {
			content = string(c.Node.Content)
		}
		told = append(told, c.Offset.String()+" "+c.Path+" "+content)
	}
	want := []string{"4s /data/ready removed", "4s /data/n 1\n", "5s /data/n 1\n2\n"}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}

	// What one run adds to a file is not what another adds to it.
	cmd = inData("echo b >> /data/n")
	for _, change := range got.Changes {
		cmd.Files.Apply(change.Path, change.Node)
	}
	first := Run(cmd)
	cmd.Args[2] = "echo c >> /data/n"
	Run(cmd)
	if content := string(first.Changes[0].Node.Content); content != "1\n2\nb\n" {
		t.Errorf("got %q", content)
	}

	cmd = inData("tail -f /data/log")
	cmd.Later = []Change{
		{Offset: 3 * time.Second, Path: "/data/log", Node: &Node{Content: []byte("a\n")}},
		{Offset: 9 * time.Second, Path: "/data/log", Node: &Node{Content: []byte("a\nb\n")}},
	}
	if got, want := Run(cmd), (Line{Offset: 9 * time.Second, Text: "b"}); !got.Endless || got.Lines[len(got.Lines)-1] != want {
		t.Errorf("got %v", got.Lines)
	}
}

func TestOutcomes(t *testing.T) {
	outcome := func(args []string) (Outcome, bool) {
		switch {
		case slices.Contains(args, "migrate"):
			return Outcome{Duration: 2 * time.Second, ExitCode: 3, Log: []string{"no such table"}}, true
		case path.Base(args[0]) == "server":
			return Outcome{Duration: Forever, Ports: []int{8080}}, true
		case args[0] == "curl":
			return Outcome{Log: []string{"{}"}}, true
		}
		return Outcome{}, false
	}
	const unreal = "emulator: python was not really run"
	sh := func(source string) []string { return []string{"sh", "-c", source} }
	for name, test := range map[string]struct {
		args  []string
		want  Result
		lines string
	}{
		"unknown":          {[]string{"python", "x.py"}, Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"unknown by path":  {[]string{"/usr/bin/python", "x.py"}, Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"unknown and then": {sh("python x.py && echo done"), Result{Duration: 2 * time.Second}, unreal + "\ndone"},
		"unknown by exec":  {sh("exec python x.py"), Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"unknown at last": {
			sh("sleep 1; python x.py"), Result{Duration: 3 * time.Second, EndedIn: "python", EndedInSince: time.Second}, unreal,
		},
		"told":            {[]string{"python", "manage.py", "migrate"}, Result{Duration: 2 * time.Second, ExitCode: 3}, "no such table"},
		"told in a shell": {sh("python manage.py migrate || exit 4"), Result{Duration: 2 * time.Second, ExitCode: 4}, "no such table"},
		"told of a tool":  {sh("x=$(curl http://a); echo $x"), Result{}, "{}"},
		"listens":         {sh("sleep 5; exec server"), Result{Endless: true, Listens: []Listening{{8080, 5 * time.Second, Forever}}}, ""},
		"listens for a while": {
			[]string{"timeout", "9", "server"},
			Result{Duration: 9 * time.Second, ExitCode: 124, Listens: []Listening{{8080, 0, 9 * time.Second}}}, "",
		},
		"nc": {[]string{"nc", "-l", "-p", "70"}, Result{Endless: true, Listens: []Listening{{70, 0, Forever}}}, ""},
	} {
		got := Run(Command{Args: test.args, Outcome: outcome})
		if text(got) != test.lines {
			t.Errorf("%s: got %q, want %q", name, text(got), test.lines)
		}
		got.Lines, got.Changes, got.Steps, got.Dials = nil, nil, 0, nil
		if got.Endless {
			got.Duration = 0
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

// None of these may fill the memory of the machine.
func TestFilesAreBounded(t *testing.T) {
	for name, source := range map[string]string{
		"growing file":  "echo aaaaaaaaaaaaaaaa > /f; while cat /f /f > /g; do mv /g /f; done",
		"many files":    "for i in $(seq 5000); do : > /d/$i || exit 1; done",
		"deep folders":  "p=/; for i in $(seq 5000); do p=$p/aaaaaaaa; mkdir -p $p || exit 1; done",
		"long seq":      "seq 1000000000 > /f",
		"copies":        "mkdir /a; seq 100000 > /a/f; while cp -r /a /b; do mv /b /a/x; cp -r /a /c; mv /c /a/y; done",
		"substitutions": "seq 5000 | tr -d '\\n' > /f; r=$(seq 3000 | tr -d '\\n'); while sed -i \"s/./$r/g\" /f; do :; done",
	} {
		cmd := script(source)
		got := Run(cmd)
		size := 0
		files := Tree{}
		for _, change := range got.Changes {
			files.Apply(change.Path, change.Node)
		}
		for name, node := range files {
			size += len(name) + len(node.Content)
		}
		if size == 0 || size > 2*maxFileSize || len(files) > maxFiles {
			t.Errorf("%s: %d files with %d bytes", name, len(files), size)
		}
	}
}

// Each of these would take long if a tool were not bounded within one call.
func TestToolsAreBounded(t *testing.T) {
	for name, source := range map[string]string{
		"sed":   "seq 20000 > /f; for i in $(seq 500); do echo s/x$i/y/; done > /s; sed -f /s /f > /dev/null",
		"grep":  "seq 20000 > /f; for i in $(seq 500); do echo x$i; done > /s; grep -c \"$(cat /s)\" /f",
		"cut":   "seq 20000 > /f; cut -c $(seq 1000 | tr '\\n' ,)1 /f",
		"tr":    "seq 20000 > /f; tr $(seq 3000 | sed 's/.*/ -~/' | tr -d '\\n ')x y < /f > /dev/null; exit 1",
		"mkdir": "p=; for i in $(seq 500); do p=$p/a; done; mkdir -p $p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p$p",
		"retry": "curl -s --retry 1000000000 --retry-delay 1 http://10.0.0.1/",
	} {
		if got := Run(script(source)); !got.Endless && got.ExitCode == 0 {
			t.Errorf("%s: ends well after %d steps: %.100q", name, got.Steps, text(got))
		}
	}
	copies := "mkdir /a; for i in $(seq 500); do : > /a/$i; done; while cp -r /a /b; do sleep 1; touch /a/*; done"
	if got := Run(script(copies)); len(got.Changes) > maxChanges {
		t.Errorf("%d changes", len(got.Changes))
	}
	if got := Run(script("for i in 1 2 3 4 5; do echo $i > /f; done; sleep 1; echo 6 > /f")); len(got.Changes) != 2 {
		t.Errorf("%d changes of a file at two times", len(got.Changes))
	}
}

// No way leads to the ID of the process that started the emulator.
func TestNoHostProcess(t *testing.T) {
	for _, source := range []string{
		"x=PPID; echo $((x))", "x=PPID; echo $(($x))", "set -- PPID; echo $(($1))", "echo $(( $(echo PPID) + 0 ))", "x=PP; y=ID; echo $(($x$y))",
		"x=PPID; ((y=x)); echo $y", "x=PPID; let y=x; echo $y", "x=PPID; for ((i=x; i; i=0)); do echo $i; done", "x=PPID; a=1; echo ${a:x}",
		"x=PPID; a[x]=1; echo ${!a[@]}", "x=PPID; a=([x]=1); echo ${!a[@]}", "x=PPID; echo ${!x}", "x=PPID; echo \"${!x:-}\"",
		"declare -n r=PPID; echo $r", "nameref r=PPID; echo $r", "f=-n; declare $f r=PPID; echo $r", "f='-n r=PPID'; declare $f && echo $r",
		"f=-n; declare $f r=PPID x=$r; echo $x", "declare -p PPID", "x=PPID; declare -p $x", "f='-p PPID'; export $f", "x=PPID; eval echo \\$$x",
		"echo PPID | { read x; echo $((x)) | cat; }", "x=PPID; sh -c 'echo $((x))'", "x=PPID; [[ x -gt 0 ]] && echo $((x > 1))",
		"x=PPID; echo $((x ? 1 : 2))",
		"f() echo $((x)); x=PPID; f", "declare -A m; m[PPID]=1", "x=PPID; echo $((-x)) $((+x)) $((!x))",
	} {
		got := Run(Command{Args: []string{"bash", "-c", source}})
		for _, word := range strings.FieldsFunc(text(got), func(r rune) bool { return r < '0' || r > '9' }) {
			if word != "0" && word != "1" && word != "2" {
				t.Errorf("%s: %q", source, text(got))
				break
			}
		}
	}
}

func TestNames(t *testing.T) {
	for _, test := range cases(t, "names.txt") {
		test.check(t, Command{Args: []string{"bash", "-c", test.script}})
	}
}
