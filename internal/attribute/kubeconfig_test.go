package attribute

import (
	"strings"
	"testing"
)

const kubeconfig = `apiVersion: v1
kind: Config
current-context: admin
contexts:
- name: admin
  context: {cluster: test, user: admin}
clusters:
- name: test
  cluster: {server: "https://10.0.0.1:6443", certificate-authority-data: Y2E=}
users:
- name: admin
  user: {token: secret-token}
`

func TestKubeconfig(t *testing.T) {
	if err := checkKubeconfig(kubeconfig); err != nil {
		t.Errorf("a good one: %v", err)
	}
	certificate := strings.Replace(kubeconfig, "token: secret-token", "client-certificate-data: Y2VydA==, client-key-data: a2V5", 1)
	if err := checkKubeconfig(certificate); err != nil {
		t.Errorf("one with a certificate: %v", err)
	}
	tests := []struct{ name, old, new, want string }{
		{"no YAML", "kind: Config", "kind: [secret-token", "not the YAML"},
		{"a list", kubeconfig, "- secret-token", "not the YAML"},
		{"empty", kubeconfig, "", "not of kind Config"},
		{"another kind", "kind: Config", "kind: Secret", "not of kind Config"},
		{"no current context", "current-context: admin", "", `no context ""`},
		{"unknown context", "current-context: admin", "current-context: other", `no context "other"`},
		{"unknown cluster", "cluster: test, ", "cluster: other, ", `no cluster "other"`},
		{"unknown user", "user: admin}", "user: other}", `no user "other"`},
		{"no server", `"https://10.0.0.1:6443"`, `""`, `cluster "test" has no server`},
		{"authority in a file", "certificate-authority-data: Y2E=", "certificate-authority: /ca.pem",
			"certificate-authority of cluster test is a file"},
		{"token in a file", "token: secret-token", "tokenFile: /token", "tokenFile of user admin is a file"},
		{"a program", "token: secret-token", "exec: {command: login, apiVersion: v1}", "logs in with a program"},
		{"no credentials", "token: secret-token", "", "neither a token nor a certificate"},
		{"a certificate without its key", "token: secret-token", "client-certificate-data: Y2VydA==", "neither a token nor a certificate"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := checkKubeconfig(strings.Replace(kubeconfig, test.old, test.new, 1))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("%v, want %s", err, test.want)
			}
			if strings.Contains(err.Error(), "secret-token") {
				t.Errorf("the error repeats the token: %v", err)
			}
		})
	}
}

func FuzzKubeconfig(f *testing.F) {
	f.Add(kubeconfig)
	f.Add("users: [{user: {exec: null}}]")
	f.Fuzz(func(_ *testing.T, text string) { _ = checkKubeconfig(text) })
}
