package containergroup

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// statusForgotten is no status of ECI. It is that of a group with an end, as its restart policy says, which ECI does not list any
// more although nobody has seen it end: ECI forgets groups some time after their end.
const statusForgotten = "Forgotten"

// fate says what a status means that a group does not get out of.
type fate struct {
	// why says what happened, as a clause.
	why string
	// advice is a sentence without its period, empty if there is no more to say than to replace the group.
	advice string
}

var fates = map[string]fate{
	eci.StatusScheduleFailed: {"ECI could not provide the resources for it", "Try vswitch_ids in other zones, another size, or later"},
	eci.StatusFailed:         {"not all of its containers ended well", ""},
	eci.StatusExpired:        {"its spot capacity was reclaimed", ""},
	eci.StatusTerminating:    {"it is being deleted", "When it is gone, the next plan creates it again"},
	statusForgotten:          {"ECI does not list it any more, and its end was not seen", ""},
}

// replaceable are the statuses that replace_when may name.
var replaceable = slices.Sorted(maps.Keys(fates))

// hasEnded reports whether the containers of a group of this status never run again.
func hasEnded(status string) bool {
	switch status {
	case eci.StatusSucceeded, eci.StatusFailed, eci.StatusExpired, eci.StatusScheduleFailed, statusForgotten:
		return true
	}
	return false
}

// takesNoUpdate reports whether ECI never takes an update of a group of this status again.
func takesNoUpdate(status string) bool { return hasEnded(status) || status == eci.StatusTerminating }

// isKept reports whether a group stays in state when ECI does not list it any more: what was seen of its end stays true, or
// that it was not seen was decided before.
func isKept(state model) bool {
	switch state.Status.ValueString() {
	case eci.StatusSucceeded, statusForgotten:
		return true
	case eci.StatusFailed:
		return isJob(state)
	}
	return false
}

// isJob reports whether a group is meant to end.
func isJob(m model) bool { return m.RestartPolicy.ValueString() != "Always" }

// forget returns what becomes of a group in state that ECI does not list any more, nil for nothing.
//
// A job whose end was not seen counts as done, because running one twice may do harm that nobody can undo. Who knows better has
// it run again by replace_when or -replace.
func forget(state model, diags *diag.Diagnostics) *model {
	if isKept(state) {
		return &state
	}
	if _, hopeless := fates[state.Status.ValueString()]; hopeless || !isJob(state) {
		return nil
	}
	diags.AddWarning("End of Container Group Was Not Seen", fmt.Sprintf("ECI does not list container group %s any more. Its restart policy "+
		"is %s, and ECI forgets groups some time after they have ended, so it has ended, or somebody has deleted it; its last known status is "+
		"%s. It counts as done and stays in state, with status %s.\n\nTo run it again, run terraform apply -replace=ADDRESS, or have plans do "+
		"so whenever this happens with replace_when = [%q].", state.ID.ValueString(), state.RestartPolicy.ValueString(),
		state.Status.ValueString(),
		statusForgotten, statusForgotten))
	state.Status = types.StringValue(statusForgotten)
	return &state
}

// mayBeAmiss reports whether planStatus may have something to do about a status.
func mayBeAmiss(status string) bool {
	_, ok := fates[status]
	return ok
}

// planStatus replaces a group of a status that replace_when names, and tells of one that is not what it is to be and that no
// update changes. It says nothing of a group that is replaced anyway.
func planStatus(ctx context.Context, plan, state model, private service.PrivateReader, resp *resource.ModifyPlanResponse) {
	status := state.Status.ValueString()
	fate, ok := fates[status]
	if !ok || len(resp.RequiresReplace) > 0 {
		return
	}
	what := "Container group " + state.ID.ValueString() + " is " + notedFate(ctx, private, state, &resp.Diagnostics)
	if slices.Contains(value.Texts(plan.ReplaceWhen), status) {
		service.PlanUnknown(ctx, []string{"status"}, resp) // Terraform replaces only because of what changes
		resp.RequiresReplace.Append(path.Root("status"))
		resp.Diagnostics.AddWarning("Container Group Is Replaced", what+" replace_when names this status, so the plan replaces the group.")
		return
	}
	if status == statusForgotten { // the refresh that found it out has told it
		return
	}
	advice := "No update changes that. To create the group anew, run terraform apply -replace=ADDRESS, or have plans do so whenever this " +
		"happens with replace_when = [\"" + status + "\"]."
	if fate.advice != "" {
		advice = fate.advice + ". " + advice
	}
	resp.Diagnostics.AddWarning("Container Group Is "+status, what+"\n\n"+advice)
}

// fateKey is the key in private state of what was seen of a group's fate, which ECI forgets and no attribute has.
const fateKey = "fate"

// noteFate notes in private state what ECI says of the fate of a group, if it has one.
func noteFate(ctx context.Context, private service.PrivateWriter, group eci.ContainerGroup) diag.Diagnostics {
	if !mayBeAmiss(group.Status) {
		return nil
	}
	text, err := json.Marshal(tellFate(group))
	if err != nil {
		panic(err) // texts always marshal
	}
	return private.SetKey(ctx, fateKey, text)
}

// notedFate returns what noteFate noted of the status that a group has in state, or what state tells.
func notedFate(ctx context.Context, private service.PrivateReader, state model, diags *diag.Diagnostics) string {
	encoded, more := private.GetKey(ctx, fateKey)
	diags.Append(more...)
	var noted string
	if json.Unmarshal(encoded, &noted) == nil && strings.HasPrefix(noted, state.Status.ValueString()) {
		return noted
	}
	return tellFate(eci.ContainerGroup{Status: state.Status.ValueString(), CreationTime: state.CreationTime.ValueString()})
}

// tellFate says the status of a group, since when it has it, if ECI reports that, and why.
func tellFate(group eci.ContainerGroup) string {
	since := ""
	if group.CreationTime != "" {
		since = ", created at " + group.CreationTime
	}
	for status, at := range map[string]string{eci.StatusFailed: group.FailedTime, eci.StatusExpired: group.ExpiredTime} {
		if group.Status == status && at != "" {
			since = " since " + at
		}
	}
	return fmt.Sprintf("%s%s: %s.", group.Status, since, whyOf(group, fates[group.Status].why))
}

// whyOf names the containers that have made a group fail, or says what else is known.
func whyOf(group eci.ContainerGroup, otherwise string) string {
	var ends []string
	for i, container := range containersOf(group) {
		kind := "container"
		if i < len(group.InitContainers) {
			kind = "init container"
		}
		if state := container.CurrentState; state != nil && state.State == "Terminated" && state.ExitCode != nil && *state.ExitCode != 0 {
			ends = append(ends, fmt.Sprintf("%s %s is %s", kind, container.Name, stateText(state)))
		}
	}
	if group.Status != eci.StatusFailed || len(ends) == 0 {
		return otherwise
	}
	return strings.Join(ends, ", ")
}
