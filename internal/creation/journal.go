// Package creation finds objects whose creation was cut off: ECI created them, but the provider's process died before it
// could tell Terraform their ID. See .github/adr/0003-interrupted-creation.md.
package creation

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/crypto/argon2"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TagKey is the key of the mark: the tag that an object has while it is being created. Its value is the token of a note.
const TagKey = "terraform-provider-eci:creating"

// maxTags is the greatest number of tags of an object.
const maxTags = 20

// fingerprintMemory, in KiB, makes it slow, some 2 ms, to guess the secrets of a request by its fingerprint.
const fingerprintMemory = 2048

// Journal notes down what is being created, and finds what earlier processes noted down and died over. The zero Journal notes
// nothing down and finds nothing. It is safe for concurrent use.
type Journal struct {
	dir string

	mu      sync.Mutex
	known   map[string]bool  // IDs that Terraform knows, or will be told
	pending map[string]*note // of objects that Terraform was not told of yet, by ID
	told    []told           // oldest first
}

// NewJournal returns a Journal with its notes in a directory, which need not exist.
func NewJournal(dir string) *Journal { return &Journal{dir: dir} }

// Dir is where the notes of a process belong that serves Terraform: with what Terraform itself keeps of the working directory.
func Dir() string { return filepath.Join(dataDir(), "terraform-provider-eci", "creating") }

func dataDir() string { return cmp.Or(os.Getenv("TF_DATA_DIR"), ".terraform") }

// Kind says how to find the objects of one kind.
type Kind struct {
	Client *eci.Client
	Name   string // such as container group
	// ResourceType is one of the eci.ResourceType constants.
	ResourceType string
	// Marked lists the objects of which ECI says that they have a tag.
	Marked func(mark eci.Tag) iter.Seq2[Object, error]
}

// Object is an object that ECI lists.
type Object struct {
	ID   string
	Tags []eci.DescribedTag
	// Ended is set if it is going, or has come to its end: nobody wants it.
	Ended bool
}

// Create creates an object with tags and returns its ID. If an earlier process of this directory created the same object but
// was killed before Terraform saved its ID, Create returns that one instead. Two requests are the same if they are equal with
// their secrets. create makes an object with the given tags. The mark among these stays until [Journal.Told] has taken it off.
// The error is a [ClaimError] if there is such an object, but it cannot be made sure that nobody else has it.
func (j *Journal) Create(
	ctx context.Context, kind Kind, request any, tags []eci.Tag, create func([]eci.Tag) (string, error),
) (string, error) {
	if len(tags) >= maxTags {
		return create(tags) // no room for a mark
	}
	n := &note{}
	if j.dir != "" {
		wanted := fingerprint(kind.Client.Region(), request)
		for left := range abandoned(j.dir, wanted) {
			id, err := j.adopt(ctx, kind, left)
			if err != nil {
				left.release()
				return "", err
			}
			if id != "" {
				j.keep(id, left)
				return id, nil
			}
		}
		var err error
		if n, err = write(j.dir, wanted); err != nil {
			tflog.Warn(ctx, "Cannot note down what is being created: if this process is killed now, nobody finds it",
				map[string]any{"error": err.Error()})
		}
		tags = append(slices.Clip(tags), n.mark())
	}
	id, err := create(tags)
	if err != nil {
		if refused, ok := errors.AsType[*eci.Error](err); ok && refused.IsFinal() {
			n.remove()
		} else { // the object may have been created, so the next creation looks for it
			n.release()
		}
		return "", err
	}
	j.keep(id, n)
	return id, nil
}

// keep remembers an object until Terraform is told of it.
func (j *Journal) keep(id string, n *note) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.pending == nil {
		j.pending = map[string]*note{}
	}
	j.pending[id] = n
	j.know(id)
}

func (j *Journal) know(id string) {
	if j.known == nil {
		j.known = map[string]bool{}
	}
	j.known[id] = true
}

// Know says that an object is in a state that Terraform has shown to this process. It is nobody's orphan.
func (j *Journal) Know(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.know(id)
}

func (j *Journal) knows(id string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.known[id]
}

// adopt returns the ID of the object of a note whose process has died, empty if there is none to adopt. To take the mark off is
// to claim the object: from then on it can belong to this process only. It gets the mark back, since this process may die too.
func (j *Journal) adopt(ctx context.Context, kind Kind, n *note) (string, error) {
	for object, err := range kind.Marked(n.mark()) {
		if err != nil {
			return "", err
		}
		// The service may list more than it was asked for.
		if marked, ok := markOf(object.Tags); !ok || marked != n.token || object.ID == "" || j.knows(object.ID) {
			continue
		}
		if object.Ended {
			tflog.Warn(ctx, "Does not adopt what an earlier run has created, since it has ended", map[string]any{"id": object.ID})
			continue
		}
		if err := unmark(ctx, kind.Client, kind.ResourceType, object.ID); err != nil {
			return "", &ClaimError{kind.Name, object.ID, err}
		}
		_, err := kind.Client.TagResources(ctx, &eci.TagResourcesRequest{
			ResourceType: kind.ResourceType, ResourceId: []string{object.ID}, Tag: []eci.Tag{n.mark()}})
		if err != nil {
			tflog.Warn(ctx, "Cannot mark what was adopted: if this process is killed now, nobody finds it",
				map[string]any{"id": object.ID, "error": err.Error()})
		}
		return object.ID, nil
	}
	if n.isYoung() {
		n.release()
	} else {
		n.remove()
	}
	return "", nil
}

// ClaimError is an object that was left by a process that died, and that cannot be adopted.
type ClaimError struct {
	Kind, ID string
	Err      error // why the mark stays
}

func (e *ClaimError) Error() string {
	return fmt.Sprintf("An earlier run of Terraform in this directory was cut off after it had created the %[1]s %[2]s. It is what is to be "+
		"created now, but whether nothing else uses it is only sure once its tag %[3]s is off, which failed: %[4]v.\n\nNothing was created. "+
		"Either allow the RAM action eci:UntagResources and apply again, which adopts %[2]s; or delete it or remove its tag, and apply again, "+
		"which creates another.", e.Kind, e.ID, TagKey, e.Err)
}

func (e *ClaimError) Unwrap() error { return e.Err }

// markOf returns the token of an object's mark and whether it has one.
func markOf(tags []eci.DescribedTag) (token string, ok bool) {
	for _, tag := range tags {
		if tag.Key == TagKey {
			return tag.Value, true
		}
	}
	return "", false
}

// fingerprint identifies a creation: what is created, in which region, and in which workspace. request is encoded as JSON.
func fingerprint(region string, request any) string {
	selected, _ := os.ReadFile(filepath.Join(dataDir(), "environment")) // where "terraform workspace select" keeps its choice
	text, err := json.Marshal(request)
	if err != nil {
		panic(err) // requests are plain structs
	}
	workspace := strings.Join([]string{os.Getenv("TF_WORKSPACE"), string(selected)}, "\x00")
	return hex.EncodeToString(argon2.IDKey([]byte(region+string(text)), []byte(workspace), 1, fingerprintMemory, 1, 16))
}
