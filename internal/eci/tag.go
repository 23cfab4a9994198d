package eci

import (
	"context"
	"iter"
)

// TagResources adds or overwrites tags.
func (c *Client) TagResources(ctx context.Context, req *TagResourcesRequest) (*Response, error) {
	return call[Response](ctx, c, "TagResources", req)
}

// UntagResources removes tags.
func (c *Client) UntagResources(ctx context.Context, req *UntagResourcesRequest) (*Response, error) {
	return call[Response](ctx, c, "UntagResources", req)
}

// ListTagResources returns one page of tags.
func (c *Client) ListTagResources(ctx context.Context, req *ListTagResourcesRequest) (*ListTagResourcesResponse, error) {
	return call[ListTagResourcesResponse](ctx, c, "ListTagResources", req)
}

// ResourceTags returns the tags of all pages from req.NextToken on. An error is the last pair.
func (c *Client) ResourceTags(ctx context.Context, req *ListTagResourcesRequest) iter.Seq2[TagResource, error] {
	return pages(ctx, c.ListTagResources, *req, func(r *ListTagResourcesRequest) *string { return &r.NextToken },
		func(r *ListTagResourcesResponse) ([]TagResource, string) { return r.TagResources, r.NextToken },
		func(tag TagResource) string { return tag.ResourceId + "\x00" + tag.TagKey })
}
