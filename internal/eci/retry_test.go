package eci

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// ok is a complete answer to any call.
const ok = `{"RequestId":"R","ContainerGroupId":"eci-1","ImageCacheId":"imc-1","DataCacheId":"edc-1","VirtualNodeId":"vnd-1","TaskId":"t-1",
	"ContainerGroups":[],"Data":[],"ImageCaches":[],"DataCaches":[],"VirtualNodes":[],"TagResources":[],"Regions":[]}`

func refusal(status int, code string, header ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) {
		return answer(status, fmt.Sprintf(`{"RequestId":"R","Code":%q,"Message":"m"}`, code), header...), nil
	}
}

func failure(err error) func() (*http.Response, error) {
	return func() (*http.Response, error) { return nil, err }
}

func TestWhatIsRetried(t *testing.T) {
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	tests := map[string]struct {
		first    func() (*http.Response, error)
		attempts int
	}{
		"connection lost":       {failure(reset), 2},
		"unexpected end":        {failure(io.ErrUnexpectedEOF), 2},
		"no such host":          {failure(&net.DNSError{Err: "no such host", IsNotFound: true}), 1},
		"DNS out of order":      {failure(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), 2},
		"wrong certificate":     {failure(&tls.CertificateVerificationError{Err: errors.New("expired")}), 1},
		"500":                   {refusal(500, "InternalError"), 2},
		"502 of a proxy":        {func() (*http.Response, error) { return answer(502, "<html>"), nil }, 2},
		"503":                   {refusal(503, "ServiceUnavailable"), 2},
		"429":                   {refusal(429, "Whatever"), 2},
		"throttled":             {refusal(400, "Throttling"), 2},
		"throttled by user":     {refusal(400, "Throttling.User"), 2},
		"throttled elsewhere":   {refusal(400, "Rejected.Throttling"), 2},
		"daily vCPU allowance":  {refusal(403, "Throttling.Vcpu.PerDay"), 1},
		"nonce used":            {refusal(400, "SignatureNonceUsed"), 2},
		"conflict":              {refusal(400, "OperationConflict"), 2},
		"EIP flow control":      {refusal(400, "EipPurchaseFlowControl"), 2},
		"flow control":          {refusal(400, "Degrade.Api"), 2},
		"registry out of order": {refusal(503, "containerRepositoryAuthorizationFailed"), 2},
		"quota, by a wrong 500": {refusal(500, "QuotaExceeded"), 1},
		"bad parameter":         {refusal(400, "InvalidParameter"), 1},
		"no permission":         {refusal(403, "Forbidden.RAM"), 1},
		"not found":             {refusal(404, "InvalidParameter.NotFound"), 1},
		"no stock":              {refusal(403, "OperationDenied.NoStock"), 1},
		"wrong status":          {refusal(400, "IncorrectStatus"), 1},
		"dry run":               {refusal(400, "DryRunOperation"), 1},
		"asked to wait":         {refusal(503, "ServiceUnavailable", "Retry-After", "60"), 2},
		"asked to wait an hour": {refusal(503, "ServiceUnavailable", "Retry-After", "3600"), 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				attempts := 0
				c := newClient(t, func(*http.Request) (*http.Response, error) {
					if attempts++; attempts == 1 {
						return test.first()
					}
					return answer(200, ok), nil
				})
				_, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{})
				if attempts != test.attempts {
					t.Errorf("%d attempts, want %d", attempts, test.attempts)
				}
				if (err == nil) != (test.attempts == 2) {
					t.Errorf("got error %v", err)
				}
			})
		})
	}
}

// A command whose answer got lost may have run.
func TestExecIsRetriedOnlyWhenItWasNotAccepted(t *testing.T) {
	tests := map[string]struct {
		first    func() (*http.Response, error)
		attempts int
	}{
		"connection lost": {failure(io.ErrUnexpectedEOF), 1},
		"500":             {refusal(500, "InternalError"), 1},
		"throttled":       {refusal(400, "Throttling.Api"), 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				attempts := 0
				c := newClient(t, func(*http.Request) (*http.Response, error) {
					if attempts++; attempts == 1 {
						return test.first()
					}
					return answer(200, ok), nil
				})
				_, _ = c.ExecContainerCommand(t.Context(), &ExecContainerCommandRequest{})
				if attempts != test.attempts {
					t.Errorf("%d attempts, want %d", attempts, test.attempts)
				}
			})
		})
	}
}

func TestRetriesAreSignedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nonces, tokens := map[string]bool{}, map[string]bool{}
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			form := formOf(t, req)
			nonces[form.Get("SignatureNonce")] = true
			tokens[form.Get("ClientToken")] = true
			if got, want := form.Get("Timestamp"), time.Now().UTC().Format(time.RFC3339); got != want {
				t.Errorf("Timestamp is %s, now is %s", got, want)
			}
			if form.Get("Signature") != signature("POST", form, testCredentials.AccessKeySecret) {
				t.Error("the signature is wrong")
			}
			return refusal(503, "ServiceUnavailable")()
		})
		c.retryWaitMin = 30 * time.Second // long enough for the timestamp to change
		_, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{})
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != "ServiceUnavailable" {
			t.Errorf("got %v, want the last refusal", err)
		}
		if len(nonces) != 4 {
			t.Errorf("got %d nonces in 4 attempts", len(nonces))
		}
		if len(tokens) != 1 {
			t.Errorf("got %d client tokens, want the same each time", len(tokens))
		}
		if _, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{}); err == nil {
			t.Error("no error")
		}
		if len(tokens) != 2 {
			t.Errorf("two calls had %d client tokens", len(tokens))
		}
	})
}

// rotating returns other credentials each time, and fails from the third on.
type rotating struct{ calls atomic.Int64 }

func (r *rotating) Credentials(context.Context) (Credentials, error) {
	n := r.calls.Add(1)
	if n > 2 {
		return Credentials{}, errors.New("no more keys")
	}
	return Credentials{AccessKeyId: fmt.Sprint("key-", n), AccessKeySecret: "secret"}, nil
}

func TestRetriesAskForCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var keys []string
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			keys = append(keys, formOf(t, req).Get("AccessKeyId"))
			return refusal(503, "ServiceUnavailable")()
		})
		c.credentials = new(rotating)
		_, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
		if got, want := fmt.Sprint(err), "DescribeContainerGroups: no more keys"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := strings.Join(keys, " "); got != "key-1 key-2" {
			t.Errorf("signed with %s", got)
		}
	})
}

// unavailable returns credentials after some failures.
type unavailable struct{ failures int }

func (u *unavailable) Credentials(context.Context) (Credentials, error) {
	if u.failures--; u.failures >= 0 {
		return Credentials{}, fmt.Errorf("credentials: %w", &sourceError{"HTTP 503", true})
	}
	return Credentials(testCredentials), nil
}

func TestUnavailableCredentialsAreRetried(t *testing.T) {
	for failures, want := range map[int]string{3: "<nil>", 4: "DescribeContainerGroups: credentials: HTTP 503"} {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(*http.Request) (*http.Response, error) { return answer(200, ok), nil })
			c.credentials = &unavailable{failures}
			_, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
			if got := fmt.Sprint(err); got != want {
				t.Errorf("%d failures: got %s, want %s", failures, got, want)
			}
		})
	}
}

func TestCancelWhileWaitingForCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Microsecond)
		defer cancel()
		c := newClient(t, nil)
		c.retryWaitMin, c.retryWaitMax, c.credentials = time.Hour, time.Hour, &unavailable{1000}
		start := time.Now()
		_, err := c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{})
		if took := time.Since(start); took != time.Microsecond || !errors.Is(err, context.DeadlineExceeded) ||
			!strings.Contains(err.Error(), "HTTP 503") {
			t.Errorf("after %s got %v, want both the deadline and what was waited for", took, err)
		}
	})
}

func TestNoRetries(t *testing.T) {
	attempts := 0
	c := newClient(t, func(*http.Request) (*http.Response, error) { attempts++; return nil, io.EOF })
	c.maxRetries = 0
	if _, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{}); err == nil || attempts != 1 {
		t.Errorf("%d attempts, %v", attempts, err)
	}
}

