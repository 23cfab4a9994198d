package eci

import (
	"context"
	"iter"
)

// CreateVirtualNode begins to create a virtual node and to join it to a cluster.
func (c *Client) CreateVirtualNode(ctx context.Context, req *CreateVirtualNodeRequest) (*CreateVirtualNodeResponse, error) {
	return call[CreateVirtualNodeResponse](ctx, c, "CreateVirtualNode", req)
}

// UpdateVirtualNode changes a Ready node in place; see [IsNoNeedUpdate] and [IsIncorrectStatus].
func (c *Client) UpdateVirtualNode(ctx context.Context, req *UpdateVirtualNodeRequest) (*Response, error) {
	return call[Response](ctx, c, "UpdateVirtualNode", req)
}

// DeleteVirtualNode begins the deletion of a node; see [IsNotFound] and [IsNodeInUse].
func (c *Client) DeleteVirtualNode(ctx context.Context, req *DeleteVirtualNodeRequest) (*Response, error) {
	return call[Response](ctx, c, "DeleteVirtualNode", req)
}

// IsNodeInUse reports whether err says that a virtual node cannot be deleted because pods are running on it.
func IsNodeInUse(err error) bool { return hasCode(err, "VirtualNode.DELETE.FAILED") }

// DescribeVirtualNodes returns one page of virtual nodes.
func (c *Client) DescribeVirtualNodes(ctx context.Context, req *DescribeVirtualNodesRequest) (*DescribeVirtualNodesResponse, error) {
	return call[DescribeVirtualNodesResponse](ctx, c, "DescribeVirtualNodes", req)
}

// VirtualNodes returns the virtual nodes of all pages from req.NextToken on. An error is the last pair.
func (c *Client) VirtualNodes(ctx context.Context, req *DescribeVirtualNodesRequest) iter.Seq2[VirtualNode, error] {
	return pages(ctx, c.DescribeVirtualNodes, *req, func(r *DescribeVirtualNodesRequest) *string { return &r.NextToken },
		func(r *DescribeVirtualNodesResponse) ([]VirtualNode, string) { return r.VirtualNodes, r.NextToken },
		func(o VirtualNode) string { return o.VirtualNodeId })
}

// VirtualNode returns the virtual node called id and whether DescribeVirtualNodes lists it. Calls made at the same time
// become one request.
func (c *Client) VirtualNode(ctx context.Context, id string) (VirtualNode, bool, error) {
	return c.virtualNodes.load(ctx, id)
}

func (c *Client) fetchVirtualNodes(ctx context.Context, ids []string) (map[string]VirtualNode, error) {
	all := c.VirtualNodes(ctx, &DescribeVirtualNodesRequest{VirtualNodeIds: ids})
	return byID(all, func(object VirtualNode) string { return object.VirtualNodeId })
}
