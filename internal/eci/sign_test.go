package eci

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// signature computes the HMAC-SHA1 signature of the RPC protocol from its description, without the SDK.
func signature(method string, form url.Values, secret string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
	escape := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			if strings.IndexByte(plain, c) >= 0 {
				b.WriteByte(c)
			} else {
				const hex = "0123456789ABCDEF"
				b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
			}
		}
		return b.String()
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "Signature" {
			pairs = append(pairs, escape(name)+"="+escape(form.Get(name)))
		}
	}
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(method + "&%2F&" + escape(strings.Join(pairs, "&"))))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestSign(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		params := url.Values{
			"RegionId":                {"cn-hangzhou"},
			"Container.1.Arg.1":       {"a b+c*d~e/f=g&h%i"},
			"Container.1.Arg.2":       {""},
			"Container.1.Name":        {"网站"},
			"DataSource.Options.#3#é": {"x\ny"},
		}
		before := maps.Clone(params)
		body, err := sign("CreateContainerGroup", params, Credentials{"id", "secret", "token+/="})
		if err != nil {
			t.Fatal(err)
		}
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		want := maps.Clone(params)
		for name, value := range map[string]string{
			"Action": "CreateContainerGroup", "Version": "2018-08-08", "Format": "JSON", "AccessKeyId": "id", "SecurityToken": "token+/=",
			"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureType": "", "Timestamp": time.Now().UTC().Format(time.RFC3339),
			"SignatureNonce": form.Get("SignatureNonce"), "Signature": signature("POST", form, "secret"),
		} {
			want.Set(name, value)
		}
		if !maps.EqualFunc(form, want, slices.Equal) {
			t.Errorf("got  %v\nwant %v", form, want)
		}
		if len(form.Get("SignatureNonce")) < 16 {
			t.Errorf("nonce %q is too short", form.Get("SignatureNonce"))
		}
		if !maps.EqualFunc(params, before, slices.Equal) {
			t.Errorf("the parameters were changed to %v", params)
		}
	})
}

// The published example of the signature shows that the reference above is right too.
func TestSignatureReference(t *testing.T) {
	form := url.Values{
		"AccessKeyId": {"testid"}, "Action": {"DescribeRegions"}, "Format": {"XML"}, "Version": {"2014-05-26"},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureVersion": {"1.0"},
		"SignatureNonce": {"3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"}, "Timestamp": {"2016-02-23T12:46:24Z"},
	}
	if got, want := signature("GET", form, "testsecret"), "OLeaidS1JvxuMvnyHOwuJ+uX5qY="; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSignIsFresh(t *testing.T) {
	nonces := map[string]bool{}
	for range 100 {
		body, err := sign("DescribeRegions", url.Values{"RegionId": {"cn-hangzhou"}}, Credentials{"id", "secret", ""})
		if err != nil {
			t.Fatal(err)
		}
		form, _ := url.ParseQuery(body)
		if form.Has("SecurityToken") {
			t.Fatal("a security token is sent although there is none")
		}
		nonces[form.Get("SignatureNonce")] = true
	}
	if len(nonces) != 100 {
		t.Errorf("100 signatures had %d nonces", len(nonces))
	}
}
