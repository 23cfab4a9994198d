package eci

import (
	"context"
	"iter"
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
	return pages(req.NextToken, func(token string) ([]ImageCache, string, error) {
		page := *req
		page.NextToken = token
		resp, err := c.DescribeImageCaches(ctx, &page)
		if err != nil {
			return nil, "", err
		}
		return resp.ImageCaches, resp.NextToken, nil
	})
}

// ImageCache returns the image cache called id and whether DescribeImageCaches lists it. Each read is a call of its own,
// since the service takes one ID.
func (c *Client) ImageCache(ctx context.Context, id string) (ImageCache, bool, error) {
	for cache, err := range c.ImageCaches(ctx, &DescribeImageCachesRequest{ImageCacheId: id}) {
		if err != nil || cache.ImageCacheId == id {
			return cache, err == nil, err
		}
	}
	return ImageCache{}, false, nil
}
