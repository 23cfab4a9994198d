package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const controlPrefix = "/_emulator/"

// maxControlBody bounds what the control reads.
const maxControlBody = 8 << 20

// controlMux serves what tests and demos do to the emulator beside the API:
//
//	GET, DELETE          requests               the journal of calls
//	GET                  state                  all objects, as the API would tell them
//	PATCH, DELETE        {kind}/{id}            change an object (RFC 7396), or take it away, behind everyone's back; kinds are
//	                                            container-groups, image-caches, data-caches and virtual-nodes
//	POST                 container-groups/{id}/reclaim
//	                                            take a spot group away: {"after": "5m"}
//	POST                 container-groups/{id}/containers/{name}/fail
//	                                            end a container that runs, as its program would: {"exitCode": 1}
//	GET, POST, DELETE    faults                 what goes wrong with calls
//	GET, POST, DELETE    outcomes               what programs do that containers run
//	GET, PATCH           prices, stock, quotas  what groups cost, whether there are any, and how many one may have
//	GET, PATCH           settings               times, latency and rate limits
//	GET, PATCH           assumptions            the answers to Assumptions, by name
//	GET, POST            clock                  the clock of life cycles; {"advance": "1h"} moves it
func (s *Server) controlMux() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, serve func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, maxControlBody)
			answer, err := serve(r)
			writeControl(w, answer, err)
		})
	}
	handle("GET "+controlPrefix+"requests", func(*http.Request) (any, error) { return orEmpty(s.rpc.Journal()), nil })
	handle("DELETE "+controlPrefix+"requests", func(*http.Request) (any, error) { s.rpc.ClearJournal(); return nil, nil })
	handle("GET "+controlPrefix+"state", func(*http.Request) (any, error) { return s.State(), nil })
	handleObjects(handle, "container-groups", s.PatchContainerGroup, s.RemoveContainerGroup)
	handle("POST "+controlPrefix+"container-groups/{id}/reclaim", func(r *http.Request) (any, error) {
		change := struct{ After duration }{duration(defaultReclaim)}
		if err := readControl(r, &change); err != nil {
			return nil, err
		}
		return nil, s.ReclaimContainerGroup(r.PathValue("id"), time.Duration(change.After))
	})
	handle("POST "+controlPrefix+"container-groups/{id}/containers/{name}/fail", func(r *http.Request) (any, error) {
		change := struct{ ExitCode int }{1}
		if err := readControl(r, &change); err != nil {
			return nil, err
		}
		return nil, s.FailContainer(r.PathValue("id"), r.PathValue("name"), change.ExitCode)
	})
	handleObjects(handle, "image-caches", s.PatchImageCache, s.RemoveImageCache)
	handleObjects(handle, "data-caches", s.PatchDataCache, s.RemoveDataCache)
	handleObjects(handle, "virtual-nodes", s.PatchVirtualNode, s.RemoveVirtualNode)
	handleSetting(s, handle, "prices", &s.settings.Prices, s.PatchPrices)
	handleSetting(s, handle, "stock", &s.settings.Stock, s.PatchStock)
	handleSetting(s, handle, "quotas", &s.settings.Quotas, s.PatchQuotas)
	handle("GET "+controlPrefix+"faults", func(*http.Request) (any, error) { return orEmpty(s.rpc.Faults()), nil })
	handle("POST "+controlPrefix+"faults", func(r *http.Request) (any, error) {
		var faults []rpc.Fault
		if err := readControl(r, &faults); err != nil {
			return nil, err
		}
		return nil, s.rpc.SetFaults(faults)
	})
	handle("GET "+controlPrefix+"outcomes", func(*http.Request) (any, error) { return orEmpty(s.Outcomes()), nil })
	handle("POST "+controlPrefix+"outcomes", func(r *http.Request) (any, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		outcomes, err := ReadOutcomes(body)
		if err != nil {
			return nil, err
		}
		return nil, s.SetOutcomes(outcomes)
	})
	handle("DELETE "+controlPrefix+"outcomes", func(*http.Request) (any, error) { return nil, s.SetOutcomes(nil) })
	handle("DELETE "+controlPrefix+"faults", func(*http.Request) (any, error) { s.rpc.ClearFaults(); return nil, nil })
	handle("GET "+controlPrefix+"settings", func(*http.Request) (any, error) { return s.describeSettings(), nil })
	handle("PATCH "+controlPrefix+"settings", func(r *http.Request) (any, error) {
		var change settingsChange
		if err := readControl(r, &change); err != nil {
			return nil, err
		}
		if err := s.changeSettings(change); err != nil {
			return nil, err
		}
		return s.describeSettings(), nil
	})
	handle("GET "+controlPrefix+"assumptions", func(*http.Request) (any, error) { return s.describeAssumptions(), nil })
	handle("PATCH "+controlPrefix+"assumptions", func(r *http.Request) (any, error) {
		var answers map[string]string
		if err := readControl(r, &answers); err != nil {
			return nil, err
		}
		if err := s.Assume(answers); err != nil {
			return nil, err
		}
		return s.describeAssumptions(), nil
	})
	handle("GET "+controlPrefix+"clock", func(*http.Request) (any, error) { return s.describeClock(), nil })
	handle("POST "+controlPrefix+"clock", func(r *http.Request) (any, error) {
		var change struct{ Advance duration }
		if err := readControl(r, &change); err != nil {
			return nil, err
		}
		if left := s.clockLeft(); time.Duration(change.Advance) > left {
			return nil, controlError{http.StatusBadRequest, fmt.Sprintf("the clock can be advanced by %v at most", left)}
		}
		s.AdvanceClock(time.Duration(change.Advance))
		return s.describeClock(), nil
	})
	mux.HandleFunc(controlPrefix, func(w http.ResponseWriter, r *http.Request) {
		writeControl(w, nil, controlError{http.StatusNotFound, "the emulator's control has no " + r.Method + " " + r.URL.Path})
	})
	return mux
}

