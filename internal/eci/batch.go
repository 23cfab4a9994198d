package eci

import (
	"context"
	"errors"
	"sync"
	"time"
)

// loader reads objects by ID. Reads that begin close to each other share a call. It is safe for concurrent use.
type loader[V any] struct {
	fetch func(ctx context.Context, ids []string) (map[string]V, error)
	limit int
	gap   time.Duration

	mu    sync.Mutex
	open  *batch[V] // the batch that still takes IDs; nil if there is none
	calls int       // under way
	// Readers who were served and have not come again, and when one was served or came last.
	away  int
	since time.Time
}

// patience is how many gaps a batch waits for readers who may come soon.
const patience = 20

// batch is one fetch and those who wait for it.
type batch[V any] struct {
	ids     map[string]struct{}
	readers int
	awaited bool          // it was opened by one of the readers who were away
	joined  chan struct{} // signals a new ID
	ctx     context.Context
	cancel  context.CancelFunc
	full    chan struct{}
	done    chan struct{}
	found   map[string]V
	err     error
}

// newLoader returns a loader whose calls name at most limit IDs and are made when no more has come for gap, or
// somewhat later while other calls are under way. fetch returns the objects that exist.
func newLoader[V any](limit int, gap time.Duration, fetch func(ctx context.Context, ids []string) (map[string]V, error)) *loader[V] {
	return &loader[V]{fetch: fetch, limit: limit, gap: gap}
}

// load returns the object called id and whether it exists. It ends early when ctx does; the call goes on for the others,
// and ends when nobody waits for it any more.
func (l *loader[V]) load(ctx context.Context, id string) (V, bool, error) {
	b := l.join(ctx, id)
	defer l.leave(b)
	select {
	case <-b.done:
	case <-ctx.Done():
		var none V
		return none, false, context.Cause(ctx)
	}
	if refused, ok := errors.AsType[*Error](b.err); ok && !IsRetryable(refused) && len(b.ids) > 1 {
		// One ID can spoil a call for all; alone, each gets its own answer.
		found, err := l.fetch(ctx, []string{id})
		value, ok := found[id]
		return value, ok, err
	}
	value, ok := b.found[id]
	return value, ok, b.err
}

func (l *loader[V]) join(ctx context.Context, id string) *batch[V] {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.open
	if b == nil {
		b = &batch[V]{ids: map[string]struct{}{}, awaited: l.away > 0, joined: make(chan struct{}, 1), full: make(chan struct{}), done: make(chan struct{})}
		b.ctx, b.cancel = context.WithCancel(context.WithoutCancel(ctx)) //nolint:gosec // the last reader cancels
		l.open = b
		go l.run(b)
	}
	b.ids[id] = struct{}{}
	b.readers++
	l.away, l.since = max(0, l.away-1), time.Now()
	if len(b.ids) == l.limit {
		l.open = nil
		close(b.full)
	}
	select {
	case b.joined <- struct{}{}:
	default:
	}
	return b
}

func (l *loader[V]) leave(b *batch[V]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b.readers--; b.readers == 0 {
		b.cancel()
		if l.open == b {
			l.open = nil
		}
	}
}

func (l *loader[V]) run(b *batch[V]) {
	l.gather(b)
	l.mu.Lock()
	if l.open == b {
		l.open = nil
	}
	ids := make([]string, 0, len(b.ids))
	for id := range b.ids {
		ids = append(ids, id)
	}
	l.calls++
	l.mu.Unlock()
	b.found, b.err = l.fetch(b.ctx, ids)
	l.mu.Lock()
	l.calls--
	l.away, l.since = l.away+b.readers, time.Now()
	l.mu.Unlock()
	close(b.done)
}

// gather returns when the batch is full, nobody waits for it any more, all readers who were away have come again, or no ID
// has come for a gap and no reader is likely to come soon. Without that last condition a busy Terraform, slow to ask for one
// object after the other, would make a call for each few of them.
func (l *loader[V]) gather(b *batch[V]) {
	timer := time.NewTimer(l.gap)
	defer timer.Stop()
	for quiet := 0; ; timer.Reset(l.gap) {
		select {
		case <-b.joined:
			if quiet = 0; b.awaited && l.allAreBack() {
				return
			}
		case <-timer.C:
			if quiet++; quiet == patience || !l.expectsMore() {
				return
			}
		case <-b.full:
			return
		case <-b.ctx.Done():
			return
		}
	}
}

// allAreBack says whether nobody waits for an answer and everybody who got one has come again.
func (l *loader[V]) allAreBack() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls == 0 && l.away == 0
}

// expectsMore says whether readers wait for an answer or got one a moment ago: they usually come again, for the next object.
func (l *loader[V]) expectsMore() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls > 0 || l.away > 0 && time.Since(l.since) < patience*l.gap
}
