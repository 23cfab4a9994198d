package rpc

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	// maxEntries bounds the journal; the oldest entries give way.
	maxEntries = 100_000
	// maxValue bounds the length of a parameter's value in the journal.
	maxValue = 1024
	// masked stands for a value that the journal does not tell.
	masked = "***"
)

// Entry is the record of one call.
type Entry struct {
	Time        time.Time         `json:"time"`
	AccessKeyID string            `json:"accessKeyId"`
	Action      string            `json:"action"`
	Region      string            `json:"region"`
	Parameters  map[string]string `json:"parameters"` // secrets masked, long values cut
	Status      int               `json:"status"`     // HTTP status; 0 if the connection was closed without an answer
	Code        string            `json:"code"`       // of the error, empty on success
	Message     string            `json:"message,omitempty"`
	Answer      map[string]string `json:"answer,omitempty"` // ids and numbers of items
	RequestID   string            `json:"requestId"`
	Duration    time.Duration     `json:"durationNanoseconds"`
	Fault       string            `json:"fault"` // kind of the fault that was injected, if any
	// Unknown names parameters that the action does not have, a misspelling perhaps. They were ignored.
	Unknown []string `json:"unknownParameters,omitempty"`
}

// journal keeps the newest entries.
type journal struct {
	mu      sync.Mutex
	entries []Entry // a ring once it is full
	next    int     // where the oldest entry stands in a full ring
}

func (j *journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) < maxEntries {
		j.entries = append(j.entries, e)
		return
	}
	j.entries[j.next] = e
	j.next = (j.next + 1) % maxEntries
}

// all returns the entries, oldest first.
func (j *journal) all() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append(append(make([]Entry, 0, len(j.entries)), j.entries[j.next:]...), j.entries[:j.next]...)
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.next = nil, 0
}

// Journal returns the newest calls, at most 100,000, oldest first.
func (s *Server) Journal() []Entry { return s.journal.all() }

// ClearJournal forgets all calls.
func (s *Server) ClearJournal() { s.journal.clear() }

// journalled returns the parameters as the journal may show them.
func (a *Action) journalled(params url.Values) map[string]string {
	shown := make(map[string]string, len(params))
	for name := range params {
		value := params.Get(name)
		switch {
		case !a.shows(name):
			value = masked
		case len(value) > maxValue:
			value = strings.ToValidUTF8(value[:maxValue], "") + "..."
		}
		shown[name] = value
	}
	return shown
}

// shows reports whether the journal may show a parameter. One that the action does not know is masked: it may be a secret
// under a misspelt name.
func (a *Action) shows(name string) bool {
	name = pattern(name)
	if shown, known := a.shown[name]; known {
		return shown
	}
	return ignored[name]
}

// pattern writes a parameter's name as Parameter.Name does: N for each index, #len#key for the key of a map.
func pattern(name string) string {
	if before, _, ok := strings.Cut(name, ".#"); ok {
		return before + mapSuffix
	}
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if part != "" && strings.Trim(part, "0123456789") == "" {
			parts[i] = "N"
		}
	}
	return strings.Join(parts, ".")
}
