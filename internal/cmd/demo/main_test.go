package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
)

var root = filepath.Join("..", "..", "..")

func TestMain(m *testing.M) {
	code := m.Run()
	fmt.Printf("Terraform processes: %d\n", cli.Started()) // internal/cmd/suite adds them up
	os.Exit(code)
}

func TestDemo(t *testing.T) {
	t.Setenv("GORACE", "atexit_sleep_ms=0") // else each end of the provider takes a second
	t.Setenv("TMPDIR", t.TempDir())
	// The demo must not get near the account that the environment names.
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "somebody's")
	t.Setenv("TF_CLI_ARGS", "-no-such-flag")
	var out bytes.Buffer
	if err := run(t.Context(), root, &out, false); err != nil {
		t.Fatalf("%s\n%s", err, out.String())
	}
	rest := out.String()
	for _, want := range []string{
		"2 added, 0 changed, 0 destroyed",
		"the numbers add up to 42\n",
		"No changes",
		"0 added, 1 changed, 0 destroyed",
		`"someone-else" -> "demo"`,
		"0 to add, 1 to change, 0 to destroy",
		"2 destroyed",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("the demo does not show %q in its place:\n%s", want, out.String())
		}
		rest = after
	}
	expectEmpty(t, os.Getenv("TMPDIR"))
}

func TestDemoCleansUpWhenInterrupted(t *testing.T) {
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	out := &trigger{text: "Creating...", fire: cancel}
	if err := run(ctx, root, out, false); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that it was interrupted", err)
	}
	expectEmpty(t, os.Getenv("TMPDIR"))
}

// TestDemoStays opens the address that the demo shows in the end.
func TestDemoStays(t *testing.T) {
	t.Setenv("GORACE", "atexit_sleep_ms=0")
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	out := &trigger{text: "; Ctrl-C ends the demo"}
	out.fire = func() {
		defer cancel()
		_, rest, _ := strings.Cut(out.written.String(), "Look around at ")
		address, _, _ := strings.Cut(rest, ";")
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			t.Error(err)
			return
		}
		request.Header.Set("Accept", "text/html")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Error(err)
			return
		}
		defer response.Body.Close()
		if page, err := io.ReadAll(response.Body); err != nil || !bytes.Contains(page, []byte(">demo-web</a>")) {
			t.Errorf("%s shows no web server: %v\n%s", address, err, page)
		}
	}
	if err := run(ctx, root, out, true); err != nil {
		t.Errorf("%s\n%s", err, out.written.String())
	}
	if strings.Contains(out.written.String(), "== Destroy") {
		t.Error("the demo has destroyed what it was to keep")
	}
	expectEmpty(t, os.Getenv("TMPDIR"))
}

// trigger is a writer that calls fire once text has been written.
type trigger struct {
	written bytes.Buffer
	text    string
	fire    func()
}

func (w *trigger) Write(p []byte) (int, error) {
	n, err := w.written.Write(p)
	if bytes.Contains(w.written.Bytes(), []byte(w.text)) {
		w.fire()
	}
	return n, err
}

func expectEmpty(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		t.Errorf("%s was left behind", entry.Name())
	}
}
