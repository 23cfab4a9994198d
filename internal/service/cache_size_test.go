package service

import (
	"slices"
	"testing"
)

func TestFoldersAbove(t *testing.T) {
	for path, want := range map[string][]string{
		"/models/large/part": {"/models/large/part", "/models/large", "/models"},
		"/models/large/":     {"/models/large", "/models"},
		"/":                  nil,
		"":                   nil,
	} {
		if got := slices.Collect(foldersAbove(path)); !slices.Equal(got, want) {
			t.Errorf("%q: got %q", path, got)
		}
	}
}
