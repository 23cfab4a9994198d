package eci

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// cleanEnvironment hides the credentials of whoever runs the tests.
func cleanEnvironment(t *testing.T) (home string) {
	t.Helper()
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "ALIBABA_CLOUD_") || strings.HasPrefix(name, "ALICLOUD_") {
			t.Setenv(name, "")
		}
	}
	home = t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	return home
}

func writeFile(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const profiles = `{"current":"one","profiles":[
	{"name":"one","mode":"AK","access_key_id":"one-id","access_key_secret":"one-s3cret"},
	{"name":"two","mode":"StsToken","access_key_id":"two-id","access_key_secret":"two-s3cret","sts_token":"two-token"}]}`

func TestCredentialsWithoutNetwork(t *testing.T) {
	home := cleanEnvironment(t)
	file := writeFile(t, filepath.Join(home, "shared.json"), profiles)
	defaultFile := strings.ReplaceAll(profiles, "one-", "default-")
	tests := map[string]struct {
		config      CredentialsConfig
		env         map[string]string
		defaultFile string
		want        Credentials
	}{
		"access key": {
			config: CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret"},
			want:   Credentials{"id", "secret", ""},
		},
		"access key with token": {
			config: CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret", SecurityToken: "token"},
			want:   Credentials{"id", "secret", "token"},
		},
		"a given access key is not mixed with the environment's token": {
			config: CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret"},
			env:    map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token"},
			want:   Credentials{"id", "secret", ""},
		},
		"environment, new names": {
			env: map[string]string{
				"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret", "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token",
			},
			want: Credentials{"env-id", "env-secret", "env-token"},
		},
		"environment, old names": {
			env: map[string]string{
				"ALICLOUD_ACCESS_KEY": "old-id", "ALICLOUD_SECRET_KEY": "old-secret", "ALICLOUD_SECURITY_TOKEN": "old-token",
			},
			want: Credentials{"old-id", "old-secret", "old-token"},
		},
		"new names first": {
			env: map[string]string{
				"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret",
				"ALICLOUD_ACCESS_KEY": "old-id", "ALICLOUD_SECRET_KEY": "old-secret",
			},
			want: Credentials{"env-id", "env-secret", ""},
		},
		"a lone token in the environment belongs to nothing": {
			env:         map[string]string{"ALICLOUD_SECURITY_TOKEN": "old-token"},
			defaultFile: defaultFile,
			want:        Credentials{"default-id", "default-s3cret", ""},
		},
		"current profile": {
			config: CredentialsConfig{SharedConfigFile: file},
			want:   Credentials{"one-id", "one-s3cret", ""},
		},
		"named profile": {
			config: CredentialsConfig{SharedConfigFile: file, Profile: "two"},
			want:   Credentials{"two-id", "two-s3cret", "two-token"},
		},
		"profile in the default file": {
			config:      CredentialsConfig{Profile: "one"},
			defaultFile: defaultFile,
			want:        Credentials{"default-id", "default-s3cret", ""},
		},
		"a given profile wins over the environment's keys": {
			config: CredentialsConfig{SharedConfigFile: file, Profile: "one"},
			env:    map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret"},
			want:   Credentials{"one-id", "one-s3cret", ""},
		},
		"profile in the environment": {
			env:  map[string]string{"ALIBABA_CLOUD_PROFILE": "two", "ALIBABA_CLOUD_CONFIG_FILE": file},
			want: Credentials{"two-id", "two-s3cret", "two-token"},
		},
		"named profile, file in the environment": {
			config: CredentialsConfig{Profile: "two"},
			env:    map[string]string{"ALIBABA_CLOUD_PROFILE": "one", "ALIBABA_CLOUD_CONFIG_FILE": file},
			want:   Credentials{"two-id", "two-s3cret", "two-token"},
		},
		"file, named profile in the environment": {
			config: CredentialsConfig{SharedConfigFile: file},
			env:    map[string]string{"ALICLOUD_PROFILE": "two", "ALICLOUD_SHARED_CREDENTIALS_FILE": "none"},
			want:   Credentials{"two-id", "two-s3cret", "two-token"},
		},
		"profile in the environment, old names": {
			env:  map[string]string{"ALICLOUD_PROFILE": "two", "ALICLOUD_SHARED_CREDENTIALS_FILE": file},
			want: Credentials{"two-id", "two-s3cret", "two-token"},
		},
		"a profile that has no use for its source": {
			config: CredentialsConfig{SharedConfigFile: writeFile(t, filepath.Join(home, "self.json"),
				`{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"id","access_key_secret":"secret","source_profile":"a"}]}`)},
			want: Credentials{"id", "secret", ""},
		},
		"nothing but the CLI's file": {
			defaultFile: defaultFile,
			want:        Credentials{"default-id", "default-s3cret", ""},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			home := cleanEnvironment(t)
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			if test.defaultFile != "" {
				writeFile(t, filepath.Join(home, ".aliyun", "config.json"), test.defaultFile)
			}
			provider, err := NewCredentials(test.config)
			if err != nil {
				t.Fatal(err)
			}
			got, err := provider.Credentials(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.AccessKeyId != test.want.AccessKeyId || got.AccessKeySecret != test.want.AccessKeySecret ||
				got.SecurityToken != test.want.SecurityToken {
				t.Errorf("got %q %q %q", got.AccessKeyId, got.AccessKeySecret, got.SecurityToken)
			}
		})
	}
}

func TestNewCredentialsRefuses(t *testing.T) {
	home := cleanEnvironment(t)
	file := func(content string) CredentialsConfig {
		return CredentialsConfig{SharedConfigFile: writeFile(t, filepath.Join(home, "bad.json"), content)}
	}
	oidc := func(change func(*AssumeRoleWithOIDC)) CredentialsConfig {
		role := &AssumeRoleWithOIDC{RoleArn: "acs:ram::1:role/r", OIDCProviderArn: "acs:ram::1:oidc-provider/p", OIDCToken: "t"}
		change(role)
		return CredentialsConfig{AssumeRoleWithOIDC: role}
	}
	key := CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "s3cret"}
	tests := map[string]struct {
		config func() CredentialsConfig
		want   string
	}{
		"nothing":    {func() CredentialsConfig { return CredentialsConfig{} }, "no credentials"},
		"half a key": {func() CredentialsConfig { return CredentialsConfig{AccessKeySecret: "s3cret"} }, "only valid together"},
		"two sources": {func() CredentialsConfig { c := key; c.Profile = "p"; return c },
			"more than one source of credentials given: an access key, a profile"},
		"no such file":    {func() CredentialsConfig { return CredentialsConfig{SharedConfigFile: filepath.Join(home, "none")} }, "no such file"},
		"no such profile": {func() CredentialsConfig { c := file(profiles); c.Profile = "three"; return c }, `profile "three"`},
		"not JSON":        {func() CredentialsConfig { return file("s3cret") }, "not the JSON that the CLI writes"},
		"other JSON":      {func() CredentialsConfig { return file(`["s3cret"]`) }, "not the JSON that the CLI writes"},
		"circle of profiles": {func() CredentialsConfig {
			return file(`{"current":"a","profiles":[{"name":"a","mode":"ChainableRamRoleArn","source_profile":"b"},
				{"name":"b","mode":"ChainableRamRoleArn","source_profile":"a"}]}`)
		}, `profile "a" in ` + filepath.Join(home, "bad.json") + ": its source_profile leads in a circle: a, b, a"},
		"profile of itself": {func() CredentialsConfig {
			return file(`{"current":"a","profiles":[{"name":"a","mode":"ChainableRamRoleArn","source_profile":"a"}]}`)
		}, "its source_profile leads in a circle: a, a"},
		"no source profile": {func() CredentialsConfig {
			return file(`{"current":"a","profiles":[{"name":"a","mode":"ChainableRamRoleArn","source_profile":"b"}]}`)
		}, `there is no profile "b", the source of "a"`},
		"no role": {func() CredentialsConfig { c := key; c.AssumeRole = &AssumeRole{}; return c }, "ARN of the role is required"},
		"short session": {func() CredentialsConfig {
			c := key
			c.AssumeRole = &AssumeRole{RoleArn: "r", SessionExpiration: time.Minute}
			return c
		}, "session duration"},
		"OIDC without a role":     {func() CredentialsConfig { return oidc(func(r *AssumeRoleWithOIDC) { r.RoleArn = "" }) }, "ARNs"},
		"OIDC without a provider": {func() CredentialsConfig { return oidc(func(r *AssumeRoleWithOIDC) { r.OIDCProviderArn = "" }) }, "ARNs"},
		"OIDC without a token":    {func() CredentialsConfig { return oidc(func(r *AssumeRoleWithOIDC) { r.OIDCToken = "" }) }, "either"},
		"OIDC with two tokens":    {func() CredentialsConfig { return oidc(func(r *AssumeRoleWithOIDC) { r.OIDCTokenFile = "f" }) }, "either"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := NewCredentials(test.config())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error quotes a secret: %v", err)
			}
		})
	}
}

