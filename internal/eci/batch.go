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
	// hurried reports whether it is better to make more calls than to wait for readers that may come soon. It is nil if it never is.
	hurried func() bool

	mu    sync.Mutex
	open  *batch[V] // the batch that still takes IDs; nil if there is none
	crowd crowd
}

// batch is one fetch and those who wait for it.
type batch[V any] struct {
	ids     map[string]struct{}
	readers int
	awaited bool          // it was opened while a reader was away
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
	if refused, ok := errors.AsType[*Error](b.err); ok && !isRetryable(refused) && len(b.ids) > 1 {
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
		b = &batch[V]{ids: map[string]struct{}{}, awaited: l.crowd.away > 0,
			joined: make(chan struct{}, 1), full: make(chan struct{}), done: make(chan struct{})}
		b.ctx, b.cancel = context.WithCancel(context.WithoutCancel(ctx)) //nolint:gosec // the last reader cancels
		l.open = b
		go l.run(b)
	}
	b.ids[id] = struct{}{}
	b.readers++
	l.crowd.come(time.Now())
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

// skip takes note of a reader who found an object elsewhere, and for whom no batch need wait.
func (l *loader[V]) skip() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.crowd.come(time.Now())
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
	l.crowd.calls++
	l.mu.Unlock()
	b.found, b.err = l.fetch(b.ctx, ids)
	l.mu.Lock()
	l.crowd.serve(b.readers, time.Now())
	l.mu.Unlock()
	close(b.done)
}

// gather returns when
//   - the batch is full,
//   - nobody waits for it any more,
//   - everybody whom it waited for has come,
//   - no ID has come for a gap and it is better to hurry,
//   - or no ID has come for a gap, and nobody is likely to come soon.
//
// Terraform refreshes with a fixed number of workers, so a reader that was served soon asks again; waiting for it saves a call.
func (l *loader[V]) gather(b *batch[V]) {
	timer := time.NewTimer(l.gap)
	defer timer.Stop()
	for gaps := 0; ; timer.Reset(l.gap) {
		select {
		case <-b.joined:
			gaps = 0
		case <-timer.C:
			gaps++
		case <-b.full:
			return
		case <-b.ctx.Done():
			return
		}
		l.mu.Lock()
		wait := gaps == 0
		if l.hurried == nil || !l.hurried() {
			wait = l.crowd.worthWaitingFor(b.awaited, gaps, l.gap, time.Now())
		}
		l.mu.Unlock()
		if !wait {
			return
		}
	}
}
