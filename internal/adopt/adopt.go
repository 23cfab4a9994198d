// Package adopt finds objects whose creation was cut off: ECI created them, but the provider's process died before it
// could tell Terraform their ID. See .github/adr/0003-interrupted-creation.md.
package adopt

import (
	"cmp"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// TagKey is the key of the tag that an object has while it is being created. Its value is a fingerprint.
const TagKey = "terraform-provider-eci:creating"

// rounds make it slow, some 2 ms, to guess the secrets of a request by its fingerprint.
const rounds = 10_000

// fingerprint identifies a creation: what is created, on which machine, in which directory and workspace. request is
// encoded as JSON.
func fingerprint(request any) string {
	host, _ := os.Hostname()
	directory, _ := os.Getwd()
	data := cmp.Or(os.Getenv("TF_DATA_DIR"), ".terraform")
	selected, _ := os.ReadFile(filepath.Join(data, "environment")) //nolint:gosec // where "terraform workspace select" keeps its choice
	text, err := json.Marshal(request)
	if err != nil {
		panic(err) // requests are plain structs
	}
	where := strings.Join([]string{host, directory, os.Getenv("TF_WORKSPACE"), data, string(selected)}, "\x00")
	sum, err := pbkdf2.Key(sha256.New, string(text), []byte(where), rounds, 16)
	if err != nil {
		panic(err) // it refuses other lengths and rounds only
	}
	return hex.EncodeToString(sum)
}

// Creations knows what this process has created and found. It is safe for concurrent use.
type Creations struct {
	mu       sync.Mutex
	searches map[string]*search // by fingerprint
	settled  []settled          // that still have their mark, oldest first
}

// search is what was found of a creation before this process created anything like it.
type search struct {
	mu      sync.Mutex
	done    bool
	orphans []string
}

// NewCreations returns Creations of nothing yet.
func NewCreations() *Creations { return &Creations{searches: map[string]*search{}} }

// do returns the ID of an object that find returns and nobody has been given yet, or else of the one that create makes.
// Equal creations take turns and search once, so that one cannot take the other's object for an orphan.
func (c *Creations) do(fingerprint string, find func() (ids []string, err error), create func() (id string, err error)) (id string, err error) {
	s := c.search(fingerprint)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.done {
		if s.orphans, err = find(); err != nil {
			return "", err
		}
		s.done = true
	}
	if len(s.orphans) > 0 {
		id, s.orphans = s.orphans[0], s.orphans[1:]
		return id, nil
	}
	return create()
}

func (c *Creations) search(fingerprint string) *search {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.searches[fingerprint] == nil {
		c.searches[fingerprint] = new(search)
	}
	return c.searches[fingerprint]
}