// A profile that the library cannot read must not be quoted either.
func TestBadProfileIsNotQuoted(t *testing.T) {
	home := cleanEnvironment(t)
	file := writeFile(t, filepath.Join(home, "c.json"),
		`{"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"id","access_key_secret":"s3cret","expired_seconds":"x"}]}`)
	provider, err := NewCredentials(CredentialsConfig{SharedConfigFile: file})
	if err == nil {
		_, err = provider.Credentials(t.Context())
	}
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}

// withDefaultTransport changes the transport that the credentials library clones for each of its requests.
func withDefaultTransport(t *testing.T, change func(*http.Transport)) {
	t.Helper()
	original := http.DefaultTransport
	changed := original.(*http.Transport).Clone()
	change(changed)
	http.DefaultTransport = changed
	t.Cleanup(func() { http.DefaultTransport = original })
}

// session is an answer of STS with credentials numbered n.
func session(n int, lifetime time.Duration) string {
	return fmt.Sprintf(`{"Code":"Success","RequestId":"R","Credentials":%[1]s,%[2]s}`, temporary(n, lifetime),
		strings.Trim(temporary(n, lifetime), "{}"))
}

func temporary(n int, lifetime time.Duration) string {
	return fmt.Sprintf(`{"AccessKeyId":"sts-%d","AccessKeySecret":"sts-s3cret","SecurityToken":"sts-token","Expiration":%q}`,
		n, time.Now().Add(lifetime).UTC().Format(time.RFC3339))
}

