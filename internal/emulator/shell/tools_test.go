package shell

import (
	"path"
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

func TestTools(t *testing.T) {
	for line, want := range map[string]string{
		"cat /data/a.txt - < /etc/app/app.conf":                                                                 "one\ntwo\nthree\nport=80",
		"cat /nowhere; echo $?":                                                                                 "cat: /nowhere: No such file or directory\n1",
		"cat /data; echo $?":                                                                                    "cat: /data: Is a directory\n1",
		"cp /data/a.txt /data/b.txt && mv /data/b.txt /data/c; ls /data":                                        "a.txt\nc\nrun.sh",
		"mkdir -p /data/x/y && cp -r /data/x /data/z && ls -R /data/z":                                          "/data/z:\ny\n\n/data/z/y:",
		"mkdir /data/x/y; echo $?":                                                                              "mkdir: /data/x/y: No such file or directory\n1",
		"mkdir /data/x && mkdir /data/x; echo $?":                                                               "mkdir: /data/x: File exists\n1",
		"mkdir -p /opt/app/logs && cd /opt/app && pwd && ls":                                                    "/opt/app\nlogs",
		"mkdir /data/d && cp -a /etc/app/. /data/d/ && cat /data/d/app.conf":                                    "port=80",
		"cp -r /data /data/in; echo $?":                                                                         "cp: /data: source and destination are the same\n1",
		"echo x > /data/s/t || echo $?":                                                                         "open /data/s/t: no such file or directory\n1",
		"echo x > /srv/s/t && cat /srv/s/t":                                                                     "x",
		"rm /data/a.txt && rm -rf /data/nothing && ls /data":                                                    "run.sh",
		"rm /data/nothing; rm /data; rm -r /etc/app; echo $?":                                                   "rm: /data/nothing: No such file or directory\nrm: /data: Is a directory\nrm: /etc/app: Device or resource busy\n1",
		"mkdir /data/e && rm -rf /data/*; ls -A /data":                                                          "",
		"mkdir -p /data/e/f; rmdir /data/e; rmdir /data/e/f && ls -d /data/*":                                   "rmdir: /data/e: Directory not empty\n/data/a.txt\n/data/e\n/data/run.sh",
		"touch /data/new && chmod 600 /data/new && chown -R 999:999 /data && ls -l /data":                       "-rw-r--r-- 1 999 999 14 Jan  1 00:00 a.txt\n-rw------- 1 999 999 0 Feb  3 04:05 new\n-rwxr-xr-x 1 999 999 21 Jan  1 00:00 run.sh",
		"chmod u=rw,go-r /data/a.txt; chmod +x /data/a.txt; ls -l /data/a.txt":                                  "-rwx--x--x 1 root root 14 Jan  1 00:00 /data/a.txt",
		"chmod y+r /data/a.txt; chown x /data/nothing; echo $?":                                                 "chmod: /data/a.txt: invalid mode 'y+r'\nchown: /data/nothing: No such file or directory\n1",
		"chown -R www-data:www-data /var/www && echo ok":                                                        "ok",
		"chown -R 1 /etc/app; touch /etc/app/x; echo $?":                                                        "chown: /etc/app: Read-only file system\ntouch: /etc/app/x: Read-only file system\n1",
		"f=$(mktemp) && d=$(mktemp -d) && echo $f $d && [ -d $d ]":                                              "/tmp/tmp.000001 /tmp/tmp.000002",
		"echo hi | tee /data/x | tr a-z A-Z; cat /data/x":                                                       "HI\nhi",
		"date +%s; sleep 60; date -u +%FT%TZ; date -I":                                                          "1706933106\n2024-02-03T04:06:06Z\n2024-02-03",
		"date -d yesterday; date":                                                                               "date: unknown shorthand flag: 'd' in -d\nSat Feb  3 04:05:06 UTC 2024",
		"export A=1; B=2; env | grep -E '^[AB]='; env A=3 sh -c 'echo $A'; printenv A NONE; echo $?":            "A=1\n3\n1\n1",
		"head -n 1 /data/a.txt; head -2 /data/a.txt | tail -n 1; head -c 2 /data/a.txt; head -n -2 /data/a.txt": "one\ntwo\nonone",
		"tail -n +2 /data/a.txt; tail -1 /data/a.txt; tail -c 3 /data/a.txt":                                    "two\nthree\nthree\nee",
		"sed 's/o/0/' /data/a.txt | sed -n '1p;$p'":                                                             "0ne\nthree",
		"sed -E 's/(t)(.*)/\\2-\\1&/; /one/d; 2a after' /data/a.txt":                                            "wo-ttwo\nafter\nhree-tthree",
		"sed -i 's|e|E|g' /data/a.txt && sed -e '2,/r/d' -e 's/n./[&]/' /data/a.txt":                            "o[nE]",
		"echo a.b.c | sed 's/\\./-/2; s/a\\|b/x/g; y/a/b/'; echo $?":                                            "sed: the command 'y' is not emulated\n1",
		"sed 's/a/b'; sed 1x; echo $?":                                                                          "sed: unterminated address or command\nsed: the command 'x' is not emulated\n1",
		"grep -c t /data/a.txt; grep -vn one /data/a.txt; grep -o 't[a-z]' /data/a.txt":                         "2\n2:two\n3:three\ntw\nth",
		"grep -q four /data/a.txt; echo $?; grep -i ONE /data/a.txt /etc/app/app.conf; grep x /none; echo $?":   "1\n/data/a.txt:one\ngrep: /none: No such file or directory\n2",
		"grep -rl ran /data; grep -Fx 'one' /data/a.txt; grep -w tw /data/a.txt; grep '[[:digit:]]\\+' /etc/app/app.conf; grep -E '^(one|two)$' /data/a.txt": "/data/run.sh\none\nport=80\none\ntwo",
		"wc -l /data/a.txt; wc < /data/a.txt; echo -n abc | wc -c":                                                                     "3 /data/a.txt\n3 3 14\n3",
		"sort /data/a.txt | head -n 1; printf '10\\n9\\n9\\n' | sort -nru; printf 'b 1\\na 2\\n' | sort -k2 -r":                        "one\n10\n9\na 2\nb 1",
		"printf 'a\\na\\nb\\n' | uniq -c; printf 'v1.10\\nv1.9\\n' | sort -V":                                                          "      2 a\n      1 b\nv1.9\nv1.10",
		"echo a:b:c | cut -d: -f2-; echo abcdef | cut -c1,3-4; cut; echo $?":                                                           "b:c\nacd\ncut: invalid range ''\n1",
		"echo 'a  b1' | tr -s ' ' | tr -d 0-9; printf 'a\\nb' | tr '\\n' ,; echo x | tr '[:lower:]' '[:upper:]'; echo a1 | tr -dc 0-9": "a b\na,bX\n1",
		"printf hello | base64; echo aGVsbG8= | base64 -d; echo '?' | base64 -d; echo $?":                                              "aGVsbG8=\nbase64: invalid input\nhello1",
		"printf hello | sha256sum; printf hello | md5sum":                                                                              "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  -\n5d41402abc4b2a76b9719d911017c592  -",
		"cd /data && sha256sum a.txt > sums && sha256sum -c sums && echo x >> a.txt; sha256sum -c sums; echo $?":                       "a.txt: OK\na.txt: FAILED\n1",
		"seq 3 | tr '\\n' ' '; seq 2 2 4; seq 3 -1 2; seq x; echo $?":                                                                  "1 2 3 2\n4\n3\n2\nseq: invalid number 'x'\n1",
		"basename /a/b.txt .txt; dirname /a/b.txt; whoami; id -u; which cat":                                                           "b\n/a\nroot\n0\n/bin/cat",
		"timeout 5 sleep 9; echo $?; timeout 5 true; date +%S":                                                                         "124\n11",
		"timeout 10 sh -c 'while ! [ -f /data/never ]; do sleep 1; done' || date +%S":                                                  "16",
		"timeout 9 timeout 3 sleep 5; echo $?; timeout 3 timeout 9 sleep 5; echo $?; date +%S":                                         "124\n124\n12",
		"/data/run.sh x; cd /data; ./run.sh y; sh run.sh z":                                                                            "ran x\nran y\nran z",
		"/data/a.txt; echo $?; /data/none; echo $?":                                                                                    "/data/a.txt: Permission denied\n126\n/data/none: not found\n127",
		"echo 'echo piped $1' | sh; echo 'echo s $1' | sh -s x || true":                                                                "piped\nsh: these options are not emulated",
		"echo /data/*.txt /nowhere/*; for f in /data/*; do echo ${f##*/}; done":                                                        "/data/a.txt /nowhere/*\na.txt\nrun.sh",
		"[ -d /data ] && [ ! -d /app ] && [ -x /data/run.sh ] && [ ! -x /data/a.txt ] && [ -s /data/a.txt ] && echo ok":                "ok",
		`printf '\033[31mred\n'; printf 'HTTP/1.1 200 OK %s 100%%\n' 1234; printf '%05d\n' 42`:                                         "\x1b[31mred\nHTTP/1.1 200 OK 1234 100%\n00042",
		"hostname": "web-1",
	} {
		cmd := inData(line)
		cmd.Env = map[string]string{"HOSTNAME": "web-1"}
		if got := Run(cmd); text(got) != want || got.Endless {
			t.Errorf("%s:\ngot  %q (endless %v)\nwant %q", line, text(got), got.Endless, want)
		}
	}
}

// Every tool answers a wrong option with words and a status, and does not panic.
func TestToolsRefuse(t *testing.T) {
	takeAnything := []string{"basename", "chgrp", "chmod", "chown", "dirname", "env", "hostname", "id", "printenv", "seq", "sleep", "timeout", "which", "whoami"}
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
	for line, want := range map[string]string{
		"nc -z 10.0.0.9 80 && echo open; nc -zv -w 2 10.0.0.9 81; echo $?":        "open\nnc: 10.0.0.9:81: Connection refused\n1",
		"until nc -z 10.0.0.9 5432; do sleep 2; done 2>/dev/null; date +%S":       "14",
		"wget -qO- http://10.0.0.9/; wget -q -O /data/x 10.0.0.9 && cat /data/x":  "welcome\nwelcome",
		"cd /data; wget http://10.0.0.9/a/b.txt?x=1; wget -q http://10.0.0.9; ls": "a.txt\nb.txt\nindex.html\nrun.sh",
		"wget http://db/; echo $?": "wget: http://db/: bad address\n1",
		"curl -fsS http://10.0.0.9/x -H 'A: b' -d '{}'; curl -s -o /dev/null -w '%{http_code}' 10.0.0.9": "welcome\n200",
		"curl -sS http://db/; echo $?; curl -s http://10.0.0.9:81; echo $?":                              "curl: http://db/: bad address\n6\n7",
		"curl --retry 5 --retry-delay 2 --retry-connrefused -s 10.0.0.9:5432; date +%S":                  "welcome\n14",
		"curl -O http://10.0.0.9/data/f.txt -I; cat f.txt; curl; echo $?":                                "HTTP/1.1 200 OK\ncurl: missing operand\n1",
	} {
		cmd := inData(line)
		cmd.Dial = dial
		if got := Run(cmd); text(got) != want || got.Endless || len(got.Dials) == 0 {
			t.Errorf("%s:\ngot  %q (endless %v)\nwant %q", line, text(got), got.Endless, want)
		}
	}
	if got := Run(script("curl -s http://example.com; echo $?")); text(got) != "6" {
		t.Errorf("got %q", text(got))
	}
}

// What others do while a script runs is seen at its time, and what the script does is told with its time.
func TestChanges(t *testing.T) {
	cmd := inData("while ! [ -f /data/ready ]; do sleep 2; done; cat /data/ready; date +%S; rm /data/ready; echo 1 > /data/n; sleep 1; echo 2 >> /data/n")
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

	cmd = inData("tail -f /data/log")
	cmd.Later = []Change{
		{Offset: 3 * time.Second, Path: "/data/log", Node: &Node{Content: []byte("a\n")}},
		{Offset: 9 * time.Second, Path: "/data/log", Node: &Node{Content: []byte("a\nb\n")}},
	}
	if got, want := Run(cmd), (Line{9 * time.Second, "b"}); !got.Endless || got.Lines[len(got.Lines)-1] != want {
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
	for name, test := range map[string]struct {
		args  []string
		want  Result
		lines string
	}{
		"unknown":             {[]string{"python", "x.py"}, Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"unknown by path":     {[]string{"/usr/bin/python", "x.py"}, Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"unknown in a shell":  {[]string{"sh", "-c", "sleep 1; python x.py"}, Result{Duration: 3 * time.Second, EndedIn: "python", EndedInSince: time.Second}, unreal},
		"and then":            {[]string{"sh", "-c", "python x.py && echo done"}, Result{Duration: 2 * time.Second}, unreal + "\ndone"},
		"exec":                {[]string{"sh", "-c", "exec python x.py"}, Result{Duration: 2 * time.Second, EndedIn: "python"}, unreal},
		"told":                {[]string{"python", "manage.py", "migrate"}, Result{Duration: 2 * time.Second, ExitCode: 3}, "no such table"},
		"told in a shell":     {[]string{"sh", "-c", "python manage.py migrate || exit 4"}, Result{Duration: 2 * time.Second, ExitCode: 4}, "no such table"},
		"told of a tool":      {[]string{"sh", "-c", "x=$(curl http://a); echo $x"}, Result{}, "{}"},
		"listens":             {[]string{"sh", "-c", "sleep 5; exec server"}, Result{Endless: true, Listens: []Listening{{8080, 5 * time.Second, Forever}}}, ""},
		"listens for a while": {[]string{"timeout", "9", "server"}, Result{Duration: 9 * time.Second, ExitCode: 124, Listens: []Listening{{8080, 0, 9 * time.Second}}}, ""},
		"nc":                  {[]string{"nc", "-l", "-p", "70"}, Result{Endless: true, Listens: []Listening{{70, 0, Forever}}}, ""},
	} {
		got := Run(Command{Args: test.args, Outcome: outcome})
		if text(got) != test.lines {
			t.Errorf("%s: got %q, want %q", name, text(got), test.lines)
		}
		if got.Endless {
			got.Duration = 0
		}
		if got.ExitCode != test.want.ExitCode || got.Duration != test.want.Duration || got.Endless != test.want.Endless || got.EndedIn != test.want.EndedIn ||
			got.EndedInSince != test.want.EndedInSince || !slices.Equal(got.Listens, test.want.Listens) {
			got.Lines, got.Changes = nil, nil
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
		"copies":        "mkdir /a; seq 1000 > /a/f; while cp -r /a /b; do mv /b /a/x; cp -r /a /c; mv /c /a/y; done",
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

// No way leads to the ID of the process that started the emulator.
func TestNoHostProcess(t *testing.T) {
	for _, source := range []string{
		"x=PPID; echo $((x))", "x=PPID; echo $(($x))", "set -- PPID; echo $(($1))", "echo $(( $(echo PPID) + 0 ))", "x=PP; y=ID; echo $(($x$y))",
		"x=PPID; ((y=x)); echo $y", "x=PPID; let y=x; echo $y", "x=PPID; for ((i=x; i; i=0)); do echo $i; done", "x=PPID; a=1; echo ${a:x}",
		"x=PPID; a[x]=1; echo ${!a[@]}", "x=PPID; a=([x]=1); echo ${!a[@]}", "x=PPID; echo ${!x}", "x=PPID; echo \"${!x:-}\"",
		"declare -n r=PPID; echo $r", "nameref r=PPID; echo $r", "f=-n; declare $f r=PPID; echo $r", "f='-n r=PPID'; declare $f && echo $r",
		"f=-n; declare $f r=PPID x=$r; echo $x", "declare -p PPID", "x=PPID; declare -p $x", "f='-p PPID'; export $f", "x=PPID; eval echo \\$$x",
		"echo PPID | { read x; echo $((x)) | cat; }", "x=PPID; sh -c 'echo $((x))'", "x=PPID; [[ x -gt 0 ]] && echo $((x > 1))", "x=PPID; echo $((x ? 1 : 2))",
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
	for source, want := range map[string]string{
		"x=5; y=-3; echo $((x+y)) $(($x*2)) $((x>4)) $((unset+1)) $((0x10)) $((010)) $(( $(echo 7) % 4 ))": "2 10 1 1 16 8 3",
		"x=1; ((x++)); ((x+=2)); let x=x*10; echo $x; for ((i=0;i<3;i++)); do echo -n $i; done":            "40\n012",
		"a=(x y z); i=1; echo ${a[i]} ${a[$i+1]} ${#a[@]} ${a[@]} ${!a[@]}; a[i]=w; echo ${a[*]}":          "y z 3 x y z 0 1 2\nx w z",
		"s=hello; n=1; echo ${s:n:3} ${s:$n}":                                                              "ell ello",
		"X=value; n=X; echo ${!n} \"${!n}\" ${!none}.":                                                     "value value .",
		"k=A; v='1 2'; export \"$k=$v\"; echo $A; sh -c 'echo $A'; export $(printf 'B=3 C=4'); echo $B$C":  "1 2\n1 2\n34",
		"f() { local \"$1=x\"; echo $y; }; y=1; f y; echo $y":                                              "x\n1",
		"x='9+1'; export \"$x\"": "export: 9+1: not a valid identifier",
		"set -e; x=$((1+1)); eval 'echo $((x*3))' | cat; echo $((x)) | cat": "6\n2",
	} {
		if got := Run(Command{Args: []string{"bash", "-c", source}}); text(got) != want {
			t.Errorf("%s: got %q, want %q", source, text(got), want)
		}
	}
}
