package creation

import (
	"crypto/rand"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// note says that an object may have been created of which Terraform does not know yet. It is a file that its process locks, so
// that the lock ends with the process, however that ends. Its name holds the fingerprint of the creation and a token.
type note struct {
	token string // the value of the object's mark
	path  string // empty if the note could not be written
	lock  *flock.Flock
}

// tokens are those of rand.Text. Others come from tags that somebody else has made up, and may not become part of a path.
var tokens = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// unlistedFor is the time during which ECI may not list an object yet.
const unlistedFor = time.Minute

// write makes a note in a directory, which is created. What cannot be written is an error beside a note that protects nothing.
func write(dir, fingerprint string) (*note, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &note{token: rand.Text()}, err
	}
	for {
		n := &note{token: rand.Text()}
		path := filepath.Join(dir, fingerprint+"."+n.token)
		n.lock = flock.New(path)
		locked, err := n.lock.TryLock()
		if err != nil {
			return n, err
		}
		if locked {
			n.path = path
			return n, nil
		} // another process was faster to look at the file than this one to lock it; it leaves it alone
	}
}

// abandoned yields the notes of a fingerprint whose processes have ended, each locked by this one.
func abandoned(dir, fingerprint string) iter.Seq[*note] {
	return func(yield func(*note) bool) {
		paths, _ := filepath.Glob(filepath.Join(escape(dir), fingerprint+".*")) // the pattern is well-formed
		for _, path := range paths {
			n := &note{token: strings.TrimPrefix(filepath.Ext(path), "."), path: path, lock: flock.New(path, flock.SetFlag(os.O_RDWR))}
			if locked, err := n.lock.TryLock(); err != nil || !locked {
				continue // it belongs to a process that lives, or has gone just now
			}
			if info, err := os.Stat(path); err != nil || info.Size() > 0 {
				n.remove() // it was done with while this process was about to lock it
				continue
			}
			if !yield(n) {
				return
			}
		}
	}
}

// find returns the notes with a token, which need not be this process's.
func find(dir, token string) []string {
	if dir == "" || !tokens.MatchString(token) {
		return nil
	}
	paths, _ := filepath.Glob(filepath.Join(escape(dir), "*."+token)) // the pattern is well-formed
	return paths
}

// escape keeps a directory from being taken for a pattern.
func escape(dir string) string {
	return regexp.MustCompile(`[*?\[]`).ReplaceAllString(dir, "[$0]")
}

// mark returns the tag of the object.
func (n *note) mark() eci.Tag { return eci.Tag{Key: TagKey, Value: &n.token} }

// isYoung reports whether ECI may not list the object yet.
func (n *note) isYoung() bool {
	info, err := os.Stat(n.path)
	return err == nil && time.Since(info.ModTime()) < unlistedFor
}

// remove ends the note: Terraform knows of the object, or there is none.
func (n *note) remove() {
	if n.path == "" {
		return
	}
	if os.Remove(n.path) != nil { // Windows removes no file that is open; one with a content says nothing any more
		_ = os.Truncate(n.path, int64(len("done")))
	}
	n.release()
	_ = os.Remove(n.path)
}

// release leaves the note to other processes.
func (n *note) release() {
	if n.path != "" {
		_ = n.lock.Unlock()
	}
}
