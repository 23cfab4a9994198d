package acctest

import (
	"bytes"
	"context"
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
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// processIDs names the variable with the file into which the provider writes its process ID.
const processIDs = "ECI_ACCTEST_PROCESS_ID"

// Main runs the tests of a package that runs Terraform, whose TestMain it is. It does not return: started by Terraform under the
// provider's name, the test binary is the provider instead.
func Main(m *testing.M) {
	if os.Getenv("GOGC") == "" { // Terraform, too, makes far more garbage than it keeps: this saves an eighth of the work
		debug.SetGCPercent(400)
		if err := os.Setenv("GOGC", "400"); err != nil {
			log.Fatal(err)
		}
	}
	if filepath.Base(os.Args[0]) == cli.Program {
		serveProcess()
		return
	}
	isMain = true
	if !isLive() {
		forgetUser()
	}
	code := m.Run()
	fmt.Fprintf(os.Stdout, "Terraform processes: %d\n", cli.Started()) // internal/cmd/suite adds them up
	os.Exit(code)
}

// forgetUser keeps the account that the environment names, if it does, from a provider within the test.
func forgetUser() {
	for _, entry := range slices.DeleteFunc(os.Environ(), func(entry string) bool { return !cli.IsUserSetting(entry) }) {
		name, _, _ := strings.Cut(entry, "=")
		if err := os.Unsetenv(name); err != nil {
			log.Fatal(err)
		}
	}
}

// isMain reports whether Main runs the tests.
var isMain bool

// serveProcess serves the provider in a process of its own.
func serveProcess() {
	if name := os.Getenv(processIDs); name != "" {
		if err := os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
			log.Fatal(err)
		}
	}
	if err := provider.Serve("test", false); err != nil {
		log.Fatal(err)
	}
}

// CLI is the Terraform CLI in a folder of its own. The provider runs within the test, anew for each run of Terraform.
type CLI struct {
	// Dir is the working folder, with the configuration and the state.
	Dir string
	bin string // where the provider's program is, if it is to be a process of its own
	// alicloud are the addresses under which the provider alicloud stands beside ours.
	alicloud []string
	env      []string
	// refreshed reports whether the provider has read something else than was in state, while it was within the test.
	refreshed atomic.Bool
	t         *testing.T
}

// CLI returns the Terraform CLI with a configuration, to which the provider block for the cloud is added.
func (c *Cloud) CLI(t *testing.T, config string) *CLI {
	t.Helper()
	terraform := newCLI(t)
	write(t, filepath.Join(terraform.Dir, "provider.tf"), c.Provider())
	terraform.Write(config)
	return terraform
}

// CLIWithProcess is CLI with the provider as a process of its own, which Terraform starts up to three times in a run. It costs ten
// times as much; it is for tests of signals, of logs and of the environment.
func (c *Cloud) CLIWithProcess(t *testing.T, config string) *CLI {
	t.Helper()
	terraform := c.CLI(t, config)
	terraform.bin = t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(terraform.bin, cli.Program)); err != nil {
		t.Fatal(err)
	}
	override, err := cli.Override(terraform.bin)
	if err != nil {
		t.Fatal(err)
	}
	terraform.env = append(terraform.env, override, processIDs+"="+filepath.Join(terraform.bin, "pid"),
		"GORACE=atexit_sleep_ms=0") // else each end of the provider takes a second
	return terraform
}

// terraformPath is the Terraform that tests run.
var terraformPath = sync.OnceValues(cli.Find)

// terraformVersion is what the CLI that tests run calls itself.
var terraformVersion = sync.OnceValues(func() (string, error) {
	path, err := terraformPath()
	if err != nil {
		return "", err
	}
	return cli.Version(context.Background(), path)
})

// NeedsTerraform skips a test of what only Terraform has, since a version such as 1.14.0, if the CLI is another or older one. Such a test
// has one within the process beside it, which shows the same without a CLI.
func NeedsTerraform(t *testing.T, since string) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs Terraform")
	}
	is, err := terraformVersion()
	if err != nil {
		t.Fatal(err)
	}
	ok, err := cli.IsTerraform(is, since)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Skipf("needs Terraform v%s, and the CLI is %s", since, is)
	}
}

