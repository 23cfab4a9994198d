package eci

import (
	"context"
	"time"
)

// batchGap is the time without a new ID after which reads of single objects become a call; MaxIDs make one at once.
const batchGap = 10 * time.Millisecond

// ContainerGroup returns the group called id with its events, and whether DescribeContainerGroups lists it; it does not list
// groups that are gone, that were forgotten some time after they ended, or that the caller may not see. Calls made at the same
// time become one request.
func (c *Client) ContainerGroup(ctx context.Context, id string) (ContainerGroup, bool, error) {
	return c.groups.load(ctx, id)
}

// RecentContainerGroup is ContainerGroup for one who looks at many groups one after the other, and to whom a group is good enough as it
// was half a minute ago and without events: after some reads the client lists the groups of the region ahead of the others, if
// [Config.ReadAhead] is set. It does not once it has changed anything.
func (c *Client) RecentContainerGroup(ctx context.Context, id string) (ContainerGroup, bool, error) {
	if group, ok := c.groupsAhead.find(ctx, id); ok {
		c.groups.skip()
		return group, true, nil
	}
	return c.ContainerGroup(ctx, id)
}

// listContainerGroups returns a page of the groups of the region.
func (c *Client) listContainerGroups(ctx context.Context, token string) (groups map[string]ContainerGroup, next string, err error) {
	resp, err := c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{Limit: new(int64(MaxIDs)), NextToken: token})
	if err != nil {
		return nil, "", err
	}
	groups = map[string]ContainerGroup{}
	for _, group := range resp.ContainerGroups {
		groups[group.ContainerGroupId] = group
	}
	return groups, resp.NextToken, nil
}

// fetchContainerGroups brings the events for those who wait: reads for them and for others would not share a call otherwise.
func (c *Client) fetchContainerGroups(ctx context.Context, ids []string) (map[string]ContainerGroup, error) {
	all := c.ContainerGroups(ctx, &DescribeContainerGroupsRequest{ContainerGroupIds: ids, WithEvent: new(true)})
	return byID(all, func(object ContainerGroup) string { return object.ContainerGroupId })
}
