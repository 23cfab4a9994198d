package wire

// CreateImageCacheRequest holds the parameters of CreateImageCache.
type CreateImageCacheRequest struct {
	RegionId    string `param:",required"`
	ClientToken string

	ImageCacheName      string   `param:",required"`
	Image               []string `param:",required"`
	ImageCacheSize      *int64
	RetentionDays       *int64
	EliminationStrategy string
	Flash               *bool
	FlashCopyCount      *int64
	StandardCopyCount   *int64
	AutoMatchImageCache *bool
	OsType              string
	Annotations         string
	ResourceGroupId     string
	Tag                 []Tag

	ZoneId          string
	VSwitchId       []string `param:",comma"`
	SecurityGroupId string
	EipInstanceId   string

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []CreateAcrRegistryInfo
	PlainHttpRegistry       []string `param:",comma"`
	InsecureRegistry        []string `param:",comma"`
}

// CreateImageCacheResponse is the answer of CreateImageCache.
type CreateImageCacheResponse struct {
	ImageCacheId     string
	ContainerGroupId string
}

// UpdateImageCacheRequest holds the parameters of UpdateImageCache.
type UpdateImageCacheRequest struct {
	RegionId     string `param:",required"`
	ClientToken  string
	ImageCacheId string `param:",required"`

	ImageCacheName      string
	Image               []string
	ImageCacheSize      *int64
	RetentionDays       *int64
	EliminationStrategy *string
	Flash               *bool
	FlashCopyCount      *int64
	StandardCopyCount   *int64
	AutoMatchImageCache *bool
	ResourceGroupId     string
	Tag                 []Tag

	VSwitchId       string
	SecurityGroupId string
	EipInstanceId   string

	ImageRegistryCredential []ImageRegistryCredential
	AcrRegistryInfo         []AcrRegistryInfo
}

// DeleteImageCacheRequest holds the parameters of DeleteImageCache.
type DeleteImageCacheRequest struct {
	RegionId     string `param:",required"`
	ClientToken  string
	ImageCacheId string `param:",required"`
}

// DescribeImageCachesRequest holds the parameters of DescribeImageCaches.
type DescribeImageCachesRequest struct {
	RegionId               string `param:",required"`
	ImageCacheId           string
	ImageCacheName         string
	SnapshotId             string
	Image                  string
	MatchImage             []string
	ImageFullMatch         bool
	ImageMatchCountRequest *int64
	ResourceGroupId        string
	Tag                    []Tag
	Limit                  *int64
	NextToken              string
}

// DescribeImageCachesResponse is the answer of DescribeImageCaches.
type DescribeImageCachesResponse struct {
	TotalCount  int
	NextToken   string
	ImageCaches []ImageCache
}

// ImageCache is an image cache as it is described. Times that have not come are empty.
type ImageCache struct {
	ImageCacheId        string
	ImageCacheName      string
	RegionId            string
	ResourceGroupId     string
	Status              string
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
	Tags                []Tag
	Events              []Event
}
