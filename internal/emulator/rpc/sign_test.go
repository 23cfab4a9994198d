package rpc

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strings"
	"testing"
	"time"
)

// The signers below follow the published algorithms on their own and share no code with the server.

// escape percent-encodes byte by byte.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; strings.IndexByte("-_.~", c) >= 0 || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// canonical joins escaped pairs in the order of the unescaped names.
func canonical(params url.Values) string {
	var names []string
	for name := range params {
		names = append(names, name)
	}
	sort.Strings(names)
	text := ""
	for _, name := range names {
		for _, value := range params[name] {
			text += "&" + escape(name) + "=" + escape(value)
		}
	}
	return strings.TrimPrefix(text, "&")
}

func signatureV1(method, secret string, params url.Values) string {
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	fmt.Fprintf(mac, "%s&%%2F&%s", method, escape(canonical(params)))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func signatureACS3(r *http.Request, secret, query, payload string, headers []string) string {
	text := fmt.Sprintf("%s\n/\n%s\n", r.Method, query)
	for _, name := range headers {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		text += fmt.Sprintf("%s:%s\n", name, value)
	}
	text += fmt.Sprintf("\n%s\n%s", strings.Join(headers, ";"), payload)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "ACS3-HMAC-SHA256\n%x", sha256.Sum256([]byte(text)))
	return fmt.Sprintf("%x", mac.Sum(nil))
}

// caller makes signed requests. Each has a nonce of its own.
type caller struct {
	key   Key
	clock func() time.Time
	nonce int
}

// v1 makes a request with a version 1 signature, parameters in the query for GET and in the form for POST. Changes are
// made to the parameters before they are signed.
func (c *caller) v1(method, action string, params url.Values, change ...func(url.Values)) *http.Request {
	c.nonce++
	all := url.Values{
		"Action": {action}, "Version": {Version}, "Format": {"JSON"}, "AccessKeyId": {c.key.ID},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureVersion": {"1.0"}, "SignatureNonce": {fmt.Sprint("nonce-", c.nonce)},
		"Timestamp": {c.clock().UTC().Format(time.RFC3339)},
	}
	if c.key.SecurityToken != "" {
		all.Set("SecurityToken", c.key.SecurityToken)
	}
	maps.Copy(all, params)
	for _, f := range change {
		f(all)
	}
	all.Set("Signature", signatureV1(method, c.key.Secret, all))
	if method == http.MethodGet {
		return httptest.NewRequest(method, "/?"+all.Encode(), nil)
	}
	r := httptest.NewRequest(method, "/", strings.NewReader(all.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// acs3 makes a call of Echo with an ACS3 signature. Changes are made to the request before it is signed.
func (c *caller) acs3(method string, query, form url.Values, change ...func(*http.Request)) *http.Request {
	c.nonce++
	body := []byte(form.Encode())
	r := httptest.NewRequest(method, "/?"+canonical(query), bytes.NewReader(body))
	payload := fmt.Sprintf("%x", sha256.Sum256(body))
	r.Header.Set("x-acs-action", "Echo")
	r.Header.Set("x-acs-version", Version)
	r.Header.Set("x-acs-date", c.clock().UTC().Format(time.RFC3339))
	r.Header.Set("x-acs-signature-nonce", fmt.Sprint("nonce-", c.nonce))
	r.Header.Set("x-acs-content-sha256", payload)
	if c.key.SecurityToken != "" {
		r.Header.Set("x-acs-accesskey-id", c.key.ID)
		r.Header.Set("x-acs-security-token", c.key.SecurityToken)
	}
	if len(body) > 0 {
		r.Header.Set("content-type", "application/x-www-form-urlencoded")
	}
	for _, f := range change {
		f(r)
	}
	headers := []string{"host"}
	for name := range r.Header {
		headers = append(headers, strings.ToLower(name))
	}
	sort.Strings(headers)
	signature := signatureACS3(r, c.key.Secret, canonical(query), payload, headers)
	r.Header.Set("Authorization", fmt.Sprintf("ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s",
		c.key.ID, strings.Join(headers, ";"), signature))
	return r
}

// The two requests below are the worked examples of the gateway's documentation, with the signatures it gives.
func TestSignatureOfDocumentedExamples(t *testing.T) {
	t.Run("v1", func(t *testing.T) {
		r, err := readRequest(nil, httptest.NewRequest(http.MethodGet, "http://ecs.aliyuncs.com/?Timestamp=2016-02-23T12%3A46%3A24Z&Format=XML"+
			"&AccessKeyId=testid&Action=DescribeRegions&SignatureMethod=HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"+
			"&Version=2014-05-26&SignatureVersion=1.0&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D", nil))
		if err != nil {
			t.Fatal(err)
		}
		s, err := readSigned(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.verify("testsecret"); err != nil {
			t.Errorf("%v; computed %s", err, s.sign("testsecret"))
		}
	})
	t.Run("acs3", func(t *testing.T) {
		req := httptest.NewRequest(http.MethodPost, "http://ecs.cn-shanghai.aliyuncs.com/?"+
			"ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai", nil)
		for name, value := range map[string]string{
			"x-acs-action":          "RunInstances",
			"x-acs-content-sha256":  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"x-acs-date":            "2023-10-26T10:22:32Z",
			"x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
			"x-acs-version":         "2014-05-26",
			"Authorization": "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;" +
				"x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
		} {
			req.Header.Set(name, value)
		}
		r, err := readRequest(nil, req)
		if err != nil {
			t.Fatal(err)
		}
		s, err := readSigned(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.verify("YourAccessKeySecret"); err != nil {
			t.Errorf("%v; computed %s", err, s.sign("YourAccessKeySecret"))
		}
	})
}
