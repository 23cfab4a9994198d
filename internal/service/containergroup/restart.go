package containergroup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

const restartTriggers = "restart_triggers"

// isTriggered reports whether changes of restart_triggers start the containers of a group anew. Those of an imported group that come up are
// only recorded.
func isTriggered(changes []attribute.Change, imported bool) bool {
	return slices.ContainsFunc(changes, func(c attribute.Change) bool { return c.Root() == restartTriggers && (!imported || !c.New) })
}

// warnRestarted says in a plan that it restarts a group, unless it replaces it.
func warnRestarted(changes []attribute.Change, state model, resp *resource.ModifyPlanResponse) {
	if isTriggered(changes, false) && len(resp.RequiresReplace) == 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root(restartTriggers), "Container Group Is Restarted", fmt.Sprintf("The change of "+
			"restart_triggers starts all containers of group %s anew, in place.", state.ID.ValueString()))
	}
}

// restartShows bounds the time after which a restart has to show. Nothing is documented of whether it does at once.
const restartShows = 10 * time.Second

// restart starts all containers of a group anew, as soon as ECI takes it, and returns when that has begun. watch gets the group while it
// does not take it yet. The error is wait.FailedError where it never can.
func restart(ctx context.Context, client *eci.Client, id string, watch func(eci.ContainerGroup)) error {
	before, err := look(client, id).WaitFor(ctx, func(group eci.ContainerGroup) (bool, error) {
		done, err := takesUpdates(group)
		if !done {
			watch(group)
		}
		return done, err
	})
	if err != nil {
		return err
	}
	if takesNoUpdate(before.Status) {
		return wait.FailedError(fmt.Sprintf("it is %s, and ECI restarts only groups that are Pending or Running", before.Status))
	}
	if _, err := client.RestartContainerGroup(ctx, &eci.RestartContainerGroupRequest{ContainerGroupId: id}); err != nil {
		return err
	}
	called := time.Now()
	_, err = look(client, id).WaitFor(ctx, func(group eci.ContainerGroup) (bool, error) {
		return group.Status != eci.StatusRunning || starts(group) != starts(*before) || time.Since(called) >= restartShows, nil
	})
	return err
}

// starts holds when the containers of a group started.
func starts(group eci.ContainerGroup) string {
	var b strings.Builder
	for _, container := range containersOf(group) {
		if container.CurrentState != nil {
			fmt.Fprintf(&b, "%s %s\n", container.Name, container.CurrentState.StartTime)
		}
	}
	return b.String()
}
