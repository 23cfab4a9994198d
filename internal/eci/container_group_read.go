package eci

import (
	"context"
	"time"
)

// batchGap is the time without a new ID after which reads of single objects become a call; MaxIDs make one at once.
const batchGap = 10 * time.Millisecond

// ContainerGroup returns the group called id and whether DescribeContainerGroups lists it; it does not list groups that
// are gone, that were forgotten some time after they ended, or that the caller may not see. Calls made at the same time
// become one request.
func (c *Client) ContainerGroup(ctx context.Context, id string) (ContainerGroup, bool, error) {
	return c.groups.load(ctx, id)
}

func (c *Client) fetchContainerGroups(ctx context.Context, ids []string) (map[string]ContainerGroup, error) {
	all := c.ContainerGroups(ctx, &DescribeContainerGroupsRequest{ContainerGroupIds: ids})
	return byID(all, func(object ContainerGroup) string { return object.ContainerGroupId })
}
