package rpc

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// FaultKind says what goes wrong with a call. All faults strike calls that are otherwise in order: signed, and within
// the limits.
type FaultKind string

// The kinds of fault.
const (
	// The action is not carried out, and the answer is an error.
	FaultThrottle FaultKind = "throttle" // Config.ThrottlingCode
	FaultError    FaultKind = "error"    // Code, HTTPStatus and Message of the fault, or InternalError

	// The action is not carried out, and the answer is none of the API's.
	FaultReset FaultKind = "reset" // the connection is closed
	FaultHTML  FaultKind = "html"  // an HTML page, as a proxy answers; HTTPStatus of the fault, or 502
	FaultHuge  FaultKind = "huge"  // a JSON object of 50 MiB with HTTP status 200

	// The action is carried out, but the answer does not tell.
	FaultDropResponse FaultKind = "drop-response" // the connection is closed
	FaultTruncate     FaultKind = "truncate"      // the first half of the answer
	FaultAnswer       FaultKind = "answer"        // Body of the fault with HTTP status 200
	FaultEmptyList    FaultKind = "empty-list"    // lists of the answer are empty, TotalCount is 0 and NextToken empty

	// The action is carried out and answered, after DelayMilliseconds.
	FaultDelay FaultKind = "delay"
)

var faultKinds = []FaultKind{
	FaultThrottle, FaultError, FaultReset, FaultHTML, FaultHuge, FaultDropResponse, FaultTruncate, FaultAnswer, FaultEmptyList, FaultDelay,
}

// FaultKinds returns all kinds of fault.
func FaultKinds() []FaultKind { return slices.Clone(faultKinds) }

// maxDelayMilliseconds is a day.
const maxDelayMilliseconds = 24 * 60 * 60 * 1000

// Fault makes calls go wrong.
type Fault struct {
	Action string    `json:"action"` // empty or * for every action
	Kind   FaultKind `json:"kind"`
	// Probability that a call is struck, from 0 to 1; 0 counts as 1.
	Probability float64 `json:"probability,omitempty"`
	// Count calls are struck; 0 for no end.
	Count int `json:"count,omitempty"`
	// DelayMilliseconds pass before anything else happens, with every kind of fault.
	DelayMilliseconds int `json:"delayMilliseconds,omitempty"`

	Code       string `json:"code,omitempty"`
	HTTPStatus int    `json:"httpStatus,omitempty"`
	Message    string `json:"message,omitempty"`
	Body       string `json:"body,omitempty"`
}

func (f *Fault) check(actions map[string]*Action) error {
	switch {
	case !f.everyAction() && actions[f.Action] == nil:
		return fmt.Errorf("fault: no action is called %q", f.Action)
	case !slices.Contains(faultKinds, f.Kind):
		return fmt.Errorf("fault: kind is %q; the kinds are %q", f.Kind, faultKinds)
	case !(f.Probability >= 0 && f.Probability <= 1):
		return fmt.Errorf("fault: probability is %v, not from 0 to 1", f.Probability)
	case f.Count < 0 || f.DelayMilliseconds < 0:
		return fmt.Errorf("fault: count is %d and delayMilliseconds %d; neither can be negative", f.Count, f.DelayMilliseconds)
	case f.DelayMilliseconds > maxDelayMilliseconds:
		return fmt.Errorf("fault: delayMilliseconds is %d, more than %d", f.DelayMilliseconds, maxDelayMilliseconds)
	case f.HTTPStatus != 0 && (f.HTTPStatus < 400 || f.HTTPStatus > 599):
		return fmt.Errorf("fault: httpStatus is %d, not from 400 to 599", f.HTTPStatus)
	}
	return nil
}

func (f *Fault) everyAction() bool { return f.Action == "" || f.Action == "*" }

// acts reports whether a call that the fault strikes is carried out, and returns the error it ends with if not.
func (f *Fault) acts(throttled *Error) (bool, error) {
	switch f.Kind {
	case FaultThrottle:
		return false, throttled
	case FaultError:
		err := Errorf(http.StatusInternalServerError, "InternalError", "The request failed for an unknown reason.")
		if f.HTTPStatus != 0 {
			err.HTTPStatus = f.HTTPStatus
		}
		if f.Code != "" {
			err.Code = f.Code
		}
		if f.Message != "" {
			err.Message = f.Message
		}
		return false, err
	case FaultReset, FaultHTML, FaultHuge:
		return false, nil
	}
	return true, nil
}

// faults holds the faults in force.
type faults struct {
	mu   sync.Mutex
	list []Fault
	rand *rand.Rand
}

// draw says which fault strikes a call, the first of those in force for which luck has it, and how long the call waits.
// Delays add up: a fault of that kind leaves the call open to the next.
func (f *faults) draw(action string) (struck Fault, delay time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := 0; i < len(f.list); i++ {
		fault := &f.list[i]
		if !fault.everyAction() && fault.Action != action {
			continue
		}
		if fault.Probability > 0 && f.rand.Float64() >= fault.Probability {
			continue
		}
		struck = *fault
		delay += time.Duration(fault.DelayMilliseconds) * time.Millisecond
		if fault.Count > 0 {
			if fault.Count--; fault.Count == 0 {
				f.list = slices.Delete(f.list, i, i+1)
				i--
			}
		}
		if struck.Kind != FaultDelay {
			break
		}
	}
	return struck, delay
}

func (f *faults) set(list []Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = slices.Clone(list)
}

// SetFaults replaces the faults in force. If one of them is invalid, it returns an error and replaces nothing.
func (s *Server) SetFaults(list []Fault) error {
	for i := range list {
		if err := list[i].check(s.actions); err != nil {
			return err
		}
	}
	s.faults.set(list)
	return nil
}

// Faults returns the faults in force, each with the Count that is left. A fault that is used up is gone.
func (s *Server) Faults() []Fault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return slices.Clone(s.faults.list)
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() { s.faults.set(nil) }
