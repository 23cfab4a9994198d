package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	programs := func(names ...string) string {
		folder := t.TempDir()
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		return folder
	}
	both, tofu, mine := programs("terraform", "tofu"), programs("tofu"), programs("terraform-1.14")
	for name, test := range map[string]struct{ path, chosen, want string }{
		"terraform before tofu":    {path: both, want: filepath.Join(both, "terraform")},
		"tofu":                     {path: tofu, want: filepath.Join(tofu, "tofu")},
		"the user's choice":        {path: both, chosen: filepath.Join(mine, "terraform-1.14"), want: filepath.Join(mine, "terraform-1.14")},
		"a choice found on PATH":   {path: both, chosen: "tofu", want: filepath.Join(both, "tofu")},
		"a choice that is nowhere": {path: both, chosen: filepath.Join(mine, "nothing"), want: ""},
		"nothing":                  {path: programs(), want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", test.path)
			t.Setenv("TERRAFORM", test.chosen)
			got, err := Find()
			if got != test.want || (err == nil) != (test.want != "") {
				t.Errorf("got %q and error %v, want %q", got, err, test.want)
			}
			if isNone := errors.Is(err, ErrNone); isNone != (name == "nothing") {
				t.Errorf("error %v is ErrNone: %v", err, isNone)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	for _, name := range []string{"TF_CLI_ARGS", "ECI_ENDPOINT", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_REGION"} {
		t.Setenv(name, "somebody's")
	}
	t.Setenv("TFLINT", "kept")
	environment := Environment()
	if slices.ContainsFunc(environment, func(entry string) bool { return len(entry) > 10 && entry[len(entry)-10:] == "somebody's" }) {
		t.Errorf("the user's settings are in %q", environment)
	}
	if !slices.Contains(environment, "TFLINT=kept") {
		t.Errorf("too much is missing in %q", environment)
	}
}
