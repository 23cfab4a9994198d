package containergroup

import (
	"context"
	"iter"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// createOrAdopt creates the group, unless an earlier run did and died before it could tell. full includes the
// write-only values.
func (r *containerGroupResource) createOrAdopt(ctx context.Context, client *eci.Client, full model) (string, error) {
	req := expandCreate(full)
	kind := creation.Kind{Client: client, Name: r.Kind, ResourceType: eci.ResourceTypeContainerGroup}
	kind.Marked = func(mark eci.Tag) iter.Seq2[creation.Object, error] {
		return func(yield func(creation.Object, error) bool) {
			search := &eci.DescribeContainerGroupsRequest{ContainerGroupName: req.ContainerGroupName, Tag: []eci.Tag{mark}}
			for group, err := range client.ContainerGroups(ctx, search) {
				if !yield(creation.Object{ID: group.ContainerGroupId, Tags: group.Tags, Ended: slices.Contains(ended, group.Status)}, err) {
					return
				}
			}
		}
	}
	create := func(tags []eci.Tag) (string, error) {
		req.Tag = tags
		answer, err := client.CreateContainerGroup(ctx, req)
		if err != nil {
			return "", err
		}
		return answer.ContainerGroupId, nil
	}
	return r.Config.Journal.Create(ctx, kind, req, req.Tag, create)
}

// ended are the statuses in which a group is going, or does nothing any more.
var ended = []string{eci.StatusTerminating, eci.StatusSucceeded, eci.StatusFailed, eci.StatusScheduleFailed, eci.StatusExpired}
