package console

import (
	"cmp"
	"math/big"
	"net/http"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	shownLines = 200 // of a log
	shownCalls = 200
)

// groupsPage holds what the page of all groups shows.
type groupsPage struct {
	Groups        []group
	Running, Done int
	Total         string // price per hour of all
}

func (c *Console) groups(*http.Request) (string, any, error) {
	page := groupsPage{Groups: c.viewGroups()}
	sum, currency := new(big.Rat), ""
	for _, g := range page.Groups {
		switch tone(g.Status) {
		case "good":
			page.Running++
		case "done", "bad":
			page.Done++
		}
		if price, ok := new(big.Rat).SetString(string(g.price)); ok {
			sum.Add(sum, price)
		}
		currency = g.currency
	}
	if currency != "" {
		page.Total = sum.FloatString(4) + " " + currency
	}
	slices.Reverse(page.Groups) // the newest first
	return "Container groups", page, nil
}

// groupPage holds what the page of one group shows.
type groupPage struct {
	group
	Parts  []container
	Calls  []rpc.Entry
	Events []wire.Event
}

func (c *Console) group(r *http.Request) (string, any, error) {
	id := r.PathValue("id")
	groups := c.viewGroups()
	i := slices.IndexFunc(groups, func(g group) bool { return g.ContainerGroupId == id })
	if i < 0 {
		return "", nil, errGone
	}
	g := groups[i]
	page := groupPage{group: g, Parts: g.parts(), Calls: newest(c.server.Journal(), touching(id)), Events: slices.Clone(g.Events)}
	slices.Reverse(page.Events) // the newest first, also within a second
	slices.SortStableFunc(page.Events, func(a, b wire.Event) int { return cmp.Compare(b.LastTimestamp, a.LastTimestamp) })
	for i := range page.Parts {
		page.Parts[i].Log = c.server.Log(id, page.Parts[i].Name, shownLines)
	}
	return g.ContainerGroupName, page, nil
}

// viewGroups lists all groups, the oldest first.
func (c *Console) viewGroups() []group {
	now, _ := c.server.Now()
	var groups []group
	for _, g := range c.server.State().ContainerGroups {
		price, currency := c.server.HourlyPrice(g)
		groups = append(groups, group{g, now, price, currency})
	}
	return groups
}

// cachesPage holds what the page of all caches shows.
type cachesPage struct {
	Images []wire.ImageCache
	Data   []wire.DataCache
}

func (c *Console) caches(*http.Request) (string, any, error) {
	state := c.server.State()
	slices.Reverse(state.ImageCaches)
	slices.Reverse(state.DataCaches)
	return "Caches", cachesPage{state.ImageCaches, state.DataCaches}, nil
}

// node is a virtual node with the groups that run on it.
type node struct {
	wire.VirtualNode
	Pods []group
}

func (c *Console) nodes(*http.Request) (string, any, error) {
	groups := c.viewGroups()
	var nodes []node
	for _, n := range c.server.State().VirtualNodes {
		pods := slices.DeleteFunc(slices.Clone(groups), func(g group) bool { return !g.runsOn(n) })
		nodes = append(nodes, node{n, pods})
	}
	slices.Reverse(nodes)
	return "Virtual nodes", nodes, nil
}

// callsPage holds what the page of calls shows.
type callsPage struct {
	Calls  []rpc.Entry
	Action string // shown only
	Failed bool   // likewise
	All    []string
}

func (c *Console) calls(r *http.Request) (string, any, error) {
	page := callsPage{Action: r.FormValue("action"), Failed: r.FormValue("failed") != "", All: actionNames()}
	page.Calls = newest(c.server.Journal(), func(e rpc.Entry) bool {
		return (page.Action == "" || e.Action == page.Action) && (!page.Failed || e.Status != http.StatusOK)
	})
	return "Calls", page, nil
}

// controlPage holds what the page of buttons shows.
type controlPage struct {
	Faults  []rpc.Fault
	Kinds   []rpc.FaultKind
	Actions []string
	Stock   market.Stock
	Places  []string // zones and instance types
	Spot    []group  // that can be reclaimed
}

func (c *Console) control(*http.Request) (string, any, error) {
	page := controlPage{
		Faults: c.server.Faults(), Kinds: rpc.FaultKinds(), Actions: actionNames(), Stock: c.server.Stock(),
		Spot: slices.DeleteFunc(c.viewGroups(), func(g group) bool { return !g.Spot() }),
	}
	for _, region := range market.Regions {
		page.Places = append(page.Places, market.Zones(region)...)
	}
	return "Control", page, nil
}

func actionNames() []string {
	var names []string
	for _, a := range emulator.Actions() {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	return names
}