func TestBackoff(t *testing.T) {
	for retry, seconds := range []int{1, 2, 4, 8, 10, 10} {
		limit := time.Duration(seconds) * time.Second
		longest := time.Duration(0)
		for range 1000 {
			wait := backoff(time.Second, 10*time.Second, retry, nil)
			if wait < 0 || wait > limit {
				t.Fatalf("retry %d: waits %s, want at most %s", retry, wait, limit)
			}
			longest = max(longest, wait)
		}
		if longest < limit*9/10 {
			t.Errorf("retry %d: 1000 waits were all below %s, want jitter up to %s", retry, longest, limit)
		}
	}
	if wait := backoff(time.Second, time.Minute, 1000, nil); wait < 0 || wait > time.Minute {
		t.Errorf("retry 1000: waits %s", wait)
	}
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		date := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
		past := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
		tests := map[string]struct {
			header string
			value  string
			want   time.Duration
		}{
			"seconds":       {"Retry-After", "3", 3 * time.Second},
			"date":          {"Retry-After", date, 90 * time.Second},
			"past date":     {"Retry-After", past, 0},
			"nonsense":      {"Retry-After", "soon", 0},
			"negative":      {"Retry-After", "-5", 0},
			"milliseconds":  {"x-acs-retry-after", "1500", 1500 * time.Millisecond},
			"not mentioned": {"X-Other", "1", 0},
		}
		for name, test := range tests {
			header := http.Header{}
			header.Set(test.header, test.value)
			if got := retryAfter(header); got != test.want {
				t.Errorf("%s: got %s, want %s", name, got, test.want)
			}
		}
	})
}

func TestRetryWaitsAsLongAsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		attempts := 0
		c := newClient(t, func(*http.Request) (*http.Response, error) {
			if attempts++; attempts == 1 {
				return refusal(400, "Throttling", "X-Acs-Retry-After", "20000")()
			}
			return answer(200, ok), nil
		})
		if _, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{}); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited < 20*time.Second || waited > 21*time.Second {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestRequestTimeoutIsPerAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			if attempts++; attempts == 3 {
				return answer(200, ok), nil
			}
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		c.http.Timeout = 10 * time.Second
		start := time.Now()
		if _, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{}); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); attempts != 3 || took < 20*time.Second || took > 22*time.Second {
			t.Errorf("%d attempts took %s", attempts, took)
		}
	})
}

func TestCancelWhileWaitingForRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		c := newClient(t, func(*http.Request) (*http.Response, error) {
			return refusal(400, "Throttling", "Retry-After", "30")()
		})
		start := time.Now()
		_, err := c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{})
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %s, want 5s", took)
		}
		if !errors.Is(err, context.DeadlineExceeded) || !IsThrottled(err) {
			t.Errorf("got %v, want both the deadline and what was waited for", err)
		}
	})
}

func TestCancelDuringAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		attempts := 0
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			attempts++
			cancel()
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		_, err := c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{})
		if !errors.Is(err, context.Canceled) || attempts != 1 {
			t.Errorf("%d attempts, %v", attempts, err)
		}
		if _, err := c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{}); !errors.Is(err, context.Canceled) {
			t.Errorf("a call with a cancelled context: %v", err)
		}
	})
}

func TestAnswerCutOffIsRetried(t *testing.T) {
	var attempts atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		switch attempts.Add(1) {
		case 1: // no answer
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close()
		case 2: // half an answer
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, ok[:10])
		default:
			_, _ = io.WriteString(w, ok)
		}
	}))
	defer server.Close()
	c, err := New(Config{Region: "cn-hangzhou", Endpoint: server.URL, Credentials: testCredentials, MaxRetries: 2,
		RetryWaitMin: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{})
	if err != nil || resp.ContainerGroupId != "eci-1" || attempts.Load() != 3 {
		t.Errorf("%d attempts: %+v, %v", attempts.Load(), resp, err)
	}
}
