//go:build unix

package provider_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

// The provider is a process here, as Terraform starts it. What it writes on standard error is what Terraform has for its logs.
func TestLogs(t *testing.T) {
	const proto, framework = `"@module":"sdk.proto"`, `"@module":"sdk.framework"`
	all, none := []string{proto, framework}, []string(nil)
	for name, test := range map[string]struct {
		environment string // separated by spaces
		want        []string
	}{
		"nobody reads them":                     {"", none},
		"a file without a level":                {"TF_LOG_PATH=log", none},
		"Terraform's own":                       {"TF_LOG_CORE=TRACE", none},
		"switched off":                          {"TF_LOG=off", none},
		"switched off for providers":            {"TF_LOG=TRACE TF_LOG_PROVIDER=OFF", none},
		"a variable that is empty":              {"TF_LOG= TF_LOG_SDK=", none},
		"all":                                   {"TF_LOG=TRACE", all},
		"all as JSON":                           {"TF_LOG=json", all},
		"all into a file":                       {"TF_LOG=TRACE TF_LOG_PATH=log", all},
		"those of providers":                    {"TF_LOG_PROVIDER=DEBUG", all},
		"those of providers alone":              {"TF_LOG=off TF_LOG_PROVIDER=DEBUG", all},
		"into a file beside Terraform's":        {"TF_TEMP_LOG_PATH=log", all},
		"a level of a part, read by nobody":     {"TF_LOG_SDK_PROTO=trace", []string{proto}},
		"a level of a part that excludes lines": {"TF_LOG=TRACE TF_LOG_SDK_PROTO=error", []string{framework}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			written := logsOf(t, strings.Fields(test.environment), nil)
			for _, lines := range all {
				if got, want := strings.Contains(written, lines), slices.Contains(test.want, lines); got != want {
					t.Errorf("%s is written: %t, want %t:\n%s", lines, got, want, written)
				}
			}
		})
	}
	t.Run("a crash", func(t *testing.T) {
		t.Parallel()
		if written := logsOf(t, nil, syscall.SIGABRT); !strings.Contains(written, "goroutine") {
			t.Errorf("it does not tell where it crashed:\n%s", written)
		}
	})
}

// logsOf starts the provider with variables, calls it, ends it, with a signal if one is given, and returns what it wrote.
func logsOf(t *testing.T, environment []string, signal os.Signal) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), cli.Program)
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program)
	command.Dir = t.TempDir()
	command.Env = append(append(cli.Environment(), "GORACE=atexit_sleep_ms=0"), environment...)
	var written bytes.Buffer
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": connection{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Cmd:              command,
		Stderr:           &written,
		Logger:           hclog.NewNullLogger(),
	})
	defer client.Kill()
	protocol, err := client.Client()
	if err != nil {
		t.Fatal(err)
	}
	provider, err := protocol.Dispense("provider")
	if err != nil {
		t.Fatal(err)
	}
	call := func() error {
		return provider.(*grpc.ClientConn).Invoke(t.Context(), "/tfplugin6.Provider/GetMetadata", new(emptypb.Empty), new(emptypb.Empty))
	}
	if err := call(); err != nil {
		t.Fatal(err)
	}
	if signal != nil {
		if err := command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		for call() == nil { // until it has ended
		}
	}
	client.Kill() // which waits for the last line
	return written.String()
}

// connection is a plugin that is no more than the connection to it.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}
