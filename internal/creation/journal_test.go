package creation

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// cloud is where creations happen.
type cloud struct {
	t *testing.T
	*service
	client *eci.Client

	mu       sync.Mutex
	objects  []Object
	searches int
	lost     bool // no answer comes to creations
	refusal  error
}

func newCloud(t *testing.T) *cloud {
	c := &cloud{t: t, service: new(service)}
	c.client = c.service.client(t)
	return c
}

// list is a search that does not heed the tag.
func (c *cloud) list(eci.Tag) iter.Seq2[Object, error] {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.searches++
	objects := slices.Clone(c.objects)
	return func(yield func(Object, error) bool) {
		for _, object := range objects {
			if !yield(object, nil) {
				return
			}
		}
	}
}

func (c *cloud) make(tags []eci.Tag) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refusal != nil {
		return "", c.refusal
	}
	object := Object{ID: fmt.Sprintf("eci-%d", len(c.objects))}
	for _, tag := range tags {
		object.Tags = append(object.Tags, eci.DescribedTag{Key: tag.Key, Value: *tag.Value})
	}
	c.objects = append(c.objects, object)
	if c.lost {
		return "", errors.New("connection lost")
	}
	return object.ID, nil
}

// create creates what is called name by a process.
func (c *cloud) create(process *Journal, name string) (string, error) {
	kind := Kind{Client: c.client, Name: "container group", ResourceType: eci.ResourceTypeContainerGroup, Marked: c.list}
	return process.Create(c.t.Context(), kind, map[string]string{"name": name}, nil, c.make)
}

func (c *cloud) mustCreate(process *Journal, name, want string) {
	c.t.Helper()
	if id, err := c.create(process, name); id != want || err != nil {
		c.t.Errorf("got %q, %v; want %s", id, err, want)
	}
}

// kill ends a process as the system does.
func kill(process *Journal) {
	for _, n := range process.pending {
		n.release()
	}
	for _, one := range process.told {
		one.note.release()
	}
}

func notes(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return len(entries)
}

