package kubernetes_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

var update = flag.Bool("update", false, "write what the tests expect anew")

// TestPodGood converts what Kubernetes and ECI take. Beside each manifest stands the group that it becomes.
func TestPodGood(t *testing.T) {
	each(t, "good", func(t *testing.T, file, text string) {
		group, err := kubernetes.Pod(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.MarshalIndent(pruned(t, group), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, strings.TrimSuffix(file, ".yaml")+".json", string(got)+"\n")
	})
}

// TestPodBad converts what Kubernetes or ECI refuses. Beside each manifest stand the errors.
func TestPodBad(t *testing.T) {
	each(t, "bad", func(t *testing.T, file, text string) {
		_, err := kubernetes.Pod(text, nil)
		if err == nil {
			t.Fatal("it was converted")
		}
		if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("it shows a secret: %v", err)
		}
		golden(t, strings.TrimSuffix(file, ".yaml")+".txt", err.Error()+"\n")
	})
}

// each runs a test for every manifest of a folder.
func each(t *testing.T, folder string, test func(t *testing.T, file, text string)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(files) < 20 {
		t.Fatalf("manifests are missing: %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) { test(t, file, string(text)) })
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant %s\n%s", got, file, want)
	}
}

// pruned is v as JSON without what is null.
func pruned(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		t.Fatal(err)
	}
	return withoutNull(plain)
}

func withoutNull(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNull(member)
		}
	case []any:
		for i, element := range v {
			v[i] = withoutNull(element)
		}
	}
	return v
}
