// Package emulator serves the ECI OpenAPI from memory: objects live through the states of the real service on a clock that
// tests can move, and what surprises in the real service surprises here. It is an independent reading of the API and shares
// no code with the client.
//
// Some names have effects that a test can ask for:
//
//   - A vSwitch is any id that starts with vsw-. If it ends in a hyphen and the letter of one of the region's zones
//     (vsw-test-b), it lies in that zone, otherwise in a zone derived from the id.
//   - A vSwitch with "full" in its id has no free address. With "nostock" in its id, groups are accepted, and their
//     scheduling fails for lack of stock.
//   - An image whose registry ends in .invalid, or whose tag is missing, cannot be pulled.
//   - Data whose URL, repository or path holds a number and gib (model-40gib) needs a data cache of that size, otherwise one of
//     1 GiB. Data on a host that ends in .invalid cannot be loaded.
//   - An image cannot be pushed to a repository with "denied" in its name.
//   - A virtual node fails whose kubeconfig names no cluster, or one whose server's host ends in .invalid. A container group with a
//     tag NodeName of REGION.VIRTUAL-NODE-ID runs on that virtual node.
//   - Shell scripts and small tools are run by package shell. Of other programs, well-known servers run until they are stopped, and
//     the rest is taken to run for two seconds and to end well. Only the one that a container ends in that is always restarted is
//     taken for a server. An Outcome tells otherwise.
package emulator

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Config sets up a Server. The zero value serves no key.
type Config struct {
	// Keys are the access keys that calls may be signed with.
	Keys []rpc.Key
	// WithoutPermission names access keys that are valid but may do nothing: DescribeContainerGroups answers them with an
	// empty list, every other action with Forbidden.RAM.
	WithoutPermission []string

	// Now is the clock; nil means time.Now. Life cycles run on it plus what AdvanceClock has added; the time window of
	// signatures is judged by Now alone.
	Now func() time.Time
	// BootTime passes between the creation of a group and the start of its containers, when there are no init
	// containers: a third of it for scheduling, a third for pulling images, a third for starting. Default 3 s; negative
	// for none.
	BootTime time.Duration
	// CreateLag passes until reads show a new group.
	CreateLag time.Duration
	// A finished group is kept for Retention for certain. Default 1 h. Thereafter the newest RetainedGroups of each
	// region are kept: default 100; negative for none.
	Retention      time.Duration
	RetainedGroups int

	// Outcomes tell beforehand what programs do that containers run.
	Outcomes []Outcome

	// Latency passes before a call is carried out.
	Latency time.Duration
	// RateLimits are calls per minute by action; "*" stands for actions that are not named.
	RateLimits map[string]int
	// RefuseUnknownParameters refuses calls with parameters that the action does not have. Otherwise they are ignored, and the
	// journal and the log name them.
	RefuseUnknownParameters bool
	// Assume chooses other answers to Assumptions than the first, by their names.
	Assume map[string]string

	// ControlHosts are names, in lower case, under which the control may be called beside IP addresses and localhost.
	ControlHosts []string
	// BodyTimeout bounds the time in which the body of a request arrives. Default 30 s.
	BodyTimeout time.Duration
	// Log receives a record of each call; nil for none.
	Log *slog.Logger
	// Seed makes generated ids and the luck of faults repeatable; 0 for a random one.
	Seed uint64
}

// Server is an http.Handler that serves the API at / and its control, without signatures, below /_emulator/.
type Server struct {
	rpc     *rpc.Server
	control http.Handler
	now     func() time.Time
	denied  []string

	bodyTimeout  time.Duration
	controlHosts []string

	mu       sync.Mutex // guards everything below
	settings settings
	cloud    cloud
}

// cloud is all that the emulator remembers, in the form in which it is saved.
type cloud struct {
	Seed            uint64
	Sequence        int64         // of the newest object
	ClockOffset     time.Duration // added to the clock by AdvanceClock
	ContainerGroups collection[*containerGroup]
	ImageCaches     collection[*imageCache]
	DataCaches      collection[*dataCache]
	VirtualNodes    collection[*virtualNode]
	AutomaticCaches []*automaticCache
	Listened        []listener // ports of groups that were deleted
	Tokens          map[string]token
	Terminals       map[string]terminal // by the id in their address
	Tasks           []*commitTask
	OpsRecords      []*opsRecord
	LateTags        []lateTags
}

// settings are the parts of Config that can be changed while the server runs.
type settings struct {
	BootTime       time.Duration
	CreateLag      time.Duration
	Retention      time.Duration
	RetainedGroups int
	Latency        time.Duration
	RateLimits     map[string]int
	Prices         market.Prices
	Stock          market.Stock
	Quotas         market.Quotas
	Outcomes       []Outcome
	Assume         map[string]string // by name, every Assumption
}

