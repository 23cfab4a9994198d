package eci

// Resource types of the tag actions.
const (
	ResourceTypeContainerGroup = "ContainerGroup"
	ResourceTypeImageCache     = "ImageCache"
	ResourceTypeDataCache      = "DataCache"
	ResourceTypeVirtualNode    = "VirtualNode"
)

// TagResourcesRequest adds or overwrites up to 20 tags on the resources.
type TagResourcesRequest struct {
	RegionId     string
	ResourceType string
	ResourceId   []string
	Tag          []Tag
}

// UntagResourcesRequest removes the keys, or every tag when All is true and TagKey is empty.
type UntagResourcesRequest struct {
	RegionId     string
	ClientToken  string
	ResourceType string
	ResourceId   []string
	TagKey       []string
	All          *bool
}

// ListTagResourcesRequest selects tags by resource, by key and value, or both.
type ListTagResourcesRequest struct {
	RegionId     string
	ResourceType string
	ResourceId   []string
	Tag          []Tag
	// Limit is the page size, which the API takes as text.
	Limit     string
	NextToken string
}

// ListTagResourcesResponse is one page of tags; an empty NextToken ends the list.
type ListTagResourcesResponse struct {
	RequestId    string
	NextToken    string
	TagResources []TagResource `eci:",required"`
}

// TagResource is one tag of one resource.
type TagResource struct {
	ResourceId   string
	ResourceType string
	TagKey       string
	TagValue     string
}
