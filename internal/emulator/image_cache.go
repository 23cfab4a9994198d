package emulator

import (
	"cmp"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	maxCacheImages    = 20
	minImageCacheSize = 20
	cachesPerPage     = 20
	defaultDiskSize   = 20 // GiB
	maxDiskSize       = 32768
)

// imageCache is an image cache: what is described of it apart from events, what it was built of, and how far it has come.
type imageCache struct {
	wire.ImageCache
	managed
	RetentionDays int64
	Source        imageCacheSource
	Build         build
}

// imageCacheSource are the parameters that a change of builds the cache anew, as far as they are not described.
type imageCacheSource struct {
	Flash, AutoMatchImageCache                     bool
	FlashCopyCount, StandardCopyCount              int64
	ZoneId, SecurityGroupId, EipInstanceId, OsType string
	Annotations                                    string
	VSwitchId, PlainHttpRegistry, InsecureRegistry []string
	Credentials                                    []credential
	AcrRegistryInfo                                []wire.CreateAcrRegistryInfo
}

func (i *imageCache) region() string    { return i.RegionId }
func (i *imageCache) id() string        { return i.ImageCacheId }
func (i *imageCache) tags() *[]wire.Tag { return &i.Tags }

func (s *Server) imageCacheActions() []rpc.Action {
	return []rpc.Action{
		action(s, "CreateImageCache", s.createImageCache),
		action(s, "UpdateImageCache", s.updateImageCache),
		action(s, "DeleteImageCache", s.deleteImageCache),
		action(s, "DescribeImageCaches", s.describeImageCaches),
	}
}

func (s *Server) createImageCache(c call, req *wire.CreateImageCacheRequest) (*wire.CreateImageCacheResponse, error) {
	return once(s, c, func() (*wire.CreateImageCacheResponse, error) {
		i := &imageCache{
			ImageCache: wire.ImageCache{
				ImageCacheName:      req.ImageCacheName,
				RegionId:            c.Region,
				ResourceGroupId:     cmp.Or(req.ResourceGroupId, defaultResourceGroup),
				Status:              statusPreparing,
				Images:              req.Image,
				ImageCacheSize:      *orPointer(req.ImageCacheSize, defaultDiskSize),
				EliminationStrategy: req.EliminationStrategy,
				CreationTime:        timestamp(c.at),
				ExpireDateTime:      expiry(c.at, req.RetentionDays),
				Tags:                req.Tag,
			},
			RetentionDays: *orPointer(req.RetentionDays, 0),
			Source: imageCacheSource{
				FlashCopyCount:    *orPointer(req.FlashCopyCount, 1),
				StandardCopyCount: *orPointer(req.StandardCopyCount, 1),
				ZoneId:            req.ZoneId,
				SecurityGroupId:   req.SecurityGroupId,
				EipInstanceId:     req.EipInstanceId,
				OsType:            req.OsType,
				Annotations:       req.Annotations,
				VSwitchId:         req.VSwitchId,
				PlainHttpRegistry: req.PlainHttpRegistry,
				InsecureRegistry:  req.InsecureRegistry,
				Credentials:       credentialsOf(req.ImageRegistryCredential),
				AcrRegistryInfo:   req.AcrRegistryInfo,
			},
		}
		setTo(&i.Source.Flash, req.Flash)
		setTo(&i.Source.AutoMatchImageCache, req.AutoMatchImageCache)
		if err := check(i.validate(), validateTags(req.Tag, maxTagKey)); err != nil {
			return nil, err
		}
		outdated, err := s.imageCacheToEliminate(c.Region)
		if err != nil {
			return nil, err
		}
		if err := s.buildImageCache(c, i, req.ImageRegistryCredential); err != nil {
			return nil, err
		}
		if outdated != nil {
			s.removeImageCache(outdated)
		}
		i.managed = s.newManaged(c.at)
		i.ImageCacheId = s.cloud.newID("imc", i.Sequence)
		i.EventLog.normal(c.at, "Preparing", "Looking for resources to build the image cache.")
		s.cloud.ImageCaches.add(i)
		return &wire.CreateImageCacheResponse{ImageCacheId: i.ImageCacheId, ContainerGroupId: i.ContainerGroupId}, nil
	})
}

