package eci

import "time"

// crowd knows which readers are likely to ask for an object soon.
type crowd struct {
	calls int       // under way, whose readers wait for an answer
	away  int       // readers that got an answer and have not asked for their next object yet
	since time.Time // when away changed last
}

// patience is the number of gaps without a new ID for which a batch waits for readers that may come soon.
const patience = 20

// come takes note of a reader that asks for an object.
func (c *crowd) come(now time.Time) { c.away, c.since = max(0, c.away-1), now }

// serve takes note of a call that has ended and of the readers that got its answer.
func (c *crowd) serve(readers int, now time.Time) {
	c.calls--
	c.away, c.since = c.away+readers, now
}

// worthWaitingFor reports whether a batch should wait for another gap, after as many gaps without a new ID; 0 is for an ID that
// has just come. awaited says that readers were away when the batch was opened: it ends when all of them are back.
func (c *crowd) worthWaitingFor(awaited bool, gaps int, gap time.Duration, now time.Time) bool {
	switch {
	case gaps == 0:
		return !awaited || c.calls > 0 || c.away > 0
	case gaps >= patience:
		return false
	}
	return c.calls > 0 || c.away > 0 && now.Sub(c.since) < patience*gap
}
