package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	install "github.com/hashicorp/hc-install"
	installed "github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// Exit codes of Terraform, the second one of `plan -detailed-exitcode` alone.
const (
	succeeded      = 0
	changesPending = 2
)

// findCLI returns the path of a Terraform CLI: what ECI_DEMO_TERRAFORM names, else terraform or tofu on PATH, else
// Terraform in the folder cache, downloaded into it the first time.
func findCLI(ctx context.Context, cache string) (string, error) {
	if chosen := os.Getenv("ECI_DEMO_TERRAFORM"); chosen != "" {
		path, err := exec.LookPath(chosen)
		if err != nil {
			return "", fmt.Errorf("ECI_DEMO_TERRAFORM: %w", err)
		}
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	cache, err := filepath.Abs(cache)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return "", err
	}
	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&installed.AnyVersion{Product: &product.Terraform, ExtraPaths: []string{cache}},
		&releases.LatestVersion{Product: product.Terraform, InstallDir: cache},
	})
	if err != nil {
		return "", fmt.Errorf("no terraform or tofu on PATH, and none could be downloaded: %w", err)
	}
	return path, nil
}

// terraform runs CLI commands on one configuration.
type terraform struct {
	path string
	dir  string // of the configuration and its state
	env  []string
	out  io.Writer
	// flags follow every command that is shown.
	flags []string
}

// newTerraform prepares the CLI at path to run the configuration in dir with the provider in bin, against cloud.
func newTerraform(path, dir, bin string, cloud *emulator, out io.Writer) (*terraform, error) {
	cliConfig := filepath.Join(bin, "terraformrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"terraform-provider-eci/eci\" = %q\n  }\n  direct {}\n}\n", bin)
	if err := os.WriteFile(cliConfig, []byte(overrides), 0o600); err != nil {
		return nil, err
	}
	env := append(slices.DeleteFunc(os.Environ(), isUserSetting),
		"TF_CLI_CONFIG_FILE="+cliConfig,
		"CHECKPOINT_DISABLE=1",
		"ECI_ENDPOINT="+cloud.url,
		"ALIBABA_CLOUD_ACCESS_KEY_ID="+accessKeyID,
		"ALIBABA_CLOUD_ACCESS_KEY_SECRET="+accessKeySecret)
	// The override of the provider is on purpose: one line of warning will do.
	flags := []string{"-compact-warnings"}
	if !isTerminal(out) {
		flags = append(flags, "-no-color")
	}
	return &terraform{path: path, dir: dir, env: env, out: out, flags: flags}, nil
}

// isUserSetting tells whether an environment entry could point the demo at a real account or change what Terraform does.
func isUserSetting(entry string) bool {
	return slices.ContainsFunc([]string{"TF_", "ECI_", "ALIBABA_CLOUD_", "ALICLOUD_"}, func(prefix string) bool {
		return strings.HasPrefix(entry, prefix)
	})
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// run shows and runs a command; an exit code other than want is an error.
func (t *terraform) run(ctx context.Context, want int, args ...string) error {
	fmt.Fprintf(t.out, "$ %s %s\n", filepath.Base(t.path), strings.Join(args, " "))
	command := t.command(ctx, slices.Concat(args, t.flags)...)
	command.Stdout, command.Stderr = t.out, t.out
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if code := command.ProcessState.ExitCode(); code != want {
		return fmt.Errorf("terraform %s: exit code %d, want %d", args[0], code, want)
	}
	return nil
}

// output returns the value of a string output.
func (t *terraform) output(ctx context.Context, name string) (string, error) {
	command := t.command(ctx, "output", "-raw", name)
	value, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("terraform output %s: %w", name, err)
	}
	return string(value), nil
}

func (t *terraform) command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, t.path, args...)
	command.Dir, command.Env = t.dir, t.env
	inOwnGroup(command)
	// An interrupted Terraform ends its provider; a killed one leaves it running.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	return command
}
