package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

const (
	address = "terraform-provider-eci/eci"
	program = "terraform-provider-eci"

	// processIDs names the variable with the file into which the provider writes its process ID.
	processIDs = "ECI_ACCTEST_PROCESS_ID"
)

// A test binary that is started under the provider's name is the provider. So the provider need not be built, and runs
// with the race detector if the test does.
func init() {
	if os.Getenv("GOGC") == "" { // Terraform, too, makes far more garbage than it keeps: this saves an eighth of the work
		debug.SetGCPercent(400)
		if err := os.Setenv("GOGC", "400"); err != nil {
			log.Fatal(err)
		}
	}
	if filepath.Base(os.Args[0]) != program {
		return
	}
	if name := os.Getenv(processIDs); name != "" {
		if err := os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
			log.Fatal(err)
		}
	}
	if err := provider.Serve("test"); err != nil {
		log.Fatal(err)
	}
	os.Exit(0)
}

// CLI is the Terraform CLI in a folder of its own, with the provider as a process of its own. Test is faster; this is for
// tests of what a user sees, of logs and of signals.
type CLI struct {
	// Dir is the working folder, with the configuration and the state.
	Dir string
	bin string
	env []string
	t   testing.TB
}

// CLI returns the Terraform CLI with a configuration, to which the provider block for the cloud is added.
func (c *Cloud) CLI(t testing.TB, config string) *CLI {
	t.Helper()
	bin := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(bin, program)); err != nil {
		t.Fatal(err)
	}
	cliConfig := filepath.Join(bin, "terraformrc")
	write(t, cliConfig, fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", address, bin))
	cli := &CLI{Dir: t.TempDir(), bin: bin, t: t}
	cli.env = append(slices.DeleteFunc(os.Environ(), isUserSetting), "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "HOME="+bin,
		processIDs+"="+filepath.Join(bin, "pid"),
		"GORACE=atexit_sleep_ms=0") // else each end of the provider takes a second
	write(t, filepath.Join(cli.Dir, "provider.tf"), c.Provider()+fmt.Sprintf("terraform {\n  required_providers {\n    eci = { source = %q }\n  }\n}\n", address))
	cli.Write(config)
	return cli
}

// isUserSetting tells whether an environment entry could change what Terraform does or whom it asks.
func isUserSetting(entry string) bool {
	return slices.ContainsFunc([]string{"TF_", "ECI_", "ALIBABA_CLOUD_", "ALICLOUD_"}, func(prefix string) bool {
		return strings.HasPrefix(entry, prefix)
	})
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Write replaces the configuration.
func (c *CLI) Write(config string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.Dir, "main.tf"), config)
}

// Setenv sets a variable of Terraform's environment.
func (c *CLI) Setenv(name, value string) { c.env = append(c.env, name+"="+value) }

// Command prepares a run of Terraform that ends with the test at the latest; what it prints goes to the buffer.
func (c *CLI) Command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	command := exec.CommandContext(c.t.Context(), "terraform", args...)
	output := new(bytes.Buffer)
	command.Dir, command.Env = c.Dir, c.env
	command.Stdout, command.Stderr = output, output
	return command, output
}

// Try runs Terraform and returns what it printed on both outputs.
func (c *CLI) Try(args ...string) (output string, err error) {
	command, buffer := c.Command(args...)
	err = command.Run()
	return buffer.String(), err
}

// Run runs Terraform, which has to succeed, and returns what it printed on both outputs.
func (c *CLI) Run(args ...string) string {
	c.t.Helper()
	output, err := c.Try(args...)
	if err != nil {
		c.t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return output
}

// SignalProvider sends a signal to the provider's process that was started last. It is an error if none runs.
func (c *CLI) SignalProvider(signal os.Signal) error {
	text, err := os.ReadFile(filepath.Join(c.bin, "pid"))
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(string(text))
	if err != nil {
		return err
	}
	process, err := os.FindProcess(id)
	if err != nil {
		return err
	}
	return process.Signal(signal)
}

// Diagnostic is an error or a warning as Terraform shows it, before it breaks lines.
type Diagnostic struct {
	Severity, Summary, Detail, Address string
}

// Apply applies the configuration and returns the errors and warnings, but that about the provider's development override.
func (c *CLI) Apply() []Diagnostic {
	c.t.Helper()
	output, _ := c.Try("apply", "-auto-approve", "-json")
	var diagnostics []Diagnostic
	for line := range strings.Lines(output) {
		var message struct{ Diagnostic *Diagnostic }
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			c.t.Fatalf("%v in the output:\n%s", err, output)
		}
		if d := message.Diagnostic; d != nil && d.Summary != "Provider development overrides are in effect" {
			diagnostics = append(diagnostics, *d)
		}
	}
	return diagnostics
}
