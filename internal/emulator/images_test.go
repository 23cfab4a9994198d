package emulator

import "testing"

func TestSplitImage(t *testing.T) {
	for image, want := range map[string][3]string{
		"nginx":                         {"", "nginx", "latest"},
		"library/nginx:1.27":            {"", "library/nginx", "1.27"},
		"r.example.com:5000/a/b:v1":     {"r.example.com:5000", "a/b", "v1"},
		"r.example.com:5000/a":          {"r.example.com:5000", "a", "latest"},
		"registry.invalid/x@sha256:abc": {"registry.invalid", "x", "latest"},
		"localhost/x:missing":           {"localhost", "x", "missing"},
	} {
		registry, repository, tag := splitImage(image)
		if got := [3]string{registry, repository, tag}; got != want {
			t.Errorf("%s: got %q, want %q", image, got, want)
		}
	}
}
