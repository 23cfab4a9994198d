package eci

import (
	"context"
	"iter"
)

// CreateDataCache begins to load a data cache.
func (c *Client) CreateDataCache(ctx context.Context, req *CreateDataCacheRequest) (*CreateDataCacheResponse, error) {
	return call[CreateDataCacheResponse](ctx, c, "CreateDataCache", req)
}

// CopyDataCache begins to copy a data cache to another region. The client must be one of the region of the original; see
// [Client.In].
func (c *Client) CopyDataCache(ctx context.Context, req *CopyDataCacheRequest) (*CreateDataCacheResponse, error) {
	return call[CreateDataCacheResponse](ctx, c, "CopyDataCache", req)
}

// UpdateDataCache changes a cache that is Available or UpdateFailed; see [IsNoNeedUpdate] and [IsIncorrectStatus].
func (c *Client) UpdateDataCache(ctx context.Context, req *UpdateDataCacheRequest) (*Response, error) {
	return call[Response](ctx, c, "UpdateDataCache", req)
}

// DeleteDataCache deletes a cache; see [IsNotFound].
func (c *Client) DeleteDataCache(ctx context.Context, req *DeleteDataCacheRequest) (*Response, error) {
	return call[Response](ctx, c, "DeleteDataCache", req)
}

// DescribeDataCaches returns one page of data caches.
func (c *Client) DescribeDataCaches(ctx context.Context, req *DescribeDataCachesRequest) (*DescribeDataCachesResponse, error) {
	return call[DescribeDataCachesResponse](ctx, c, "DescribeDataCaches", req)
}

// DataCaches returns the data caches of all pages from req.NextToken on. An error is the last pair.
func (c *Client) DataCaches(ctx context.Context, req *DescribeDataCachesRequest) iter.Seq2[DataCache, error] {
	return pages(ctx, c.DescribeDataCaches, *req, func(r *DescribeDataCachesRequest) *string { return &r.NextToken },
		func(r *DescribeDataCachesResponse) ([]DataCache, string) { return r.DataCaches, r.NextToken },
		func(o DataCache) string { return o.DataCacheId })
}

// DataCache returns the data cache called id and whether DescribeDataCaches lists it. Calls made at the same time become
// one request.
func (c *Client) DataCache(ctx context.Context, id string) (DataCache, bool, error) {
	return c.dataCaches.load(ctx, id)
}

func (c *Client) fetchDataCaches(ctx context.Context, ids []string) (map[string]DataCache, error) {
	all := c.DataCaches(ctx, &DescribeDataCachesRequest{DataCacheId: ids})
	return byID(all, func(object DataCache) string { return object.DataCacheId })
}
