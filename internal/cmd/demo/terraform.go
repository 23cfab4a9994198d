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

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

// Exit codes of Terraform, the second one of `plan -detailed-exitcode` alone.
const (
	succeeded      = 0
	changesPending = 2
)

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
	override, err := cli.Override(bin)
	if err != nil {
		return nil, err
	}
	env := append(cli.Environment(), override,
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
	command := cli.Command(ctx, t.path, args...)
	command.Dir, command.Env = t.dir, t.env
	inOwnGroup(command)
	return command
}
