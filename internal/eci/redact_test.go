package eci

import (
	"encoding/base64"
	"net/url"
	"testing"
)

func TestRedact(t *testing.T) {
	params := url.Values{
		"ContainerGroupName":                                           {"web-server"},
		"Tag.1.Value":                                                  {"tag-value"},
		"ImageRegistryCredential.1.UserName":                           {"user"},
		"ImageRegistryCredential.1.Password":                           {"pass word"},
		"Container.1.EnvironmentVar.1.Key":                             {"VARIABLE"},
		"Container.1.EnvironmentVar.1.Value":                           {"variable-value"},
		"Container.1.EnvironmentVar.2.Value":                           {"variable-value-longer"},
		"Container.1.EnvironmentVar.3.Value":                           {"is"},
		"Container.1.EnvironmentVar.4.Value":                           {""},
		"Container.1.LifecyclePreStopHandlerHttpGetHttpHeader.1.Value": {"Bearer abc"},
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content":         {"Y29uZmln"},
		"Volume.2.FlexVolume.Options":                                  {`{"ak":"x"}`},
		"DataSource.Options.#11#accessToken":                           {"hf_token"},
	}
	text := `web-server tag-value user pass word VARIABLE variable-value variable-value-longer is Bearer abc Y29uZmln config {"ak":"x"} ` +
		`hf_token key-secret token-value`
	want := `web-server tag-value user *** VARIABLE *** *** is *** *** *** *** *** *** ***`
	if got := redact(text, secretValues(params, Credentials{"id", "key-secret", "token-value"})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The service may repeat a part of what it was sent.
func TestRedactParts(t *testing.T) {
	kubeconfig := `apiVersion: v1
clusters: [{name: cluster, cluster: {server: "https://10.0.0.1:6443"}}]
users:
- name: admin
  user: {token: "user\u002dtoken", client-key-data: a2V5LWRhdGE=}
- name: other
  user: {auth-provider: {config: {id-token: oidc-token}}, exec: {args: [--password, exec-password]}}
`
	params := url.Values{
		"Volume.1.FlexVolume.Options": {`{"akSecret":"flex-s\u0065cret","nested":{"list":["listed-secret",1,null]}}`},
		"Volume.2.FlexVolume.Options": {"not JSON"},
		"KubeConfig":                  {base64.StdEncoding.EncodeToString([]byte(kubeconfig))},
	}
	text := "akSecret flex-secret listed-secret https://10.0.0.1:6443 admin user-token a2V5LWRhdGE= oidc-token exec-password " + kubeconfig
	want := "akSecret *** *** https://10.0.0.1:6443 admin *** *** *** *** ***"
	if got := redact(text, secretValues(params, Credentials{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// An error often quotes the line that it is about.
func TestRedactLines(t *testing.T) {
	params := url.Values{
		"Container.1.EnvironmentVar.1.Value": {
			"-----BEGIN KEY-----\nfirst-line-of-key\r\n  second-line-of-key  \n-----END KEY-----"},
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content": {
			base64.StdEncoding.EncodeToString([]byte("user = root\npassword = hunter2\nend\n"))},
		"ImageRegistryCredential.1.Password": {"one line"},
	}
	text := `bad: "first-line-of-key", second-line-of-key; password = hunter2 at the end of one line`
	want := `bad: "***", ***; *** at the end of ***`
	if got := redact(text, secretValues(params, Credentials{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
