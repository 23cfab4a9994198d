package emulator

import (
	"cmp"
	"math"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	defaultBucket      = "default"
	reservedBucket     = "eci-system"
	maxDataCachesAPage = 20
)

// dataCache is a data cache: what is described of it apart from events, what it was built of, and how far it has come.
type dataCache struct {
	wire.DataCache
	managed
	RetentionDays int64
	Network       dataCacheNetwork
	SourceDigest  string // of the options that are not described
	Build         build
}

// dataCacheNetwork holds the network through which the data is loaded; it is not described.
type dataCacheNetwork struct {
	SecurityGroupId, VSwitchId, EipInstanceId string
	EipCreateParam                            *wire.EipCreateParam
}

func (d *dataCache) region() string    { return d.RegionId }
func (d *dataCache) id() string        { return d.DataCacheId }
func (d *dataCache) tags() *[]wire.Tag { return &d.Tags }

func (s *Server) dataCacheActions() []rpc.Action {
	return []rpc.Action{
		action(s, "CreateDataCache", s.createDataCache),
		action(s, "UpdateDataCache", s.updateDataCache),
		action(s, "CopyDataCache", s.copyDataCache),
		action(s, "DeleteDataCache", s.deleteDataCache),
		action(s, "DescribeDataCaches", s.describeDataCaches),
	}
}

func (s *Server) createDataCache(c call, req *wire.CreateDataCacheRequest) (*wire.DataCacheIdResponse, error) {
	return once(s, c, func() (*wire.DataCacheIdResponse, error) {
		if err := check(present("Name", req.Name), present("Path", req.Path)); err != nil {
			return nil, err
		}
		if req.DataSource == nil {
			return nil, missingParameter("DataSource")
		}
		d := &dataCache{
			DataCache: wire.DataCache{
				RegionId:        c.Region,
				Name:            req.Name,
				Bucket:          cmp.Or(req.Bucket, defaultBucket),
				Path:            req.Path,
				Status:          statusCreating,
				Size:            *orPointer(req.Size, defaultDiskSize),
				ResourceGroupId: cmp.Or(req.ResourceGroupId, defaultResourceGroup),
				CreationTime:    timestamp(c.at),
				ExpireDateTime:  expiry(c.at, req.RetentionDays),
				Tags:            req.Tag,
			},
			RetentionDays: *orPointer(req.RetentionDays, 0),
		}
		d.apply(&req.CommonDataCache)
		if err := check(d.validate(), validateDataCache(&req.CommonDataCache), s.roomForDataCache(d)); err != nil {
			return nil, err
		}
		if err := s.buildDataCache(c, d, req.DataSource); err != nil {
			return nil, err
		}
		s.addDataCache(c.at, d)
		return &wire.DataCacheIdResponse{DataCacheId: d.DataCacheId}, nil
	})
}

// addDataCache gives a new data cache its id.
func (s *Server) addDataCache(at time.Time, d *dataCache) {
	d.managed = s.newManaged(at)
	d.DataCacheId = s.cloud.newID("edc", d.Sequence)
	d.EventLog.normal(at, "Creating", "Looking for resources to load the data.")
	s.cloud.DataCaches.add(d)
}

// apply sets what the parameters give of the source and of the way to it.
func (d *dataCache) apply(req *wire.CommonDataCache) {
	set(&d.Network.SecurityGroupId, req.SecurityGroupId)
	set(&d.Network.VSwitchId, req.VSwitchId)
	if req.EipInstanceId != "" || req.EipCreateParam != nil { // each replaces the other
		d.Network.EipInstanceId, d.Network.EipCreateParam = req.EipInstanceId, req.EipCreateParam
	}
	if req.DataSource != nil {
		d.DataSource, d.SourceDigest = describeDataSource(req.DataSource), secretDigest(req.DataSource)
	}
}

// validate checks what tells one data cache from others, and its numbers.
func (d *dataCache) validate() error {
	switch {
	case d.Bucket == reservedBucket:
		return invalidParameter("Bucket", "the name is reserved")
	case !strings.HasPrefix(d.Path, "/"):
		return invalidParameter("Path", "it is not an absolute path")
	}
	return check(
		within("Size", &d.Size, 1, maxDiskSize),
		within("RetentionDays", &d.RetentionDays, 0, math.MaxInt16),
	)
}

