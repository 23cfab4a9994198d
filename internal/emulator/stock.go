package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Categories of stock, of which the first two can be bought.
const (
	withStock          = "WithStock"
	closedWithStock    = "ClosedWithStock"
	withoutStock       = "WithoutStock"
	closedWithoutStock = "ClosedWithoutStock"
)

// Generations of the families of common shapes that groups are placed on, by GiB per vCPU.
var commonFamilies = map[float64][]string{2: {"c5", "c6", "c7"}, 4: {"g5", "g6", "g7"}, 8: {"r5", "r6", "r7"}}

// stock tells what is not simply in stock: a category by zone, by type or family (ecs.c6.large, ecs.c6), or by both
// (cn-hangzhou-i/ecs.c6). What is said more exactly counts; a zone by itself also concerns groups without a type.
type stock map[string]string

func (s stock) validate() error {
	for key, category := range s {
		if !slices.Contains([]string{withStock, closedWithStock, withoutStock, closedWithoutStock}, category) {
			return controlError{http.StatusBadRequest, fmt.Sprintf("%s: %q is not a category of stock", key, category)}
		}
	}
	return nil
}

// category looks up a type or a family in a zone.
func (s stock) category(zone, name string) string {
	keys := []string{zone}
	if name != "" {
		family := familyOf(name)
		keys = []string{zone + "/" + name, zone + "/" + family, name, family, zone}
	}
	for _, key := range keys {
		if category, ok := s[key]; ok {
			return category
		}
	}
	return withStock
}

// inStock reports whether a type, or for an empty name a group without one, can be had in a zone.
func (s *Server) inStock(zone, name string) bool {
	category := s.settings.Stock.category(zone, name)
	return category == withStock || category == closedWithStock
}

// familyOf is the family of an instance type, such as ecs.c6 of ecs.c6.large.
func familyOf(name string) string {
	family, _, _ := strings.Cut(strings.TrimPrefix(name, "ecs."), ".")
	return "ecs." + family
}

// carriers lists the common instance types that hold a size best: those with the fewest vCPUs, and of these with the least memory.
func carriers(cpu, memory float64) []string {
	for _, cpus := range []float64{2, 4, 8, 12, 16, 24, 32, 52, 64} {
		for _, ratio := range []float64{2, 4, 8} {
			if cpus < cpu || cpus*ratio < memory {
				continue
			}
			var names []string
			for _, family := range commonFamilies[ratio] {
				names = append(names, typeName(family, cpus))
			}
			return names
		}
	}
	return nil
}

// DescribeAvailableResourceRequest holds the parameters of DescribeAvailableResource.
type DescribeAvailableResourceRequest struct {
	RegionId            string `param:",required"`
	ZoneId              string
	DestinationResource DestinationResource `param:",required"`
	SpotResource        SpotResource
}

// DestinationResource is what is looked for.
type DestinationResource struct {
	Category string `param:",required"`
	Value    string
	Cores    *float64
	Memory   *float64
}

// SpotResource says that, and how, it is looked for as spot.
type SpotResource struct {
	SpotStrategy   string
	SpotPriceLimit *float64
	SpotDuration   *int64
}

// DescribeAvailableResourceResponse is the answer of DescribeAvailableResource.
type DescribeAvailableResourceResponse struct{ AvailableZones AvailableZones }

// AvailableZones holds zones.
type AvailableZones struct{ AvailableZone []AvailableZone }

// AvailableZone is what there is in a zone.
type AvailableZone struct {
	RegionId           string
	ZoneId             string
	AvailableResources AvailableResources
}

// AvailableResources holds resources by their type.
type AvailableResources struct{ AvailableResource []AvailableResource }

// AvailableResource holds the resources of a type, InstanceType or InstanceTypeFamily.
type AvailableResource struct {
	Type               string
	SupportedResources SupportedResources
}

// SupportedResources holds resources.
type SupportedResources struct{ SupportedResource []SupportedResource }

// SupportedResource is an instance type or a family, and whether it is in stock.
type SupportedResource struct {
	Value          string
	StatusCategory string
}

func (s *Server) describeAvailableResource(c call, req *DescribeAvailableResourceRequest) (*DescribeAvailableResourceResponse, error) {
	wanted, offer := req.DestinationResource, req.SpotResource
	if err := check(
		validateZone(c.Region, req.ZoneId),
		validateSpotOffer("SpotResource.", offer.SpotStrategy, offer.SpotPriceLimit, offer.SpotDuration),
	); err != nil {
		return nil, err
	}
	names, err := wanted.names()
	if err != nil {
		return nil, err
	}
	if spot(offer.SpotStrategy) && wanted.Category != "InstanceType" {
		return nil, invalidParameter("DestinationResource.Category", "spot needs InstanceType")
	}
	resp := &DescribeAvailableResourceResponse{AvailableZones{AvailableZone: []AvailableZone{}}}
	for _, zone := range zonesOf(c.Region) {
		if req.ZoneId != "" && req.ZoneId != zone {
			continue
		}
		var found []SupportedResource
		for _, name := range names {
			if !spot(offer.SpotStrategy) || len(s.spotOffers(c.Region, zone, []string{name}, offer.SpotPriceLimit)) > 0 {
				found = append(found, SupportedResource{Value: name, StatusCategory: s.settings.Stock.category(zone, name)})
			}
		}
		if len(found) > 0 {
			resp.AvailableZones.AvailableZone = append(resp.AvailableZones.AvailableZone, AvailableZone{
				RegionId: c.Region, ZoneId: zone,
				AvailableResources: AvailableResources{[]AvailableResource{{Type: wanted.Category, SupportedResources: SupportedResources{found}}}},
			})
		}
	}
	if spot(offer.SpotStrategy) && len(resp.AvailableZones.AvailableZone) == 0 {
		return nil, spotNotMatched()
	}
	return resp, nil
}

// names lists the types or the family that are looked for.
func (d DestinationResource) names() ([]string, error) {
	switch d.Category {
	case "InstanceTypeFamily":
		if d.Value == "" {
			return nil, missingParameter("DestinationResource.Value")
		}
		if _, ok := families[strings.TrimPrefix(d.Value, "ecs.")]; !ok || !strings.HasPrefix(d.Value, "ecs.") {
			return nil, notFound("DestinationResource.Value")
		}
		return []string{d.Value}, nil
	case "InstanceType":
		if d.Value != "" {
			if _, ok := lookUpInstanceType(d.Value); !ok {
				return nil, notFound("DestinationResource.Value")
			}
			return []string{d.Value}, nil
		}
		if d.Cores == nil || d.Memory == nil {
			return nil, missingParameter("DestinationResource.Value")
		}
		return commonTypes(*d.Cores, *d.Memory), nil
	}
	return nil, invalidParameter("DestinationResource.Category", "it has to be InstanceTypeFamily or InstanceType")
}

// commonTypes lists the common instance types of exactly that size.
func commonTypes(cpu, memory float64) []string {
	return slices.DeleteFunc(carriers(cpu, memory), func(name string) bool {
		t, _ := lookUpInstanceType(name)
		return t.cpu != cpu || t.memory != memory
	})
}