// sts is a local Security Token Service; its credentials are numbered.
type sts struct {
	host string

	mu       sync.Mutex
	forms    []url.Values
	lifetime time.Duration
}

func newSTS(t *testing.T) *sts {
	t.Helper()
	s := &sts{lifetime: time.Hour}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := req.ParseForm(); err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.forms = append(s.forms, req.Form)
		_, _ = io.WriteString(w, session(len(s.forms), s.lifetime))
	}))
	t.Cleanup(server.Close)
	s.host = server.Listener.Addr().String()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	withDefaultTransport(t, func(transport *http.Transport) {
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
		transport.Proxy = nil
	})
	return s
}

func TestAssumeRole(t *testing.T) {
	cleanEnvironment(t)
	s := newSTS(t)
	provider, err := NewCredentials(CredentialsConfig{
		AccessKeyId: "id", AccessKeySecret: "secret", SecurityToken: "token",
		AssumeRole: &AssumeRole{
			RoleArn: "acs:ram::1:role/r", SessionName: "terraform", SessionExpiration: 30 * time.Minute, Policy: "{}", ExternalId: "x",
		},
		STSEndpoint: s.host,
	})
	if err != nil {
		t.Fatal(err)
	}
	// Together, because the library itself is not made for that.
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := provider.Credentials(t.Context())
			if err != nil || got.AccessKeyId != "sts-1" || got.AccessKeySecret != "sts-s3cret" || got.SecurityToken != "sts-token" {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	group.Wait()
	if len(s.forms) != 1 {
		t.Fatalf("STS was asked %d times, want once", len(s.forms))
	}
	for name, want := range map[string]string{
		"Action": "AssumeRole", "AccessKeyId": "id", "SecurityToken": "token", "RoleArn": "acs:ram::1:role/r",
		"RoleSessionName": "terraform", "DurationSeconds": "1800", "Policy": "{}", "ExternalId": "x",
		"Signature": signature("POST", s.forms[0], "secret"),
	} {
		if got := s.forms[0].Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestTemporaryCredentialsAreRenewedInTime(t *testing.T) {
	cleanEnvironment(t)
	s := newSTS(t)
	t.Setenv("ALICLOUD_STS_ENDPOINT", s.host)
	s.lifetime = 2 * time.Minute
	provider, err := NewCredentials(CredentialsConfig{
		AccessKeyId: "id", AccessKeySecret: "secret", AssumeRole: &AssumeRole{RoleArn: "acs:ram::1:role/r"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sts-1", "sts-2", "sts-2"} {
		got, err := provider.Credentials(t.Context())
		if err != nil || got.AccessKeyId != want {
			t.Errorf("got %v, %v, want %s", got, err, want)
		}
		s.lifetime = time.Hour
	}
}

func TestAssumeRoleWithOIDC(t *testing.T) {
	home := cleanEnvironment(t)
	file := writeFile(t, filepath.Join(home, "token"), "oidc-1")
	role := &AssumeRoleWithOIDC{
		RoleArn: "acs:ram::1:role/r", OIDCProviderArn: "acs:ram::1:oidc-provider/p", OIDCTokenFile: file,
		SessionName: "terraform", SessionExpiration: 15 * time.Minute, Policy: "{}",
	}
	tests := map[string]struct {
		config CredentialsConfig
		env    map[string]string
	}{
		"given": {config: CredentialsConfig{AssumeRoleWithOIDC: role}},
		"environment": {env: map[string]string{
			"ALIBABA_CLOUD_ROLE_ARN": role.RoleArn, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": role.OIDCProviderArn,
			"ALIBABA_CLOUD_OIDC_TOKEN_FILE": file, "ALIBABA_CLOUD_ROLE_SESSION_NAME": "terraform",
		}},
		"environment, old names": {env: map[string]string{
			"ALICLOUD_ROLE_ARN": role.RoleArn, "ALICLOUD_OIDC_PROVIDER_ARN": role.OIDCProviderArn,
			"ALICLOUD_OIDC_TOKEN_FILE": file, "ALICLOUD_ROLE_SESSION_NAME": "terraform",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cleanEnvironment(t)
			s := newSTS(t)
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			test.config.STSEndpoint = s.host
			provider, err := NewCredentials(test.config)
			if err != nil {
				t.Fatal(err)
			}
			// Each session takes the token that the file holds by then.
			s.lifetime = time.Minute
			for i := range 2 {
				token := fmt.Sprint("oidc-", i)
				writeFile(t, file, token)
				got, err := provider.Credentials(t.Context())
				if err != nil || got.AccessKeyId != fmt.Sprint("sts-", i+1) {
					t.Fatalf("got %v, %v", got, err)
				}
				if form := s.forms[i]; form.Get("Action") != "AssumeRoleWithOIDC" || form.Get("OIDCToken") != token ||
					form.Get("RoleArn") != role.RoleArn || form.Get("OIDCProviderArn") != role.OIDCProviderArn ||
					form.Get("RoleSessionName") != "terraform" {
					t.Errorf("got %v", form)
				}
			}
		})
	}
}

func TestOIDCTokenFileIsNotReplacedByTheEnvironment(t *testing.T) {
	cleanEnvironment(t)
	t.Setenv("ALIBABA_CLOUD_OIDC_TOKEN", "s3cret")
	_, err := NewCredentials(CredentialsConfig{AssumeRoleWithOIDC: &AssumeRoleWithOIDC{RoleArn: "r", OIDCProviderArn: "p",
		OIDCTokenFile: "f"}})
	if err == nil || !strings.Contains(err.Error(), "unset it") {
		t.Errorf("got %v", err)
	}
}

func TestECSRole(t *testing.T) {
	for name, test := range map[string]struct {
		config CredentialsConfig
		env    string
	}{
		"given":                 {config: CredentialsConfig{ECSRoleName: "role"}},
		"environment":           {env: "ALIBABA_CLOUD_ECS_METADATA"},
		"environment, old name": {env: "ALICLOUD_ECS_ROLE_NAME"},
	} {
		t.Run(name, func(t *testing.T) {
			cleanEnvironment(t)
			metadata := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				switch {
				case req.Host != "100.100.100.200":
					t.Errorf("asked %s", req.Host)
				case req.Method == http.MethodPut && req.URL.Path == "/latest/api/token":
					_, _ = io.WriteString(w, "metadata-token")
				case req.Header.Get("X-Aliyun-Ecs-Metadata-Token") != "metadata-token":
					t.Error("the metadata was asked for without a token, as in IMDSv1")
				case req.URL.Path == "/latest/meta-data/ram/security-credentials/role":
					_, _ = io.WriteString(w, session(1, time.Hour))
				default:
					http.NotFound(w, req)
				}
			}))
			defer metadata.Close()
			proxy, err := url.Parse(metadata.URL)
			if err != nil {
				t.Fatal(err)
			}
			withDefaultTransport(t, func(transport *http.Transport) { transport.Proxy = http.ProxyURL(proxy) })
			if test.env != "" {
				t.Setenv(test.env, "role")
			}
			provider, err := NewCredentials(test.config)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := provider.Credentials(t.Context()); err != nil || got.AccessKeyId != "sts-1" || got.SecurityToken != "sts-token" {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestECSRoleDoesWithoutIMDSv1(t *testing.T) {
	cleanEnvironment(t)
	metadata := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodPut {
			t.Errorf("%s %s was asked for without a token", req.Method, req.URL)
		}
		http.NotFound(w, req)
	}))
	defer metadata.Close()
	proxy, err := url.Parse(metadata.URL)
	if err != nil {
		t.Fatal(err)
	}
	withDefaultTransport(t, func(transport *http.Transport) { transport.Proxy = http.ProxyURL(proxy) })
	provider, err := NewCredentials(CredentialsConfig{ECSRoleName: "role"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Credentials(t.Context()); err == nil || !strings.Contains(err.Error(), "ECS RAM role role") {
		t.Errorf("got %v", err)
	}
}

func TestCredentialsURI(t *testing.T) {
	for _, name := range []string{"", "ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"} {
		t.Run(name, func(t *testing.T) {
			cleanEnvironment(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				_, _ = io.WriteString(w, temporary(1, time.Hour))
			}))
			defer server.Close()
			config := CredentialsConfig{}
			if name == "" {
				config.CredentialsURI = server.URL
			} else {
				t.Setenv(name, server.URL)
			}
			provider, err := NewCredentials(config)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := provider.Credentials(t.Context()); err != nil || got.AccessKeyId != "sts-1" {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestCredentialsErrorsHoldNoSecret(t *testing.T) {
	const lacks = "refresh credentials from GET %s/path failed: the answer does not say why"
	tests := map[string]struct {
		status int
		body   string
		want   string
	}{
		"refused": {403, `{"Code":"NoPermission","Message":"You are not authorized.","RequestId":"R"}`,
			"get credentials from GET %s/path failed: NoPermission: You are not authorized."},
		"empty refusal": {503, "", "get credentials from GET %s/path failed: the answer does not say why"},
		"incomplete":    {200, `{"AccessKeyId":"id","AccessKeySecret":"s3cret"}`, lacks},
		"bad date": {200, `{"AccessKeyId":"id","AccessKeySecret":"s3cret","SecurityToken":"t","Expiration":"soon"}`,
			`parsing time "soon" as "2006-01-02T15:04:05Z": cannot parse "soon" as "2006"`},
		"not JSON": {200, "<html>s3cret", "get credentials from GET %s/path failed with error, json unmarshal fail: invalid character '"},
		"signed wrongly": {400, `{"Code":"SignatureDoesNotMatch","Message":"server string to sign is:POST&s3cret"}`,
			"get credentials from GET %s/path failed: SignatureDoesNotMatch: server"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cleanEnvironment(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				if user, password, _ := req.BasicAuth(); user != "us3cret" || password != "pas3cret" || req.FormValue("key") != "s3cret" {
					t.Errorf("asked %s as %s with %s", req.URL, user, password)
				}
				w.Header().Set("Content-Type", "text/plain")
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			provider, err := NewCredentials(
				CredentialsConfig{CredentialsURI: "http://us3cret:pas3cret@" + server.Listener.Addr().String() + "/path?key=s3cret"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = provider.Credentials(t.Context())
			if err == nil || strings.Contains(err.Error(), "s3cret") {
				t.Fatalf("got %v", err)
			}
			if want := "credentials from the credentials URI: " + strings.ReplaceAll(test.want, "%s", server.URL); err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
	t.Run("no connection to the URI", func(t *testing.T) {
		cleanEnvironment(t)
		for port, want := range map[string]string{"1": `Get "http://127.0.0.1:1/path": dial tcp`,
			"80a": `parse "http://127.0.0.1:80a/path": invalid port`} {
			provider, err := NewCredentials(CredentialsConfig{CredentialsURI: "http://us3cret:pas3cret@127.0.0.1:" + port + "/path?key=s3cret"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = provider.Credentials(t.Context())
			if err == nil || strings.Contains(err.Error(), "s3cret") ||
				!strings.HasPrefix(err.Error(), "credentials from the credentials URI: "+want) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("no reason", func(t *testing.T) {
		for _, body := range []string{"", "<html>s3cret", `{"AccessKeySecret":"s3cret"}`} {
			if got, want := reason(errors.New("refresh session token failed: "+body)),
				"refresh session token failed: the answer does not say why"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
	t.Run("no connection", func(t *testing.T) {
		cleanEnvironment(t)
		provider, err := NewCredentials(CredentialsConfig{
			AccessKeyId: "id", AccessKeySecret: "key-s3cret", SecurityToken: "token-s3cret", STSEndpoint: "127.0.0.1:1",
			AssumeRole: &AssumeRole{RoleArn: "acs:ram::1:role/r"},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = provider.Credentials(t.Context())
		if err == nil || strings.Contains(err.Error(), "s3cret") ||
			!strings.HasPrefix(err.Error(),
				`credentials from role acs:ram::1:role/r assumed with an access key: Post "https://127.0.0.1:1": dial tcp`) {
			t.Errorf("got %v", err)
		}
	})
}

// stub is a provider of the library that does what a test wants.
type stub func() (*providers.Credentials, error)

func (s stub) GetCredentials() (*providers.Credentials, error) { return s() }
func (s stub) GetProviderName() string                         { return "stub" }

func TestCredentialsCanBeCancelled(t *testing.T) {
	release := make(chan struct{})
	entered := make(chan struct{}, 2)
	provider := &renewed{source: "a slow source", inner: stub(func() (*providers.Credentials, error) {
		entered <- struct{}{}
		<-release
		return &providers.Credentials{AccessKeyId: "id"}, nil
	})}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	for range 2 { // once while fetching, once while another fetches
		if _, err := provider.Credentials(ctx); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "a slow source") {
			t.Errorf("got %v", err)
		}
	}
	close(release)
	if got, err := provider.Credentials(t.Context()); err != nil || got.AccessKeyId != "id" {
		t.Errorf("got %v, %v after the slow call ended", got, err)
	}
}

// Calls that need a fetch that hangs share it and end together.
func TestHangingCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int64
		release := make(chan struct{})
		c := newClient(t, func(*http.Request) (*http.Response, error) { return answer(200, ok), nil })
		c.http.Timeout, c.maxRetries = time.Second, 0
		c.credentials = &renewed{source: "a hanging source", inner: stub(func() (*providers.Credentials, error) {
			fetches.Add(1)
			<-release
			return &providers.Credentials{AccessKeyId: "id"}, nil
		})}
		start := time.Now()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				_, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
				if got, want := fmt.Sprint(err), "DescribeContainerGroups: credentials from a hanging source: no answer within 1s"; got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		}
		group.Wait()
		if took := time.Since(start); took != time.Second || fetches.Load() != 1 {
			t.Errorf("%d fetches took %s, want one and a second", fetches.Load(), took)
		}
		close(release)
	})
}

// failingSource answers once with credentials of a lifetime, and then with a failure until it is told to recover.
func failingSource(t *testing.T, lifetime time.Duration) (server *httptest.Server, recovered *atomic.Bool) {
	t.Helper()
	var given, works atomic.Bool
	server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch {
		case req.Method == http.MethodPut:
			_, _ = io.WriteString(w, "metadata-token")
		case works.Load() || given.CompareAndSwap(false, true):
			_, _ = io.WriteString(w, session(1, lifetime))
		default:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	return server, &works
}

func TestCredentialsThatCannotBeRenewed(t *testing.T) {
	role := &AssumeRoleWithOIDC{RoleArn: "r", OIDCProviderArn: "p", OIDCToken: "t"}
	profile := writeFile(t, filepath.Join(t.TempDir(), "c.json"),
		`{"current":"p","profiles":[{"name":"p","mode":"EcsRamRole","ram_role_name":"role"}]}`)
	sources := map[string]func(host string) CredentialsConfig{
		"URI":     func(host string) CredentialsConfig { return CredentialsConfig{CredentialsURI: "http://" + host} },
		"ECS":     func(string) CredentialsConfig { return CredentialsConfig{ECSRoleName: "role"} },
		"profile": func(string) CredentialsConfig { return CredentialsConfig{SharedConfigFile: profile} },
		"OIDC": func(host string) CredentialsConfig {
			return CredentialsConfig{AssumeRoleWithOIDC: role, STSEndpoint: host}
		},
		"STS": func(host string) CredentialsConfig {
			return CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret", AssumeRole: &AssumeRole{RoleArn: "r"}, STSEndpoint: host}
		},
	}
	for name, source := range sources {
		for lifetime, fails := range map[time.Duration]bool{150 * time.Second: false, -time.Second: true} {
			t.Run(fmt.Sprint(name, " ", lifetime), func(t *testing.T) {
				cleanEnvironment(t)
				server, recovered := failingSource(t, lifetime)
				proxied := httptest.NewServer(server.Config.Handler)
				t.Cleanup(proxied.Close)
				host := server.Listener.Addr().String()
				if name == "URI" {
					host = proxied.Listener.Addr().String()
				}
				proxy, err := url.Parse(proxied.URL)
				if err != nil {
					t.Fatal(err)
				}
				withDefaultTransport(t, func(transport *http.Transport) {
					transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
					transport.Proxy = func(req *http.Request) (*url.URL, error) {
						if req.URL.Host == "100.100.100.200" {
							return proxy, nil
						}
						return nil, nil
					}
				})
				provider, err := NewCredentials(source(host))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := provider.Credentials(t.Context()); err != nil {
					t.Fatal(err)
				}
				got, err := provider.Credentials(t.Context())
				if (err != nil) != fails || !fails && got.AccessKeyId != "sts-1" {
					t.Errorf("got %v, %v", got, err)
				}
				if failure, ok := errors.AsType[*sourceError](err); fails &&
					(!ok || !failure.transient || strings.HasSuffix(failure.reason, "failed")) {
					t.Errorf("got %v, want a transient error with a reason", err)
				}
				recovered.Store(true)
				if _, err := provider.Credentials(t.Context()); err != nil {
					t.Errorf("after the failure: %v", err)
				}
			})
		}
	}
}

func TestUnavailableSource(t *testing.T) {
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	for _, err := range []error{
		&url.Error{Op: "Get", Err: reset},
		reset,
		io.ErrUnexpectedEOF,
		context.DeadlineExceeded,
		errors.New("get credentials from GET http://127.0.0.1:80/path failed: "),
		errors.New(`refresh session token failed: {"Code":"ServiceUnavailable"}`),
		errors.New(`get session token failed: {"Code":"Throttling.User"}`),
		errors.New("get session token from OAuth failed: <html>"),
		errors.New("get metadata token failed: dial tcp 100.100.100.200:80: i/o timeout"),
		errors.New("refresh Ecs sts token err, httpStatus: 500, message = "),
	} {
		if !isUnavailable(err) {
			t.Errorf("%v is not retried", err)
		}
	}
	for _, err := range []error{
		&url.Error{Op: "Get", Err: &net.DNSError{IsNotFound: true}},
		&url.Error{Op: "parse", Err: errors.New("invalid port")},
		&os.PathError{Op: "open", Err: os.ErrNotExist},
		errors.New(`refresh session token failed: {"Code":"NoPermission"}`),
		errors.New("refresh Ecs sts token err, httpStatus: 404, message = "),
		errors.New("the answer lacks a part"),
	} {
		if isUnavailable(err) {
			t.Errorf("%v is retried", err)
		}
	}
}

func TestPanicOfTheLibraryIsAnError(t *testing.T) {
	provider := &renewed{source: "a source", inner: stub(func() (*providers.Credentials, error) {
		var missing *string
		return &providers.Credentials{AccessKeyId: *missing}, nil
	})}
	for range 2 {
		_, err := provider.Credentials(t.Context())
		if got, want := fmt.Sprint(err), "credentials from a source: the answer lacks a part"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCredentialsPrintNoSecret(t *testing.T) {
	c := Credentials{"id", "s3cret", "s3cret"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, c) + fmt.Sprintf(verb, &c); strings.Contains(got, "s3cret") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}
