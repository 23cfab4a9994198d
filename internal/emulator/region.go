package emulator

// DescribeRegionsRequest holds the parameters of DescribeRegions.
type DescribeRegionsRequest struct{ RegionId string }

// DescribeRegionsResponse is the answer of DescribeRegions.
type DescribeRegionsResponse struct{ Regions []Region }

// Region is a region and its zones.
type Region struct {
	RegionId         string
	RegionEndpoint   string
	Zones            []string
	RecommendZones   []string
	UnavailableZones []string
}

// recommended is how many zones of a region the service recommends.
const recommended = 3

// describeRegions lists all regions, whatever the region of the call. Zones that are out of stock are unavailable; of the others
// the last ones are recommended.
func (s *Server) describeRegions(call, *DescribeRegionsRequest) (*DescribeRegionsResponse, error) {
	resp := new(DescribeRegionsResponse)
	for _, id := range regions {
		region := Region{RegionId: id, RegionEndpoint: "eci." + id + ".aliyuncs.com", Zones: []string{}, UnavailableZones: []string{}}
		for _, zone := range zonesOf(id) {
			if s.inStock(zone, "") {
				region.Zones = append(region.Zones, zone)
			} else {
				region.UnavailableZones = append(region.UnavailableZones, zone)
			}
		}
		region.RecommendZones = region.Zones[max(0, len(region.Zones)-recommended):]
		resp.Regions = append(resp.Regions, region)
	}
	return resp, nil
}
