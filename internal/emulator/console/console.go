// Package console shows in a browser what an emulator holds, live, and lets a person do there what the emulator's control can do.
//
// Each page is a Go template below pages: it is served as a whole, and then its part "main" again whenever it has changed, as a
// server-sent event that htmx merges into the page. Without scripts the pages show the time at which they were loaded, and all
// buttons work. assets holds htmx and its extension for such events as the npm package htmx.org has them, in a folder that is named
// after the version; they are replaced as a whole.
//
// No secret is shown: the pages leave out values of variables, contents of files and options of volumes and data sources, and show
// calls as the journal has them.
package console

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

const prefix = "/console/"

//go:embed assets pages
var files embed.FS

// Console is an http.Handler that serves its pages below /console/, and everything else by an emulator.
type Console struct {
	server *emulator.Server
	pages  http.Handler
	close  func()
	closed chan struct{}
}

// New makes the console of an emulator.
func New(server *emulator.Server) *Console {
	c := &Console{server: server, closed: make(chan struct{})}
	c.close = sync.OnceFunc(func() { close(c.closed) })
	c.pages = server.Guard(withSecurityHeaders(c.routes()))
	return c
}

// Close ends the streams of open pages, which would otherwise keep a server from shutting down.
func (c *Console) Close() { c.close() }

// ServeHTTP serves pages, and leads browsers to them that open the emulator's address.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, prefix), r.URL.Path == strings.TrimSuffix(prefix, "/"):
		c.pages.ServeHTTP(w, r)
	case opensAddress(r):
		http.Redirect(w, r, prefix, http.StatusFound)
	default:
		c.server.ServeHTTP(w, r)
	}
}

// opensAddress reports whether a person has opened the emulator's address, where programs call the API.
func opensAddress(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.RawQuery == "" && r.Header.Get("Authorization") == "" &&
		strings.Contains(r.Header.Get("Accept"), "text/html")
}

func (c *Console) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+prefix+"{$}", c.page("groups", c.groups))
	mux.Handle("GET "+prefix+"groups/{id}", c.page("group", c.group))
	mux.Handle("GET "+prefix+"caches", c.page("caches", c.caches))
	mux.Handle("GET "+prefix+"nodes", c.page("nodes", c.nodes))
	mux.Handle("GET "+prefix+"calls", c.page("calls", c.calls))
	mux.Handle("GET "+prefix+"control", c.page("control", c.control))
	c.handleButtons(mux)

	assets, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	mux.Handle("GET "+prefix+"assets/", http.StripPrefix(prefix+"assets/", http.FileServerFS(assets)))
	mux.Handle(strings.TrimSuffix(prefix, "/"), http.RedirectHandler(prefix, http.StatusMovedPermanently))
	return mux
}

// withSecurityHeaders lets pages load nothing but what the console serves, and be shown in no other page.
func withSecurityHeaders(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "+
				"base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-cache")
		pages.ServeHTTP(w, r)
	})
}

// interval lies between two looks at a page for changes.
const interval = time.Second
