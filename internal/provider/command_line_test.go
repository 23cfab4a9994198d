package provider

import (
	"strings"
	"testing"
)

func TestDestroys(t *testing.T) {
	for line, want := range map[string]bool{
		"destroy":                    true,
		"-chdir=x destroy -target=a": true,
		"plan -destroy -out=p":       true,
		"apply -destroy=true":        true,
		"plan":                       false,
		"apply -var action=destroy":  false,
		"apply -destroy=false":       false,
		"":                           false,
	} {
		if got := destroys(strings.Fields(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestApplies(t *testing.T) {
	for _, test := range []struct {
		line, variable string
		want           bool
	}{
		{"apply", "", true},
		{"-chdir=x apply -auto-approve", "", true},
		{"apply saved", "", true},
		{"apply -refresh=false", "", false},
		{"apply", "-refresh=false", false},
		{"plan -out=apply", "", false},
		{"plan apply", "", false},
		{"test", "", false},
		{"", "", false},
	} {
		getenv := func(name string) string {
			if name == "TF_CLI_ARGS_apply" {
				return test.variable
			}
			return ""
		}
		if got := applies(strings.Fields(test.line), getenv); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
