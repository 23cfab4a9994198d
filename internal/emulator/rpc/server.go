package rpc

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// Config sets up a Server.
type Config struct {
	Keys []Key
	// Now is the clock that the times of requests are judged by; nil: time.Now.
	Now func() time.Time
	// RefuseUnknownParameters refuses calls with parameters that the action does not have. Otherwise they are ignored, and
	// journal and log name them.
	RefuseUnknownParameters bool
	// Latency passes before a call is carried out.
	Latency time.Duration
	// RateLimits are calls per minute by action, counted per access key and region; "*" is for every action that is
	// not named. Without an entry there is no limit.
	RateLimits map[string]int
	// ThrottlingCode is the code that too many calls are refused with; empty: Throttling.User.
	ThrottlingCode string
	// EmptyList is how a list without members is answered in JSON beside a TotalCount of 0: as a list, null or absent; empty: list.
	EmptyList string
	// Log gets a record of each call; nil: none.
	Log *slog.Logger
	// Seed decides which calls faults with a probability strike.
	Seed uint64
}

// Server serves actions over HTTP. Make it with NewServer.
type Server struct {
	now           func() time.Time
	log           *slog.Logger
	refuseUnknown bool
	actions       map[string]*Action
	auth          authenticator
	limits        limiter
	latency       atomic.Int64

	throttlingCode atomic.Value // string
	emptyList      atomic.Value // string
	faults         faults
	journal        journal
}

var _ http.Handler = (*Server)(nil)

// NewServer makes a Server of these actions. It panics if two have one name.
func NewServer(cfg Config, actions []Action) *Server {
	s := &Server{
		now:           cfg.Now,
		log:           cmp.Or(cfg.Log, slog.New(slog.DiscardHandler)),
		refuseUnknown: cfg.RefuseUnknownParameters,
		actions:       map[string]*Action{},
		auth:          authenticator{keys: map[string]Key{}},
		faults:        faults{rand: mathrand.New(mathrand.NewPCG(cfg.Seed, 0))},
	}
	if s.now == nil {
		s.now = time.Now
	}
	for _, a := range actions {
		if s.actions[a.Name] != nil {
			panic("rpc: two actions are called " + a.Name)
		}
		s.actions[a.Name] = &a
	}
	for _, key := range cfg.Keys {
		s.auth.keys[key.ID] = key
	}
	s.SetLatency(cfg.Latency)
	s.SetRateLimits(cfg.RateLimits)
	s.SetThrottlingCode(cfg.ThrottlingCode)
	s.SetEmptyList(cfg.EmptyList)
	return s
}

// SetLatency changes Config.Latency.
func (s *Server) SetLatency(d time.Duration) { s.latency.Store(int64(d)) }

// SetRateLimits replaces Config.RateLimits and forgets the calls counted so far.
func (s *Server) SetRateLimits(perMinute map[string]int) { s.limits.set(maps.Clone(perMinute)) }

// exchange is the serving of one request.
type exchange struct {
	call    Call
	action  *Action // nil while it is not known
	fault   Fault
	xml     bool     // the answer's format
	unknown []string // parameters that the action does not have
}

// ServeHTTP serves one call at the path /.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchange{call: Call{RequestID: newRequestID(), Time: s.now()}}
	result, err := s.serve(&x, w, r)
	answer := s.answer(&x, r, result, err)
	s.record(r.Context(), &x, answer)
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat)) // clients see by it how wrong their clock is
	answer.write(w)
}

