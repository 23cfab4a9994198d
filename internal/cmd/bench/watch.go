//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

// What this program is told when Terraform starts it in the place of a provider: which to be, the program of the provider to watch if it
// is to watch one, and the file to note in what that used.
const (
	envRole     = "BENCH_ROLE"
	envProvider = "BENCH_PROVIDER"
	envNotes    = "BENCH_NOTES"
)

// standIn serves a provider or runs one and exits with it, if Terraform has started this process under a provider's name.
func standIn() error {
	if filepath.Base(os.Args[0]) != cli.Program {
		return nil
	}
	if program := os.Getenv(envProvider); program != "" {
		return watch(program)
	}
	if err := serve(role(os.Getenv(envRole))); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}

// watch runs a provider, and notes down the processor time it took.
func watch(program string) error {
	notes := os.Getenv(envNotes)
	for _, name := range []string{envProvider, envNotes} { // the program may be this one again
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	provider := exec.CommandContext(context.Background(), program, os.Args[1:]...) //nolint:gosec // Terraform ends it
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := provider.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	file, err := os.OpenFile(notes, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // the path is workspace's
	if err != nil {
		return err
	}
	state := provider.ProcessState
	if _, err := fmt.Fprintln(file, int64(state.UserTime()+state.SystemTime())); err != nil {
		return err
	}
	os.Exit(state.ExitCode())
	return nil
}

// readNotes adds up what the processes of a provider used: Terraform starts several.
func readNotes(name string) (time.Duration, error) {
	notes, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	var all time.Duration
	for line := range strings.Lines(string(notes)) {
		var used time.Duration
		if _, err := fmt.Sscan(line, (*int64)(&used)); err != nil {
			return 0, err
		}
		all += used
	}
	return all, nil
}

// rssUnit is the unit of Rusage.Maxrss in bytes.
func rssUnit() int64 {
	if runtime.GOOS == "darwin" {
		return 1
	}
	return 1024
}
