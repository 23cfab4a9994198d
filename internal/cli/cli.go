// Package cli runs the Terraform CLI, or OpenTofu, with a provider that was just built and apart from all that its user has set up.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// Source names the provider in configurations.
	Source = "terraform-provider-eci/eci"
	// Program is the name of the provider's file, as Terraform looks for it.
	Program = "terraform-provider-eci"
)

// variable names the environment variable with the CLI to use, a path or a name on PATH.
const variable = "TERRAFORM"

// ErrNone says that there is no CLI on PATH, and that none was asked for.
var ErrNone = errors.New("neither terraform nor tofu is on PATH; make downloads one where it needs it, and the environment variable " +
	"TERRAFORM names another")

// Find returns the path of the CLI that the environment variable TERRAFORM names, or else of terraform or tofu on PATH.
func Find() (string, error) {
	if chosen := os.Getenv(variable); chosen != "" {
		path, err := exec.LookPath(chosen)
		if err != nil {
			return "", fmt.Errorf("environment variable TERRAFORM: %w", err)
		}
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", ErrNone
}

// Environment is that of this process without what could change what Terraform does or whom it asks.
func Environment() []string {
	return append(slices.DeleteFunc(os.Environ(), IsUserSetting), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
}

// IsUserSetting reports whether an environment entry could change what Terraform or the provider does, or whom they ask.
func IsUserSetting(entry string) bool {
	return slices.ContainsFunc([]string{"TF_", "ECI_", "ALIBABA_CLOUD_", "ALICLOUD_"}, func(prefix string) bool {
		return strings.HasPrefix(entry, prefix)
	})
}

// Override writes a CLI configuration into the folder, by which Terraform takes the provider from there, and returns the entry of the
// environment that names it.
func Override(folder string) (entry string, err error) {
	name := filepath.Join(folder, "terraformrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", Source, folder)
	return "TF_CLI_CONFIG_FILE=" + name, os.WriteFile(name, []byte(text), 0o600)
}

var started atomic.Int64

// Started returns how many commands this process has made.
func Started() int { return int(started.Load()) }

// Command prepares a run of the CLI at path, which is interrupted when ctx ends: an interrupted Terraform ends its provider, a killed one
// leaves it running.
func Command(ctx context.Context, path string, args ...string) *exec.Cmd {
	started.Add(1)
	command := exec.CommandContext(ctx, path, args...) //nolint:gosec // the CLI that the user named
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	return command
}