// handleObjects serves changes to the objects of a kind.
func handleObjects[T any](
	handle func(string, func(*http.Request) (any, error)), kind string, patch func(string, []byte) (*T, error), remove func(string) error,
) {
	handle("PATCH "+controlPrefix+kind+"/{id}", func(r *http.Request) (any, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		return patch(r.PathValue("id"), body)
	})
	handle("DELETE "+controlPrefix+kind+"/{id}", func(r *http.Request) (any, error) {
		return nil, remove(r.PathValue("id"))
	})
}

// Journal returns the newest calls, oldest first.
func (s *Server) Journal() []rpc.Entry { return s.rpc.Journal() }

// ClearJournal forgets all calls.
func (s *Server) ClearJournal() { s.rpc.ClearJournal() }

// SetFaults replaces the faults in force.
func (s *Server) SetFaults(faults []rpc.Fault) error { return s.rpc.SetFaults(faults) }

// ClearFaults ends all faults.
func (s *Server) ClearFaults() { s.rpc.ClearFaults() }

// State holds all objects, in all regions, as the API would tell them, with everything that it tells on demand only.
type State struct {
	ContainerGroups []wire.ContainerGroup
	ImageCaches     []wire.ImageCache
	DataCaches      []wire.DataCache
	VirtualNodes    []wire.VirtualNode
}

// State returns all objects.
func (s *Server) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(everyGroup)
	state := State{
		ContainerGroups: []wire.ContainerGroup{},
		ImageCaches:     described(s.cloud.ImageCaches, (*imageCache).describe),
		DataCaches:      described(s.cloud.DataCaches, (*dataCache).describe),
		VirtualNodes:    described(s.cloud.VirtualNodes, (*virtualNode).describe),
	}
	for _, g := range s.cloud.ContainerGroups.list {
		described := g.describe()
		described.Events = g.EventLog.describe(g.ContainerGroupName)
		state.ContainerGroups = append(state.ContainerGroups, described)
	}
	return state
}

func described[T object, Described any](all collection[T], describe func(T) Described) []Described {
	list := []Described{}
	for _, o := range all.list {
		list = append(list, describe(o))
	}
	return list
}

// applyMergePatch decodes into a value what a merge patch makes of another.
func applyMergePatch(before any, patch []byte, into any) error {
	data, err := json.Marshal(before)
	if err != nil {
		return err
	}
	var target, changes any
	if err := decodeNumbers(data, &target); err != nil {
		return err
	}
	if err := decodeNumbers(patch, &changes); err != nil {
		return controlError{http.StatusBadRequest, "the patch is not JSON: " + err.Error()}
	}
	if data, err = json.Marshal(mergePatch(target, changes)); err != nil {
		return err
	}
	if err := decodeStrictly(data, into); err != nil {
		return controlError{http.StatusBadRequest, "the patch does not fit the object: " + err.Error()}
	}
	return nil
}

