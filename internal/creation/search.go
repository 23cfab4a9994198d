// Package creation finds objects whose creation was cut off: ECI created them, but the provider's process died before it
// could tell Terraform their ID. See .github/adr/0003-interrupted-creation.md.
package creation

import (
	"cmp"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TagKey is the key of the mark: the tag that an object has while it is being created. Its value is a fingerprint.
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

// Search finds what an earlier run created, died over, and could not tell Terraform of. It is safe for concurrent use.
type Search struct {
	mu    sync.Mutex
	found map[string]*orphans // by fingerprint
}

// orphans are the objects of one fingerprint that existed before this process created any.
type orphans struct {
	mu   sync.Mutex
	done bool // whether they have been looked for
	ids  []string
}

// NewSearch returns a Search that has not looked for anything yet.
func NewSearch() *Search { return &Search{found: map[string]*orphans{}} }

// Create creates an object with tags and returns its ID. If an earlier run of the provider created the same object but was
// killed before Terraform saved its ID, Create returns that one instead. Two requests are the same if they are equal with
// their secrets. find lists the objects with a tag, create makes one with the given tags. The mark among these stays until
// [Marks.RemoveLater] has taken it off.
func (s *Search) Create(
	request any, tags []eci.Tag, find func(eci.Tag) ([]string, error), create func([]eci.Tag) (string, error),
) (string, error) {
	if len(tags) >= eci.MaxTags {
		return create(tags) // no room for a mark
	}
	value := fingerprint(request)
	mark := eci.Tag{Key: TagKey, Value: &value}
	return s.do(value,
		func() ([]string, error) { return find(mark) },
		func() (string, error) { return create(append(slices.Clip(tags), mark)) })
}

// do returns the ID of an object that find returns and nobody has been given yet, or of the one that create makes. Equal
// creations take turns and search once, so that one cannot take the other's object for an orphan.
func (s *Search) do(
	fingerprint string, find func() (ids []string, err error), create func() (id string, err error),
) (id string, err error) {
	o := s.orphans(fingerprint)
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done {
		if o.ids, err = find(); err != nil {
			return "", err
		}
		o.done = true
	}
	if len(o.ids) > 0 {
		id, o.ids = o.ids[0], o.ids[1:]
		return id, nil
	}
	return create()
}

func (s *Search) orphans(fingerprint string) *orphans {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found[fingerprint] == nil {
		s.found[fingerprint] = new(orphans)
	}
	return s.found[fingerprint]
}
