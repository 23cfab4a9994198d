package rpc

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// serveFault makes one call, over a real connection, to a server with this fault.
func serveFault(t *testing.T, fault Fault) (f *fixture, status int, contentType string, body []byte, err error) {
	t.Helper()
	f = newFixture(t, Config{})
	if err := f.SetFaults([]Fault{fault}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	query := f.v1(http.MethodPost, "Echo", values("Text=hello")).Body
	// A connection that the client keeps for another call would let it retry by itself.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Post(server.URL, "application/x-www-form-urlencoded", query)
	if err != nil {
		return f, 0, "", nil, err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return f, response.StatusCode, response.Header.Get("Content-Type"), body, err
}

func TestFaultsInsteadOfTheAction(t *testing.T) {
	tests := map[string]struct {
		fault  Fault
		status int
		want   string
	}{
		"throttle": {Fault{Kind: FaultThrottle}, 400, `"Code":"Throttling.User"`},
		"error":    {Fault{Kind: FaultError}, 500, `"Code":"InternalError"`},
		"given error": {Fault{Kind: FaultError, HTTPStatus: 403, Code: "OperationDenied.NoStock", Message: "Sold out."}, 403,
			`"Code":"OperationDenied.NoStock","Message":"Sold out."`},
		"html":           {Fault{Kind: FaultHTML}, 502, "<html><head><title>502 Bad Gateway</title>"},
		"given html":     {Fault{Kind: FaultHTML, HTTPStatus: 503}, 503, "<title>503 Service Unavailable</title>"},
		"named action":   {Fault{Kind: FaultError, Action: "Echo"}, 500, `"Code":"InternalError"`},
		"every action":   {Fault{Kind: FaultError, Action: "*"}, 500, `"Code":"InternalError"`},
		"full certainty": {Fault{Kind: FaultError, Probability: 1}, 500, `"Code":"InternalError"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, status, contentType, body, err := serveFault(t, tt.fault)
			if err != nil || status != tt.status || !strings.Contains(string(body), tt.want) {
				t.Errorf("got %d %s, %v; want %d with %s", status, body, err, tt.status, tt.want)
			}
			if html := tt.fault.Kind == FaultHTML; html != (contentType == "text/html") {
				t.Errorf("Content-Type %q", contentType)
			}
			if f.served.Load() != 0 {
				t.Error("the action was carried out")
			}
			if got := f.Journal()[0]; got.Fault != string(tt.fault.Kind) || got.Status != tt.status {
				t.Errorf("journal: %+v", got)
			}
		})
	}
}

func TestFaultsOfTheConnection(t *testing.T) {
	for kind, served := range map[FaultKind]int64{FaultReset: 0, FaultDropResponse: 1} {
		t.Run(string(kind), func(t *testing.T) {
			f, status, _, _, err := serveFault(t, Fault{Kind: kind})
			if !errors.Is(err, io.EOF) {
				t.Errorf("got %d, %v; want EOF", status, err)
			}
			if f.served.Load() != served {
				t.Errorf("carried out %d times, want %d", f.served.Load(), served)
			}
			if got := f.Journal()[0]; got.Fault != string(kind) || got.Status != 0 {
				t.Errorf("journal: %+v", got)
			}
		})
	}
}

func TestFaultTruncate(t *testing.T) {
	f, status, _, body, err := serveFault(t, Fault{Kind: FaultTruncate})
	if err != nil || status != 200 || len(body) == 0 || json.Valid(body) || f.served.Load() != 1 {
		t.Errorf("got %d %s, %v, carried out %d times", status, body, err, f.served.Load())
	}
}

func TestFaultHuge(t *testing.T) {
	f, status, _, body, err := serveFault(t, Fault{Kind: FaultHuge})
	if err != nil || status != 200 || len(body) != hugeAnswer || f.served.Load() != 0 {
		t.Fatalf("got %d, %d bytes, %v, carried out %d times", status, len(body), err, f.served.Load())
	}
	if !bytes.HasPrefix(body, []byte(`{"RequestId":"`)) || !bytes.HasSuffix(body, []byte(`0"}`)) {
		t.Errorf("not an object: %.60s...%s", body, body[len(body)-10:])
	}
}

func TestFaultEmptyList(t *testing.T) {
	f, status, _, body, err := serveFault(t, Fault{Kind: FaultEmptyList})
	_, rest, _ := strings.Cut(string(body), ",")
	want := `"Items":[],"Nested":{"Items":["x"]},"NextToken":"","Text":"hello","TotalCount":0}`
	if err != nil || status != 200 || rest != want || f.served.Load() != 1 {
		t.Errorf("got %d %s, %v\nwant %s", status, rest, err, want)
	}
}

func TestFaultSparesOthers(t *testing.T) {
	f := newFixture(t, Config{})
	if err := f.SetFaults([]Fault{{Kind: FaultError, Action: "Nothing"}}); err != nil {
		t.Fatal(err)
	}
	f.do(t, f.v1("POST", "Echo", values())).check(t, 200, "")
	f.do(t, f.v1("POST", "Nothing", values())).check(t, 500, "InternalError")
	f.do(t, f.v1("POST", "Nothing", values(), set("AccessKeyId", "other"))).check(t, 404, "InvalidAccessKeyId.NotFound")
	f.ClearFaults()
	f.do(t, f.v1("POST", "Nothing", values())).check(t, 200, "")
}

func TestFaultCount(t *testing.T) {
	f := newFixture(t, Config{})
	if err := f.SetFaults([]Fault{{Kind: FaultThrottle, Count: 2}, {Kind: FaultError, Count: 1}}); err != nil {
		t.Fatal(err)
	}
	f.do(t, f.v1("POST", "Echo", values())).check(t, 400, "Throttling.User")
	if got := f.Faults(); len(got) != 2 || got[0].Count != 1 {
		t.Errorf("in force: %+v", got)
	}
	f.do(t, f.v1("POST", "Echo", values())).check(t, 400, "Throttling.User")
	f.do(t, f.v1("POST", "Echo", values())).check(t, 500, "InternalError")
	if got := f.Faults(); len(got) != 0 {
		t.Errorf("in force: %+v", got)
	}
	f.do(t, f.v1("POST", "Echo", values())).check(t, 200, "")
}

func TestFaultProbability(t *testing.T) {
	struck := func(seed uint64) (pattern string, n int) {
		f := newFixture(t, Config{Seed: seed})
		if err := f.SetFaults([]Fault{{Kind: FaultError, Probability: 0.25}}); err != nil {
			t.Fatal(err)
		}
		for range 400 {
			if f.do(t, f.v1("POST", "Nothing", values())).status == 200 {
				pattern += "."
			} else {
				pattern += "x"
				n++
			}
		}
		return pattern, n
	}
	first, n := struck(1)
	if n < 60 || n > 140 {
		t.Errorf("%d of 400 calls were struck, want about 100", n)
	}
	if again, _ := struck(1); again != first {
		t.Error("the same seed strikes other calls")
	}
	if other, _ := struck(2); other == first {
		t.Error("another seed strikes the same calls")
	}
}

func TestFaultDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, Config{})
		f.now, f.clock = time.Now, time.Now
		if err := f.SetFaults([]Fault{
			{Kind: FaultDelay, DelayMilliseconds: 100, Count: 1},
			{Kind: FaultDelay, DelayMilliseconds: 300},
			{Kind: FaultError, DelayMilliseconds: 200, Count: 1},
		}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			status int
			took   time.Duration
		}{{500, 600 * time.Millisecond}, {200, 300 * time.Millisecond}} {
			begin := time.Now()
			a := f.do(t, f.v1("POST", "Echo", values()))
			if took := time.Since(begin); a.status != want.status || took != want.took {
				t.Errorf("got %d after %s, want %d after %s", a.status, took, want.status, want.took)
			}
		}
		if got := f.Journal()[1].Fault; got != "delay" {
			t.Errorf("journal: fault %q", got)
		}
	})
}

func TestSetFaultsRefuses(t *testing.T) {
	f := newFixture(t, Config{})
	good := Fault{Kind: FaultError}
	if err := f.SetFaults([]Fault{good}); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]Fault{
		"action":      {Kind: FaultError, Action: "Ecko"},
		"kind":        {Kind: "explode"},
		"no kind":     {},
		"probability": {Kind: FaultError, Probability: 1.5},
		"count":       {Kind: FaultError, Count: -1},
		"delay":       {Kind: FaultDelay, DelayMilliseconds: -1},
		"status":      {Kind: FaultError, HTTPStatus: 200},
	} {
		if err := f.SetFaults([]Fault{good, bad}); err == nil {
			t.Errorf("%s: %+v was accepted", name, bad)
		}
	}
	if got := f.Faults(); len(got) != 1 || got[0] != good {
		t.Errorf("in force: %+v", got)
	}
}
