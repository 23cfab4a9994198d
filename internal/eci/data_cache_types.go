package eci

// Statuses of a data cache, as DescribeDataCaches answers them.
const (
	DataCacheCreating     = "Creating"
	DataCacheLoading      = "Loading"
	DataCacheAvailable    = "Available"
	DataCacheFailed       = "Failed"
	DataCacheUpdating     = "Updating"
	DataCacheUpdateFailed = "UpdateFailed"
)

// Types of a data source.
const (
	DataSourceURL      = "URL"
	DataSourceNAS      = "NAS"
	DataSourceOSS      = "OSS"
	DataSourceSnapshot = "SNAPSHOT"
)

// CreateDataCacheRequest holds the parameters of CreateDataCache.
type CreateDataCacheRequest struct {
	RegionId    string
	ClientToken string

	Name            string
	ResourceGroupId string
	Tag             []Tag

	// Bucket and Path identify a cache together. Bucket is "default" when empty.
	Bucket string
	Path   string
	// Size is in GiB.
	Size *int64
	// RetentionDays limits how long the cache is kept; nil is for ever.
	RetentionDays *int64
	DataSource    *DataSource

	SecurityGroupId string
	VSwitchId       string
	EipInstanceId   string
	EipCreateParam  *EipCreateParam
}

// CreateDataCacheResponse is the answer of CreateDataCache and CopyDataCache, which return before the data is there.
type CreateDataCacheResponse struct {
	RequestId   string
	DataCacheId string `eci:",required"`
}

// DataSource says where data comes from. The options depend on Type, which is one of the DataSource constants.
type DataSource struct {
	Type    string
	Options map[string]string `eci:",map"`
}

// EipCreateParam describes an elastic IP address to buy for loading. Bandwidth is in Mbit/s.
type EipCreateParam struct {
	Bandwidth              *int64
	CommonBandwidthPackage string
	ISP                    string
	InternetChargeType     string
	PublicIpAddressPoolId  string
}

// UpdateDataCacheRequest holds the parameters of UpdateDataCache. What is absent stays as it is.
type UpdateDataCacheRequest struct {
	RegionId    string
	ClientToken string
	DataCacheId string

	Name            string
	ResourceGroupId string
	// Tag only adds or overwrites.
	Tag []Tag

	Bucket        string
	Size          *int64
	RetentionDays *int64
	DataSource    *DataSource

	SecurityGroupId string
	VSwitchId       string
	EipInstanceId   string
	EipCreateParam  *EipCreateParam
}

// CopyDataCacheRequest copies the cache DataCacheId of RegionId to DestinationRegionId. What is absent is as in the
// original.
type CopyDataCacheRequest struct {
	RegionId            string
	ClientToken         string
	DataCacheId         string
	DestinationRegionId string

	Name            string
	ResourceGroupId string
	Tag             []Tag
	Bucket          string
	Path            string
	RetentionDays   *int64
}

// DeleteDataCacheRequest names a cache by ID, or by bucket and path.
type DeleteDataCacheRequest struct {
	RegionId    string
	ClientToken string
	DataCacheId string
	Bucket      string
	Path        string
}

// DescribeDataCachesRequest selects data caches. Limit is 1 to 20.
type DescribeDataCachesRequest struct {
	RegionId string

	DataCacheId     []string
	Bucket          string
	Path            string
	ResourceGroupId string
	Tag             []Tag

	Limit     *int64
	NextToken string
}

// DescribeDataCachesResponse is one page of data caches; an empty NextToken ends the list.
type DescribeDataCachesResponse struct {
	RequestId  string
	NextToken  string
	TotalCount int64
	DataCaches []DataCache `eci:",required"`
}

// DataCache is a data cache as DescribeDataCaches answers it. Times are in UTC, to the minute, empty until they apply.
type DataCache struct {
	DataCacheId     string
	Name            string
	Bucket          string
	Path            string
	RegionId        string
	ResourceGroupId string
	Status          string
	// Progress is a percentage such as 100%.
	Progress string
	// Size is in GiB.
	Size             int64
	DataSource       DescribedDataSource
	ContainerGroupId string
	SnapshotId       string
	FlashSnapshotId  string
	CreationTime     string
	ExpireDateTime   string
	LastMatchedTime  string
	Tags             []DescribedTag
	Events           []Event
}

// DescribedDataSource is a data source in an answer.
type DescribedDataSource struct {
	Type string
	// Options is a JSON object; the documentation's sample has it wrapped into another, as its member options.
	Options string
}
