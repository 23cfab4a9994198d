package emulator

import (
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const maxEvents = 50 // kept of each object

// event is something that happened to an object, as often as it happened.
type event struct {
	Type, Reason, Message, Source string
	Count                         int64
	First, Last                   time.Time
}

// eventLog holds the newest events of an object, in the order in which they happened first.
type eventLog []event

func (l *eventLog) normal(at time.Time, reason, message string) {
	l.record(at, "Normal", sourceService, reason, message)
}

func (l *eventLog) failed(at time.Time, message string) {
	l.record(at, "Warning", sourceService, "Failed", message)
}

// record adds an event, or counts one that has happened before.
func (l *eventLog) record(at time.Time, kind, source, reason, message string) {
	for i := range *l {
		if e := &(*l)[i]; e.Reason == reason && e.Message == message {
			e.Count, e.Last = e.Count+1, at
			return
		}
	}
	*l = append(*l, event{Type: kind, Reason: reason, Message: message, Source: source, Count: 1, First: at, Last: at})
	if n := len(*l); n > maxEvents {
		*l = slices.Delete(*l, 0, n-maxEvents)
	}
}

// describe tells the events of an object of that name.
func (l *eventLog) describe(object string) []wire.Event {
	var events []wire.Event
	for _, e := range *l {
		events = append(events, wire.Event{
			Name: e.name(object), Type: e.Type, Reason: e.Reason, Message: e.Message, Count: e.Count,
			FirstTimestamp: timestamp(e.First), LastTimestamp: timestamp(e.Last),
		})
	}
	return events
}

// name is the name of an event: that of its object and a suffix that no other event of the object has.
func (e event) name(object string) string {
	return fmt.Sprintf("%s.%08x%08x", object, uint32(e.First.Unix()), hashOf(e.Reason+e.Message))
}