// New makes a Server without objects.
func New(cfg Config) (*Server, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Seed == 0 {
		var b [8]byte
		if _, err := rand.Read(b[:]); err != nil {
			return nil, err
		}
		cfg.Seed = binary.LittleEndian.Uint64(b[:])
	}
	if err := CheckAssumptions(cfg.Assume); err != nil {
		return nil, err
	}
	s := &Server{
		now:    cfg.Now,
		denied: slices.Clone(cfg.WithoutPermission),

		bodyTimeout:  orDefault(cfg.BodyTimeout, 30*time.Second),
		controlHosts: slices.Clone(cfg.ControlHosts),
		cloud:        cloud{Seed: cfg.Seed, Tokens: map[string]token{}},
		settings: settings{
			BootTime:       orDefault(cfg.BootTime, 3*time.Second),
			CreateLag:      cfg.CreateLag,
			Retention:      orDefault(cfg.Retention, time.Hour),
			RetainedGroups: orDefault(cfg.RetainedGroups, 100),
			Latency:        cfg.Latency,
			RateLimits:     cfg.RateLimits,
			Prices:         market.DefaultPrices(),
			Stock:          market.Stock{},
			Quotas:         market.DefaultQuotas,
			Outcomes:       slices.Clone(cfg.Outcomes),
			Assume:         assumed(cfg.Assume),
		},
	}
	if err := checkOutcomes(cfg.Outcomes); err != nil {
		return nil, err
	}
	s.rpc = rpc.NewServer(rpc.Config{
		Keys:                    cfg.Keys,
		Now:                     cfg.Now,
		RefuseUnknownParameters: cfg.RefuseUnknownParameters,
		Latency:                 cfg.Latency,
		RateLimits:              cfg.RateLimits,
		ThrottlingCode:          s.assumes(assumeThrottlingCode),
		EmptyList:               s.assumes(assumeEmptyPage),
		Log:                     cfg.Log,
		Seed:                    cfg.Seed,
	}, s.actions())
	s.control = s.Guard(s.controlMux())
	return s, nil
}

// orDefault reads a setting whose zero value stands for its default and whose negative values stand for zero.
func orDefault[T ~int | ~int64](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return max(value, 0)
}

// Actions returns every action that the emulator serves, with the types of its request and response.
func Actions() []rpc.Action { return new(Server).actions() }

func (s *Server) actions() []rpc.Action {
	return slices.Concat(s.containerGroupActions(), s.imageCacheActions(), s.dataCacheActions(), s.virtualNodeActions(), s.tagActions(),
		s.marketActions())
}

// ServeHTTP serves the API and the emulator's control.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		// Not every ResponseWriter has a connection. net/http ends the deadline when the body has been read.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.bodyTimeout))
	}
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		s.control.ServeHTTP(w, r)
		return
	}
	if r.URL.Path == terminalPath {
		s.serveTerminal(w, r)
		return
	}
	s.rpc.ServeHTTP(w, r)
}

// maxClockOffset leaves a time.Duration room for what is due later.
const maxClockOffset = 100 * 365 * 24 * time.Hour

// AdvanceClock moves the clock that life cycles run on forward, by a hundred years in all at most.
func (s *Server) AdvanceClock(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cloud.ClockOffset += min(max(d, 0), maxClockOffset-s.cloud.ClockOffset)
}

// clock is the time that life cycles run on.
func (s *Server) clock() time.Time { return s.now().Add(s.cloud.ClockOffset).UTC() }

// call is one call of an action: what came with it, and the time at which the cloud sees it.
type call struct {
	*rpc.Call
	at time.Time
}

// action makes an API action of a function that runs with the lock held and all that is due carried out.
func action[Req, Resp any](s *Server, name string, serve func(call, *Req) (*Resp, error), opts ...rpc.Option) rpc.Action {
	return rpc.NewAction(name, func(_ context.Context, c *rpc.Call, req *Req) (*Resp, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if slices.Contains(s.denied, c.AccessKeyID) {
			resp := new(Resp)
			if list, ok := any(resp).(*wire.DescribeContainerGroupsResponse); ok {
				list.ContainerGroups = []wire.ContainerGroup{}
				return resp, nil
			}
			return nil, forbidden()
		}
		if c.Region != "" && !slices.Contains(market.Regions, c.Region) {
			return nil, rpc.Errorf(http.StatusNotFound, "InvalidRegionId.NotFound", "The specified region %q does not exist.", c.Region)
		}
		at := s.settle(groupsOf(req))
		return serve(call{Call: c, at: at}, req)
	}, opts...)
}

// advance carries out everything that is due.
func (s *Server) advance(now time.Time) {
	s.advanceContainerGroups(now)
	s.advanceImageCaches(now)
	s.forgetAutomaticCaches(now)
	s.advanceDataCaches(now)
	s.advanceVirtualNodes(now)
	s.showTags(now)
	s.forgetTokens(now)
}
