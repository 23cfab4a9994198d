package eci

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// ahead lists objects page by page while single ones are read, so that later reads find theirs without a call. How much it lists
// depends on what that has been good for, so that it costs little where most objects are somebody else's. It is safe for concurrent
// use. The zero value without a page lists nothing.
type ahead[V any] struct {
	// page lists the objects of a page by their IDs.
	page func(ctx context.Context, token string) (objects map[string]V, next string, err error)

	mu      sync.Mutex
	read    map[string]bool    // IDs that were asked for
	listed  map[string]seen[V] // objects that were not, yet
	hits    int                // reads that were answered
	pages   int                // that were listed
	token   string             // of the next page
	listing bool               // a call is under way
	ended   bool               // nothing is listed any more
}

// seen is an object as it was when it was asked for.
type seen[V any] struct {
	value V
	at    time.Time
}

const (
	// aheadAfter is the number of reads after which more are expected.
	aheadAfter = 10
	// aheadOnTrust is the number of pages before any has been good for something. Each further page takes a read that was answered.
	aheadOnTrust = 3
	// recently is how old an answer may be. A plan is older when it is applied.
	recently = 30 * time.Second
)

// find returns an object that was listed recently, to the first who asks for it: a second look is there to see what has changed.
func (a *ahead[V]) find(ctx context.Context, id string) (V, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.read == nil {
		a.read, a.listed = map[string]bool{}, map[string]seen[V]{}
	}
	a.read[id] = true
	one, ok := a.listed[id]
	delete(a.listed, id)
	if ok = ok && time.Since(one.at) < recently; ok {
		a.hits++
	}
	if !a.listing && a.isWorthIt() {
		a.listing = true
		go a.list(context.WithoutCancel(ctx))
	}
	return one.value, ok
}

// isListing reports whether pages are coming in. Readers that wait for each other then leave a processor idle that could work on what is
// listed already.
func (a *ahead[V]) isListing() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.listing
}

func (a *ahead[V]) isWorthIt() bool {
	return a.page != nil && !a.ended && len(a.read) >= aheadAfter && a.pages < aheadOnTrust+a.hits
}

// list lists pages as long as they are worth it.
func (a *ahead[V]) list(ctx context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.isWorthIt() {
		token, begin := a.token, time.Now()
		a.mu.Unlock()
		objects, next, err := a.page(ctx, token)
		a.mu.Lock()
		if err != nil { // the credentials may allow to see single objects only
			tflog.Debug(ctx, "Does not read ahead", map[string]any{"error": err.Error()})
			a.ended = true
		}
		if a.ended {
			break
		}
		for id, object := range objects {
			if !a.read[id] {
				a.listed[id] = seen[V]{object, begin}
			}
		}
		a.pages, a.token, a.ended = a.pages+1, next, next == "" || next == token
	}
	a.listing = false
}

// stop forgets what was listed, since it may change now.
func (a *ahead[V]) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended, a.listed = true, nil
}