func validateDataCache(req *wire.CommonDataCache) error {
	if e := req.EipCreateParam; e != nil {
		if req.EipInstanceId != "" {
			return invalidParameter("EipInstanceId", "it excludes EipCreateParam")
		}
		if err := check(
			within("EipCreateParam.Bandwidth", e.Bandwidth, 1, 1000),
			oneOf("EipCreateParam.ISP", e.ISP, "BGP", "BGP_PRO"),
			oneOf("EipCreateParam.InternetChargeType", e.InternetChargeType, "PayByBandwidth", "PayByTraffic"),
			prefixed("EipCreateParam.CommonBandwidthPackage", e.CommonBandwidthPackage, "cbwp-"),
			prefixed("EipCreateParam.PublicIpAddressPoolId", e.PublicIpAddressPoolId, "pippool-"),
		); err != nil {
			return err
		}
	}
	return check(prefixed("EipInstanceId", req.EipInstanceId, "eip-"), validateDataSource(req.DataSource), validateTags(req.Tag, maxTagKey))
}

// roomForDataCache refuses a cache beyond the quota, and a second one of the same bucket and path.
func (s *Server) roomForDataCache(d *dataCache) error {
	count := 0
	for _, other := range s.cloud.DataCaches.list {
		if other.RegionId != d.RegionId {
			continue
		}
		if count++; other.Bucket == d.Bucket && path.Clean(other.Path) == path.Clean(d.Path) {
			return invalidParameter("Path", "another data cache of the bucket has it")
		}
	}
	if count >= s.settings.Quotas.MaxDataCacheCount {
		return quotaExceeded("DataCache")
	}
	return nil
}

// buildDataCache starts to load the data in a temporary container group.
func (s *Server) buildDataCache(c call, d *dataCache, source *wire.DataSource) error {
	req := wire.CreateContainerGroupRequest{
		ResourceGroupId: d.ResourceGroupId, SecurityGroupId: d.Network.SecurityGroupId, EipInstanceId: d.Network.EipInstanceId,
	}
	if d.Network.VSwitchId != "" {
		req.VSwitchId = []string{d.Network.VSwitchId}
	}
	if e := d.Network.EipCreateParam; e != nil {
		req.AutoCreateEip, req.EipBandwidth, req.EipISP, req.EipCommonBandwidthPackage = true, e.Bandwidth, e.ISP, e.CommonBandwidthPackage
	}
	group, err := s.newBuilder(c, []string{"data-loader:1"}, req)
	if err != nil {
		return err
	}
	s.cloud.ContainerGroups.add(group)
	d.ContainerGroupId = group.ContainerGroupId
	d.Build = s.newBuild(c.at, loadFailure(source, d.Size))
	d.Progress = d.Build.progress(c.at)
	return nil
}

func (s *Server) updateDataCache(c call, req *wire.UpdateDataCacheRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		if err := check(present("DataCacheId", req.DataCacheId), present("Name", req.Name)); err != nil {
			return nil, err
		}
		d, ok := s.cloud.DataCaches.get(c.Region, req.DataCacheId)
		if !ok || req.Bucket != "" && req.Bucket != d.Bucket { // the bucket identifies a cache, so it cannot be changed
			return nil, notFound("DataCacheId")
		}
		if d.Status != statusAvailable && d.Status != statusUpdateFailed {
			return nil, refuse("IncorrectStatus", "The status %s of the data cache does not allow to update it.", d.Status)
		}
		next := d.updated(c, req)
		if err := check(next.validate(), validateDataCache(&req.CommonDataCache)); err != nil {
			return nil, err
		}
		if len(next.Tags) > maxTags {
			return nil, tooManyTags()
		}
		if next.Size != d.Size || next.DataSource != d.DataSource || next.SourceDigest != d.SourceDigest || !reflect.DeepEqual(next.Network,
			d.Network) {
			source := req.DataSource
			if source == nil {
				source = dataSourceOf(d.DataSource)
			}
			if err := s.buildDataCache(c, &next, source); err != nil {
				return nil, err
			}
			next.Status = statusUpdating
			next.EventLog.normal(c.at, "Updating", "Loading the data anew.")
		}
		*d = next
		return new(wire.Empty), nil
	})
}

// updated returns the cache as an update would leave it. What is absent stays; tags are added.
func (d *dataCache) updated(c call, req *wire.UpdateDataCacheRequest) dataCache {
	next := *d
	next.EventLog = slices.Clone(d.EventLog)
	set(&next.Name, req.Name)
	set(&next.ResourceGroupId, req.ResourceGroupId)
	setTo(&next.Size, req.Size)
	next.Tags = mergeTags(d.Tags, req.Tag)
	if req.RetentionDays != nil && *req.RetentionDays != d.RetentionDays {
		next.RetentionDays, next.ExpireDateTime = *req.RetentionDays, expiry(c.at, req.RetentionDays)
	}
	next.apply(&req.CommonDataCache)
	return next
}

