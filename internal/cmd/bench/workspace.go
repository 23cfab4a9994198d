//go:build unix

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

// build puts the provider into the folder bin, as it is released.
func build(ctx context.Context, bin string) error {
	output, err := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(bin, cli.Program),
		".").CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

// workspace is a folder with a configuration, and Terraform to run it with a provider.
type workspace struct {
	ctx context.Context //nolint:containedctx // the program's own
	who role
	dir string
	// direct and watch are the folders of the provider's program, and of the one that runs and measures it.
	direct, watch string
}

func (b *bench) workspace(who role, config string) (workspace, error) {
	dir, err := os.MkdirTemp(b.work, string(who))
	if err != nil {
		return workspace{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return workspace{}, err
	}
	w := workspace{ctx: b.ctx, who: who, dir: dir, direct: b.bin, watch: filepath.Join(dir, "watch")}
	programs := map[string]string{w.watch: self}
	if who != ours {
		w.direct = filepath.Join(dir, "direct")
		programs[w.direct] = self
	}
	for folder, program := range programs {
		if err := errors.Join(os.Mkdir(folder, 0o700), os.Symlink(program, filepath.Join(folder, cli.Program))); err != nil {
			return workspace{}, err
		}
	}
	return w, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600)
}

// usage is what a run of Terraform used.
type usage struct {
	wall          time.Duration
	all, provider time.Duration // processor time, also in the system
	memory        int64         // the most that Terraform or the provider had, in bytes
}

// run runs Terraform and returns what it used together with the provider.
func (w workspace) run(args ...string) (usage, error) { return w.in(w.direct, nil, args) }

// watched runs Terraform and returns what it and the provider used. Watching takes some milliseconds.
func (w workspace) watched(args ...string) (usage, error) {
	notes := filepath.Join(w.dir, "notes")
	used, err := w.in(w.watch, []string{envProvider + "=" + filepath.Join(w.direct, cli.Program), envNotes + "=" + notes}, args)
	if err != nil {
		return usage{}, err
	}
	used.provider, err = readNotes(notes)
	return used, errors.Join(err, os.Remove(notes))
}

// median runs Terraform n times, and once more to learn what the provider has of it.
func (w workspace) median(n int, args ...string) (usage, error) {
	var all []usage
	for range n {
		used, err := w.run(args...)
		if err != nil {
			return usage{}, err
		}
		all = append(all, used)
	}
	slices.SortFunc(all, func(a, b usage) int { return cmp.Compare(a.wall, b.wall) })
	used := all[n/2]
	watched, err := w.watched(args...)
	used.provider = watched.provider
	return used, err
}

func (w workspace) in(bin string, environment, args []string) (usage, error) {
	path, err := cli.Find()
	if err != nil {
		return usage{}, err
	}
	override, err := cli.Override(bin)
	if err != nil {
		return usage{}, err
	}
	command := cli.Command(w.ctx, path, args...)
	command.Dir = w.dir
	command.Env = append(append(cli.Environment(), override, envRole+"="+string(w.who)), environment...)
	command.Env = append(command.Env, "TF_LOG_SDK=off", "TF_LOG_SDK_PROTO=off", "TF_LOG_SDK_FRAMEWORK=off") // as ours has it anyway
	begin := time.Now()
	output, err := command.CombinedOutput()
	took := time.Since(begin)
	if err != nil {
		return usage{}, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, output[max(0, len(output)-2000):])
	}
	// The system counts the processes that Terraform has started and waited for to Terraform's.
	rusage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return usage{}, errors.New("the system does not say what a process used")
	}
	return usage{wall: took, all: command.ProcessState.UserTime() + command.ProcessState.SystemTime(),
		memory: int64(rusage.Maxrss) * rssUnit()}, nil //nolint:unconvert // not all systems have 64 bits for it
}
