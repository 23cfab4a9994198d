package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

// terminalLife bounds the time after ExecContainerCommand in which its HttpUrl can be opened.
const terminalLife = 30 * time.Second

// terminal holds what the page at a HttpUrl shows.
type terminal struct {
	Container string
	Expires   time.Time
}

// openTerminal makes the addresses of a terminal. The emulator answers at the second one; nobody does at the first.
func (s *Server) openTerminal(c call, g *containerGroup, part *container) (webSocket, page string) {
	maps.DeleteFunc(s.cloud.Terminals, func(_ string, t terminal) bool { return c.at.After(t.Expires) })
	id := strings.ReplaceAll(uuidOf(g.ContainerGroupId+c.RequestID), "-", "")
	if s.cloud.Terminals == nil {
		s.cloud.Terminals = map[string]terminal{}
	}
	s.cloud.Terminals[id] = terminal{Container: g.ContainerGroupId + "/" + part.Name, Expires: c.at.Add(terminalLife)}
	return "wss://eci-" + g.RegionId + ".aliyun.com/exec/?s=" + id, c.BaseURL + terminalPath + "?param=" + id
}

const terminalPath = "/terminal"

// serveTerminal shows the page of a terminal until it expires.
func (s *Server) serveTerminal(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	t, ok := s.cloud.Terminals[r.URL.Query().Get("param")]
	expired := s.clock().After(t.Expires)
	s.mu.Unlock()
	switch {
	case !ok:
		http.Error(w, "There is no such terminal.", http.StatusNotFound)
	case expired:
		http.Error(w, "The address of this terminal has expired.", http.StatusGone)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "A terminal of the container %s. It takes no input: call ExecContainerCommand with Sync.\n", t.Container)
	}
}
