package eci

import (
	"context"
	"iter"
	"slices"
)

// CreateImageCache begins to build an image cache.
func (c *Client) CreateImageCache(ctx context.Context, req *CreateImageCacheRequest) (*CreateImageCacheResponse, error) {
	return call[CreateImageCacheResponse](ctx, c, "CreateImageCache", req)
}

// UpdateImageCache changes a cache that is Ready or UpdateFailed; see [IsNoNeedUpdate] and [IsIncorrectStatus].
func (c *Client) UpdateImageCache(ctx context.Context, req *UpdateImageCacheRequest) (*Response, error) {
	return call[Response](ctx, c, "UpdateImageCache", req)
}

// DeleteImageCache deletes a cache; see [IsNotFound].
func (c *Client) DeleteImageCache(ctx context.Context, req *DeleteImageCacheRequest) (*Response, error) {
	return call[Response](ctx, c, "DeleteImageCache", req)
}

// DescribeImageCaches returns one page of image caches.
func (c *Client) DescribeImageCaches(ctx context.Context, req *DescribeImageCachesRequest) (*DescribeImageCachesResponse, error) {
	return call[DescribeImageCachesResponse](ctx, c, "DescribeImageCaches", req)
}

// ImageCaches returns the image caches of all pages from req.NextToken on. An error is the last pair.
func (c *Client) ImageCaches(ctx context.Context, req *DescribeImageCachesRequest) iter.Seq2[ImageCache, error] {
	return pages(ctx, c.DescribeImageCaches, *req, func(r *DescribeImageCachesRequest) *string { return &r.NextToken },
		func(r *DescribeImageCachesResponse) ([]ImageCache, string) { return r.ImageCaches, r.NextToken },
		func(o ImageCache) string { return o.ImageCacheId })
}

// ImageCache returns the image cache called id and whether DescribeImageCaches lists it. Calls made at the same time share
// their requests.
func (c *Client) ImageCache(ctx context.Context, id string) (ImageCache, bool, error) {
	return c.imageCaches.load(ctx, id)
}

// fetchImageCaches asks for one cache by its ID, of which the service takes one. More are looked for in the list of all, as
// long as that costs no more calls.
func (c *Client) fetchImageCaches(ctx context.Context, ids []string) (map[string]ImageCache, error) {
	found := make(map[string]ImageCache, len(ids))
	missing := slices.Clone(ids)
	keep := func(caches []ImageCache) {
		for _, cache := range caches {
			if i := slices.Index(missing, cache.ImageCacheId); i >= 0 {
				found[cache.ImageCacheId] = cache
				missing = slices.Delete(missing, i, i+1)
			}
		}
	}
	list := new(DescribeImageCachesRequest)
	for pages := 0; len(missing) > 1 && pages < len(ids); pages++ {
		resp, err := c.DescribeImageCaches(ctx, list)
		if err != nil {
			return nil, err
		}
		keep(resp.ImageCaches)
		if resp.NextToken == "" {
			return found, nil
		}
		list.NextToken = resp.NextToken
	}
	for _, id := range slices.Clone(missing) {
		resp, err := c.DescribeImageCaches(ctx, &DescribeImageCachesRequest{ImageCacheId: id})
		if err != nil {
			return nil, err
		}
		keep(resp.ImageCaches)
	}
	return found, nil
}
