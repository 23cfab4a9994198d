package containergroup_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// Whatever goes wrong on the way, there is one group in the end.
func TestFaults(t *testing.T) {
	for name, faults := range map[string][]rpc.Fault{
		"answers to the creation lost": {{Action: "CreateContainerGroup", Kind: rpc.FaultDropResponse, Count: 1},
			{Action: "CreateContainerGroup", Kind: rpc.FaultTruncate, Count: 1}, {Action: "CreateContainerGroup", Kind: rpc.FaultReset, Count: 1}},
		"service in trouble": {{Kind: rpc.FaultThrottle, Count: 2}, {Kind: rpc.FaultHTML, Count: 1},
			{Action: "DescribeContainerGroups", Kind: rpc.FaultError, Count: 2}},
		"group not listed at first": {{Action: "DescribeContainerGroups", Kind: rpc.FaultEmptyList, Count: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := acctest.NewCloud(t)
			if err := cloud.SetFaults(faults); err != nil {
				t.Fatal(err)
			}
			cloud.Test(t, resource.TestStep{Config: group(mainContainer), Check: func(*terraform.State) error {
				want, struck := 0, 0
				for _, fault := range faults {
					want += fault.Count
				}
				for _, entry := range cloud.Calls("") {
					if entry.Fault != "" {
						struck++
					}
				}
				if groups := groupsIn(cloud); len(groups) != 1 || struck != want {
					return fmt.Errorf("%d of %d faults left %+v", struck, want, groups)
				}
				return nil
			}})
		})
	}
}

func TestCreationSeenLate(t *testing.T) {
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.CreateLag = time.Second })
	cloud.Test(t, resource.TestStep{Config: group(mainContainer), Check: resource.TestCheckResourceAttr(address, "status", "Running")})
}

// An empty list may mean that the caller may not see the group. Then it must not be created again.
func TestHiddenGroup(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(c *emulator.Config) {
		c.Keys = append(c.Keys, rpc.Key{ID: "powerless", Secret: "powerless-secret"})
		c.WithoutPermission = []string{"powerless"}
	})
	cli := cloud.CLI(t, group(mainContainer))
	cli.Run("apply", "-auto-approve")
	id := groupsIn(cloud)[0].ContainerGroupId

	if err := cloud.SetFaults([]rpc.Fault{{Action: "DescribeContainerGroups", Kind: rpc.FaultEmptyList}}); err != nil {
		t.Fatal(err)
	}
	output, err := cli.Try("plan", "-no-color")
	if want := "Error: Cannot read container group " + id; err == nil || !strings.Contains(output, want) ||
		!strings.Contains(unwrapped(output), "check that the credentials may call eci:DescribeContainerGroups") {
		t.Errorf("with an empty list: %v\n%s", err, output)
	}
	cloud.ClearFaults()

	provider, err := os.ReadFile(cli.Dir + "/provider.tf")
	if err != nil {
		t.Fatal(err)
	}
	powerless := strings.NewReplacer(acctest.SecretKey, "powerless-secret", fmt.Sprintf("%q", acctest.AccessKey),
		`"powerless"`).Replace(string(provider))
	if err := os.WriteFile(cli.Dir+"/provider.tf", []byte(powerless), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err = cli.Try("plan", "-no-color")
	if want := "Allow the RAM action eci:DescribeContainerGroupStatus."; err == nil || !strings.Contains(unwrapped(output), want) {
		t.Errorf("without rights: %v\n%s", err, output)
	}
	if err := os.WriteFile(cli.Dir+"/provider.tf", provider, 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Run("plan", "-detailed-exitcode")
}

// Ctrl-C while Terraform waits ends the wait and keeps the group.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = time.Hour })
	cli := cloud.CLIWithProcess(t, group(mainContainer))
	command, output := cli.Command("apply", "-auto-approve", "-no-color")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	untilWaiting(t, cloud)
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // how Terraform ends then is not the point
	id := groupsIn(cloud)[0].ContainerGroupId
	want := "Waiting for container group " + id + " was interrupted; it is in status Scheduling. It is in state, and until it " +
		"has been seen to become running, each plan shows that and each apply goes on waiting."
	if !strings.Contains(unwrapped(output.String()), want) {
		t.Errorf("printed:\n%s\nwant: %s", output, want)
	}
	cloud.AdvanceClock(time.Hour)
	if output, err := cli.Try("plan", "-detailed-exitcode", "-no-color"); err != nil {
		t.Errorf("not as planned: %v\n%s", err, output)
	}
}

