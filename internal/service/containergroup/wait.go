package containergroup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

var waits = attribute.Timeouts{Create: 20 * time.Minute, Update: 20 * time.Minute, Delete: 10 * time.Minute}

// hopelessRestarts is how many restarts make a crash loop.
const hopelessRestarts = 3

// waitFor waits until the group has come to target and returns it as it was seen last, nil if it never was. The error
// is wait.FailedError when the group failed, and the cause when ctx ended.
func waitFor(ctx context.Context, client *eci.Client, id, target string, failFast bool) (*eci.ContainerGroup, error) {
	return look(client, id).WaitFor(ctx, func(group eci.ContainerGroup) (bool, error) { return progress(group, target, failFast) })
}

// progress says whether a group has come to target, or why it cannot.
func progress(group eci.ContainerGroup, target string, failFast bool) (done bool, err error) {
	switch target {
	case waitForNone:
		return true, nil
	case waitForReady:
		done = group.Status == eci.StatusRunning && !slices.ContainsFunc(group.Containers, func(c eci.DescribedContainer) bool { return !c.Ready })
	case waitForCompleted:
	default:
		done = group.Status == eci.StatusRunning
	}
	if done || group.Status == eci.StatusSucceeded {
		return true, nil
	}
	switch group.Status {
	case eci.StatusScheduleFailed:
		return false, wait.FailedError("ECI could not provide the resources for it (ScheduleFailed). Try vswitch_ids in other zones, another size, or later")
	case eci.StatusFailed:
		return false, wait.FailedError("it ended in status Failed")
	case eci.StatusExpired:
		return false, wait.FailedError("its spot capacity was reclaimed (Expired)")
	case eci.StatusTerminating:
		return false, wait.FailedError("it is being deleted (Terminating)")
	}
	if failFast {
		return false, hopeless(group)
	}
	return false, nil
}

// takesUpdates says whether what a group does at the moment is over, after which it may take updates, or why it never ends.
func takesUpdates(group eci.ContainerGroup) (bool, error) {
	switch group.Status {
	case eci.StatusScheduling, eci.StatusRestarting, eci.StatusUpdating:
		return false, hopeless(group)
	}
	return true, nil
}

// hopeless returns an error when a container cannot start by waiting longer.
func hopeless(group eci.ContainerGroup) error {
	containers := make([]eci.DescribedContainerSpec, 0, len(group.InitContainers)+len(group.Containers))
	for _, container := range group.InitContainers {
		containers = append(containers, container.DescribedContainerSpec)
	}
	for _, container := range group.Containers {
		containers = append(containers, container.DescribedContainerSpec)
	}
	for _, container := range containers {
		if container.CurrentState == nil || container.CurrentState.State != "Waiting" {
			continue
		}
		switch container.CurrentState.Reason {
		case "ImagePullBackOff", "InvalidImageName":
			return wait.FailedError(fmt.Sprintf("the image of container %s cannot be pulled (%s)", container.Name, container.CurrentState.Reason))
		case "CrashLoopBackOff":
			if container.RestartCount >= hopelessRestarts {
				return wait.FailedError(fmt.Sprintf("container %s crashes again and again (%s)", container.Name, container.CurrentState.Reason))
			}
		}
	}
	return nil
}

// explain is the text for a wait that ended with err: what the group came to, and what a person would look up next.
func explain(ctx context.Context, client *eci.Client, id string, err error, target string, last *eci.ContainerGroup, secrets []string) string {
	status := "not listed by ECI yet"
	if last != nil {
		status = "in status " + last.Status
	}
	var text string
	switch failed := wait.FailedError(""); {
	case errors.As(err, &failed):
		text = fmt.Sprintf("Container group %s did not %s: %s.", id, wanted(target), err)
	case errors.Is(err, context.DeadlineExceeded):
		text = fmt.Sprintf("Container group %s did not %s in time; it is %s. If it only needs longer, raise the time in timeouts.",
			id, wanted(target), status)
	case errors.Is(err, context.Canceled):
		return fmt.Sprintf("Waiting for container group %s was interrupted; it is %s. It is in state, so the next apply goes on from there.", id, status)
	default:
		return fmt.Sprintf("Container group %s exists, but looking at it failed: %v.", id, err)
	}
	// The time for the operation may be over; the explanation gets its own.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if details := diagnoseGroup(ctx, client, id, masking(secrets)); details != "" {
		text += "\n\n" + details
	}
	return text
}

func wanted(target string) string {
	if target == waitForCompleted {
		return "complete"
	}
	return "become " + cmp.Or(target, waitForRunning)
}
