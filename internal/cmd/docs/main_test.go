package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestDocsAreUpToDate(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	generated, err := generate(t.Context(), root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	want := contents(t, generated)
	got := contents(t, os.DirFS(filepath.Join(root, "docs")))
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if got[path] != want[path] {
			t.Errorf("docs/%s is not what `make generate` writes", path)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("docs/%s documents nothing that the provider has", path)
		}
	}
}

// contents maps each file's path to its text.
func contents(t *testing.T, tree fs.FS) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(tree, path)
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