// validate checks what a cache is to be built of.
func (i *imageCache) validate() error {
	switch {
	case len(i.Images) > maxCacheImages:
		return lengthExceeded("Image", maxCacheImages)
	case i.Source.SecurityGroupId == "":
		return missingParameter("SecurityGroupId")
	case len(i.Source.VSwitchId) == 0:
		return missingParameter("VSwitchId")
	}
	for n, image := range i.Images {
		name := element("Image", n)
		if err := check(present(name, image), validateImage(name, image)); err != nil {
			return err
		}
	}
	return check(
		validatePlacement(&wire.CreateContainerGroupRequest{RegionId: i.RegionId, ZoneId: i.Source.ZoneId, VSwitchId: i.Source.VSwitchId,
			SecurityGroupId: i.Source.SecurityGroupId}),
		prefixed("EipInstanceId", i.Source.EipInstanceId, "eip-"),
		validateCreateRegistries("AcrRegistryInfo", i.Source.AcrRegistryInfo),
		each("PlainHttpRegistry", i.Source.PlainHttpRegistry, registryAddress),
		each("InsecureRegistry", i.Source.InsecureRegistry, registryAddress),
		oneOf("EliminationStrategy", i.EliminationStrategy, "LRU"),
		oneOf("OsType", i.Source.OsType, "Linux", "Windows"),
		within("ImageCacheSize", &i.ImageCacheSize, minImageCacheSize, maxDiskSize),
		within("RetentionDays", &i.RetentionDays, 0, math.MaxInt16),
		within("FlashCopyCount", &i.Source.FlashCopyCount, 1, math.MaxInt16),
		within("StandardCopyCount", &i.Source.StandardCopyCount, 1, math.MaxInt16),
	)
}

// buildImageCache starts to build the cache in a temporary container group.
func (s *Server) buildImageCache(c call, i *imageCache, credentials []wire.ImageRegistryCredential) error {
	group, err := s.newBuilder(c, i.Images, wire.CreateContainerGroupRequest{
		ResourceGroupId: i.ResourceGroupId, ZoneId: i.Source.ZoneId, VSwitchId: i.Source.VSwitchId,
		SecurityGroupId: i.Source.SecurityGroupId, EipInstanceId: i.Source.EipInstanceId, OsType: i.Source.OsType,
		ImageRegistryCredential: credentials, AcrRegistryInfo: i.Source.AcrRegistryInfo,
		PlainHttpRegistry: i.Source.PlainHttpRegistry, InsecureRegistry: i.Source.InsecureRegistry,
		AutoMatchImageCache: i.Source.AutoMatchImageCache,
	})
	if err != nil {
		return err
	}
	s.cloud.ContainerGroups.add(group)
	i.ContainerGroupId = group.ContainerGroupId
	i.Build = s.newBuild(c.at, unpullable(i.Images))
	if i.Source.Flash { // a local snapshot is there in half the time
		i.Build.Done = i.Build.Start.Add(i.Build.Done.Sub(i.Build.Start) / 2)
	}
	i.Progress = i.Build.progress(c.at)
	return nil
}

// unpullable says why one of several images cannot be pulled; empty if all can.
func unpullable(images []string) string {
	for _, image := range images {
		if why := pullFailure(image); why != "" {
			return "Failed to pull image \"" + image + "\": " + why
		}
	}
	return ""
}

func (s *Server) updateImageCache(c call, req *wire.UpdateImageCacheRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		i, ok := s.cloud.ImageCaches.get(c.Region, req.ImageCacheId)
		if !ok {
			return nil, notFound("ImageCacheId")
		}
		if i.Status != statusReady && i.Status != statusUpdateFailed {
			return nil, refuse("ImageCache.IncorrectStatus", "The status %s of the image cache does not allow to update it.", i.Status)
		}
		next := i.updated(c, req)
		if err := check(
			present("ImageCacheName", req.ImageCacheName), next.validate(),
			validateTags(req.Tag, maxTagKey), validateCredentials(req.ImageRegistryCredential),
		); err != nil {
			return nil, err
		}
		if len(next.Tags) > maxTags {
			return nil, tooManyTags()
		}
		if reflect.DeepEqual(&next, i) {
			return nil, refuse("NoNeedUpdate", "The request differs in nothing from the image cache.")
		}
		if !slices.Equal(next.Images, i.Images) || next.ImageCacheSize != i.ImageCacheSize || !reflect.DeepEqual(next.Source, i.Source) {
			if err := s.buildImageCache(c, &next, req.ImageRegistryCredential); err != nil {
				return nil, err
			}
			next.Status = statusUpdating
			next.EventLog.normal(c.at, "Updating", "Building the image cache anew.")
		}
		*i = next
		return new(wire.Empty), nil
	})
}

