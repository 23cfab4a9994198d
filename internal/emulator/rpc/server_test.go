package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

type echoRequest struct {
	RegionId    string `param:",required"`
	ClientToken string
	Text        string
	Password    string `param:",secret"`
	Item        []struct {
		Name   string
		Secret string `param:",secret"`
	}
	Option map[string]string `param:",map"`
}

type echoResponse struct {
	Text       string
	Items      []string
	TotalCount int
	NextToken  string
	Nested     struct{ Items []string }
}

var (
	longLived = Key{ID: "id", Secret: "secret"}
	temporary = Key{ID: "sts", Secret: "sts-secret", SecurityToken: "token", Expires: start.Add(time.Hour)}
	start     = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
)

// fixture is a server on a clock that stands still until it is moved.
type fixture struct {
	*Server
	caller
	at     time.Time
	served atomic.Int64 // calls that reached an action
}

func newFixture(t *testing.T, cfg Config) *fixture {
	t.Helper()
	f := &fixture{at: start}
	f.clock, f.key = func() time.Time { return f.at }, longLived
	cfg.Keys = []Key{longLived, temporary, {ID: "off", Secret: "secret", Inactive: true}}
	cfg.Now = f.clock
	echo := func(_ context.Context, call *Call, req *echoRequest) (*echoResponse, error) {
		f.served.Add(1)
		switch req.Text {
		case "refuse":
			return nil, fmt.Errorf("wrapped: %w", &Error{HTTPStatus: 403, Code: "QuotaExceeded", Message: "vCPU quota <exceeded>"})
		case "fail":
			return nil, errors.New("disk full at /secret/place")
		}
		return &echoResponse{Text: req.Text, Items: []string{call.Region}, TotalCount: 7, NextToken: "more",
			Nested: struct{ Items []string }{[]string{"x"}}}, nil
	}
	f.Server = NewServer(cfg, []Action{
		NewAction("Echo", echo),
		NewAction("EchoByPost", echo, PostOnly),
		NewAction("Nothing", func(context.Context, *Call, *struct{}) (*struct{}, error) { return &struct{}{}, nil }),
	})
	return f
}

// answered holds what a caller sees.
type answered struct {
	status int
	header http.Header
	body   string
	fields map[string]any
}

func (f *fixture) do(t *testing.T, r *http.Request) answered {
	t.Helper()
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	a := answered{status: w.Code, header: w.Result().Header, body: w.Body.String()}
	if err := json.Unmarshal(w.Body.Bytes(), &a.fields); err != nil {
		t.Fatalf("body %q: %v", a.body, err)
	}
	return a
}

func (a answered) check(t *testing.T, status int, code string) {
	t.Helper()
	got, _ := a.fields["Code"].(string)
	if a.status != status || got != code {
		t.Errorf("got %d %q (%v), want %d %q", a.status, got, a.fields["Message"], status, code)
	}
}