// untilWaiting returns when Terraform waits for a group that it has created.
func untilWaiting(t *testing.T, cloud *acctest.Cloud) {
	t.Helper()
	err := wait.Until(t.Context(), func(context.Context) (bool, error) {
		if len(cloud.Calls("CreateContainerGroup")) == 0 {
			return false, nil
		}
		cloud.ClearJournal()
		return true, nil
	})
	if err == nil {
		err = wait.Until(t.Context(), func(context.Context) (bool, error) { return len(cloud.Calls("DescribeContainerGroups")) > 0, nil })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A provider that is killed while it waits cannot tell Terraform of the group. The next apply finds it.
func TestKilledProvider(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = time.Hour })
			cli := cloud.CLIWithProcess(t, group(mainContainer+"force_delete = true"))
			killWaiting(t, cloud, cli, signal)
			before := groupsIn(cloud)
			cloud.AdvanceClock(time.Hour)
			cli.Run("apply", "-auto-approve")
			after := groupsIn(cloud)
			if len(before) != 1 || len(after) != 1 || after[0].ContainerGroupId != before[0].ContainerGroupId || len(after[0].Tags) > 0 {
				t.Errorf("%+v became %+v", before, after)
			}
			cli.Run("plan", "-detailed-exitcode")
			cli.Run("destroy", "-auto-approve")
			if groups := groupsIn(cloud); len(groups) != 0 {
				t.Errorf("left: %+v", groups)
			}
		})
	}
}

// killWaiting kills the provider while it waits for a group that it has created.
func killWaiting(t *testing.T, cloud *acctest.Cloud, cli *acctest.CLI, signal syscall.Signal) {
	t.Helper()
	command, output := cli.Command("apply", "-auto-approve", "-no-color")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	untilWaiting(t, cloud)
	if err := cli.SignalProvider(signal); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Fatalf("not killed:\n%s", output)
	}
}

// A group with another secret is not the one that is wanted.
func TestKilledProviderThenOtherSecret(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t, func(c *emulator.Config) { c.BootTime = time.Hour })
	config := func(secret, target string) string {
		return group(fmt.Sprintf("wait_for = %q\ncontainers = { main = { image = \"nginx:1.27\", sensitive_env = { A = %q } } }", target, secret))
	}
	cli := cloud.CLIWithProcess(t, config("old", "running"))
	killWaiting(t, cloud, cli, syscall.SIGKILL)
	cli.Write(config("new", "none"))
	cli.Run("apply", "-auto-approve")
	if groups := groupsIn(cloud); len(groups) != 2 {
		t.Errorf("%+v", groups)
	}
}

// Equal groups of one configuration are several groups, and the end of an apply leaves no mark of their creation.
func TestEqualGroups(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		var config string
		for _, name := range []string{"one", "two", "three"} {
			config += strings.Replace(group(mainContainer), `"test"`, fmt.Sprintf("%q", name), 1)
		}
		for count := 3; count <= 4; count++ {
			if count == 4 {
				config += strings.Replace(group(mainContainer), `"test"`, `"four"`, 1)
			}
			if diagnostics := session.Apply(config); len(diagnostics) > 0 {
				t.Fatalf("%+v", diagnostics)
			}
			session.Close()
			groups := groupsIn(cloud)
			if len(groups) != count {
				t.Errorf("%d groups, want %d", len(groups), count)
			}
			for _, group := range groups {
				if len(group.Tags) > 0 {
					t.Errorf("%s still has tags: %v", group.ContainerGroupId, group.Tags)
				}
			}
		}
	})
}
