// Package soak takes many objects through their lives while the cloud misbehaves. `make soak` runs it in full.
package soak

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

var (
	groups = flag.Int("groups", 4,
		"how many container groups to create; for 20 of them there are an image cache and a data cache, for 40 a virtual node")
	kills = flag.Int("kills", 2, "how often to kill the provider in each stage")
	seed  = flag.Uint64("seed", 1, "what decides which calls fail, and after how many the provider is killed")
)

// weather describes what happens to all calls: of 100, 30 are throttled, 10 refused with HTTP 500, 5 carried out without an answer
// and 3 not even that; every tenth is slow. The first fault that strikes counts, so that later ones need higher odds.
var weather = []rpc.Fault{
	{Kind: rpc.FaultDelay, Probability: 0.1, DelayMilliseconds: 300},
	{Kind: rpc.FaultThrottle, Probability: 0.30},
	{Kind: rpc.FaultError, Probability: 0.10 / 0.70},
	{Kind: rpc.FaultDropResponse, Probability: 0.05 / 0.60},
	{Kind: rpc.FaultReset, Probability: 0.03 / 0.55},
}

// stages are configurations that follow each other. The second has other tags and images, lacks a few groups and has a few
// new ones.
var stages = []string{configuration(0, 1), configuration(1, 2), ""}

// configuration moves the groups by so many tenths, and has objects of a version.
func configuration(moved, version int) string {
	return fmt.Sprintf(`
variable "groups" { type = number }

locals {
  tags   = { version = %[2]d }
  offset = %[1]d * ceil(var.groups / 10)
}

resource "eci_container_group" "soak" {
  for_each       = toset([for i in range(var.groups) : tostring(i + local.offset)])
  name           = "soak-${each.key}"
  cpu            = 0.5
  memory         = 1
  restart_policy = "Always"
  containers = {
    web = {
      image = tonumber(each.key) %% 2 == 0 ? "nginx:1.%[2]d" : "nginx:1"
      env   = { NUMBER = each.key }
    }
  }
  tags = local.tags
}

resource "eci_image_cache" "soak" {
  count             = ceil(var.groups / 20)
  name              = "soak-${count.index}"
  images            = ["nginx:1.27"]
  security_group_id = "sg-soak"
  vswitch_ids       = ["vsw-soak"]
  tags              = local.tags
}

resource "eci_data_cache" "soak" {
  count       = ceil(var.groups / 20)
  name        = "soak-${count.index}"
  path        = "/soak/${count.index}"
  data_source = { url = { url = "https://data.test/${count.index}" } }
  tags        = local.tags
}

resource "eci_virtual_node" "soak" {
  count             = ceil(var.groups / 40)
  name              = "soak-${count.index}"
  security_group_id = "sg-soak"
  vswitch_ids       = ["vsw-soak"]
  kubeconfig = yamlencode({
    apiVersion      = "v1"
    kind            = "Config"
    current-context = "soak"
    contexts        = [{ name = "soak", context = { cluster = "soak", user = "soak" } }]
    clusters        = [{ name = "soak", cluster = { server = "https://192.0.2.1:6443" } }]
    users           = [{ name = "soak", user = { token = "soak" } }]
  })
  tags              = local.tags
}
`, moved, version)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	cloud := start(t)
	cli := cloud.CLI(t, "")
	prepare(t, cloud, cli)
	for i, stage := range stages {
		cli.Write(stage)
		cli.Run("apply", "-auto-approve", "-parallelism=20")
		compare(t, cloud, cli)
		if stage == "" {
			continue
		}
		if output, err := cli.Try("plan", "-detailed-exitcode", "-parallelism=20"); err != nil {
			t.Fatalf("stage %d is not stable: %v\n%s", i, err, output)
		}
		for name, object := range objectsInCloud(t, cloud) {
			if object.Marked {
				t.Errorf("%s still has the mark of its creation", name)
			}
		}
	}
	report(t, cloud)
}

// A provider that is killed leaves it to the next apply to find what it has made.
func TestFaultsAndKills(t *testing.T) {
	t.Parallel()
	cloud := start(t)
	cli := cloud.CLIWithProcess(t, "")
	prepare(t, cloud, cli)
	chance := rand.New(rand.NewPCG(*seed, 1))
	for _, stage := range stages {
		cli.Write(stage)
		for range *kills {
			applyUntil(t, cloud, cli, 1+chance.IntN(mostCalls**groups))
		}
		cli.Run("apply", "-auto-approve", "-parallelism=20")
		compare(t, cloud, cli)
	}
	report(t, cloud)
}

// start makes a cloud with bad weather and new groups that are not listed at once.
func start(t *testing.T) *acctest.Cloud {
	t.Helper()
	cloud := acctest.NewCloud(t, func(config *emulator.Config) {
		config.Seed = *seed
		config.BootTime = 500 * time.Millisecond
		config.CreateLag = 400 * time.Millisecond
	})
	if err := cloud.SetFaults(weather); err != nil {
		t.Fatal(err)
	}
	return cloud
}