// age makes all notes of a directory so old that ECI lists what they are about.
func age(t *testing.T, dir string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	for _, path := range paths {
		err = errors.Join(err, os.Chtimes(path, time.Time{}, time.Now().Add(-2*unlistedFor)))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdoptsOrphanOnce(t *testing.T) {
	for name, die := range map[string]func(c *cloud, process *Journal){
		"killed before Terraform was told": func(c *cloud, process *Journal) {
			c.mustCreate(process, "a", "eci-0")
			kill(process)
		},
		"killed before Terraform has saved": func(c *cloud, process *Journal) {
			c.mustCreate(process, "a", "eci-0")
			process.Told(c.client, eci.ResourceTypeContainerGroup, "eci-0")
			kill(process)
		},
		"stopped before Terraform was told": func(c *cloud, process *Journal) {
			c.mustCreate(process, "a", "eci-0")
			process.Close()
		},
		"answer lost": func(c *cloud, process *Journal) {
			c.lost = true
			if _, err := c.create(process, "a"); err == nil {
				t.Error("no error")
			}
			c.lost = false
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := t.TempDir(), newCloud(t)
			die(c, NewJournal(dir))
			next := NewJournal(dir)
			c.mustCreate(next, "b", "eci-1")
			c.mustCreate(next, "a", "eci-0")
			c.mustCreate(next, "a", "eci-2")
			if !slices.Equal(c.unmarked, []string{"eci-0"}) || !slices.Equal(c.marked, []string{"eci-0"}) || c.searches != 1 {
				t.Errorf("%d searches; %q lost their mark, %q got one", c.searches, c.unmarked, c.marked)
			}
			kill(next) // before Terraform was told of what was adopted
			last := NewJournal(dir)
			one, _ := c.create(last, "a")
			other, _ := c.create(last, "a")
			if got := []string{one, other}; !slices.Contains(got, "eci-0") || !slices.Contains(got, "eci-2") {
				t.Errorf("adopted %q", got)
			}
		})
	}
}

// What another process that lives is creating is its own, in one run and in two.
func TestLeavesAloneWhatLivingProcessesMake(t *testing.T) {
	dir, c := t.TempDir(), newCloud(t)
	first, second := NewJournal(dir), NewJournal(dir)
	c.mustCreate(first, "a", "eci-0")
	c.mustCreate(second, "a", "eci-1")
	first.Told(c.client, eci.ResourceTypeContainerGroup, "eci-0")
	c.mustCreate(NewJournal(dir), "a", "eci-2")
	if c.searches != 0 {
		t.Errorf("%d searches", c.searches)
	}
	var all sync.WaitGroup
	ids := sync.Map{}
	processes := make([]*Journal, 10)
	for i := range processes {
		process := NewJournal(dir)
		processes[i] = process
		for range 5 {
			all.Go(func() {
				id, err := c.create(process, "a")
				if _, twice := ids.LoadOrStore(id, true); twice || err != nil {
					t.Errorf("%q twice: %v, %v", id, twice, err)
				}
			})
		}
	}
	all.Wait()
	runtime.KeepAlive([]any{first, second, processes}) // what is collected loses its locks, as if it were dead
}

// An orphan goes to one process only, however many look for it at once.
func TestOrphanGoesToOneProcess(t *testing.T) {
	dir, c := t.TempDir(), newCloud(t)
	dead := NewJournal(dir)
	c.mustCreate(dead, "a", "eci-0")
	kill(dead)
	var all sync.WaitGroup
	ids, processes := sync.Map{}, make([]*Journal, 20)
	for i := range processes {
		process := NewJournal(dir)
		processes[i] = process
		all.Go(func() {
			id, err := c.create(process, "a")
			if _, twice := ids.LoadOrStore(id, true); twice || err != nil {
				t.Errorf("%q twice: %v, %v", id, twice, err)
			}
		})
	}
	all.Wait()
	runtime.KeepAlive(processes)
	if _, adopted := ids.Load("eci-0"); !adopted || len(c.objects) != 20 {
		t.Errorf("adopted: %t; %d objects", adopted, len(c.objects))
	}
}

// Once Terraform has saved an object, it is nobody's orphan, even if its mark cannot be taken off.
func TestWhatTerraformKnowsIsNotAdopted(t *testing.T) {
	for name, end := range map[string]func(c *cloud, process, next *Journal){
		"told": func(c *cloud, process, _ *Journal) {
			process.Told(c.client, eci.ResourceTypeContainerGroup, "eci-0")
			process.Close()
		},
		"killed, then read": func(c *cloud, process, next *Journal) {
			kill(process)
			var diags diag.Diagnostics
			next.Read(t.Context(), c.client, eci.ResourceTypeContainerGroup, "eci-0", c.objects[0].Tags, &diags)
			if len(diags) != 1 || diags.HasError() || !strings.Contains(diags[0].Detail(), "eci:UntagResources") {
				t.Errorf("%v", diags)
			}
		},
		"killed, then read by yet another": func(c *cloud, process, _ *Journal) {
			kill(process)
			NewJournal(process.dir).Read(t.Context(), c.client, eci.ResourceTypeContainerGroup, "eci-0", c.objects[0].Tags, new(diag.Diagnostics))
		},
		"killed, then planned": func(_ *cloud, process, next *Journal) {
			kill(process)
			next.Know("eci-0")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := t.TempDir(), newCloud(t)
			c.refuses = true
			process, next := NewJournal(dir), NewJournal(dir)
			c.mustCreate(process, "a", "eci-0")
			end(c, process, next)
			c.mustCreate(next, "a", "eci-1")
		})
	}
}

