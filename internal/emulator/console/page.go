package console

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
)

// frame holds what a page shows around its content.
type frame struct {
	Name  string // of the page's template
	Title string
	URI   string // of the page
	Bar   bar
	Main  any // what the page's own template shows
}

// bar is the line above every page.
type bar struct {
	Now      string
	Advanced string // empty if the clock is that of the machine
	Faults   int
	Stock    int // exceptions
}

// content makes what a page shows of a request: its title, and the data of its template.
type content func(*http.Request) (title string, data any, err error)

// errGone ends a page whose object does not exist.
var errGone = errors.New("it does not exist, or no longer")

// page serves a page that a template of that name shows: as HTML, or as a stream of its changing part to whom asks for that.
func (c *Console) page(name string, show content) http.Handler {
	shown := parse(name)
	render := func(r *http.Request, part string) ([]byte, error) {
		title, data, err := show(r)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		err = shown.ExecuteTemplate(&out, part, frame{name, title, r.URL.RequestURI(), c.bar(), data})
		return out.Bytes(), err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
			c.stream(w, r, func() ([]byte, error) { return render(r, "live") })
			return
		}
		html, err := render(r, "page")
		if err != nil {
			status := http.StatusInternalServerError
			if errors.Is(err, errGone) {
				status = http.StatusNotFound
			}
			c.problem(w, r, status, err)
			return
		}
		writeHTML(w, http.StatusOK, html)
	})
}

// stream sends a part of a page at once, and again whenever it has changed, until the reader or the console goes.
func (c *Console) stream(w http.ResponseWriter, r *http.Request, render func() ([]byte, error)) {
	w.Header().Set("Content-Type", "text/event-stream")
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var before []byte
	for {
		part, err := render()
		if err != nil {
			part = fmt.Appendf(nil, `<p class="empty">%s</p>`, template.HTMLEscapeString("This cannot be shown: "+err.Error()+"."))
		}
		if !bytes.Equal(part, before) {
			if err := send(w, part); err != nil {
				return
			}
			before = part
		}
		select {
		case <-ticker.C:
		case <-r.Context().Done():
			return
		case <-c.closed:
			return
		}
	}
}

// send writes a server-sent event without a name.
func send(w http.ResponseWriter, data []byte) error {
	event := "data: " + strings.ReplaceAll(string(data), "\n", "\ndata: ") + "\n\n"
	if _, err := w.Write([]byte(event)); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// parse reads the template of a page.
func parse(name string) *template.Template {
	functions := template.FuncMap{
		"tone":    tone,
		"percent": func(progress string) string { return strings.TrimSuffix(progress, "%") },
		"took":    func(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) },
	}
	return template.Must(template.New(name).Funcs(functions).ParseFS(files, "pages/layout.html", "pages/parts.html", "pages/"+name+".html"))
}

var problemPage = parse("problem")

// problem shows why something could not be done.
func (c *Console) problem(w http.ResponseWriter, r *http.Request, status int, why error) {
	var out bytes.Buffer
	shown := frame{"problem", http.StatusText(status), r.URL.RequestURI(), c.bar(), why.Error()}
	if err := problemPage.ExecuteTemplate(&out, "page", shown); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeHTML(w, status, out.Bytes())
}

func writeHTML(w http.ResponseWriter, status int, html []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// An error here means that the reader has gone.
	_, _ = w.Write(html)
}

func (c *Console) bar() bar {
	now, advanced := c.server.Now()
	b := bar{Now: now.Format("2006-01-02 15:04:05"), Faults: len(c.server.Faults()), Stock: len(c.server.Stock())}
	if advanced > 0 {
		b.Advanced = spell(advanced)
	}
	return b
}
