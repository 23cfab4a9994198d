package eci

import (
	"context"
	"iter"
)

// CreateContainerGroup creates a group and returns before it runs. With DryRun it only checks and always returns an
// error; see [IsDryRunSuccess].
func (c *Client) CreateContainerGroup(ctx context.Context, req *CreateContainerGroupRequest) (*CreateContainerGroupResponse, error) {
	return call[CreateContainerGroupResponse](ctx, c, "CreateContainerGroup", req)
}

// DescribeContainerGroups returns one page of groups. A group that is missing was deleted or forgotten, or the caller has
// no permission to see it.
func (c *Client) DescribeContainerGroups(
	ctx context.Context, req *DescribeContainerGroupsRequest,
) (*DescribeContainerGroupsResponse, error) {
	return call[DescribeContainerGroupsResponse](ctx, c, "DescribeContainerGroups", req)
}

// ContainerGroups returns the groups of all pages from req.NextToken on. An error is the last pair.
func (c *Client) ContainerGroups(ctx context.Context, req *DescribeContainerGroupsRequest) iter.Seq2[ContainerGroup, error] {
	return pages(ctx, c.DescribeContainerGroups, *req, func(r *DescribeContainerGroupsRequest) *string { return &r.NextToken },
		func(r *DescribeContainerGroupsResponse) ([]ContainerGroup, string) {
			return r.ContainerGroups, r.NextToken
		}, func(o ContainerGroup) string { return o.ContainerGroupId })
}

// DescribeContainerGroupStatus returns one page of statuses.
func (c *Client) DescribeContainerGroupStatus(
	ctx context.Context, req *DescribeContainerGroupStatusRequest,
) (*DescribeContainerGroupStatusResponse, error) {
	return call[DescribeContainerGroupStatusResponse](ctx, c, "DescribeContainerGroupStatus", req)
}

// DescribeContainerGroupEvents returns the events of groups.
func (c *Client) DescribeContainerGroupEvents(
	ctx context.Context, req *DescribeContainerGroupEventsRequest,
) (*DescribeContainerGroupEventsResponse, error) {
	return call[DescribeContainerGroupEventsResponse](ctx, c, "DescribeContainerGroupEvents", req)
}

// DescribeContainerLog returns the newest lines, at most 1 MiB, of a container's log.
func (c *Client) DescribeContainerLog(ctx context.Context, req *DescribeContainerLogRequest) (*DescribeContainerLogResponse, error) {
	return call[DescribeContainerLogResponse](ctx, c, "DescribeContainerLog", req)
}

// UpdateContainerGroup changes a Pending or Running group in place; see [IsNoNeedUpdate] and [IsIncorrectStatus].
func (c *Client) UpdateContainerGroup(ctx context.Context, req *UpdateContainerGroupRequest) (*Response, error) {
	return call[Response](ctx, c, "UpdateContainerGroup", req)
}

// RestartContainerGroup restarts all containers of a Pending or Running group.
func (c *Client) RestartContainerGroup(ctx context.Context, req *RestartContainerGroupRequest) (*Response, error) {
	return call[Response](ctx, c, "RestartContainerGroup", req)
}

// DeleteContainerGroup begins the deletion of a group; see [IsNotFound].
func (c *Client) DeleteContainerGroup(ctx context.Context, req *DeleteContainerGroupRequest) (*Response, error) {
	return call[Response](ctx, c, "DeleteContainerGroup", req)
}

// ResizeContainerGroupVolume grows a cloud disk volume and its file system.
func (c *Client) ResizeContainerGroupVolume(ctx context.Context, req *ResizeContainerGroupVolumeRequest) (*Response, error) {
	return call[Response](ctx, c, "ResizeContainerGroupVolume", req)
}

// ExecContainerCommand runs a command in a container. It is repeated only when the service was too busy to accept it,
// since a command whose answer got lost may have run.
func (c *Client) ExecContainerCommand(ctx context.Context, req *ExecContainerCommandRequest) (*ExecContainerCommandResponse, error) {
	return call[ExecContainerCommandResponse](ctx, c, "ExecContainerCommand", req)
}

// DescribeContainerGroupMetric returns the metrics of one group.
func (c *Client) DescribeContainerGroupMetric(
	ctx context.Context, req *DescribeContainerGroupMetricRequest,
) (*DescribeContainerGroupMetricResponse, error) {
	return call[DescribeContainerGroupMetricResponse](ctx, c, "DescribeContainerGroupMetric", req)
}

// DescribeMultiContainerGroupMetric returns the newest metrics of several groups.
func (c *Client) DescribeMultiContainerGroupMetric(
	ctx context.Context, req *DescribeMultiContainerGroupMetricRequest,
) (*DescribeMultiContainerGroupMetricResponse, error) {
	return call[DescribeMultiContainerGroupMetricResponse](ctx, c, "DescribeMultiContainerGroupMetric", req)
}