// updated returns the cache as an update would leave it. What is absent stays; tags are added.
func (i *imageCache) updated(c call, req *wire.UpdateImageCacheRequest) imageCache {
	next := *i
	next.EventLog = slices.Clone(i.EventLog)
	set(&next.ImageCacheName, req.ImageCacheName)
	set(&next.ResourceGroupId, req.ResourceGroupId)
	setTo(&next.EliminationStrategy, req.EliminationStrategy)
	setTo(&next.ImageCacheSize, req.ImageCacheSize)
	setList(&next.Images, req.Image)
	next.Tags = mergeTags(i.Tags, req.Tag)
	if req.RetentionDays != nil && *req.RetentionDays != i.RetentionDays {
		next.RetentionDays, next.ExpireDateTime = *req.RetentionDays, expiry(c.at, req.RetentionDays)
	}
	setTo(&next.Source.Flash, req.Flash)
	setTo(&next.Source.FlashCopyCount, req.FlashCopyCount)
	setTo(&next.Source.StandardCopyCount, req.StandardCopyCount)
	setTo(&next.Source.AutoMatchImageCache, req.AutoMatchImageCache)
	set(&next.Source.SecurityGroupId, req.SecurityGroupId)
	set(&next.Source.EipInstanceId, req.EipInstanceId)
	if req.VSwitchId != "" {
		next.Source.VSwitchId, next.Source.ZoneId = strings.Split(req.VSwitchId, ","), ""
	}
	setList(&next.Source.Credentials, credentialsOf(req.ImageRegistryCredential))
	if req.AcrRegistryInfo != nil {
		next.Source.AcrRegistryInfo = updatedRegistries(i.Source.AcrRegistryInfo, req.AcrRegistryInfo, false)
	}
	return next
}

// deleteImageCache deletes a cache, and what builds it.
func (s *Server) deleteImageCache(c call, req *wire.DeleteImageCacheRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		i, ok := s.cloud.ImageCaches.get(c.Region, req.ImageCacheId)
		if !ok {
			return s.deletedUnknown("ImageCacheId")
		}
		s.removeImageCache(i)
		return new(wire.Empty), nil
	})
}

func (s *Server) describeImageCaches(c call, req *wire.DescribeImageCachesRequest) (*wire.DescribeImageCachesResponse, error) {
	limit, err := pageSize(req.Limit, cachesPerPage, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	if len(req.Tag) > maxTags {
		return nil, tooManyTags()
	}
	caches := slices.DeleteFunc(visible(c, s.cloud.ImageCaches), func(i *imageCache) bool { return !i.selectedBy(req) })
	onPage, next, err := page(caches, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeImageCachesResponse{TotalCount: len(caches), NextToken: next, ImageCaches: []wire.ImageCache{}}
	for _, i := range onPage {
		resp.ImageCaches = append(resp.ImageCaches, i.describe())
	}
	return resp, nil
}

func (i *imageCache) selectedBy(req *wire.DescribeImageCachesRequest) bool {
	matches := func(want, have string) bool { return want == "" || want == have }
	return matches(req.ImageCacheId, i.ImageCacheId) && matches(req.ImageCacheName, i.ImageCacheName) &&
		matches(req.ResourceGroupId, i.ResourceGroupId) &&
		(req.SnapshotId == "" || req.SnapshotId == i.SnapshotId || req.SnapshotId == i.FlashSnapshotId) &&
		(req.Image == "" || slices.Contains(i.Images, req.Image)) &&
		i.serves(req) && hasTags(i.Tags, req.Tag)
}

// serves reports whether the cache serves as many of the images in MatchImage as are asked for, at least one. An image is
// served if it is in the cache or, unless ImageFullMatch says that every layer has to be there, another version of it is.
func (i *imageCache) serves(req *wire.DescribeImageCachesRequest) bool {
	if len(req.MatchImage) == 0 {
		return true
	}
	var full, part int64
	for _, wanted := range req.MatchImage {
		if slices.Contains(i.Images, wanted) {
			full++
		}
		if slices.ContainsFunc(i.Images, func(image string) bool { return repositoryOf(image) == repositoryOf(wanted) }) {
			part++
		}
	}
	if req.ImageFullMatch {
		part = full
	}
	return part > 0 && full >= *orPointer(req.ImageMatchCountRequest, 0)
}

// repositoryOf is an image without its tag and digest.
func repositoryOf(image string) string {
	registry, repository, _ := splitImage(image)
	return registry + "/" + repository
}

func (i *imageCache) describe() wire.ImageCache {
	described := i.ImageCache
	described.Tags = orEmpty(i.Tags)
	described.Events = orEmpty(i.EventLog.describe(i.ImageCacheName))
	return described
}

func imageSnapshotNotFound(id string) error {
	return rpc.Errorf(http.StatusNotFound, "ImageSnapshot.NotFound", "The image cache %s does not exist.", id)
}