// newCLI returns the CLI in a folder that says no more than where the provider is from.
func newCLI(t *testing.T) *CLI {
	t.Helper()
	if testing.Short() {
		t.Skip("runs Terraform")
	}
	if !isMain {
		t.Fatal("TestMain of a package that runs Terraform has to call acctest.Main")
	}
	terraform := &CLI{Dir: t.TempDir(), env: append(cli.Environment(), "HOME="+t.TempDir()), t: t}
	write(t, filepath.Join(terraform.Dir, "versions.tf"),
		fmt.Sprintf("terraform {\n  required_providers {\n    eci = { source = %q }\n  }\n}\n", cli.Source))
	return terraform
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
	c.t.Helper()
	command, end := c.command(args...)
	c.t.Cleanup(end)
	output := new(bytes.Buffer)
	command.Stdout, command.Stderr = output, output
	return command, output
}

// Try runs Terraform and returns what it printed on both outputs.
func (c *CLI) Try(args ...string) (output string, err error) {
	c.t.Helper()
	command, end := c.command(args...)
	defer end()
	printed, err := command.CombinedOutput()
	return string(printed), err
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

// run runs Terraform as a program would and returns what it printed and its exit code.
func (c *CLI) run(command string, args ...string) (output, errors string, code int) {
	c.t.Helper()
	arguments := append([]string{command, "-no-color"}, args...)
	if command != "show" {
		arguments = slices.Insert(arguments, 2, "-input=false")
	}
	process, end := c.command(arguments...)
	defer end()
	var stdout, stderr bytes.Buffer
	process.Stdout, process.Stderr = &stdout, &stderr
	err := process.Run()
	if process.ProcessState == nil {
		c.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), process.ProcessState.ExitCode()
}

// BesideAlicloud lets the provider alicloud stand beside ours, as it has to while resources of it are moved. Terraform asks nothing of it,
// so that ours can take its place.
func (c *CLI) BesideAlicloud() {
	c.t.Helper()
	c.alicloud = []string{"registry.terraform.io/aliyun/alicloud", "registry.opentofu.org/aliyun/alicloud"}
	write(c.t, filepath.Join(c.Dir, "versions_override.tf"),
		fmt.Sprintf("terraform {\n  required_providers {\n    alicloud = { source = %q }\n  }\n}\n", c.alicloud[0]))
}

// command prepares a run of Terraform. end has to be called when it is over.
func (c *CLI) command(args ...string) (command *exec.Cmd, end func()) {
	c.t.Helper()
	terraform, err := terraformPath()
	if err != nil {
		c.t.Fatal(err)
	}
	command = cli.Command(c.t.Context(), terraform, args...)
	command.Dir, command.Env, end = c.Dir, c.env, func() {}
	if c.bin == "" {
		var attach string
		attach, end = c.serve()
		command.Env = append(slices.Clip(command.Env), "TF_REATTACH_PROVIDERS="+attach)
	}
	return command, end
}

// serve serves a new provider from within the test, until end is called as Terraform would end a process, and returns how Terraform
// reaches it.
func (c *CLI) serve() (attach string, end func()) {
	c.t.Helper()
	journal := creation.NewJournal(filepath.Join(c.Dir, ".terraform", "creating"))
	server := newCheckedServer(journal, &c.refreshed)
	ctx, cancel := context.WithCancel(context.Background())
	ready, closed, failed := make(chan *plugin.ReattachConfig), make(chan struct{}), make(chan error, 1)
	go func() {
		failed <- tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, ready, closed), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithLoggingSink(c.t))
	}()
	select {
	case err := <-failed:
		cancel()
		c.t.Fatalf("the provider cannot be served: %v", err)
		return "", nil
	case config := <-ready:
		attached := map[string]any{}
		for _, source := range append(c.alicloud, cli.Source) {
			attached[source] = map[string]any{
				"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
				"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
			}
		}
		text, err := json.Marshal(attached)
		if err != nil {
			c.t.Fatal(err)
		}
		return string(text), func() {
			journal.Close()
			cancel()
			<-closed
		}
	}
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