// prepare tells Terraform how many groups there are, and the provider to be patient: half of all attempts fail, and with 8 retries every
// thousandth call would fail too.
func prepare(t *testing.T, cloud *acctest.Cloud, cli *acctest.CLI) {
	t.Helper()
	cli.Setenv("TF_VAR_groups", fmt.Sprint(*groups))
	if err := os.WriteFile(filepath.Join(cli.Dir, "provider.tf"), []byte(cloud.Provider("max_retries = 30")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// mostCalls limits the calls of the API that an apply lives through, for each group.
const mostCalls = 10

// applyUntil applies and kills the provider once it has made so many calls, or leaves it alone if it needs fewer.
func applyUntil(t *testing.T, cloud *acctest.Cloud, cli *acctest.CLI, calls int) {
	t.Helper()
	calls += len(cloud.Journal())
	command, output := cli.Command("apply", "-auto-approve", "-parallelism=20")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for len(cloud.Journal()) < calls {
		select {
		case <-ticker.C:
		case err := <-ended:
			if err != nil {
				t.Fatalf("not killed, but failed: %v\n%s", err, output)
			}
			return
		}
	}
	killed := cli.SignalProvider(os.Kill) == nil
	err := <-ended
	t.Logf("after %d calls: killed %v, %v", calls, killed, err)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if !killed && err != nil {
		t.Fatalf("not killed, but failed:\n%s", output)
	}
}

// object holds what cloud and state have to agree about.
type object struct {
	ID, Version string
	Images      string // of a group's containers
	Marked      bool   // as being created
}

// compare fails unless the objects in the cloud are those in state. An object that was made twice has a name twice.
func compare(t *testing.T, cloud *acctest.Cloud, cli *acctest.CLI) {
	t.Helper()
	inCloud, inState := objectsInCloud(t, cloud), objectsInState(t, cli)
	unmarked := func(a, b object) bool { // the next refresh takes off a mark that could not be taken off
		a.Marked = false
		return a == b
	}
	if !maps.EqualFunc(inCloud, inState, unmarked) {
		t.Fatalf("in the cloud:\n%v\nin state:\n%v", inCloud, inState)
	}
}

func objectsInCloud(t *testing.T, cloud *acctest.Cloud) map[string]object {
	t.Helper()
	var state map[string][]cloudObject
	cloud.StateInto(&state)
	found := map[string]object{}
	for kind, name := range map[string]string{"ContainerGroup": "eci_container_group", "ImageCache": "eci_image_cache",
		"DataCache": "eci_data_cache", "VirtualNode": "eci_virtual_node"} {
		for _, o := range state[kind+"s"] {
			key := name + " " + cmp.Or(o.text(kind+"Name"), o.text("Name"))
			if _, twice := found[key]; twice {
				t.Errorf("%s was made twice", key)
			}
			tags := o.tags()
			found[key] = object{ID: o.text(kind + "Id"), Version: tags["version"], Images: o.images(), Marked: tags[creation.TagKey] != ""}
		}
	}
	return found
}

// cloudObject is an object as the API shows it.
type cloudObject map[string]any

func (o cloudObject) text(name string) string {
	text, _ := o[name].(string)
	return text
}

func (o cloudObject) list(name string) []cloudObject {
	var list []cloudObject
	elements, _ := o[name].([]any)
	for _, element := range elements {
		fields, _ := element.(map[string]any)
		list = append(list, fields)
	}
	return list
}

func (o cloudObject) tags() map[string]string {
	tags := map[string]string{}
	for _, tag := range o.list("Tags") {
		tags[tag.text("Key")] = tag.text("Value")
	}
	return tags
}

func (o cloudObject) images() string {
	var images []string
	for _, container := range o.list("Containers") {
		images = append(images, container.text("Image"))
	}
	return strings.Join(images, " ")
}

func objectsInState(t *testing.T, cli *acctest.CLI) map[string]object {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct {
				Attributes struct {
					ID, Name   string
					Containers map[string]struct{ Image string }
					Tags       map[string]string
				}
			}
		}
	}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	found := map[string]object{}
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			a := instance.Attributes
			found[resource.Type+" "+a.Name] = object{ID: a.ID, Version: a.Tags["version"], Images: a.Containers["web"].Image}
		}
	}
	return found
}

// report logs what the cloud has seen.
func report(t *testing.T, cloud *acctest.Cloud) {
	t.Helper()
	faults := map[string]int{}
	for _, entry := range cloud.Calls("") {
		faults[cmp.Or(entry.Fault, "none")]++
	}
	t.Logf("calls by fault: %v", faults)
}
