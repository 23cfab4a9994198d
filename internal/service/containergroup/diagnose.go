package containergroup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// logLines limits the part of a container's log that an error shows.
const logLines = 20

// diagnoseGroup describes what a person would look up next about a group that does not start: its containers that are not well,
// with the ends of their logs, and its warning events. mask takes secrets out of text. What cannot be looked up is said.
func diagnoseGroup(ctx context.Context, client *eci.Client, id string, mask func(string) string) string {
	group, listed, err := client.ContainerGroup(ctx, id)
	if err != nil {
		return fmt.Sprintf("Its containers and events cannot be looked up: %v.", err)
	}
	if !listed {
		return "ECI does not list it any more."
	}
	var b strings.Builder
	for _, container := range group.InitContainers {
		describeContainer(ctx, &b, client, id, "Init container", container.DescribedContainerSpec, true, mask)
	}
	for _, container := range group.Containers {
		describeContainer(ctx, &b, client, id, "Container", container.DescribedContainerSpec, false, mask)
	}
	b.WriteString(diagnose.WarningEvents(group.Events))
	return mask(strings.TrimSuffix(b.String(), "\n"))
}

// isWell reports whether a container cannot be the reason why the group is not ready: it is ready, ended well, or waits for
// others to start.
func isWell(container eci.DescribedContainerSpec, isInit bool) bool {
	state := container.CurrentState
	if state == nil {
		return true
	}
	switch state.State {
	case "Terminated":
		return state.ExitCode != nil && *state.ExitCode == 0
	case "Running":
		return container.Ready || isInit
	default:
		return state.Reason == "" || state.Reason == "PodInitializing" || state.Reason == "ContainerCreating"
	}
}

func describeContainer(
	ctx context.Context, b *strings.Builder, client *eci.Client, id, kind string, container eci.DescribedContainerSpec, isInit bool,
	mask func(string) string,
) {
	if isWell(container, isInit) && container.RestartCount == 0 {
		return
	}
	state := container.CurrentState
	if state == nil {
		state = &eci.ContainerState{}
	}
	fmt.Fprintf(b, "%s %s (image %s): %s", kind, container.Name, container.Image, stateText(state))
	if container.RestartCount > 0 {
		fmt.Fprintf(b, ", restarted %s", times(container.RestartCount))
		if previous := container.PreviousState; previous != nil && previous.ExitCode != nil && state.State != "Terminated" {
			fmt.Fprintf(b, ", before that %s", stateText(previous))
		}
	}
	b.WriteString(".\n")
	message := strings.TrimSpace(state.Message)
	started := state.State == "Terminated" || state.State == "Running"
	if !started && container.RestartCount == 0 { // it has no log
		writeLines(b, "  ", mask(message))
		return
	}
	tail := int64(logLines)
	last := !started // it waits for its next start, so its log is that of the run before
	answer, err := client.DescribeContainerLog(ctx,
		&eci.DescribeContainerLogRequest{ContainerGroupId: id, ContainerName: container.Name, Tail: &tail, LastTime: &last})
	if err != nil || !strings.HasSuffix(strings.TrimSpace(answer.Content), message) { // with FallbackToLogsOnError it is the log's end
		writeLines(b, "  ", mask(message))
	}
	switch {
	case err != nil:
		fmt.Fprintf(b, "  Its log cannot be read: %v.\n", err)
	case strings.TrimSpace(answer.Content) == "":
		b.WriteString("  Its log is empty.\n")
	default:
		b.WriteString("  The end of its log:\n")
		writeLines(b, "    | ", mask(strings.TrimRight(answer.Content, "\n")))
	}
}

// writeLines writes each line of a text behind a prefix.
func writeLines(b *strings.Builder, prefix, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(b, "%s%s\n", prefix, eci.Readable(strings.TrimRight(line, "\r\n")))
	}
}

// stateText writes a state in a line: Terminated with exit code 3 (Error).
func stateText(state *eci.ContainerState) string {
	text := state.State
	if text == "" {
		text = "in an unknown state"
	}
	if state.State == "Terminated" && state.ExitCode != nil {
		text += fmt.Sprintf(" with exit code %d", *state.ExitCode)
	}
	if state.Reason != "" {
		text += " (" + state.Reason + ")"
	}
	return text
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// masking returns a function that blanks the secrets out of text, and the longer lines of secrets that have several. Secrets of
// fewer than four characters are left alone: they would blank out half of any text.
func masking(secrets []string) func(string) string {
	var texts []string
	for _, secret := range secrets {
		if len(secret) >= 4 {
			texts = append(texts, secret)
		}
		if lines := strings.Split(secret, "\n"); len(lines) > 1 {
			for _, line := range lines {
				if line = strings.TrimSpace(line); len(line) >= 8 {
					texts = append(texts, line)
				}
			}
		}
	}
	// The longest first, so that a secret that begins like another does not leave the rest of it.
	slices.SortStableFunc(texts, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, text := range texts {
		pairs = append(pairs, text, "(secret)")
	}
	return strings.NewReplacer(pairs...).Replace
}
