// Package consoletest looks at the emulator's console in Chromium. It is a module of its own, so that nobody else needs what drives
// a browser. make test-console runs it.
package consoletest

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/console"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

var screenshots = flag.String("screenshots", "", "`folder` that gets the pictures for the README")

var wanted = []string{"groups", "groups-dark", "group", "group-dark"}

// chromium is the browser's path.
var chromium string

func TestMain(m *testing.M) {
	flag.Parse()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			os.Exit(m.Run())
		}
	}
	fmt.Fprintln(os.Stderr, "There is no Chromium on PATH. Install one (apt-get install chromium, dnf install chromium, "+
		"brew install --cask chromium), or name one: CHROMIUM=path make test-console")
	os.Exit(1)
}

// patience is how long a page may take to show something, on a slow machine too.
const patience = time.Minute

// session is an emulator with a browser that looks at its console.
type session struct {
	*testing.T
	server *emulator.Server
	site   string // address of the emulator
	tab    context.Context
}

func open(t *testing.T) *session {
	t.Helper()
	server, err := emulator.New(emulator.Config{Keys: []rpc.Key{{ID: "id", Secret: "secret"}}, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	pages := console.New(server)
	listener := httptest.NewServer(pages)
	t.Cleanup(func() { pages.Close(); listener.Close() })

	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(chromium)}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	s := &session{T: t, server: server, site: listener.URL}
	tab, leave := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(options...), chromedp.WithListener(s.watch))
	t.Cleanup(leave)
	s.tab = tab
	// The browser lives as long as the first of these contexts, so they have no timeout.
	if _, err := chromedp.Call(tab, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(tab, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return s
}

// watch reports what goes wrong in the page, and everything that it loads from elsewhere.
func (s *session) watch(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		s.Errorf("script: %v", e.ExceptionDetails)
	case *runtime.EventConsoleAPICalled:
		for _, arg := range e.Args {
			s.Errorf("console: %s %s", e.Type, arg.Value)
		}
	case *log.EventEntryAdded:
		s.Errorf("%s: %s", e.Entry.Source, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; !strings.HasPrefix(url, s.site+"/") && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "chrome") {
			s.Errorf("the page asks for %s", url)
		}
	}
}

// do does something in the page, and returns what that gives.
func do[T any](s *session, action chromedp.Action[T]) T {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.tab, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		s.Fatal(err)
	}
	return result
}

// visit opens a page.
func (s *session) visit(path string) { s.Helper(); do(s, chromedp.Navigate(s.site+path)) }

// submit does something that opens another page, and waits for that.
func (s *session) submit(action chromedp.Action[chromedp.Void]) {
	s.Helper()
	do(s, chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, action))
}

// sees waits until an element has a text.
func (s *session) sees(selector, text string) {
	s.Helper()
	do(s, chromedp.Poll[bool](
		fmt.Sprintf("[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))", selector, text),
		chromedp.WithPollingTimeout(patience)))
}

// is evaluates an expression, which has to be true.
func (s *session) is(what, expression string) {
	s.Helper()
	if !do(s, chromedp.Evaluate[bool](expression)) {
		s.Errorf("%s: %s is false", what, expression)
	}
}

// window gives the page a size and a colour scheme.
func (s *session) window(width, height int64, scheme string, options ...chromedp.EmulateViewportOption) {
	s.Helper()
	do(s, chromedp.EmulateViewport(width, height, options...))
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(s.tab, emulation.SetEmulatedMedia, media); err != nil {
		s.Fatal(err)
	}
}

// picture keeps what the window shows, if it is wanted.
func (s *session) picture(name string) {
	s.Helper()
	if *screenshots == "" || !slices.Contains(wanted, name) {
		return
	}
	if err := os.WriteFile(*screenshots+"/console-"+name+".png", do(s, chromedp.CaptureScreenshot()), 0o644); err != nil {
		s.Fatal(err)
	}
}
