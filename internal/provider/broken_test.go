package provider_test

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// What breaks between Terraform and the cloud ends in one error that says what it is, and soon.
func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault rpc.Fault
		want  string
	}{
		"page of a proxy":        {rpc.Fault{Kind: rpc.FaultHTML}, `the answer is of Content-Type "text/html" instead of JSON`},
		"page instead of a list": {rpc.Fault{Kind: rpc.FaultHTML, HTTPStatus: 403}, `the answer is of Content-Type "text/html" instead of JSON`},
		"half an answer":         {rpc.Fault{Kind: rpc.FaultTruncate}, "broken JSON"},
		"50 MB":                  {rpc.Fault{Kind: rpc.FaultHuge}, "the answer is larger than 16 MiB"},
		"no connection":          {rpc.Fault{Kind: rpc.FaultReset}, "EOF"},
		"credentials expired": {rpc.Fault{Kind: rpc.FaultError, HTTPStatus: 400, Code: "InvalidSecurityToken.Expired",
			Message: "The security token has expired."}, "have expired"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			server := configure(t, cloud, map[string]any{"max_retries": 0})
			created := server.create(t)
			if err := cloud.SetFaults([]rpc.Fault{test.fault}); err != nil {
				t.Fatal(err)
			}
			cloud.ClearJournal()
			expectError(t, server.read(t, created), test.want)
			if calls := cloud.Calls(""); len(calls) > 1 {
				t.Errorf("%d calls without leave to retry: %v", len(calls), calls)
			}
			cloud.ClearFaults()
			must(t, nil, server.read(t, created))
		})
	}
}

func TestNoAnswerInTime(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, _ *acctest.Session) {
		session := cloud.Session(t, "max_retries = 0")
		const group = `resource "eci_container_group" "test" {
  name       = "test"
  containers = { web = { image = "nginx:1.27" } }
}`
		if diagnostics := session.Apply(group); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		if err := cloud.SetFaults([]rpc.Fault{{Kind: rpc.FaultDelay, DelayMilliseconds: 3_600_000}}); err != nil {
			t.Fatal(err)
		}
		if diagnostics := session.Refresh(); len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "did not answer within 1m0s") {
			t.Errorf("%+v", diagnostics)
		}
	})
}

// A token that ends while Terraform works is not asked for again and again.
func TestCredentialsExpireInMidRun(t *testing.T) {
	const token = "token"
	var passed atomic.Int64 // of the service's clock, which is less ahead in the end than it allows
	cloud := acctest.NewCloud(t, func(config *emulator.Config) {
		config.Keys = []rpc.Key{{ID: acctest.AccessKey, Secret: acctest.SecretKey, SecurityToken: token,
			Expires: time.Now().Add(5 * time.Minute)}}
		config.Now = func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
	})
	server := configure(t, cloud, map[string]any{"security_token": token})
	created := server.create(t)
	passed.Store(int64(6 * time.Minute))
	cloud.ClearJournal()
	expectError(t, server.read(t, created), "have expired")
	if calls := cloud.Calls(""); len(calls) != 1 {
		t.Errorf("%d calls: %v", len(calls), calls)
	}
}

func TestClockOfTheMachineIsWrong(t *testing.T) {
	cloud := acctest.NewCloud(t)
	created := configure(t, cloud, nil).create(t)
	ahead := acctest.NewCloud(t, func(config *emulator.Config) {
		config.Now = func() time.Time { return time.Now().Add(20 * time.Minute) }
	})
	expectError(t, configure(t, ahead, nil).read(t, created), "behind the service's.")
}

// Something accepts connections and says nothing, as a firewall may.
func TestEndpointNeverAnswers(t *testing.T) {
	cloud := acctest.NewCloud(t)
	created := configure(t, cloud, nil).create(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := configure(t, cloud,
		map[string]any{"endpoint": "http://" + listener.Addr().String(), "max_retries": 1, "request_timeout": "200ms"})
	var attempts atomic.Int64
	var accepting sync.WaitGroup
	accepting.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { connection.Close() })
			attempts.Add(1)
		}
	})
	expectError(t, server.read(t, created), "did not answer within")
	_ = listener.Close()
	accepting.Wait()
	if got := attempts.Load(); got > 2 {
		t.Errorf("%d attempts with leave to retry once", got)
	}
}

func expectError(t *testing.T, diagnostics []*tfprotov6.Diagnostic, want string) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Fatalf("got %v, want one error", diagnostics)
	}
	if d := diagnostics[0]; !strings.HasPrefix(d.Summary, "Cannot read container group eci-") || !strings.Contains(d.Detail, want) {
		t.Errorf("got %q: %q, want the detail to say %q", d.Summary, d.Detail, want)
	}
}
