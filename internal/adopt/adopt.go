// Package adopt finds objects whose creation was cut off: ECI created them, but the provider's process died before it
// could tell Terraform their ID. See .github/adr/0003-interrupted-creation.md.
package adopt

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// TagKey is the key of the tag that an object has while it is being created. Its value is a fingerprint.
const TagKey = "terraform-provider-eci:creating"

// Fingerprint identifies a creation: what is created, without secrets, on which machine, in which directory and
// workspace. request is encoded as JSON.
func Fingerprint(request any) string {
	host, _ := os.Hostname()
	directory, _ := os.Getwd()
	data := cmp.Or(os.Getenv("TF_DATA_DIR"), ".terraform")
	selected, _ := os.ReadFile(filepath.Join(data, "environment")) //nolint:gosec // where "terraform workspace select" keeps its choice
	text, err := json.Marshal([]any{host, directory, os.Getenv("TF_WORKSPACE"), data, string(selected), request})
	if err != nil {
		panic(err) // requests are plain structs
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// Creations knows the objects that this process has created. It is safe for concurrent use.
type Creations struct {
	mu      sync.Mutex
	turns   map[string]*sync.Mutex
	mine    map[string]bool
	settled []settled // that still have their mark, oldest first
}

// NewCreations returns Creations of nothing yet.
func NewCreations() *Creations {
	return &Creations{turns: map[string]*sync.Mutex{}, mine: map[string]bool{}}
}

// Do returns the ID of an object that find returns and that this process did not create, or else of the one that create
// makes. Equal creations take turns, so that one cannot take the other's object for an orphan.
func (c *Creations) Do(fingerprint string, find func() (ids []string, err error), create func() (id string, err error)) (id string, adopted bool, err error) {
	turn := c.turn(fingerprint)
	turn.Lock()
	defer turn.Unlock()
	ids, err := find()
	if err != nil {
		return "", false, err
	}
	if i := slices.IndexFunc(ids, c.claim); i >= 0 {
		return ids[i], true, nil
	}
	if id, err = create(); err == nil {
		c.claim(id)
	}
	return id, false, err
}

func (c *Creations) turn(fingerprint string) *sync.Mutex {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turns[fingerprint] == nil {
		c.turns[fingerprint] = new(sync.Mutex)
	}
	return c.turns[fingerprint]
}

// claim says whether an object was nobody's, and makes it this process's.
func (c *Creations) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	claimed := !c.mine[id]
	c.mine[id] = true
	return claimed
}
