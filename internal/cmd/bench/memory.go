//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

// A stand-in is told the real provider, and the file to note its memory in.
const (
	envProvider = "BENCH_PROVIDER"
	envNotes    = "BENCH_NOTES"
)

// peakMemory runs Terraform and returns the most bytes that a provider process had. Terraform starts the provider several
// times; each time it gets this program instead, under the provider's name, which runs the real one.
func (w workspace) peakMemory(args ...string) (int64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	watched := w
	if watched.bin, err = os.MkdirTemp(w.dir, "bin"); err != nil {
		return 0, err
	}
	if err := os.Symlink(self, filepath.Join(watched.bin, cli.Program)); err != nil {
		return 0, err
	}
	if err := os.Symlink(filepath.Join(w.bin, cli.Program), filepath.Join(watched.bin, "real")); err != nil {
		return 0, err
	}
	if _, err := watched.run(args...); err != nil {
		return 0, err
	}
	notes, err := os.ReadFile(filepath.Join(watched.bin, "notes"))
	if err != nil {
		return 0, err
	}
	var peak int64
	for line := range strings.Lines(string(notes)) {
		var bytes int64
		if _, err := fmt.Sscan(line, &bytes); err != nil {
			return 0, err
		}
		peak = max(peak, bytes)
	}
	return peak, nil
}

// watch is the environment of the stand-in; the provider itself ignores it.
func (w workspace) watch() []string {
	return []string{envProvider + "=" + filepath.Join(w.bin, "real"), envNotes + "=" + filepath.Join(w.bin, "notes")}
}

// standIn runs the real provider and exits with it, if this process is to stand in for it.
func standIn() error {
	if filepath.Base(os.Args[0]) != cli.Program {
		return nil
	}
	provider := exec.Command(os.Getenv(envProvider), os.Args[1:]...) //nolint:gosec,noctx // Terraform ends it
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := provider.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	notes, err := os.OpenFile(os.Getenv(envNotes), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the path is peakMemory's
	if err != nil {
		return err
	}
	usage, ok := provider.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("the system does not say how much memory a process had")
	}
	//nolint:unconvert // not all systems have 64 bits for it
	if _, err := fmt.Fprintln(notes, int64(usage.Maxrss)*rssUnit()); err != nil {
		return err
	}
	os.Exit(provider.ProcessState.ExitCode())
	return nil
}

// rssUnit is the unit of Rusage.Maxrss in bytes.
func rssUnit() int64 {
	if runtime.GOOS == "darwin" {
		return 1
	}
	return 1024
}
