package provider_test

import (
	"net"
	"strings"
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
		"no answer in time":      {rpc.Fault{Kind: rpc.FaultDelay, DelayMilliseconds: 60_000}, "did not answer within"},
		"credentials expired":    {rpc.Fault{Kind: rpc.FaultError, HTTPStatus: 400, Code: "InvalidSecurityToken.Expired", Message: "The security token has expired."}, "have expired"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.NewCloud(t)
			server := configure(t, cloud, map[string]any{"max_retries": 0, "request_timeout": "5s"})
			created := server.create(t)
			if err := cloud.SetFaults([]rpc.Fault{test.fault}); err != nil {
				t.Fatal(err)
			}
			begin := time.Now()
			expectError(t, server.read(t, created), test.want)
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("took %s", took)
			}
			cloud.ClearFaults()
			must(t, nil, server.read(t, created))
		})
	}
}

// A token that ends while Terraform works is not asked for again and again.
func TestCredentialsExpireInMidRun(t *testing.T) {
	const token = "token"
	expires := time.Now().Add(3 * time.Second)
	cloud := acctest.NewCloud(t, func(config *emulator.Config) {
		config.Keys = []rpc.Key{{ID: acctest.AccessKey, Secret: acctest.SecretKey, SecurityToken: token, Expires: expires}}
	})
	server := configure(t, cloud, map[string]any{"security_token": token})
	created := server.create(t)
	<-time.After(time.Until(expires))
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
	t.Cleanup(func() { _ = listener.Close() })
	server := configure(t, cloud, map[string]any{"endpoint": "http://" + listener.Addr().String(), "max_retries": 1, "request_timeout": "200ms"})
	begin := time.Now()
	expectError(t, server.read(t, created), "did not answer within")
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %s", took)
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