func TestCall(t *testing.T) {
	params := values("Text=a b+c*~/ü=&%&é\n")
	tests := map[string]func(c *caller) *http.Request{
		"v1 in the query":   func(c *caller) *http.Request { return c.v1("GET", "Echo", params) },
		"v1 in the form":    func(c *caller) *http.Request { return c.v1("POST", "Echo", params) },
		"ACS3 in the query": func(c *caller) *http.Request { return c.acs3("GET", params, nil) },
		"ACS3 in the form":  func(c *caller) *http.Request { return c.acs3("POST", nil, params) },
		"ACS3 in both":      func(c *caller) *http.Request { return c.acs3("POST", values(), params) },
		"ACS3, form in another spelling": func(c *caller) *http.Request {
			return c.acs3("POST", nil, params, func(r *http.Request) {
				r.Header.Set("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
			})
		},
	}
	for name, request := range tests {
		for _, key := range []Key{longLived, temporary} {
			t.Run(name+" by "+key.ID, func(t *testing.T) {
				f := newFixture(t, Config{})
				f.key = key
				a := f.do(t, request(&f.caller))
				if a.status != 200 || a.fields["Text"] != params.Get("Text") {
					t.Errorf("got %d %s", a.status, a.body)
				}
			})
		}
	}
}

func TestAnswer(t *testing.T) {
	f := newFixture(t, Config{})
	a := f.do(t, f.v1("POST", "Echo", values("Text=<&>")))
	id, _ := a.fields["RequestId"].(string)
	if !regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$`).MatchString(id) {
		t.Errorf("RequestId %q is not a UUID", id)
	}
	if want := `{"RequestId":"` + id + `","Text":"<&>","Items":["cn-hangzhou"],"TotalCount":7,"NextToken":"more",` +
		`"Nested":{"Items":["x"]}}`; a.body != want {
		t.Errorf("got  %s\nwant %s", a.body, want)
	}
	if got := a.header.Get("Content-Type"); got != "application/json;charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	if got := a.header.Get("x-acs-request-id"); got != id {
		t.Errorf("x-acs-request-id %q, body %q", got, id)
	}
	again := f.do(t, f.v1("POST", "Nothing", nil))
	if want := fmt.Sprintf(`{"RequestId":"%v"}`, again.fields["RequestId"]); again.body != want || again.fields["RequestId"] == id {
		t.Errorf("got %s after request %s", again.body, id)
	}
}

func TestErrorAnswer(t *testing.T) {
	f := newFixture(t, Config{})
	a := f.do(t, f.v1("POST", "Echo", values("Text=refuse")))
	a.check(t, 403, "QuotaExceeded")
	want := map[string]any{
		"RequestId": a.header.Get("x-acs-request-id"), "HostId": "example.com", "Code": "QuotaExceeded", "Message": "vCPU quota <exceeded>",
		"Recommend": "https://error-center.aliyun.com/status/search?Keyword=QuotaExceeded&source=PopGw",
	}
	if !reflect.DeepEqual(a.fields, want) {
		t.Errorf("got  %v\nwant %v", a.fields, want)
	}
	a = f.do(t, f.v1("POST", "Echo", values("Text=fail")))
	a.check(t, 500, "InternalError")
	if strings.Contains(a.body, "disk") {
		t.Errorf("%s tells what went wrong inside", a.body)
	}
}

// set changes a parameter before signing, or drops it if value is empty.
func set(name, value string) func(url.Values) {
	return func(params url.Values) {
		if params.Set(name, value); value == "" {
			params.Del(name)
		}
	}
}

func setHeader(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		if r.Header.Set(name, value); value == "" {
			r.Header.Del(name)
		}
	}
}

func TestRefusesBeforeTheAction(t *testing.T) {
	v1 := func(change ...func(url.Values)) func(c *caller) *http.Request {
		return func(c *caller) *http.Request { return c.v1("POST", "Echo", values(), change...) }
	}
	acs3 := func(change ...func(*http.Request)) func(c *caller) *http.Request {
		return func(c *caller) *http.Request { return c.acs3("POST", nil, values(), change...) }
	}
	// after makes a change that the signature does not cover.
	after := func(request func(c *caller) *http.Request, change func(*http.Request)) func(c *caller) *http.Request {
		return func(c *caller) *http.Request {
			r := request(c)
			change(r)
			return r
		}
	}
	as := func(key Key, request func(c *caller) *http.Request) func(c *caller) *http.Request {
		return func(c *caller) *http.Request {
			c.key = key
			return request(c)
		}
	}
	authorization := func(old, replacement string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, replacement, 1))
		}
	}
	stamp := func(d time.Duration) string { return start.Add(d).Format(time.RFC3339) }

	tests := map[string]struct {
		request func(c *caller) *http.Request
		status  int
		code    string
	}{
		"no Action":           {v1(set("Action", "")), 400, "MissingAction"},
		"no Version":          {v1(set("Version", "")), 400, "MissingVersion"},
		"no AccessKeyId":      {v1(set("AccessKeyId", "")), 400, "MissingAccessKeyId"},
		"no Timestamp":        {v1(set("Timestamp", "")), 400, "MissingTimestamp"},
		"no SignatureNonce":   {v1(set("SignatureNonce", "")), 400, "MissingSignatureNonce"},
		"no SignatureMethod":  {v1(set("SignatureMethod", "")), 400, "MissingSignatureMethod"},
		"no SignatureVersion": {v1(set("SignatureVersion", "")), 400, "MissingSignatureVersion"},
		"no Signature": {func(*caller) *http.Request { return httptest.NewRequest(http.MethodGet, "/?Format=JSON", nil) }, 400,
			"MissingAction"},
		"other version":        {v1(set("Version", "2014-05-26")), 404, "InvalidApi.NotFound"},
		"unknown action":       {v1(set("Action", "Ecko")), 404, "InvalidApi.NotFound"},
		"Format":               {v1(set("Format", "YAML")), 400, "InvalidParameter.Format"},
		"SignatureMethod":      {v1(set("SignatureMethod", "HMAC-SHA256")), 400, "InvalidSignatureMethod"},
		"SignatureVersion":     {v1(set("SignatureVersion", "2.0")), 400, "InvalidSignatureVersion"},
		"bearer token":         {v1(set("SignatureType", "BEARERTOKEN")), 400, "InvalidSignatureMethod"},
		"malformed time":       {v1(set("Timestamp", "2026-01-02 03:04:05")), 400, "InvalidTimeStamp.Format"},
		"too old":              {v1(set("Timestamp", stamp(-window-time.Second))), 400, "InvalidTimeStamp.Expired"},
		"too new":              {v1(set("Timestamp", stamp(window+time.Second))), 400, "InvalidTimeStamp.Expired"},
		"unknown key":          {v1(set("AccessKeyId", "other")), 404, "InvalidAccessKeyId.NotFound"},
		"disabled key":         {v1(set("AccessKeyId", "off")), 400, "InvalidAccessKeyId.Inactive"},
		"wrong secret":         {as(Key{ID: "id", Secret: "other"}, v1()), 400, "SignatureDoesNotMatch"},
		"no token":             {as(temporary, v1(set("SecurityToken", ""))), 400, "MissingSecurityToken"},
		"wrong token":          {as(temporary, v1(set("SecurityToken", "other"))), 400, "InvalidSecurityToken.MismatchWithAccessKey"},
		"token of another key": {v1(set("SecurityToken", "token")), 400, "InvalidSecurityToken.MismatchWithAccessKey"},
		"changed parameter":    {after(v1(), func(r *http.Request) { r.URL.RawQuery = "Text=b" }), 400, "SignatureDoesNotMatch"},
		"changed method": {after(func(c *caller) *http.Request { return c.v1("GET", "Echo", values()) },
			func(r *http.Request) { r.Method = "POST" }), 400, "SignatureDoesNotMatch"},
		"one parameter, two values": {
			after(v1(), func(r *http.Request) { r.URL.RawQuery = "RegionId=cn-beijing" }), 400, "InvalidParameter",
		},

		"ACS3, no action":      {acs3(setHeader("x-acs-action", "")), 400, "MissingAction"},
		"ACS3, no version":     {acs3(setHeader("x-acs-version", "")), 400, "MissingVersion"},
		"ACS3, no date":        {acs3(setHeader("x-acs-date", "")), 400, "MissingTimestamp"},
		"ACS3, no nonce":       {acs3(setHeader("x-acs-signature-nonce", "")), 400, "MissingSignatureNonce"},
		"ACS3, no hash":        {acs3(setHeader("x-acs-content-sha256", "")), 400, "SignatureDoesNotMatch"},
		"ACS3, wrong hash":     {acs3(setHeader("x-acs-content-sha256", strings.Repeat("0", 64))), 400, "SignatureDoesNotMatch"},
		"ACS3, malformed date": {acs3(setHeader("x-acs-date", "yesterday")), 400, "InvalidTimeStamp.Format"},
		"ACS3, too old":        {acs3(setHeader("x-acs-date", stamp(-window-time.Second))), 400, "InvalidTimeStamp.Expired"},
		"ACS3, unknown action": {acs3(setHeader("x-acs-action", "Ecko")), 404, "InvalidApi.NotFound"},
		"ACS3, Format": {func(c *caller) *http.Request { return c.acs3("GET", values("Format=YAML"), nil) }, 400,
			"InvalidParameter.Format"},
		"ACS3, wrong secret": {as(Key{ID: "id", Secret: "other"}, acs3()), 400, "SignatureDoesNotMatch"},
		"ACS3, unknown key":  {as(Key{ID: "other"}, acs3()), 404, "InvalidAccessKeyId.NotFound"},
		"ACS3, no token":     {as(temporary, acs3(setHeader("x-acs-security-token", ""))), 400, "MissingSecurityToken"},
		"ACS3, wrong token": {as(temporary, acs3(setHeader("x-acs-security-token", "other"))), 400,
			"InvalidSecurityToken.MismatchWithAccessKey"},
		"ACS3, two keys":                {as(temporary, acs3(setHeader("x-acs-accesskey-id", "id"))), 400, "IncompleteSignature"},
		"ACS3, other algorithm":         {after(acs3(), authorization("SHA256", "SM3")), 400, "InvalidSignatureMethod"},
		"ACS3, no Credential":           {after(acs3(), authorization("Credential", "credential")), 400, "IncompleteSignature"},
		"ACS3, no SignedHeaders":        {after(acs3(), authorization("SignedHeaders", "Headers")), 400, "IncompleteSignature"},
		"ACS3, no Signature":            {after(acs3(), authorization(",Signature=", ",Sign=")), 400, "IncompleteSignature"},
		"ACS3, host not signed":         {after(acs3(), authorization("host;", "")), 400, "IncompleteSignature"},
		"ACS3, content-type not signed": {after(acs3(), authorization("content-type;", "")), 400, "IncompleteSignature"},
		"ACS3, unsigned header":         {after(acs3(), setHeader("x-acs-more", "a")), 400, "IncompleteSignature"},
		"ACS3, order of headers":        {after(acs3(), authorization("content-type;host;", "host;content-type;")), 400, "IncompleteSignature"},
		"ACS3, changed header":          {after(acs3(), setHeader("x-acs-signature-nonce", "other")), 400, "SignatureDoesNotMatch"},
		"ACS3, changed host":            {after(acs3(), func(r *http.Request) { r.Host = "other" }), 400, "SignatureDoesNotMatch"},
		"ACS3, changed query":           {after(acs3(), func(r *http.Request) { r.URL.RawQuery = "Text=b" }), 400, "SignatureDoesNotMatch"},
		"ACS3, changed body": {after(acs3(), func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("RegionId=cn-beijing"))
		}), 400, "SignatureDoesNotMatch"},
		"ACS3, body is JSON": {acs3(setHeader("content-type", "application/json")), 400, "InvalidContentType"},
		"body without type":  {after(v1(), setHeader("Content-Type", "")), 400, "InvalidContentType"},
		"body not encoded": {after(v1(), func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("a=%zz")) }), 400,
			"InvalidParameter"},
		"query not encoded": {after(v1(), func(r *http.Request) { r.URL.RawQuery = "a=%zz" }), 400, "InvalidParameter"},
		"body too large": {after(v1(), func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(strings.Repeat("a",
				maxBody+1)))
		}), 413, "RequestEntityTooLarge"},
		"other path":   {after(v1(), func(r *http.Request) { r.URL.Path = "/v1" }), 404, "InvalidApi.NotFound"},
		"other method": {after(v1(), func(r *http.Request) { r.Method = "PUT" }), 400, "UnsupportedHTTPMethod"},
		"GET where POST is needed": {func(c *caller) *http.Request { return c.v1("GET", "EchoByPost", values()) }, 400,
			"UnsupportedHTTPMethod"},
		"required parameter": {v1(set("RegionId", "")), 400, "MissingParameter"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, Config{})
			f.do(t, tt.request(&f.caller)).check(t, tt.status, tt.code)
			if f.served.Load() != 0 {
				t.Error("the action was carried out")
			}
		})
	}
}

func TestAcceptsTheEdgesOfTheWindow(t *testing.T) {
	f := newFixture(t, Config{})
	for _, d := range []time.Duration{-window, window} {
		a := f.do(t, f.v1("POST", "Echo", values(), set("Timestamp", start.Add(d).Format(time.RFC3339))))
		a.check(t, 200, "")
	}
}

func TestNonce(t *testing.T) {
	f := newFixture(t, Config{})
	nonce := set("SignatureNonce", "same")
	refused := f.v1("POST", "Echo", values(), nonce)
	refused.URL.RawQuery = "Text=changed"
	f.do(t, refused).check(t, 400, "SignatureDoesNotMatch")
	f.do(t, f.v1("POST", "Echo", values(), nonce)).check(t, 200, "") // a refused call does not use it up
	f.do(t, f.v1("POST", "Echo", values(), nonce)).check(t, 400, "SignatureNonceUsed")
	f.do(t, f.acs3("POST", nil, values(), setHeader("x-acs-signature-nonce", "same"))).check(t, 400, "SignatureNonceUsed")
	f.key = temporary
	f.do(t, f.v1("POST", "Echo", values(), nonce)).check(t, 200, "")
	f.key = longLived
	f.at = f.at.Add(2*window + time.Second)
	f.do(t, f.v1("POST", "Echo", values(), nonce)).check(t, 200, "")
	if len(f.auth.nonces.seen) != 1 || len(f.auth.nonces.oldest) != 1 {
		t.Errorf("%d nonces are remembered past the window", len(f.auth.nonces.seen))
	}
}

func TestNonceIsUsedOnceByManyAtATime(t *testing.T) {
	f := newFixture(t, Config{})
	var calls sync.WaitGroup
	for range 20 {
		r := f.v1("POST", "Echo", values(), set("SignatureNonce", "same"))
		calls.Go(func() { f.ServeHTTP(httptest.NewRecorder(), r) })
	}
	calls.Wait()
	if f.served.Load() != 1 || len(f.Journal()) != 20 {
		t.Errorf("of %d calls %d were carried out", len(f.Journal()), f.served.Load())
	}
}

func TestReplayFromTheFuture(t *testing.T) {
	f := newFixture(t, Config{})
	r := f.v1("GET", "Echo", values(), set("Timestamp", start.Add(window).Format(time.RFC3339)))
	f.do(t, r).check(t, 200, "")
	f.at = f.at.Add(2 * window) // the time of the request is still in the window
	f.do(t, httptest.NewRequest(http.MethodGet, r.URL.String(), nil)).check(t, 400, "SignatureNonceUsed")
}

func TestTokenExpires(t *testing.T) {
	f := newFixture(t, Config{})
	f.key = temporary
	f.at = temporary.Expires.Add(-time.Second)
	f.do(t, f.acs3("POST", nil, values())).check(t, 200, "")
	f.at = temporary.Expires
	f.do(t, f.acs3("POST", nil, values())).check(t, 400, "InvalidSecurityToken.Expired")
	f.do(t, f.v1("POST", "Echo", values())).check(t, 400, "InvalidSecurityToken.Expired")
}

func TestUnknownParameters(t *testing.T) {
	var log strings.Builder
	f := newFixture(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	f.do(t, f.v1("POST", "Echo", values("Txet=a", "Text=b", "OwnerId=1"))).check(t, 200, "")
	if unknown := f.Journal()[0].Unknown; !slices.Equal(unknown, []string{"Txet"}) {
		t.Errorf("journal names %q", unknown)
	}
	if !strings.Contains(log.String(), "unknownParameters=[Txet]") {
		t.Errorf("log: %s", log.String())
	}

	f = newFixture(t, Config{RefuseUnknownParameters: true})
	refused := f.do(t, f.v1("POST", "Echo", values("Txet=a")))
	refused.check(t, 400, "InvalidParameter")
	if !strings.Contains(refused.body, "Txet") {
		t.Errorf("refused without the name: %s", refused.body)
	}
	if f.served.Load() > 0 {
		t.Error("the action was carried out")
	}
}

// TestXML wants the answers that old clients take by default: the names of JSON, one element per item of a list.
func TestXML(t *testing.T) {
	f := newFixture(t, Config{})
	answer := func(r *http.Request) (int, string) {
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		if got := w.Header().Get("Content-Type"); got != "text/xml;charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
		id := w.Header().Get("X-Acs-Request-Id")
		return w.Code, strings.ReplaceAll(w.Body.String(), id, "ID")
	}
	good := "<?xml version='1.0' encoding='UTF-8'?><EchoResponse><RequestId>ID</RequestId><Text>&lt;b&gt; &amp; c</Text>" +
		"<Items>cn-hangzhou</Items><TotalCount>7</TotalCount><NextToken>more</NextToken><Nested><Items>x</Items></Nested></EchoResponse>"
	sent := values("Text=<b> & c", "RegionId=cn-hangzhou")
	for name, r := range map[string]*http.Request{
		"by default": f.v1("POST", "Echo", sent, func(p url.Values) { p.Del("Format") }),
		"asked for":  f.v1("GET", "Echo", sent, func(p url.Values) { p.Set("Format", "xml") }),
		"with ACS3":  f.acs3("POST", values("Format=XML", "Text=<b> & c", "RegionId=cn-hangzhou"), nil),
	} {
		if status, body := answer(r); status != 200 || body != good {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	status, body := answer(f.v1("POST", "Echo", values("Text=refuse"), func(p url.Values) { p.Del("Format") }))
	if status != 403 || !strings.HasPrefix(body, "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>ID</RequestId>"+
		"<HostId>example.com</HostId><Code>QuotaExceeded</Code><Message>vCPU quota &lt;exceeded&gt;</Message><Recommend>") {
		t.Errorf("error: %d %s", status, body)
	}
}

// TestNamesThatClientsDoNotEncode accepts what Alibaba's own clients sign: the query's values encoded, its names not.
func TestNamesThatClientsDoNotEncode(t *testing.T) {
	f := newFixture(t, Config{})
	sign := func(query url.Values, canonical string) *http.Request {
		r := f.acs3("GET", query, nil)
		headers := []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
		r.Header.Set("Authorization", fmt.Sprintf("ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s", f.key.ID,
			strings.Join(headers, ";"), signatureACS3(r, f.key.Secret, canonical, r.Header.Get("x-acs-content-sha256"), headers)))
		return r
	}
	f.do(t, sign(values("Option.#3#a/b=c d"), "Option.#3#a/b=c%20d&RegionId=cn-hangzhou")).check(t, 200, "")
	f.do(t, sign(values("Option.#3#a/b=c d"), "Option.%233%23a%2Fb=c%20d&RegionId=cn-hangzhou")).check(t, 200, "")
	f.do(t, sign(url.Values{"A=1&B": {"2"}}, "A=1&B=2")).check(t, 400, "SignatureDoesNotMatch")
	f.do(t, sign(url.Values{"A%23": {"2"}}, "A%23=2")).check(t, 400, "SignatureDoesNotMatch")
}

func TestRateLimits(t *testing.T) {
	f := newFixture(t, Config{RateLimits: map[string]int{"Echo": 2, "*": 1}})
	call := func(action, region string) answered {
		return f.do(t, f.v1("POST", action, url.Values{"RegionId": {region}}))
	}
	call("Echo", "cn-hangzhou").check(t, 200, "")
	call("Echo", "cn-hangzhou").check(t, 200, "")
	throttled := call("Echo", "cn-hangzhou")
	throttled.check(t, 400, "Throttling.User")
	if got := throttled.header.Get("x-acs-retry-after"); got != "30001" {
		t.Errorf("x-acs-retry-after %q, want the half minute until the next of two per minute", got)
	}
	call("Echo", "cn-beijing").check(t, 200, "")
	call("Nothing", "cn-hangzhou").check(t, 200, "")
	call("Nothing", "cn-hangzhou").check(t, 400, "Throttling.User")
	call("EchoByPost", "cn-hangzhou").check(t, 200, "")
	f.key = temporary
	call("Echo", "cn-hangzhou").check(t, 200, "")
	f.key = longLived
	f.at = f.at.Add(30 * time.Second)
	call("Echo", "cn-hangzhou").check(t, 200, "")
	call("Echo", "cn-hangzhou").check(t, 400, "Throttling.User")
	f.SetRateLimits(map[string]int{"Echo": 0})
	call("Nothing", "cn-hangzhou").check(t, 200, "")
	call("Nothing", "cn-hangzhou").check(t, 200, "")
	none := call("Echo", "cn-hangzhou")
	none.check(t, 400, "Throttling.User")
	if got := none.header.Get("x-acs-retry-after"); got != "" {
		t.Errorf("x-acs-retry-after %q though no call is ever let through", got)
	}
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, Config{Latency: time.Second})
		f.now, f.clock = time.Now, time.Now
		begin := time.Now()
		f.do(t, f.v1("POST", "Echo", values())).check(t, 200, "")
		if got := time.Since(begin); got != time.Second {
			t.Errorf("took %s, want 1s", got)
		}
		if got := f.Journal()[0].Duration; got != time.Second {
			t.Errorf("the journal says %s, want 1s", got)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		f.do(t, f.v1("POST", "Echo", values()).WithContext(ctx))
		if got := time.Since(begin); got != time.Second+time.Millisecond || f.served.Load() != 1 {
			t.Errorf("a call that was given up ended after %s, and was carried out: %t", got, f.served.Load() == 2)
		}
		f.SetLatency(0)
		f.do(t, f.v1("POST", "Echo", values())).check(t, 200, "")
		if got := time.Since(begin); got != time.Second+time.Millisecond {
			t.Errorf("took %s without latency", got)
		}
	})
}

func TestJournal(t *testing.T) {
	var log strings.Builder
	f := newFixture(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil)), RefuseUnknownParameters: true})
	a := f.do(t, f.v1("POST", "Echo", values(
		"Text="+strings.Repeat("é", maxValue), "Password=hidden", "Item.1.Name=n", "Item.1.Secret=hidden", "Option.#1#k=v", "ClientToken=c")))
	f.do(t, f.v1("POST", "Echo", values("Passwrd=hidden")))
	f.do(t, f.v1("POST", "Hidden", values("Password=hidden")))
	f.key.Secret = "hidden"
	f.do(t, f.v1("POST", "Echo", values("Password=hidden")))

	want := []Entry{
		{
			Time: start, AccessKeyID: "id", Action: "Echo", Region: "cn-hangzhou", Status: 200, RequestID: a.header.Get("x-acs-request-id"),
			Answer: map[string]string{"Items": "1 items", "TotalCount": "7"},
			Parameters: map[string]string{
				"RegionId": "cn-hangzhou", "Text": strings.Repeat("é", maxValue/2) + "...", "Password": masked, "Item.1.Name": "n",
				"Item.1.Secret": masked, "Option.#1#k": "v", "ClientToken": "c",
			},
		},
		{
			Time: start, AccessKeyID: "id", Action: "Echo", Region: "cn-hangzhou", Status: 400, Code: "InvalidParameter",
			Message:    `The specified parameter "Passwrd" is not valid: the action does not have it.`,
			Parameters: map[string]string{"RegionId": "cn-hangzhou", "Passwrd": masked}, Unknown: []string{"Passwrd"},
		},
		{
			Time: start, AccessKeyID: "id", Action: "Hidden", Status: 404, Code: "InvalidApi.NotFound", Parameters: map[string]string{},
			Message: `The API has no action "Hidden".`,
		},
		{
			Time: start, AccessKeyID: "id", Action: "Echo", Status: 400, Code: "SignatureDoesNotMatch", Parameters: map[string]string{},
			Message: "The signature does not match the request and the secret of the access key.",
		},
	}
	got := f.Journal()
	for i := range got[1:] {
		if got[i+1].RequestID == "" {
			t.Errorf("entry %d has no request ID", i+1)
		}
		got[i+1].RequestID = ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", dump(got), dump(want))
	}
	if strings.Contains(log.String(), "=hidden") || strings.Count(log.String(), "\n") != 4 {
		t.Errorf("log:\n%s", &log)
	}
	f.ClearJournal()
	if got := f.Journal(); len(got) != 0 {
		t.Errorf("%d entries after clearing", len(got))
	}
}

func TestJournalKeepsTheNewest(t *testing.T) {
	var j journal
	for i := range maxEntries + 3 {
		j.add(Entry{Status: i})
	}
	got := j.all()
	if len(got) != maxEntries || got[0].Status != 3 || got[maxEntries-1].Status != maxEntries+2 {
		t.Errorf("%d entries, from %d to %d", len(got), got[0].Status, got[len(got)-1].Status)
	}
}

func TestNoncesAreBounded(t *testing.T) {
	n := nonces{}
	for i := range maxNonces + 1 {
		n.use(fmt.Sprint(i), start)
	}
	if len(n.seen) != maxNonces || len(n.oldest) != maxNonces {
		t.Errorf("%d and %d are remembered", len(n.seen), len(n.oldest))
	}
	if !n.use("0", start) || n.use("2", start) {
		t.Error("not the oldest was forgotten")
	}
}

func TestNewActionRefuses(t *testing.T) {
	tests := map[string]func(){
		"request that is no struct":  func() { NewAction[string, struct{}]("A", nil) },
		"response that is no struct": func() { NewAction[struct{}, []string]("A", nil) },
		"RequestId of its own":       func() { NewAction[struct{}, struct{ RequestId string }]("A", nil) },
		"two of one name": func() {
			a := NewAction[struct{}, struct{}]("A", nil)
			NewServer(Config{}, []Action{a, a})
		},
	}
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			f()
		})
	}
}

// FuzzSignature holds that a call passes in both styles as it was signed, and that it does not when a byte of what was
// signed is changed.
func FuzzSignature(f *testing.F) {
	f.Add("Text", "a b", "plain", uint(0))
	f.Add("Item.1.Name", "*~+/%20é", "x", uint(40))
	f.Add("Option.#3#a=b", "\n\x00&", "", uint(200))
	f.Add("", "Signature", "RegionId", uint(7))
	f.Fuzz(func(t *testing.T, name, value, region string, at uint) {
		if name == "RegionId" || name == "Format" || name == "Signature" || strings.TrimSpace(region) != region {
			return
		}
		if slices.Contains(protocolParameters, name) {
			return
		}
		for style, request := range map[string]func(c *caller) *http.Request{
			"v1": func(c *caller) *http.Request {
				return c.v1("GET", "Echo", url.Values{"RegionId": {region}, name: {value}})
			},
			"ACS3": func(c *caller) *http.Request {
				return c.acs3("GET", url.Values{"RegionId": {region}, name: {value}}, nil)
			},
		} {
			fix := newFixture(t, Config{})
			r := request(&fix.caller)
			switch a := fix.do(t, r); a.fields["Code"] {
			case nil, "QuotaExceeded", "InternalError", "InvalidParameter", "MissingParameter": // the action's own answers
			default:
				t.Fatalf("%s, as signed: %v", style, a.fields)
			}
			fix = newFixture(t, Config{})
			r = request(&fix.caller)
			query := []byte(r.URL.RawQuery)
			query[at%uint(len(query))] ^= 1
			before := r.URL.Query()
			if changed, err := url.ParseQuery(string(query)); err != nil || reflect.DeepEqual(changed, before) {
				return
			}
			r.URL.RawQuery = string(query)
			if a := fix.do(t, r); a.status == 200 || fix.served.Load() > 0 {
				t.Fatalf("%s: changed to %s, and yet %s", style, query, a.body)
			}
		}
	})
}
