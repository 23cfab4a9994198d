package eci

// Statuses of an image cache, as DescribeImageCaches answers them.
const (
	ImageCachePreparing    = "Preparing"
	ImageCacheCreating     = "Creating"
	ImageCacheReady        = "Ready"
	ImageCacheFailed       = "Failed"
	ImageCacheUpdating     = "Updating"
	ImageCacheUpdateFailed = "UpdateFailed"
)

// CreateImageCacheRequest holds the parameters of CreateImageCache.
type CreateImageCacheRequest struct {
	RegionId    string
	ClientToken string

	ImageCacheName  string
	ResourceGroupId string
	Tag             []Tag

	// Image holds 1 to 20 images. ImageCacheSize is in GiB; the images must fit unpacked.
	Image          []string
	ImageCacheSize *int64
	OsType         string
	// Annotations is a JSON object.
	Annotations string

	// RetentionDays limits how long the cache is kept; nil is for ever.
	RetentionDays *int64
	// EliminationStrategy is empty, for never, or LRU: the cache used least recently makes room when the quota is used up.
	EliminationStrategy string
	AutoMatchImageCache *bool
	Flash               *bool
	FlashCopyCount      *int64
	StandardCopyCount   *int64

	SecurityGroupId string
	VSwitchId       []string `eci:",comma"`
	ZoneId          string
	EipInstanceId   string

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []CreateAcrRegistryInfo
	InsecureRegistry        []string `eci:",comma"`
	PlainHttpRegistry       []string `eci:",comma"`
}

// CreateImageCacheResponse is the answer of CreateImageCache, which returns before the cache is built.
type CreateImageCacheResponse struct {
	RequestId    string
	ImageCacheId string `eci:",required"`
	// ContainerGroupId is the temporary group that builds the cache.
	ContainerGroupId string
}

// UpdateImageCacheRequest holds the parameters of UpdateImageCache. What is absent stays as it is; see
// [CreateImageCacheRequest] for the meaning of each.
type UpdateImageCacheRequest struct {
	RegionId     string
	ClientToken  string
	ImageCacheId string

	// ImageCacheName is required, according to the documentation.
	ImageCacheName  string
	ResourceGroupId string
	// Tag only adds or overwrites.
	Tag []Tag

	Image          []string
	ImageCacheSize *int64

	RetentionDays       *int64
	EliminationStrategy *string
	AutoMatchImageCache *bool
	Flash               *bool
	FlashCopyCount      *int64
	StandardCopyCount   *int64

	SecurityGroupId string
	VSwitchId       string
	EipInstanceId   string

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []AcrRegistryInfo
}

// DeleteImageCacheRequest holds the parameters of DeleteImageCache.
type DeleteImageCacheRequest struct {
	RegionId     string
	ClientToken  string
	ImageCacheId string
}

// DescribeImageCachesRequest selects image caches.
type DescribeImageCachesRequest struct {
	RegionId string

	ImageCacheId    string
	ImageCacheName  string
	Image           string
	SnapshotId      string
	ResourceGroupId string
	Tag             []Tag
	// MatchImage finds caches that fit these images, as ImageFullMatch and ImageMatchCountRequest say.
	MatchImage             []string
	ImageFullMatch         *bool
	ImageMatchCountRequest *int64

	Limit     *int64
	NextToken string
}

// DescribeImageCachesResponse is one page of image caches; an empty NextToken ends the list.
type DescribeImageCachesResponse struct {
	RequestId   string
	NextToken   string
	TotalCount  int64
	ImageCaches []ImageCache `eci:",required"`
}

// ImageCache is an image cache as DescribeImageCaches answers it. Times are RFC 3339 in UTC, empty until they apply.
type ImageCache struct {
	ImageCacheId    string
	ImageCacheName  string
	RegionId        string
	ResourceGroupId string
	Status          string
	// Progress is a percentage such as 100%.
	Progress            string
	Images              []string
	ImageCacheSize      int64
	EliminationStrategy string
	ContainerGroupId    string
	SnapshotId          string
	FlashSnapshotId     string
	CreationTime        string
	ExpireDateTime      string
	LastMatchedTime     string
	Tags                []DescribedTag
	Events              []Event
}
