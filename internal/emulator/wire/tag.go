package wire

// TagResourcesRequest holds the parameters of TagResources.
type TagResourcesRequest struct {
	RegionId     string   `param:",required"`
	ResourceType string   `param:",required"`
	ResourceId   []string `param:",required"`
	Tag          []Tag    `param:",required"`
}

// UntagResourcesRequest holds the parameters of UntagResources.
type UntagResourcesRequest struct {
	RegionId     string `param:",required"`
	ClientToken  string
	ResourceType string   `param:",required"`
	ResourceId   []string `param:",required"`
	TagKey       []string
	All          bool
}

// ListTagResourcesRequest holds the parameters of ListTagResources; Limit is a number, though declared as text.
type ListTagResourcesRequest struct {
	RegionId     string `param:",required"`
	ResourceType string `param:",required"`
	ResourceId   []string
	Tag          []Tag
	Limit        string
	NextToken    string
}

// ListTagResourcesResponse is the answer of ListTagResources.
type ListTagResourcesResponse struct {
	NextToken    string
	TagResources []TagResource
}

// TagResource is one tag of one resource.
type TagResource struct {
	ResourceType string
	ResourceId   string
	TagKey       string
	TagValue     string
}
