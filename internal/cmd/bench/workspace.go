//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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

// workspace is a folder with a configuration, and Terraform to run it.
type workspace struct {
	ctx context.Context //nolint:containedctx // the program's own
	dir string
	bin string // the folder of the provider
}

// both returns workspaces that have n objects each: one of Terraform's own and one of container groups in the cloud.
func (b *bench) both(cloud *cloud, n int) (floor, groups workspace, err error) {
	floor, err = b.workspace(fmt.Sprintf("resource \"terraform_data\" \"bench\" {\n  count = %d\n  input = \"bench-${count.index}\"\n}\n", n))
	if err != nil {
		return workspace{}, workspace{}, err
	}
	groups, err = b.workspace(fmt.Sprintf(`
terraform {
  required_providers {
    eci = { source = %q }
  }
}

provider "eci" {
  region     = %q
  endpoint   = %q
  access_key = %q
  secret_key = %q
}

resource "eci_container_group" "bench" {
  count             = %d
  name              = "bench-${count.index}"
  vswitch_ids       = ["vsw-bench"]
  security_group_id = "sg-bench"
  cpu               = 1
  memory            = 2
  containers = {
    web = {
      image = "nginx:1.27"
      ports = [{ port = 80 }]
      env   = { NUMBER = tostring(count.index) }
    }
  }
  tags = { team = "bench" }
}
`, cli.Source, region, cloud.url, accessKey, secretKey, n))
	return floor, groups, err
}

func (b *bench) workspace(config string) (workspace, error) {
	dir, err := os.MkdirTemp(b.work, "config")
	if err != nil {
		return workspace{}, err
	}
	return workspace{ctx: b.ctx, dir: dir, bin: b.bin}, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600)
}

// run runs Terraform and says how long it took.
func (w workspace) run(args ...string) (time.Duration, error) {
	path, err := cli.Find()
	if err != nil {
		return 0, err
	}
	override, err := cli.Override(w.bin)
	if err != nil {
		return 0, err
	}
	command := cli.Command(w.ctx, path, args...)
	command.Dir = w.dir
	command.Env = append(append(cli.Environment(), override), w.watch()...)
	begin := time.Now()
	output, err := command.CombinedOutput()
	took := time.Since(begin)
	if err != nil {
		return 0, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, output)
	}
	return took, nil
}

// median runs Terraform n times.
func (w workspace) median(n int, args ...string) (time.Duration, error) {
	var times []time.Duration
	for range n {
		took, err := w.run(args...)
		if err != nil {
			return 0, err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	return times[n/2], nil
}
