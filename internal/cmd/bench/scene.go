//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// scene is a number of container groups, once for each provider.
type scene struct {
	*bench
	cloud      *cloud
	workspaces map[role]workspace
}

// scene configures n groups that start in bootTime, at once if it is 0.
func (b *bench) scene(n int, bootTime time.Duration) (*scene, error) {
	if bootTime == 0 {
		bootTime = -1
	}
	cloud, err := newCloud(emulator.Config{BootTime: bootTime})
	if err != nil {
		return nil, err
	}
	s := &scene{b, cloud, map[role]workspace{}}
	arguments := fmt.Sprintf("region = %q\nendpoint = %q\naccess_key = %q\nsecret_key = %q", region, cloud.url, accessKey, secretKey)
	for who, config := range map[role][2]string{ours: {arguments, group}, idle: {arguments, group}, least: {}} {
		if s.workspaces[who], err = b.workspace(who, fmt.Sprintf(configuration, cli.Source, config[0], n, config[1])); err != nil {
			cloud.stop()
			return nil, err
		}
	}
	return s, nil
}

const configuration = `
terraform {
  required_providers {
    eci = { source = %q }
  }
}

provider "eci" {
  %s
}

resource "eci_container_group" "bench" {
  count = %d
  name  = "bench-${count.index}"
  %s
}
`

const group = `
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
`

// apply creates the groups. The provider that does nothing gets the state of ours, whose schema it has.
func (s *scene) apply() error {
	for _, who := range []role{ours, least} {
		if _, err := s.workspaces[who].run("apply", "-auto-approve", "-parallelism=50"); err != nil {
			return err
		}
	}
	const state = "terraform.tfstate"
	made, err := os.ReadFile(filepath.Join(s.workspaces[ours].dir, state))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.workspaces[idle].dir, state), made, 0o600) // in our own folder
}

// compare runs a command with each provider n times and prints a row each. Only ours knows a latency. The one that does nothing with our
// schemas takes so long that it runs once, and only where it is asked for.
func (s *scene) compare(name string, n int, latency time.Duration, withIdle bool, args ...string) error {
	if err := s.cloud.SetFaults([]rpc.Fault{{Kind: rpc.FaultDelay, DelayMilliseconds: int(latency.Milliseconds())}}); err != nil {
		return err
	}
	floor, err := s.workspaces[least].median(n, args...)
	if err != nil {
		return err
	}
	s.row(name, least, floor, floor, "")
	if withIdle {
		used, err := s.workspaces[idle].watched(args...)
		if err != nil {
			return err
		}
		s.row("", idle, used, floor, "")
	}
	s.cloud.ClearJournal()
	used, err := s.workspaces[ours].median(n, args...)
	if err != nil {
		return err
	}
	s.row("", ours, used, floor, strconv.Itoa(len(s.cloud.Journal())/(n+1)))
	return nil
}
