// Package containergroup is the resource eci_container_group and its data sources.
package containergroup

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

const kind = "container group"

// NewResource returns the resource eci_container_group.
func NewResource() resource.Resource {
	return &containerGroupResource{shared}
}

// Schema returns the schema of the resource.
func Schema() schema.Schema {
	s, _ := describe()
	return s
}

// shared is what the resource shares with all others.
var shared = service.Resource{Type: "eci_container_group", Kind: kind, IDPrefix: "eci-", Describe: describe}

type containerGroupResource struct{ service.Resource }

var (
	_ resource.ResourceWithConfigure      = (*containerGroupResource)(nil)
	_ resource.ResourceWithIdentity       = (*containerGroupResource)(nil)
	_ resource.ResourceWithImportState    = (*containerGroupResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*containerGroupResource)(nil)
	_ resource.ResourceWithMoveState      = (*containerGroupResource)(nil)
	_ resource.ResourceWithValidateConfig = (*containerGroupResource)(nil)
)

func (r *containerGroupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	client := r.In(plan.Region, &resp.Diagnostics)
	timeout, diags := waits.ForCreate(ctx, plan.Timeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	full := withSecrets(plan, config)
	id, err := r.createOrAdopt(ctx, client, full)
	if err != nil {
		resp.Diagnostics.Append(r.CannotCreate(plan.Name.ValueString(), err))
		return
	}
	created := r.Created(ctx, id, req, resp)
	plan.ID, plan.Region, full.ID = created.ID, created.Region, created.ID

	// Interrupted here: the group is in state, and plans go on with the wait. Killed: the next apply finds it by its mark.
	resp.Diagnostics.Append(service.SetWaiting(ctx, resp.Private, true)...)
	resp.Diagnostics.Append(service.SetSent(ctx, resp.Private, texts(full))...)
	r.settlePrice(ctx, req.Plan, &plan, config, &resp.Diagnostics)
	r.settle(ctx, client, plan, full, &resp.State, resp.Private, &resp.Diagnostics)
	r.Config.Journal.Told(client, eci.ResourceTypeContainerGroup, id)
}

// settle waits for what the plan asks for, and writes what the group has come to into state. It reports whether that has been seen.
func (r *containerGroupResource) settle(
	ctx context.Context, client *eci.Client, plan, full model, state *tfsdk.State, private service.PrivateWriter, diags *diag.Diagnostics,
) (settled bool) {
	id, target, secrets := plan.ID.ValueString(), plan.WaitFor.ValueString(), secretsOf(full)
	group, err := waitFor(ctx, client, id, target, plan.FailFast.IsNull() || plan.FailFast.ValueBool(), logged(ctx, id, masking(secrets)))
	if group != nil {
		m := r.stateOf(ctx, *group, plan, secrets, diags)
		diags.Append(state.Set(ctx, m)...)
		diags.Append(setImageEnv(ctx, private, m.ImageEnv)...)
		diags.Append(noteFate(ctx, private, *group)...)
	}
	if err != nil {
		reportWait(ctx, client, full, err, group, diags)
		return false
	}
	diags.Append(service.SetWaiting(ctx, private, false)...)
	return true
}

// stateOf returns the state that follows from what ECI returned of a group: see [flatten].
func (r *containerGroupResource) stateOf(
	ctx context.Context, group eci.ContainerGroup, plan model, secrets []string, diags *diag.Diagnostics,
) model {
	m := flatten(group, plan, r.Config.DefaultTags)
	keepLogs(ctx, r.Config.Client, &m, secrets, diags)
	return m
}

// reportWait reports a wait for the group m, as it was configured with its secrets, that ended with err. group is what was seen
// last, nil if nothing was.
func reportWait(ctx context.Context, client *eci.Client, m model, err error, group *eci.ContainerGroup, diags *diag.Diagnostics) {
	target := m.WaitFor.ValueString()
	text := explain(ctx, client, m.ID.ValueString(), err, target, group, secretsOf(m))
	switch {
	case errors.Is(err, context.Canceled): // an error would taint the group, and the next apply would replace it
		diags.AddWarning("Waiting Was Interrupted", text)
	case target == waitForCompleted:
		diags.AddError("Container Group Did Not Complete", text)
	default:
		diags.AddError("Container Group Did Not Start", text)
	}
}

func (r *containerGroupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.Refresh(ctx, &resp.State, resp.Private, &resp.Diagnostics)
	if r.Config == nil || r.Config.Client == nil { // which is an error
		return
	}
	identity := service.Identity{Region: types.StringValue(r.Config.Client.Region())}
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &identity.ID)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...) // the framework wants it even of what is gone
}

