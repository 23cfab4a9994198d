package emulator

import (
	"encoding/json"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Now returns the time on the clock of life cycles, and by how much that was advanced.
func (s *Server) Now() (now time.Time, advanced time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock(), s.cloud.ClockOffset
}

// Log returns the newest lines, at most so many, that a container has written since its newest start. It is empty if there is no such
// container.
func (s *Server) Log(id, name string, most int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settle(func(g *containerGroup) bool { return g.ContainerGroupId == id })
	g, ok := s.cloud.ContainerGroups.byID[id]
	if !ok {
		return nil
	}
	c := g.part(name)
	if c == nil {
		return nil
	}
	var lines []string
	for _, line := range g.logOf(c, false, now) {
		lines = append(lines, line.text)
	}
	return lines[max(0, len(lines)-most):]
}

// HourlyPrice returns what a group costs per hour after the discount, with the currency; nothing before it is scheduled, and nothing
// when it has finished. A group on the instance type on which its size is put anyway is reckoned as one of that size.
func (s *Server) HourlyPrice(g wire.ContainerGroup) (price json.Number, currency string) {
	s.mu.Lock()
	prices := s.settings.Prices
	s.mu.Unlock()
	if g.Cpu == 0 || (&containerGroup{ContainerGroup: g}).finished() {
		return "", prices.Currency
	}
	list := prices.List()
	if spot(g.SpotStrategy) {
		offer, _ := list.SpotOffer(g.RegionId, g.ZoneId, g.InstanceType, nil)
		return offer.SpotPrice, prices.Currency
	}
	costs := list.SizeCosts(g.Cpu, g.Memory, g.ComputeCategory == "economy")
	if t, ok := market.LookUp(g.InstanceType); ok && g.InstanceType != market.Carrier(g.Cpu, g.Memory) {
		costs = []market.Cost{list.TypeCost(g.InstanceType, t)}
	}
	if g.EphemeralStorage > 0 {
		costs = append(costs, list.StorageCost(g.EphemeralStorage))
	}
	return prices.PerHour(costs...), prices.Currency
}

// Stock returns what is not in stock, or not as usual: categories by key, as PatchStock takes them.
func (s *Server) Stock() market.Stock {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.Stock
}

// Faults returns the faults in force.
func (s *Server) Faults() []rpc.Fault { return s.rpc.Faults() }