// What cannot be claimed is not adopted, and nothing else is created instead, until it can.
func TestOrphanThatCannotBeClaimed(t *testing.T) {
	dir, c := t.TempDir(), newCloud(t)
	dead := NewJournal(dir)
	c.mustCreate(dead, "a", "eci-0")
	kill(dead)
	c.refuses = true
	for range 2 {
		id, err := c.create(NewJournal(dir), "a")
		claim, ok := errors.AsType[*ClaimError](err)
		if id != "" || !ok || claim.ID != "eci-0" || len(c.objects) != 1 {
			t.Fatalf("%q, %v; %d objects", id, err, len(c.objects))
		}
		for _, part := range []string{"container group eci-0", TagKey, "eci:UntagResources", "delete it", "Forbidden.RAM"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	}
	c.refuses = false
	c.mustCreate(NewJournal(dir), "a", "eci-0")
}

// The service may list what it was not asked for, and what nobody wants any more.
func TestAdoptsNothingElse(t *testing.T) {
	for name, change := range map[string]func(*Object){
		"no tags":       func(o *Object) { o.Tags = nil },
		"another value": func(o *Object) { o.Tags = []eci.DescribedTag{{Key: TagKey, Value: "MINE"}} },
		"another key":   func(o *Object) { o.Tags[0].Key = "creating" },
		"no ID":         func(o *Object) { o.ID = "" },
		"ended":         func(o *Object) { o.Ended = true },
	} {
		t.Run(name, func(t *testing.T) {
			dir, c := t.TempDir(), newCloud(t)
			dead := NewJournal(dir)
			c.mustCreate(dead, "a", "eci-0")
			kill(dead)
			change(&c.objects[0])
			c.mustCreate(NewJournal(dir), "a", "eci-1")
			if len(c.unmarked) > 0 || c.searches != 1 {
				t.Errorf("after %d searches, %q lost their marks", c.searches, c.unmarked)
			}
		})
	}
}

// A note lasts as long as there may be something to find.
func TestNotes(t *testing.T) {
	dir, c := t.TempDir(), newCloud(t)
	expect := func(want int, when string) {
		t.Helper()
		if got := notes(t, dir); got != want {
			t.Errorf("%s: %d notes, want %d", when, got, want)
		}
	}
	process := NewJournal(dir)
	c.refusal = &eci.Error{Code: "QuotaExceeded", HTTPStatus: 403}
	_, _ = c.create(process, "a")
	expect(0, "refused")
	c.refusal = &eci.Error{Code: "ServiceUnavailable", HTTPStatus: 503}
	_, _ = c.create(process, "a")
	expect(1, "not answered")
	c.refusal = nil
	c.mustCreate(process, "a", "eci-0")
	expect(2, "created, while what was not answered may come to light")
	age(t, dir)
	c.mustCreate(process, "a", "eci-1")
	expect(2, "created once more, since nothing came to light")
	process.Told(c.client, eci.ResourceTypeContainerGroup, "eci-0")
	process.Told(c.client, eci.ResourceTypeContainerGroup, "eci-1")
	process.Close()
	expect(0, "told")
	if len(c.unmarked) != 2 {
		t.Errorf("%q are without their marks", c.unmarked)
	}
}

// A tag is what anybody can write.
func TestTagsAreNoPaths(t *testing.T) {
	dir, c := t.TempDir(), newCloud(t)
	process := NewJournal(filepath.Join(dir, "notes"))
	c.mustCreate(process, "a", "eci-0")
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"*", "", "?", "[A-Z]", "../mine.txt", "/../../mine.txt", strings.Repeat("?", 26)} {
		tags := []eci.DescribedTag{{Key: TagKey, Value: value}}
		process.Read(t.Context(), c.client, eci.ResourceTypeContainerGroup, "eci-9", tags, new(diag.Diagnostics))
	}
	if notes(t, process.dir) != 1 || notes(t, dir) != 2 {
		t.Error("a file is gone")
	}
}

// Without a place for notes, objects are created all the same.
func TestCreatesWithoutNotes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := newCloud(t)
	for i, process := range []*Journal{new(Journal), NewJournal(filepath.Join(file, "notes"))} {
		id := fmt.Sprintf("eci-%d", i)
		c.mustCreate(process, "a", id)
		process.Told(c.client, eci.ResourceTypeContainerGroup, id)
		process.Close()
	}
}

func TestFingerprint(t *testing.T) {
	a, b := fingerprint("cn-hangzhou", map[string]string{"name": "a"}), fingerprint("cn-hangzhou", map[string]string{"name": "b"})
	if a == b {
		t.Error("different requests have one fingerprint")
	}
	if a == fingerprint("cn-beijing", map[string]string{"name": "a"}) {
		t.Error("regions share a fingerprint")
	}
	if a != fingerprint("cn-hangzhou", map[string]string{"name": "a"}) {
		t.Error("a fingerprint does not last")
	}
	t.Chdir(t.TempDir())
	if err := errors.Join(os.Mkdir(".terraform", 0o700), os.WriteFile(".terraform/environment", []byte("selected"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if a == fingerprint("cn-hangzhou", map[string]string{"name": "a"}) {
		t.Error("selected workspaces share a fingerprint")
	}
	a = fingerprint("cn-hangzhou", map[string]string{"name": "a"})
	t.Setenv("TF_WORKSPACE", "other")
	if a == fingerprint("cn-hangzhou", map[string]string{"name": "a"}) {
		t.Error("workspaces share a fingerprint")
	}
	t.Setenv("TF_DATA_DIR", filepath.Join(t.TempDir(), "data"))
	if dir := Dir(); !strings.HasPrefix(dir, os.Getenv("TF_DATA_DIR")) {
		t.Errorf("notes are in %s", dir)
	}
}