// Refresh writes into state what has become of the group. Read calls it, and [protocol.Shortcut] in its place.
func (r *containerGroupResource) Refresh(
	ctx context.Context, state *tfsdk.State, private service.Private, diags *diag.Diagnostics,
) (changed bool) {
	seen, changed := r.refresh(ctx, state, private, diags)
	if seen && service.IsWaiting(ctx, private, diags) {
		diags.Append(service.SetWaiting(ctx, private, false)...)
	}
	return changed
}

// refresh writes into state what has become of the group. seen reports whether wait_for is fulfilled.
func (r *containerGroupResource) refresh(
	ctx context.Context, state *tfsdk.State, private service.Private, diags *diag.Diagnostics,
) (seen, changed bool) {
	var before model
	diags.Append(value.Decode(ctx, *state, &before)...)
	before.ImageEnv = imageEnv(ctx, private, diags)
	client := r.In(before.Region, diags)
	if diags.HasError() {
		return false, false
	}
	id := before.ID.ValueString()
	group, err := lookRecently(client, id).Read(ctx)
	if err != nil {
		diags.Append(diagnose.Error("read", kind+" "+id, err, nil))
		return false, false
	}
	var after *model
	if group == nil {
		if !isKept(before) && r.Config.GoneAtFirstLook(r.Kind, before.ID, before.TagsAll, diags) {
			return false, false
		}
		after, seen = forget(before, diags), before.Status.ValueString() == eci.StatusSucceeded
	} else {
		seen, _ = progress(*group, before.WaitFor.ValueString(), false)
		r.Config.Journal.Read(ctx, client, eci.ResourceTypeContainerGroup, id, group.Tags, diags)
		current := flatten(*group, before, r.Config.DefaultTags)
		if !hasWriteOnlySecrets(before) {
			keepLogs(ctx, client, &current, secretsOf(before), diags)
		}
		r.refreshPrice(ctx, &current, diags)
		diags.Append(noteFate(ctx, private, *group)...)
		if !value.Equal(current.ImageEnv, before.ImageEnv) {
			diags.Append(setImageEnv(ctx, private, current.ImageEnv)...)
			before.ImageEnv = current.ImageEnv
		}
		after = &current
	}
	switch {
	case diags.HasError() || after != nil && value.Equal(*after, before):
		return seen, false
	case after == nil:
		state.RemoveResource(ctx)
	default:
		diags.Append(state.Set(ctx, after)...)
	}
	return seen, true
}

