// Command suite runs `go test` with the arguments that follow its flags, shows what that shows, and ends with the slowest tests and with
// how many processes of Terraform the tests have started. It fails if there were more than -processes.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// slowest is the number of tests that are listed.
const slowest = 10

func main() {
	most := flag.Int("processes", 0, "how many processes of Terraform the tests may start; 0 for any number")
	flag.Parse()
	if err := run(*most, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(most int, arguments []string, out io.Writer) error {
	command := exec.Command("go", append([]string{"test", "-json"}, arguments...)...) //nolint:noctx // ends with this program
	command.Stderr = os.Stderr
	events, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	results, err := read(events, out)
	failed := errors.Join(err, command.Wait())
	results.report(out)
	if failed != nil {
		return fmt.Errorf("go test: %w", failed)
	}
	if most > 0 && results.processes > most {
		return fmt.Errorf("the tests started %d processes of Terraform, more than %d: test in-process what the CLI adds nothing to, let a test "+
			"apply several things at once, or raise the figure in GNUmakefile", results.processes, most)
	}
	return nil
}

// event is a line of `go test -json`.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64 // seconds
}

// results are what is said of all tests at the end.
type results struct {
	tests     []event // that have ended, without those that contain others
	skipped   []event
	processes int
}

// processes begins the line by which a test binary says how many processes of Terraform it has started.
const processes = "Terraform processes: "

// read shows the events as `go test` would, which shows the output of packages and of tests that fail.
func read(events io.Reader, out io.Writer) (results, error) {
	var all results
	output := map[string]string{} // by package and test
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(out, lines.Text()) // not from a test
			continue
		}
		name := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			all.processes += started(e.Output)
			if e.Action == "build-output" {
				fmt.Fprint(out, e.Output)
			} else if isResult := e.Test == "" && isVerdict(e.Output); isResult {
				fmt.Fprint(out, e.Output)
			} else {
				output[name] += e.Output
			}
		case "fail":
			fmt.Fprint(out, output[name])
			all.tests = append(all.tests, e)
		case "pass":
			all.tests = append(all.tests, e)
		case "skip":
			if e.Test != "" {
				all.skipped = append(all.skipped, e)
			}
		}
		if e.Action == "pass" || e.Action == "fail" || e.Action == "skip" {
			delete(output, name)
		}
	}
	return all, lines.Err()
}

// isVerdict reports whether a line says how a package ended.
func isVerdict(line string) bool {
	return strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "FAIL\t") || strings.HasPrefix(line, "?   \t") ||
		strings.HasPrefix(line, "panic: ")
}

// started is the number in a line that says how many processes a test binary has started.
func started(line string) int {
	var n int
	if _, err := fmt.Sscanf(line, processes+"%d", &n); err != nil {
		return 0
	}
	return n
}

// report lists the slowest tests, and what was skipped, and the processes.
func (r results) report(out io.Writer) {
	parents := map[string]bool{}
	for _, test := range r.tests {
		if parent := strings.LastIndex(test.Test, "/"); parent >= 0 {
			parents[test.Package+" "+test.Test[:parent]] = true
		}
	}
	tests := slices.DeleteFunc(r.tests, func(e event) bool { return e.Test == "" || parents[e.Package+" "+e.Test] })
	slices.SortStableFunc(tests, func(a, b event) int { return cmp.Compare(b.Elapsed, a.Elapsed) })
	fmt.Fprintf(out, "\nThe slowest of %d tests:\n", len(tests))
	for _, test := range tests[:min(slowest, len(tests))] {
		_, folder, _ := strings.Cut(test.Package, "/internal/")
		fmt.Fprintf(out, "%8s  %s %s\n", time.Duration(test.Elapsed*float64(time.Second)).Round(100*time.Millisecond), folder, test.Test)
	}
	for _, test := range r.skipped {
		fmt.Fprintf(out, " skipped  %s %s\n", test.Package, test.Test)
	}
	fmt.Fprintf(out, "%s%d\n", processes, r.processes)
}
