//go:build unix

// Command bench measures what the provider costs beside Terraform itself, against the emulator, and prints a table. Run it
// in the module's root.
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

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

var (
	runs    = flag.Int("runs", 3, "how often each command is measured; the table has the medians")
	many    = flag.Int("groups", 1000, "container groups that are refreshed")
	applied = flag.Int("applied", 100, "container groups that are created")
)

// bootTime is the time that a group takes to start where that is measured.
const bootTime = 3 * time.Second

// parallelism is Terraform's default.
const parallelism = 10

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
	fmt.Fprintf(out, "%-44s %10s %10s %10s   %s\n", "", "terraform", "eci", "", "target")
	for _, measure := range []func() error{b.startUp, b.refresh, b.apply} {
		if err := measure(); err != nil {
			return err
		}
	}
	return nil
}

type bench struct {
	ctx       context.Context //nolint:containedctx // the program's own
	work, bin string
	out       io.Writer
}

func (b *bench) row(name string, floor, eci any, compared, target string) {
	fmt.Fprintf(b.out, "%-44s %10v %10v %10s   %s\n", name, floor, eci, compared, target)
}

func (b *bench) startUp() error {
	cloud, err := newCloud(emulator.Config{})
	if err != nil {
		return err
	}
	defer cloud.stop()
	floor, group, err := b.both(cloud, 1)
	if err != nil {
		return err
	}
	floorTime, err := floor.median(*runs, "plan")
	if err != nil {
		return err
	}
	groupTime, err := group.median(*runs, "plan")
	if err != nil {
		return err
	}
	b.row("plan of one", seconds(floorTime), seconds(groupTime), fmt.Sprintf("%+.2f s", (groupTime-floorTime).Seconds()), "+0.15 s")
	return b.memory(group, "  memory of the provider", "60 MB", "plan")
}

// memory measures the provider's peak in one more run: watching it takes time.
func (b *bench) memory(w workspace, name, target string, args ...string) error {
	peak, err := w.peakMemory(args...)
	if err != nil {
		return err
	}
	b.row(name, "", fmt.Sprintf("%d MB", peak>>20), "", target)
	return nil
}

func (b *bench) refresh() error {
	cloud, err := newCloud(emulator.Config{BootTime: -1})
	if err != nil {
		return err
	}
	defer cloud.stop()
	floor, group, err := b.both(cloud, *many)
	if err != nil {
		return err
	}
	for _, w := range []workspace{floor, group} {
		if _, err := w.run("apply", "-auto-approve", "-parallelism=50"); err != nil {
			return err
		}
	}
	refresh := []string{"plan", "-refresh-only"}
	floorTime, err := floor.median(*runs, refresh...)
	if err != nil {
		return err
	}
	for _, latency := range []time.Duration{0, 50 * time.Millisecond} {
		if err := cloud.SetFaults([]rpc.Fault{{Kind: rpc.FaultDelay, DelayMilliseconds: int(latency.Milliseconds())}}); err != nil {
			return err
		}
		cloud.ClearJournal()
		groupTime, err := group.median(*runs, refresh...)
		if err != nil {
			return err
		}
		calls := len(cloud.Journal()) / *runs
		name := fmt.Sprintf("refresh of %d at latency %s", *many, latency)
		target := ""
		if latency == 0 {
			target = "2.5 x"
		}
		b.row(name, seconds(floorTime), seconds(groupTime), fmt.Sprintf("%.1f x", groupTime.Seconds()/floorTime.Seconds()), target)
		b.row("  calls of the API", "", calls, "", strconv.Itoa(*many*11/100))
	}
	return b.memory(group, "  memory of the provider", "", refresh...)
}

func (b *bench) apply() error {
	cloud, err := newCloud(emulator.Config{BootTime: bootTime})
	if err != nil {
		return err
	}
	defer cloud.stop()
	_, group, err := b.both(cloud, *applied)
	if err != nil {
		return err
	}
	took, err := group.run("apply", "-auto-approve")
	if err != nil {
		return err
	}
	ideal := bootTime * time.Duration((*applied+parallelism-1)/parallelism)
	b.row(fmt.Sprintf("apply of %d that start in %s (once)", *applied, bootTime), seconds(ideal)+" *", seconds(took),
		fmt.Sprintf("%+.0f %%", 100*(took.Seconds()/ideal.Seconds()-1)), "+15 %")
	fmt.Fprintf(b.out, "* the least possible when %d are created at a time\n", parallelism)
	return nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
