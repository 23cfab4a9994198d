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

// hopelessRestarts is the number of restarts that make a crash loop.
const hopelessRestarts = 3

// waitFor waits until the group has come to target and returns it as it was seen last, nil if it never was. The error
// is wait.FailedError when the group failed, and the cause when ctx ended. watch gets the group at each look on the way.
func waitFor(
	ctx context.Context, client *eci.Client, id, target string, failFast bool, watch func(eci.ContainerGroup),
) (*eci.ContainerGroup, error) {
	return look(client, id).Watched(watch).WaitFor(ctx, func(group eci.ContainerGroup) (bool, error) {
		return progress(group, target, failFast)
	})
}

// progress reports whether a group has come to target, or why it cannot.
func progress(group eci.ContainerGroup, target string, failFast bool) (done bool, err error) {
	switch target {
	case waitForNone:
		return true, nil
	case waitForReady:
		done = group.Status == eci.StatusRunning &&
			!slices.ContainsFunc(group.Containers, func(c eci.DescribedContainer) bool { return !c.Ready })
	case waitForCompleted:
	default:
		done = group.Status == eci.StatusRunning
	}
	if done || group.Status == eci.StatusSucceeded {
		return true, nil
	}
	if end := endOf(group.Status); end != nil {
		return false, end
	}
	if failFast {
		return false, hopeless(group)
	}
	return false, nil
}

// endOf returns why no waiting helps in a status, nil if it may.
func endOf(status string) error {
	fate, hopeless := fates[status]
	if !hopeless {
		return nil
	}
	text := fate.why + " (" + status + ")"
	if status != eci.StatusTerminating && fate.advice != "" {
		text += ". " + fate.advice
	}
	return wait.FailedError(text)
}

// takesUpdates reports whether what a group does at the moment is over, after which it may take updates, or why it never ends.
func takesUpdates(group eci.ContainerGroup) (bool, error) {
	switch group.Status {
	case eci.StatusScheduling, eci.StatusRestarting, eci.StatusUpdating:
		return false, hopeless(group)
	}
	return true, nil
}

// hopeless returns an error when a container cannot start by waiting longer.
func hopeless(group eci.ContainerGroup) error {
	for _, container := range containersOf(group) {
		state := container.CurrentState
		if state == nil || state.State != "Waiting" {
			continue
		}
		why, isFinal := finalReasons[state.Reason]
		if !isFinal && container.RestartCount >= hopelessRestarts {
			why = crashReasons[state.Reason]
		}
		if why != "" {
			return wait.FailedError(fmt.Sprintf(why, container.Name) + " (" + state.Reason + ")")
		}
	}
	return nil
}

// The reasons why a kubelet lets a container wait that do not end without a change of the group, each with a clause about the
// container. finalReasons are those at once, crashReasons those after some restarts. All others end by themselves:
// ContainerCreating and PodInitializing in the course of things, ErrImagePull, RegistryUnavailable and ImageInspectError by the
// next attempt or as ImagePullBackOff. The names are constants of Kubernetes' packages kubelet/images, kubelet/kuberuntime,
// kubelet/container and cri-api/errors.
var (
	finalReasons = map[string]string{
		"ImagePullBackOff": "the image of container %s cannot be pulled",
		"InvalidImageName": "the image of container %s cannot be pulled: its name is not valid",
		"ErrImageNeverPull": "the image of container %s is not at hand, and image_pull_policy is Never. Pull it, or start the group " +
			"from an image cache that has it",
		"SignatureValidationFailed":  "the signature of the image of container %s is not valid",
		"CreateContainerConfigError": "container %s cannot be created as it is configured",
		"CreateContainerError":       "container %s cannot be created",
		"PreCreateHookError":         "container %s cannot be created: what precedes its creation fails",
	}
	crashReasons = map[string]string{
		"CrashLoopBackOff":   "container %s crashes again and again",
		"RunContainerError":  "container %s cannot be started",
		"PreStartHookError":  "container %s cannot be started: what precedes its start fails",
		"PostStartHookError": "the post_start hook of container %s fails again and again",
	}
)

// explain is the text for a wait that ended with err: what the group came to, and what a person would look up next.
func explain(
	ctx context.Context, client *eci.Client, id string, err error, target string, last *eci.ContainerGroup, secrets []string,
) string {
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
		return fmt.Sprintf("Waiting for container group %s was interrupted; it is %s. It is in state, and until it has been seen to %s, "+
			"each plan shows that and each apply goes on waiting.", id, status, wanted(target))
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
