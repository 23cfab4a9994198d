package emulator

import (
	"net/http"
)

// quotas are how much an account may have in a region, by the names of ListUsage.
type quotas struct {
	MaxCpu                 float64
	MaxImageCacheCount     int
	MaxAutoImageCacheCount int
	MaxDataCacheCount      int
}

// defaultQuotas are those of examples in the API's documentation.
var defaultQuotas = quotas{MaxCpu: 1000, MaxImageCacheCount: 50, MaxAutoImageCacheCount: 25, MaxDataCacheCount: 100}

func (q quotas) validate() error {
	if q.MaxCpu < 0 || q.MaxImageCacheCount < 0 || q.MaxAutoImageCacheCount < 0 || q.MaxDataCacheCount < 0 {
		return controlError{http.StatusBadRequest, "a quota is negative"}
	}
	return nil
}

// ListUsageRequest holds the parameters of ListUsage.
type ListUsageRequest struct{ RegionId string }

// ListUsageResponse is the answer of ListUsage.
type ListUsageResponse struct{ Attributes map[string]float64 }

// listUsage tells quotas and what is used of them. No image cache is made automatically here.
func (s *Server) listUsage(c call, _ *ListUsageRequest) (*ListUsageResponse, error) {
	q := s.settings.Quotas
	return &ListUsageResponse{Attributes: map[string]float64{
		"UsedCpu": s.usedCPU(c.Region), "MaxCpu": q.MaxCpu,
		"UsedImageCacheCount": float64(countIn(c.Region, s.cloud.ImageCaches)), "MaxImageCacheCount": float64(q.MaxImageCacheCount),
		"UsedAutoImageCacheCount": 0, "MaxAutoImageCacheCount": float64(q.MaxAutoImageCacheCount),
		"UsedDataCacheCount": float64(countIn(c.Region, s.cloud.DataCaches)), "MaxDataCacheCount": float64(q.MaxDataCacheCount),
	}}, nil
}

// usedCPU adds up the vCPUs of the groups in a region that have not finished.
func (s *Server) usedCPU(region string) float64 {
	var used float64
	for _, g := range s.cloud.ContainerGroups.list {
		if g.RegionId == region && !g.finished() {
			used += g.Placement.Cpu
		}
	}
	return used
}

func countIn[T object](region string, all collection[T]) int {
	n := 0
	for _, o := range all.list {
		if o.region() == region {
			n++
		}
	}
	return n
}
