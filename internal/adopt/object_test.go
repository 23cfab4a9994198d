package adopt

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

type keys struct{}

func (keys) Credentials(context.Context) (eci.Credentials, error) {
	return eci.Credentials{AccessKeyId: "id", AccessKeySecret: "secret"}, nil
}

// untagged is a service that answers after a time, and counts the calls of UntagResources.
type untagged struct {
	after time.Duration
	calls atomic.Int32
}

func (u *untagged) RoundTrip(req *http.Request) (*http.Response, error) {
	form, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(form), "Action=UntagResources&") && strings.Contains(string(form), "ResourceId.1=eci-1&") {
		u.calls.Add(1)
	}
	select {
	case <-time.After(u.after):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(`{}`))}, nil
}

// settle starts to settle an object, and returns how long Close takes after a time.
func (u *untagged) settle(t *testing.T, closeAfter time.Duration) time.Duration {
	t.Helper()
	client, err := eci.New(eci.Config{Region: "cn-hangzhou", Credentials: keys{}, Transport: u})
	if err != nil {
		t.Fatal(err)
	}
	creations := NewCreations()
	ctx, cancel := context.WithCancel(t.Context())
	creations.Settled(ctx, client, eci.ResourceTypeContainerGroup, "eci-1")
	cancel() // as the request's ends with its answer
	time.Sleep(closeAfter)
	if due, calls := closeAfter > savedWithin, u.calls.Load(); calls != map[bool]int32{true: 1, false: 0}[due] {
		t.Errorf("%d calls after %s", calls, closeAfter)
	}
	begin := time.Now()
	creations.Close()
	return time.Since(begin)
}

func TestMarkStaysUntilStateIsSaved(t *testing.T) {
	for _, test := range []struct {
		name          string
		closeAfter    time.Duration
		answers, took time.Duration
	}{
		{"ends before", savedWithin - time.Second, time.Second, time.Second},
		{"ends after", savedWithin + time.Second, 0, 0},
		{"ends at once, no answer", 0, time.Hour, endWithin},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &untagged{after: test.answers}
				if took := u.settle(t, test.closeAfter); took != test.took {
					t.Errorf("Close took %s, not %s", took, test.took)
				}
				time.Sleep(savedWithin) // an attempt without an answer is given up
				if calls := u.calls.Load(); calls != 1 {
					t.Errorf("%d calls", calls)
				}
			})
		})
	}
}
