package containergroup

import (
	"context"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// createOrAdopt creates the group, unless an earlier run did and died before it could tell. full includes the
// write-only values.
func (r *containerGroupResource) createOrAdopt(ctx context.Context, client *eci.Client, full model) (string, error) {
	req := expandCreate(full)
	find := func(mark eci.Tag) ([]string, error) {
		var ids []string
		search := &eci.DescribeContainerGroupsRequest{ContainerGroupName: req.ContainerGroupName, Tag: []eci.Tag{mark}}
		for group, err := range client.ContainerGroups(ctx, search) {
			if err != nil {
				return nil, err
			}
			ids = append(ids, group.ContainerGroupId)
		}
		return ids, nil
	}
	create := func(tags []eci.Tag) (string, error) {
		req.Tag = tags
		answer, err := client.CreateContainerGroup(ctx, req)
		if err != nil {
			return "", err
		}
		return answer.ContainerGroupId, nil
	}
	return r.Config.Search.Create(req, req.Tag, find, create)
}
