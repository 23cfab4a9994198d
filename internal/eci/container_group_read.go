package eci

import (
	"context"
	"time"
)

// Reads of single objects are gathered into calls of up to batchLimit IDs, the most that the service takes, until none has
// come for batchGap.
const (
	batchLimit = 20
	batchGap   = 10 * time.Millisecond
)

// ContainerGroup returns the group called id and whether DescribeContainerGroups lists it; it does not list groups that
// are gone, that were forgotten some time after they ended, or that the caller may not see. Calls made at the same time
// become one request.
func (c *Client) ContainerGroup(ctx context.Context, id string) (ContainerGroup, bool, error) {
	return c.groups.load(ctx, id)
}

func (c *Client) fetchContainerGroups(ctx context.Context, ids []string) (map[string]ContainerGroup, error) {
	found := make(map[string]ContainerGroup, len(ids))
	for group, err := range c.ContainerGroups(ctx, &DescribeContainerGroupsRequest{ContainerGroupIds: ids}) {
		if err != nil {
			return nil, err
		}
		found[group.ContainerGroupId] = group
	}
	return found, nil
}
