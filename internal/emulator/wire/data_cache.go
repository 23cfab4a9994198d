package wire

// DataSource says where the contents of a data cache come from.
type DataSource struct {
	Type    string
	Options map[string]string `param:",map,secret"` // may hold an access token
}

// EipCreateParam describes an EIP to buy; Bandwidth in Mbit/s.
type EipCreateParam struct {
	Bandwidth              *int64
	CommonBandwidthPackage string
	ISP                    string
	InternetChargeType     string
	PublicIpAddressPoolId  string
}

// CommonDataCache holds what a data cache takes on create and on update.
type CommonDataCache struct {
	RegionId        string `param:",required"`
	ClientToken     string
	Bucket          string
	Name            string
	Size            *int64 // GiB
	RetentionDays   *int64
	DataSource      *DataSource
	SecurityGroupId string
	VSwitchId       string
	EipInstanceId   string
	EipCreateParam  *EipCreateParam
	ResourceGroupId string
	Tag             []Tag
}

// CreateDataCacheRequest holds the parameters of CreateDataCache.
type CreateDataCacheRequest struct {
	CommonDataCache
	Path string
}

// UpdateDataCacheRequest holds the parameters of UpdateDataCache.
type UpdateDataCacheRequest struct {
	CommonDataCache
	DataCacheId string
}

// CopyDataCacheRequest holds the parameters of CopyDataCache.
type CopyDataCacheRequest struct {
	RegionId            string `param:",required"`
	ClientToken         string
	DataCacheId         string `param:",required"`
	DestinationRegionId string `param:",required"`
	Bucket              string
	Path                string
	Name                string
	RetentionDays       *int64
	ResourceGroupId     string
	Tag                 []Tag
}

// DeleteDataCacheRequest holds the parameters of DeleteDataCache.
type DeleteDataCacheRequest struct {
	RegionId    string `param:",required"`
	ClientToken string
	DataCacheId string
	Bucket      string
	Path        string
}

// DescribeDataCachesRequest holds the parameters of DescribeDataCaches.
type DescribeDataCachesRequest struct {
	RegionId        string `param:",required"`
	DataCacheId     []string
	Bucket          string
	Path            string
	ResourceGroupId string
	Tag             []Tag
	Limit           *int64
	NextToken       string
}

// DataCacheIdResponse is the answer of CreateDataCache and CopyDataCache.
type DataCacheIdResponse struct{ DataCacheId string }

// DescribeDataCachesResponse is the answer of DescribeDataCaches.
type DescribeDataCachesResponse struct {
	TotalCount int
	NextToken  string
	DataCaches []DataCache
}

// DataCache is a data cache as it is described. Times that have not come are empty.
type DataCache struct {
	DataCacheId      string
	Name             string
	RegionId         string
	ResourceGroupId  string
	Bucket           string
	Path             string
	Status           string
	Progress         string
	Size             int64
	DataSource       DescribedDataSource
	ContainerGroupId string
	SnapshotId       string
	FlashSnapshotId  string
	CreationTime     string
	ExpireDateTime   string
	LastMatchedTime  string
	Tags             []Tag
	Events           []Event
}

// DescribedDataSource is a DataSource as it is described. Options is JSON text that holds type and options once more.
type DescribedDataSource struct {
	Type    string
	Options string
}
