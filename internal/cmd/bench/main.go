//go:build unix

// Command bench measures what the provider costs beside Terraform itself, against the emulator, and prints a table. Run it
// in the module's root. CONTRIBUTING.md says how to read the table.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

var (
	runs    = flag.Int("runs", 3, "how often a command over few groups is measured; the table has the medians")
	few     = flag.Int("few", 400, "container groups of a usual size; 0 leaves them out")
	many    = flag.Int("many", 1000, "container groups of an unusual size; 0 leaves them out")
	applied = flag.Int("applied", 100, "container groups that are created; 0 leaves them out")
)

func main() {
	if err := standIn(); err != nil { // does not return in the place of the provider
		fatal(err)
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fatal(err)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

// run builds the provider, measures, and leaves nothing behind.
func run(ctx context.Context, out io.Writer) (err error) {
	work, err := os.MkdirTemp("", "eci-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	bin := filepath.Join(work, "bin")
	if err := build(ctx, bin); err != nil {
		return err
	}
	b := bench{ctx: ctx, work: work, bin: bin, out: out}
	fmt.Fprintf(out, "%-42s %-6s %8s %8s %10s %10s %8s %8s %6s\n", "", "", "seconds", "x floor", "CPU: all", "Terraform", "provider",
		"memory", "calls")
	for _, scene := range []struct {
		n       int
		measure func(n int) error
	}{{1, b.one}, {*few, b.few}, {*many, b.many}, {*applied, b.create}} {
		if scene.n == 0 {
			continue
		}
		if err := scene.measure(scene.n); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "* at best, as %d are created at a time\n", parallelism)
	return nil
}

type bench struct {
	ctx       context.Context //nolint:containedctx // the program's own
	work, bin string
	out       io.Writer
}

// row prints what a command cost with a provider, beside what it cost with the one that does least, and the calls of the API.
func (b *bench) row(name string, who role, used, floor usage, calls string) {
	fmt.Fprintf(b.out, "%-42s %-6s %8.2f %8.2f %10.2f %10.2f %8.2f %5d MB %6s\n", name, who, used.wall.Seconds(),
		used.wall.Seconds()/floor.wall.Seconds(), used.all.Seconds(), (used.all - used.provider).Seconds(), used.provider.Seconds(),
		used.memory>>20, calls)
}

// one measures what every run costs, however little there is to do.
func (b *bench) one(n int) error {
	s, err := b.scene(n, 0)
	if err != nil {
		return err
	}
	defer s.cloud.stop()
	if err := s.compare("plan of 1 new", 3**runs, 0, true, "plan"); err != nil {
		return err
	}
	return s.compare("validate", *runs, 0, true, "validate")
}

// few measures what users do all day.
func (b *bench) few(n int) error {
	s, err := b.scene(n, 0)
	if err != nil {
		return err
	}
	defer s.cloud.stop()
	if err := s.compare(fmt.Sprintf("plan of %d new", n), 1, 0, true, "plan"); err != nil {
		return err
	}
	if err := s.apply(); err != nil {
		return err
	}
	if err := s.unchanged(n, *runs, true); err != nil {
		return err
	}
	if err := s.compare(fmt.Sprintf("plan -refresh-only of %d", n), 1, 0, false, "plan", "-refresh-only"); err != nil {
		return err
	}
	return s.compare(fmt.Sprintf("apply of %d unchanged", n), 1, 0, false, "apply", "-auto-approve")
}

// many measures what becomes of it when there is more.
func (b *bench) many(n int) error {
	s, err := b.scene(n, 0)
	if err != nil {
		return err
	}
	defer s.cloud.stop()
	if err := s.apply(); err != nil {
		return err
	}
	return s.unchanged(n, 1, false)
}

func (s *scene) unchanged(n, runs int, withIdle bool) error {
	if err := s.compare(fmt.Sprintf("plan of %d unchanged", n), runs, 0, withIdle, "plan"); err != nil {
		return err
	}
	return s.compare(fmt.Sprintf("plan of %d unchanged, latency %s", n, slow), runs, slow, false, "plan")
}

// slow is the latency of a service that is far away.
const slow = 50 * time.Millisecond

// create measures how long groups take to come up beyond what they need.
func (b *bench) create(n int) error {
	const bootTime = 3 * time.Second
	s, err := b.scene(n, bootTime)
	if err != nil {
		return err
	}
	defer s.cloud.stop()
	ideal := usage{wall: bootTime * time.Duration((n+parallelism-1)/parallelism)}
	used, err := s.workspaces[ours].watched("apply", "-auto-approve")
	if err != nil {
		return err
	}
	b.row(fmt.Sprintf("apply of %d that start in %s *", n, bootTime), ours, used, ideal, strconv.Itoa(len(s.cloud.Journal())))
	return nil
}

// parallelism is Terraform's default.
const parallelism = 10
