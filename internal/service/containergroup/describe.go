package containergroup

import (
	"context"
	"fmt"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// look reads a group and reports whether it is gone. ECI answers DescribeContainerGroups with an empty list for a caller without rights
// too, so another action has to agree that a group is gone.
func look(client *eci.Client, id string) wait.Object[eci.ContainerGroup] {
	return wait.Object[eci.ContainerGroup]{
		List: func(ctx context.Context) (eci.ContainerGroup, bool, error) { return client.ContainerGroup(ctx, id) },
		Confirm: func(ctx context.Context) error {
			statuses, err := client.DescribeContainerGroupStatus(ctx, &eci.DescribeContainerGroupStatusRequest{ContainerGroupIds: []string{id}})
			if eci.IsNotFound(err) {
				return nil
			}
			if err != nil {
				return err
			}
			for _, status := range statuses.Data {
				if status.ContainerGroupId == id {
					return fmt.Errorf("%w: its status is %s; check that the credentials may call eci:DescribeContainerGroups on it",
						wait.ErrHidden, status.Status)
				}
			}
			return nil
		},
	}
}

// lookRecently is look for a refresh, to which a group is good enough as it was half a minute ago.
func lookRecently(client *eci.Client, id string) wait.Object[eci.ContainerGroup] {
	object := look(client, id)
	object.List = func(ctx context.Context) (eci.ContainerGroup, bool, error) {
		return client.RecentContainerGroup(ctx, id)
	}
	return object
}
