package provider

import (
	"bytes"
	"testing"
)

func TestDestroys(t *testing.T) {
	for line, want := range map[string]bool{
		"terraform destroy":                             true,
		"/usr/bin/terraform -chdir=x destroy -target=a": true,
		"tofu plan -destroy -out=p":                     true,
		"terraform apply -destroy=true":                 true,
		"terraform plan":                                false,
		"terraform apply -var action=destroy":           false,
		"terraform apply -destroy=false":                false,
		"destroy":                                       false, // the program's own name
		"":                                              false,
	} {
		if got := destroys(bytes.Split([]byte(line), []byte(" "))); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
