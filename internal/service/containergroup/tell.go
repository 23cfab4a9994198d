package containergroup

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// teller takes a line about what has become of a group.
type teller func(format string, arguments ...any)

// logged returns a function that writes to the log at INFO what has changed of a group since its last call, and its newest event without
// secrets: while a resource is at work, Terraform itself shows only how long it has been.
func logged(ctx context.Context, id string, mask func(string) string) func(eci.ContainerGroup) {
	begin, event := time.Now(), ""
	tell := func(format string, arguments ...any) {
		tflog.Info(ctx, fmt.Sprintf(format, arguments...), map[string]any{"id": id, "elapsed": time.Since(begin).Round(time.Second).String()})
	}
	changed := changes(tell)
	return func(group eci.ContainerGroup) {
		changed(group)
		if newest := mask(diagnose.NewestEvent(group.Events)); newest != event {
			event = newest
			tell("Newest event of container group %s: %s", id, event)
		}
	}
}

// changes returns a function that tells what has changed of a group since its last call: its status, and the states of its containers.
func changes(tell teller) func(eci.ContainerGroup) {
	told := map[string]string{}
	say := func(what, is string) {
		if is != "" && told[what] != is {
			told[what] = is
			tell("%s is %s", what, is)
		}
	}
	return func(group eci.ContainerGroup) {
		say("Container group "+group.ContainerGroupId, group.Status)
		for _, container := range containersOf(group) {
			if container.CurrentState != nil && container.CurrentState.State != "" {
				say("Container "+container.Name, stateText(container.CurrentState))
			}
		}
	}
}

// containersOf lists init containers and containers.
func containersOf(group eci.ContainerGroup) []eci.DescribedContainerSpec {
	var all []eci.DescribedContainerSpec
	for _, container := range group.InitContainers {
		all = append(all, container.DescribedContainerSpec)
	}
	for _, container := range group.Containers {
		all = append(all, container.DescribedContainerSpec)
	}
	return all
}