// mergePatch is the algorithm of RFC 7396.
func mergePatch(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	merged, ok := target.(map[string]any)
	if !ok {
		merged = map[string]any{}
	}
	for key, value := range changes {
		if value == nil {
			delete(merged, key)
			continue
		}
		merged[key] = mergePatch(merged[key], value)
	}
	return merged
}

// duration is a time.Duration that JSON writes as Go does: "1h30m".
type duration time.Duration

// MarshalText writes the duration.
func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration, which must not be negative.
func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err == nil && parsed < 0 {
		err = fmt.Errorf("%q is negative", text)
	}
	*d = duration(parsed)
	return err
}

// settingsChange holds settings; on reading, those that are absent stay as they are.
type settingsChange struct {
	BootTime       *duration      `json:"bootTime"`
	CreateLag      *duration      `json:"createLag"`
	Retention      *duration      `json:"retention"`
	RetainedGroups *int           `json:"retainedGroups"`
	Latency        *duration      `json:"latency"`
	RateLimits     map[string]int `json:"rateLimits"` // all of them
}

func (s *Server) describeSettings() settingsChange {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settings
	return settingsChange{
		BootTime: (*duration)(&now.BootTime), CreateLag: (*duration)(&now.CreateLag), Retention: (*duration)(&now.Retention),
		RetainedGroups: &now.RetainedGroups, Latency: (*duration)(&now.Latency), RateLimits: maps.Clone(now.RateLimits),
	}
}

func (s *Server) changeSettings(change settingsChange) error {
	if change.RetainedGroups != nil && *change.RetainedGroups < 0 {
		return controlError{http.StatusBadRequest, "retainedGroups is negative"}
	}
	if err := rpc.CheckRateLimits(change.RateLimits, s.actions()); err != nil {
		return controlError{http.StatusBadRequest, err.Error()}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// What was due under the old settings happens under them.
	s.settle(everyGroup)
	setTo(&s.settings.BootTime, (*time.Duration)(change.BootTime))
	setTo(&s.settings.CreateLag, (*time.Duration)(change.CreateLag))
	setTo(&s.settings.Retention, (*time.Duration)(change.Retention))
	setTo(&s.settings.RetainedGroups, change.RetainedGroups)
	if change.Latency != nil {
		s.settings.Latency = time.Duration(*change.Latency)
		s.rpc.SetLatency(s.settings.Latency)
	}
	if change.RateLimits != nil {
		s.settings.RateLimits = change.RateLimits
		s.rpc.SetRateLimits(change.RateLimits)
	}
	return nil
}

// clockLeft returns the time by which the clock can still be advanced.
func (s *Server) clockLeft() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maxClockOffset - s.cloud.ClockOffset
}

func (s *Server) describeClock() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return struct {
		Now      time.Time `json:"now"`
		Advanced duration  `json:"advanced"`
	}{s.clock(), duration(s.cloud.ClockOffset)}
}

// controlError is an answer of the control other than success.
type controlError struct {
	status  int
	message string
}

func (e controlError) Error() string { return e.message }

func readControl(r *http.Request, into any) error {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return controlError{http.StatusBadRequest, err.Error()}
	}
	if err := decodeStrictly(data, into); err != nil {
		return controlError{http.StatusBadRequest, err.Error()}
	}
	return nil
}

func writeControl(w http.ResponseWriter, answer any, err error) {
	status := http.StatusOK
	if err != nil {
		status = http.StatusBadRequest
		if c, ok := errors.AsType[controlError](err); ok {
			status = c.status
		}
		answer = map[string]string{"error": err.Error()}
	}
	if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// An answer that cannot be written has nobody to read it.
	_ = json.NewEncoder(w).Encode(answer)
}

// orEmpty makes JSON write [] for a list without members.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// decodeNumbers reads one JSON value and keeps its numbers as they are written.
func decodeNumbers(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// decodeStrictly reads one JSON value and refuses members that the target does not have.
func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}