// copyDataCache copies a cache to a region. The copy needs no container group, since no data is loaded.
func (s *Server) copyDataCache(c call, req *wire.CopyDataCacheRequest) (*wire.DataCacheIdResponse, error) {
	return once(s, c, func() (*wire.DataCacheIdResponse, error) {
		source, ok := s.cloud.DataCaches.get(c.Region, req.DataCacheId)
		switch {
		case !ok:
			return nil, notFound("DataCacheId")
		case source.Status != statusAvailable:
			return nil, refuse("IncorrectStatus", "The status %s of the data cache does not allow to copy it.", source.Status)
		case !slices.Contains(market.Regions, req.DestinationRegionId):
			return nil, notFound("DestinationRegionId")
		}
		d := &dataCache{
			DataCache: wire.DataCache{
				RegionId:        req.DestinationRegionId,
				Name:            cmp.Or(req.Name, source.Name),
				Bucket:          cmp.Or(req.Bucket, defaultBucket),
				Path:            cmp.Or(req.Path, source.Path),
				Status:          statusCreating,
				Size:            source.Size,
				DataSource:      source.DataSource,
				ResourceGroupId: cmp.Or(req.ResourceGroupId, defaultResourceGroup),
				CreationTime:    timestamp(c.at),
				ExpireDateTime:  expiry(c.at, req.RetentionDays),
				Tags:            req.Tag,
			},
			RetentionDays: *orPointer(req.RetentionDays, 0),
			SourceDigest:  source.SourceDigest,
			Build:         s.newBuild(c.at, ""),
		}
		if err := check(d.validate(), validateTags(req.Tag, maxTagKey), s.roomForDataCache(d)); err != nil {
			return nil, err
		}
		d.Progress = d.Build.progress(c.at)
		s.addDataCache(c.at, d)
		return &wire.DataCacheIdResponse{DataCacheId: d.DataCacheId}, nil
	})
}

// deleteDataCache deletes a cache by its id, or by bucket and path.
func (s *Server) deleteDataCache(c call, req *wire.DeleteDataCacheRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		if req.DataCacheId == "" && req.Path == "" {
			return nil, missingParameter("DataCacheId")
		}
		found := false
		for _, d := range slices.Clone(s.cloud.DataCaches.list) {
			byID := req.DataCacheId == d.DataCacheId
			byPath := req.DataCacheId == "" && d.Bucket == cmp.Or(req.Bucket, defaultBucket) && path.Clean(d.Path) == path.Clean(req.Path)
			if d.RegionId == c.Region && (byID || byPath) {
				s.removeDataCache(d)
				found = true
			}
		}
		if !found {
			return s.deletedUnknown("DataCacheId")
		}
		return new(wire.Empty), nil
	})
}

func (s *Server) describeDataCaches(c call, req *wire.DescribeDataCachesRequest) (*wire.DescribeDataCachesResponse, error) {
	limit, err := pageSize(req.Limit, maxDataCachesAPage, maxDataCachesAPage)
	if err != nil {
		return nil, err
	}
	if len(req.Tag) > maxTags {
		return nil, tooManyTags()
	}
	caches := slices.DeleteFunc(visible(c, s.cloud.DataCaches), func(d *dataCache) bool { return !d.selectedBy(req) })
	onPage, next, err := page(caches, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeDataCachesResponse{TotalCount: len(caches), NextToken: next, DataCaches: []wire.DataCache{}}
	for _, d := range onPage {
		resp.DataCaches = append(resp.DataCaches, d.describe())
	}
	return resp, nil
}

// selectedBy reports whether a cache is asked for. A path is one of a bucket, the default one if none is named.
func (d *dataCache) selectedBy(req *wire.DescribeDataCachesRequest) bool {
	bucket := req.Bucket
	if req.Path != "" && bucket == "" {
		bucket = defaultBucket
	}
	return (len(req.DataCacheId) == 0 || slices.Contains(req.DataCacheId, d.DataCacheId)) &&
		(bucket == "" || bucket == d.Bucket) &&
		(req.Path == "" || path.Clean(req.Path) == path.Clean(d.Path)) &&
		(req.ResourceGroupId == "" || req.ResourceGroupId == d.ResourceGroupId) && hasTags(d.Tags, req.Tag)
}

func (d *dataCache) describe() wire.DataCache {
	described := d.DataCache
	described.Tags = orEmpty(d.Tags)
	described.Events = orEmpty(d.EventLog.describe(d.Name))
	return described
}