func (r *containerGroupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	client := r.In(state.Region, &resp.Diagnostics)
	timeout, diags := waits.ForUpdate(ctx, plan.Timeouts)
	resp.Diagnostics.Append(diags...)
	imported := service.WasImported(ctx, req.Private, &resp.Diagnostics)
	waiting := service.IsWaiting(ctx, req.Private, &resp.Diagnostics)
	changes, err := r.Table().Changes(req.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id := state.ID.ValueString()
	// a state from before Terraform 1.12 has none
	resp.Diagnostics.Append(resp.Identity.Set(ctx, service.Identity{Region: state.Region, ID: state.ID})...)
	status := state.Status.ValueString()
	cpu, memory, grows := outgrown(plan, state, config)
	if grows = grows && !takesNoUpdate(status); grows { // the plan says so unless it has to say the 0 that is configured
		plan.CPU, plan.Memory = cpu, memory
	}
	plan.ImageEnv = imageEnvAfter(imageEnv(ctx, req.Private, &resp.Diagnostics), state, plan, config)
	from, to := withoutImageEnv(withSecrets(state, config), withSecrets(plan, config), config)
	if status == eci.StatusSucceeded {
		waiting = false // everything that wait_for can ask for has been seen
		resp.Diagnostics.Append(service.SetWaiting(ctx, resp.Private, false)...)
	}
	// What an ended group has left to change can only be recorded: the plan would replace it otherwise.
	updates := grows || r.Table().Updates(changes) && !takesNoUpdate(status)
	if updates {
		update := updateBetween(from, to)
		resp.Diagnostics.Append(r.checkOverwritten(ctx, client, req, update)...)
		resp.Diagnostics.Append(checkTravelling(from, to, sentWhole(update), service.NotSent(ctx, req.Private, texts(to), &resp.Diagnostics))...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	touched, err := r.update(ctx, client, id, updates, from, to)
	if err == nil && updates && isTriggered(changes, imported) {
		touched, err = true, restart(ctx, client, id, logged(ctx, id, masking(secretsOf(to))))
	}
	if err != nil && (!eci.IsNotFound(err) || !isKept(state)) { // ECI forgets ended groups
		resp.Diagnostics.Append(diagnose.Error("update", kind+" "+id, err, r.Table().At))
		return
	}
	resp.Diagnostics.Append(service.SetImported(ctx, resp.Private, false)...)
	r.settlePrice(ctx, req.Plan, &plan, plan, &resp.Diagnostics)
	if touched {
		resp.Diagnostics.Append(service.SetSent(ctx, resp.Private, texts(to))...)
	}
	switch {
	case waiting && hasEnded(status):
		r.KeepPlan(req, resp)
		reportWait(ctx, client, to, endOf(status), nil, &resp.Diagnostics)
		return
	case touched || waiting:
		resp.Diagnostics.Append(service.SetWaiting(ctx, resp.Private, true)...)
		settled := r.settle(ctx, client, plan, to, &resp.State, resp.Private, &resp.Diagnostics)
		r.checkSize(ctx, state, resp)
		if touched && settled && !resp.Diagnostics.HasError() {
			r.CheckUpdate(req, resp)
		}
		if !resp.Diagnostics.HasError() {
			r.KeepPlan(req, resp)
		}
		return
	}
	if req.Plan.Raw.IsFullyKnown() {
		resp.State.Raw = req.Plan.Raw // what has moved by itself since is for the next refresh
		return
	}
	group, err := look(client, id).Read(ctx)
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", kind+" "+id, err, nil))
		return
	}
	if group != nil { // else it is one that ECI has forgotten, and only Terraform's own attributes change
		m := r.stateOf(ctx, *group, plan, secretsOf(to), &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
		resp.Diagnostics.Append(setImageEnv(ctx, resp.Private, m.ImageEnv)...)
	}
	r.KeepPlan(req, resp)
}

// update sends what differs, more than tags only if updates is set, and reports whether containers were touched, so that there is
// something to wait for.
func (r *containerGroupResource) update(
	ctx context.Context, client *eci.Client, id string, updates bool, from, to model,
) (touched bool, err error) {
	if err := service.UpdateTags(ctx, client, eci.ResourceTypeContainerGroup, id, from.TagsAll, to.TagsAll); err != nil || !updates {
		return false, err
	}
	for name, size := range value.Sorted(resizes(from, to)) {
		_, err := client.ResizeContainerGroupVolume(ctx,
			&eci.ResizeContainerGroupVolumeRequest{ContainerGroupId: id, VolumeName: name, NewSize: &size})
		if err != nil {
			return touched, err
		}
		from.Volumes[name] = to.Volumes[name]
		touched = true
	}
	change := updateBetween(from, to)
	if change == nil {
		return touched, nil
	}
	change.ContainerGroupId = id
	_, err = client.UpdateContainerGroup(ctx, change)
	if eci.IsIncorrectStatus(err) {
		object := look(client, id).Watched(logged(ctx, id, masking(secretsOf(to))))
		if _, failed := object.WaitFor(ctx, takesUpdates); failed == nil {
			_, err = client.UpdateContainerGroup(ctx, change)
		}
	}
	if err != nil && !eci.IsNoNeedUpdate(err) {
		return touched, err
	}
	return true, nil
}

// checkSize reports a size that ECI accepted but did not give to the group.
func (r *containerGroupResource) checkSize(ctx context.Context, before model, resp *resource.UpdateResponse) {
	var after model
	resp.Diagnostics.Append(value.Decode(ctx, resp.State, &after)...)
	asked := !after.CPU.Equal(before.CPU) || !after.Memory.Equal(before.Memory)
	short := after.AllocatedCPU.ValueFloat64() < after.CPU.ValueFloat64() || after.AllocatedMemory.ValueFloat64() < after.Memory.ValueFloat64()
	if asked && short {
		resp.Diagnostics.AddAttributeError(path.Root("cpu"), "Size Not Changed", fmt.Sprintf("ECI accepted the change but the group still has "+
			"%v vCPU and %v GiB. Replace the group to give it the new size: terraform apply -replace=ADDRESS.", after.AllocatedCPU.ValueFloat64(),
			after.AllocatedMemory.ValueFloat64()))
	}
}

func (r *containerGroupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	client := r.In(state.Region, &resp.Diagnostics)
	timeout, diags := waits.ForDelete(ctx, state.Timeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id := state.ID.ValueString()
	var err error
	if state.Status.ValueString() != eci.StatusTerminating || state.ForceDelete.ValueBool() { // else ECI would refuse it
		_, err = client.DeleteContainerGroup(ctx,
			&eci.DeleteContainerGroupRequest{ContainerGroupId: id, Force: state.ForceDelete.ValueBoolPointer()})
	}
	if err == nil {
		err = look(client, id).Watched(logged(ctx, id, masking(secretsOf(state)))).WaitGone(ctx)
	}
	if err != nil && !eci.IsNotFound(err) {
		resp.Diagnostics.Append(diagnose.Error("delete", kind+" "+id, err, nil))
	}
}