// serve takes a request through all steps up to the answer.
func (s *Server) serve(x *exchange, w http.ResponseWriter, r *http.Request) (any, error) {
	req, err := readRequest(w, r)
	if err != nil {
		return nil, err
	}
	call := &x.call
	x.xml = req.wantsXML()
	call.BaseURL = "http://" + r.Host
	if r.TLS != nil {
		call.BaseURL = "https://" + r.Host
	}
	sig, err := readSigned(req)
	if err != nil {
		return nil, err
	}
	call.Action, call.AccessKeyID = sig.action, sig.accessKeyID
	if x.action, err = s.find(sig, r.Method); err != nil {
		return nil, err
	}
	if err := s.auth.check(sig, call.Time); err != nil {
		return nil, err
	}
	call.Params = x.action.flat(req.business())
	call.Region = call.Params.Get("RegionId")
	call.ClientToken = call.Params.Get("ClientToken")
	if retryAfter, ok := s.limits.take(call); !ok {
		return nil, s.throttled(retryAfter)
	}
	fault, delay := s.faults.draw(call.Action)
	x.fault = fault
	if err := wait(r.Context(), delay+time.Duration(s.latency.Load())); err != nil {
		return nil, err
	}
	if acts, err := fault.acts(s.throttled(0)); !acts {
		return nil, err
	}
	request, unknown, err := x.action.decode(call.Params)
	if err != nil {
		return nil, err
	}
	if x.unknown = unknown; len(unknown) > 0 && s.refuseUnknown {
		return nil, invalid(unknown[0], "the action does not have it")
	}
	return x.action.serve(r.Context(), call, request)
}

// find looks up the action and checks how it is called.
func (s *Server) find(sig *signed, method string) (*Action, error) {
	action := s.actions[sig.action]
	switch {
	case !strings.EqualFold(sig.format, "JSON") && !strings.EqualFold(sig.format, "XML"):
		return nil, badRequest("InvalidParameter.Format", "Format has to be JSON or XML.")
	case sig.version != Version:
		return nil, Errorf(http.StatusNotFound, "InvalidApi.NotFound", "The API has no version %.40q, only %s.", sig.version, Version)
	case action == nil:
		return nil, Errorf(http.StatusNotFound, "InvalidApi.NotFound", "The API has no action %.100q.", sig.action)
	case action.PostOnly && method != http.MethodPost:
		return action, unsupportedMethod(method)
	}
	return action, nil
}

// record writes the call to journal and log.
func (s *Server) record(ctx context.Context, x *exchange, a answer) {
	parameters := map[string]string{}
	if x.action != nil {
		parameters = x.action.journalled(x.call.Params)
	}
	e := Entry{
		Time:        x.call.Time,
		AccessKeyID: x.call.AccessKeyID,
		Action:      x.call.Action,
		Region:      x.call.Region,
		Parameters:  parameters,
		Status:      a.status,
		Code:        a.code,
		Message:     a.message,
		Answer:      a.outline,
		RequestID:   x.call.RequestID,
		Duration:    s.now().Sub(x.call.Time),
		Fault:       string(x.fault.Kind),
		Unknown:     x.unknown,
	}
	s.journal.add(e)
	attributes := []slog.Attr{
		slog.String("action", e.Action), slog.String("region", e.Region), slog.Int("status", e.Status),
		slog.String("code", e.Code), slog.String("requestId", e.RequestID), slog.Duration("duration", e.Duration),
		slog.String("fault", e.Fault),
	}
	if len(e.Unknown) > 0 {
		attributes = append(attributes, slog.Any("unknownParameters", e.Unknown))
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "call", attributes...)
}

// wait lets the time pass, or ends with the request.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// newRequestID makes a random UUID in the API's spelling.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// asError returns the error to send. Errors of our own code are logged and sent as InternalError without their text.
func (s *Server) asError(ctx context.Context, x *exchange, err error) *Error {
	if apiError := new(Error); errors.As(err, &apiError) {
		return apiError
	}
	s.log.LogAttrs(ctx, slog.LevelError, "call failed inside", slog.String("action", x.call.Action),
		slog.String("requestId", x.call.RequestID), slog.String("error", err.Error()))
	return Errorf(http.StatusInternalServerError, "InternalError", "The request failed for an unknown reason.")
}
