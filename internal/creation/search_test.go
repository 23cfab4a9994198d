package creation

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// cloud is where creations happen: a list of IDs, all of which carry the tag.
type cloud struct {
	mu       sync.Mutex
	ids      []string
	searches int
}

func (c *cloud) find() ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.searches++
	return slices.Clone(c.ids), nil
}

func (c *cloud) create() (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := fmt.Sprintf("id-%d", len(c.ids))
	c.ids = append(c.ids, id)
	return id, nil
}

func TestAdoptsOrphanOnce(t *testing.T) {
	search := NewSearch()
	cloud := &cloud{ids: []string{"orphan"}}
	if id, err := search.do("f", cloud.find, cloud.create); id != "orphan" || err != nil {
		t.Errorf("%s, %v", id, err)
	}
	if id, err := search.do("f", cloud.find, cloud.create); id != "id-1" || err != nil {
		t.Errorf("%s, %v", id, err)
	}
}

func TestEqualCreationsMakeTheirOwn(t *testing.T) {
	search := NewSearch()
	cloud := &cloud{}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if id, err := search.do("f", cloud.find, cloud.create); !strings.HasPrefix(id, "id-") || err != nil {
				t.Errorf("%s, %v", id, err)
			}
		})
	}
	wg.Wait()
	if len(cloud.ids) != 20 || cloud.searches != 1 {
		t.Errorf("%d objects and %d searches for 20 creations", len(cloud.ids), cloud.searches)
	}
}

func TestErrors(t *testing.T) {
	search := NewSearch()
	failure := errors.New("no")
	fail := func() (string, error) { return "", failure }
	if _, err := search.do("f", func() ([]string, error) { return nil, failure }, fail); !errors.Is(err, failure) {
		t.Errorf("find: %v", err)
	}
	if _, err := search.do("f", func() ([]string, error) { return nil, nil }, fail); !errors.Is(err, failure) {
		t.Errorf("create: %v", err)
	}
}

func TestFingerprint(t *testing.T) {
	a, b := fingerprint(map[string]string{"name": "a"}), fingerprint(map[string]string{"name": "b"})
	if a == b {
		t.Error("different requests have one fingerprint")
	}
	if a != fingerprint(map[string]string{"name": "a"}) {
		t.Error("a fingerprint does not last")
	}
	t.Chdir(t.TempDir())
	here := fingerprint(map[string]string{"name": "a"})
	if here == a {
		t.Error("directories share a fingerprint")
	}
	if err := errors.Join(os.Mkdir(".terraform", 0o700), os.WriteFile(".terraform/environment", []byte("selected"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if here == fingerprint(map[string]string{"name": "a"}) {
		t.Error("selected workspaces share a fingerprint")
	}
	a = fingerprint(map[string]string{"name": "a"})
	t.Setenv("TF_WORKSPACE", "other")
	if a == fingerprint(map[string]string{"name": "a"}) {
		t.Error("workspaces share a fingerprint")
	}
	if len(a) > 128 {
		t.Error("too long for the value of a tag")
	}
}
