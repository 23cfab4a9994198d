package containergroup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	gopath "path"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// PlanMayDiffer reports whether ModifyPlan may change a plan that is equal to the state. If not, ModifyPlan is not asked, or does
// nothing: whatever it makes of a state that nobody has changed the configuration of has to be known here.
func (r *containerGroupResource) PlanMayDiffer(ctx context.Context, config tfsdk.Config, state tfsdk.State) bool {
	if service.TagsMayDiffer(r.Config, state.Raw) || r.RegionMayDiffer(config.Raw, state.Raw) {
		return true
	}
	var current, configured model
	diags := state.GetAttribute(ctx, path.Root("status"), &current.Status)
	if mayBeAmiss(current.Status.ValueString()) {
		return true
	}
	diags.Append(config.GetAttribute(ctx, path.Root("cpu"), &configured.CPU)...)
	if !configured.CPU.IsNull() {
		return false
	}
	for name, target := range map[string]any{ // what outgrown looks at: the whole state would take four times as long
		"cpu": &current.CPU, "memory": &current.Memory, "allocated_cpu": &current.AllocatedCPU, "instance_types": &current.InstanceTypes,
		"containers": &current.Containers, "init_containers": &current.InitContainers,
	} {
		diags.Append(state.GetAttribute(ctx, path.Root(name), target)...)
	}
	_, _, grows := outgrown(current, current, configured)
	return grows || diags.HasError()
}

// ModifyPlan implements resource.ResourceWithModifyPlan.
func (r *containerGroupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Plan(ctx, req, req.Private, resp)
}

// Plan decides what becomes of the changes, by the table of the attributes.
func (r *containerGroupResource) Plan(
	ctx context.Context, req resource.ModifyPlanRequest, private service.PrivateReader, resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		return
	}
	waiting := service.IsWaiting(ctx, private, &resp.Diagnostics)
	if !waiting && req.Plan.Raw.Equal(req.State.Raw) && !r.PlanMayDiffer(ctx, req.Config, req.State) {
		return
	}
	service.PlanTags(ctx, r.Config, req, resp)
	r.PlanRegion(ctx, req, resp)
	service.CheckZone(ctx, r.Config, req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.checkNew(ctx, req, resp)
		r.planPrice(ctx, req, resp)
		return
	}
	imported := service.WasImported(ctx, private, &resp.Diagnostics)
	var plan, state, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	keepImportedVSwitch(ctx, &plan, state, req, resp)
	keepImageEnv(ctx, &plan, state, config, imageEnv(ctx, private, &resp.Diagnostics), resp)
	if imported {
		warnOfImageEnv(state, config, &resp.Diagnostics)
	}
	planSize(ctx, &plan, state, config, resp)
	changes, err := r.Table().Changes(resp.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan, state = withSecrets(plan, config), withSecrets(state, config)
	checkShrinking(state, plan, &resp.Diagnostics)
	if update := updateBetween(state, plan); update != nil && r.Table().Updates(changes) {
		resp.Diagnostics.Append(checkTravelling(state, plan, sentWhole(update),
			service.NotSent(ctx, private, texts(plan), &resp.Diagnostics))...)
	}
	if r.planChanges(changes, plan, state, imported, req, resp) || waiting {
		planComputed(ctx, changes, plan, state, waiting, resp)
	}
	planLogs(ctx, plan, state, resp)
	planStatus(ctx, plan, state, private, resp)
	if r.Config != nil && r.Config.Client != nil && (!plan.CPU.Equal(state.CPU) || !plan.Memory.Equal(state.Memory)) {
		checkSold(plan, r.Config.Client.Region(), &resp.Diagnostics)
	}
	r.planPrice(ctx, req, resp)
}

// keepImportedVSwitch plans the vSwitch that an import found unchanged where the configuration asks for none.
func keepImportedVSwitch(ctx context.Context, plan *model, state model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var configured types.List
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("vswitch_ids"), &configured)...)
	if configured.IsNull() && len(state.VSwitchIDs) == 1 && state.VSwitchIDs[0].Equal(state.VSwitchID) {
		plan.VSwitchIDs = state.VSwitchIDs
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("vswitch_ids"), plan.VSwitchIDs)...)
	}
}

// planSize plans what the containers ask for if they have outgrown the group.
func planSize(ctx context.Context, plan *model, state, config model, resp *resource.ModifyPlanResponse) {
	cpu, memory, ok := outgrown(*plan, state, config)
	if isSizeOfContainers(*plan, state, config) && !isSumKnown(resp.Plan.Raw, *plan) {
		cpu, memory, ok = types.Float64Unknown(), types.Float64Unknown(), true
	}
	if !ok || takesNoUpdate(state.Status.ValueString()) {
		return
	}
	plan.CPU, plan.Memory = cpu, memory
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("cpu"), cpu)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("memory"), memory)...)
}

// isSizeOfContainers reports whether the size of a group is left to its containers.
func isSizeOfContainers(plan, state, config model) bool {
	return config.CPU.IsNull() && len(plan.InstanceTypes) == 0 && !state.AllocatedCPU.IsNull()
}

// outgrown returns the size that a group should have whose size is left to its containers, and whether they have outgrown it.
func outgrown(plan, state, config model) (cpu, memory types.Float64, ok bool) {
	if !isSizeOfContainers(plan, state, config) {
		return cpu, memory, false
	}
	wanted, had := containersSize(plan), pricing.Size{
		CPU:    cmp.Or(state.CPU.ValueFloat64(), state.AllocatedCPU.ValueFloat64()), // a size that is configured as 0 is null here
		Memory: cmp.Or(state.Memory.ValueFloat64(), state.AllocatedMemory.ValueFloat64()),
	}
	cpu, memory = types.Float64Value(max(wanted.CPU, had.CPU)), types.Float64Value(max(wanted.Memory, had.Memory))
	return cpu, memory, wanted.CPU > had.CPU || wanted.Memory > had.Memory
}

// checkNew checks what is to be created: its size, and if asked to, by a dry run, everything that ECI checks.
func (r *containerGroupResource) checkNew(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Config == nil || r.Config.Client == nil {
		return
	}
	var plan, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	checkSold(plan, r.Config.Client.Region(), &resp.Diagnostics)
	report := cmp.Or(config.DryRun.ValueString(), r.Config.DryRun, service.DryRunOff)
	if report == service.DryRunOff || r.Config.Destroying || !req.Config.Raw.IsFullyKnown() || plan.TagsAll.IsUnknown() ||
		resp.Diagnostics.HasError() || r.mountsPlanned(plan) {
		return
	}
	problem := r.dryRun(ctx, withSecrets(plan, config))
	switch {
	case problem == nil:
	case report == service.DryRunWarning:
		resp.Diagnostics.AddWarning(problem.Summary(), problem.Detail())
	default:
		resp.Diagnostics.Append(problem)
	}
}

// dryRun returns what ECI says against creating a group, nil for nothing.
func (r *containerGroupResource) dryRun(ctx context.Context, full model) diag.Diagnostic {
	yes := true
	create := expandCreate(full)
	create.DryRun = &yes
	_, err := r.Config.Client.CreateContainerGroup(ctx, create)
	if eci.IsDryRunSuccess(err) {
		return nil
	}
	if err == nil {
		err = errors.New("ECI did not treat the call as a dry run; look for an unwanted container group")
	}
	return diagnose.Error("create", kind+" "+full.Name.ValueString()+" (checked by a dry run)", err, r.Table().At)
}

// mountsPlanned reports whether a group mounts a data cache that is to be created too.
func (r *containerGroupResource) mountsPlanned(plan model) bool {
	if plan.DataCache == nil {
		return false
	}
	for _, volume := range plan.Volumes {
		if volume.HostPath == nil {
			continue
		}
		for at := volume.HostPath.Path.ValueString(); at != "/" && at != "."; at = gopath.Dir(at) { // a mount may be of a part
			if r.Config.Planned.Creates(service.DataCacheName(plan.DataCache.Bucket.ValueString(), at)) {
				return true
			}
		}
	}
	return false
}

// planChanges turns the changes that an update cannot make into a replacement, and reports whether the others need an update.
func (r *containerGroupResource) planChanges(
	changes []attribute.Change, plan, state model, imported bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) (updates bool) {
	hiding := beginOrCeaseToHide(plan, state, changes)
	changes = slices.DeleteFunc(changes, func(c attribute.Change) bool {
		return c.Pattern == "containers.*.hide_env" && len(hiding) == 0 || // secret variables hide all anyway
			(c.Root() == "replace_triggers" || c.Root() == restartTriggers) && imported && c.New
	})
	ended := takesNoUpdate(state.Status.ValueString())
	unsendable := sendsVolumes(plan, state) && !canUpdateVolumes(plan.Volumes)
	cannot := func(c attribute.Change) bool { return ended || unsendable && c.Root() == "volumes" }
	if imported {
		var recorded []attribute.Change
		recorded, changes = r.Table().Recorded(changes, cannot)
		attribute.WarnRecorded(recorded, &resp.Diagnostics)
	}
	updates = r.Table().Require(changes, cannot, req, resp)
	if ended && len(resp.RequiresReplace) > 0 && r.Table().Updates(changes) {
		resp.Diagnostics.AddWarning("Container Group Is Replaced", fmt.Sprintf("The group %s is %s. ECI updates only groups that are Pending "+
			"or Running, so the change replaces it.", state.ID.ValueString(), state.Status.ValueString()))
	}
	for _, name := range hiding {
		if _, exists := state.Containers[name]; exists && !imported || !exists {
			// UpdateContainerGroup has no EnvironmentVarHide.
			resp.RequiresReplace.Append(path.Root("containers").AtMapKey(name))
		}
	}
	warnRestarted(changes, state, resp)
	return updates
}

// beginOrCeaseToHide names the containers that begin or cease to hide their variables, or may. An unknown sensitive_env comes out of
// Decode as empty. It is assumed to hold something: otherwise every plan with unknown secrets would replace the group.
func beginOrCeaseToHide(plan, state model, changes []attribute.Change) []string {
	secret, open := map[string]bool{}, map[string]bool{}
	for _, c := range changes {
		switch container := c.Path.ParentPath().String(); {
		case c.Unknown && c.Pattern == "containers.*.sensitive_env":
			secret[container] = true
		case c.Unknown && c.Pattern == "containers.*.hide_env":
			open[container] = true
		}
	}
	var names []string
	for name, container := range value.Sorted(plan.Containers) {
		at := path.Root("containers").AtMapKey(name).String()
		hides := hidesEnv(container) || secret[at]
		if hides != hidesEnv(state.Containers[name]) || !hides && open[at] {
			names = append(names, name)
		}
	}
	return names
}

// canUpdateVolumes reports whether UpdateContainerGroup takes the volumes: it has no parameters for disks, and takes at most
// 16 files in a volume.
func canUpdateVolumes(volumes map[string]volumeModel) bool {
	for _, volume := range volumes {
		if volume.Disk != nil || volume.ConfigFile != nil && len(volume.ConfigFile.Files) > 16 {
			return false
		}
	}
	return true
}

// sendsVolumes reports whether an update has to send the volumes, of which it takes complete lists only.
func sendsVolumes(plan, state model) bool {
	state.Volumes = maps.Clone(state.Volumes)
	for name := range resizes(state, plan) {
		state.Volumes[name] = plan.Volumes[name]
	}
	change := updateBetween(state, plan)
	return change != nil && change.Volume != nil
}

// planComputed marks as unknown what an update may change; everything else computed keeps its value, as [value.Fill] keeps it. What
// goes on waiting has seen nothing.
func planComputed(ctx context.Context, changes []attribute.Change, plan, state model, waiting bool, resp *resource.ModifyPlanResponse) {
	unknown := []string{"status"}
	if plan.KeepLogLines.ValueInt64() > 0 {
		unknown = append(unknown, "logs")
	}
	roots := map[string]bool{}
	for _, c := range changes {
		roots[c.Root()] = true
	}
	starting := !isRunning(state)
	if starting { // what ECI chooses may have come since the last refresh
		for name, value := range map[string]types.String{
			"zone_id": plan.ZoneID, "security_group_id": plan.SecurityGroupID, "resource_group_id": plan.ResourceGroupID, "vpc_id": plan.VPCID,
			"vswitch_id": plan.VSwitchID, "eni_instance_id": plan.ENIInstanceID, "intranet_ip": plan.IntranetIP, "internet_ip": plan.InternetIP,
			"ipv6_address": plan.IPv6Address, "instance_type": plan.InstanceType, "compute_category": plan.ComputeCategory,
		} {
			if value.IsNull() {
				unknown = append(unknown, name)
			}
		}
	}
	if roots["cpu"] || roots["memory"] || state.Status.ValueString() == eci.StatusScheduling {
		unknown = append(unknown, "allocated_cpu", "allocated_memory", "instance_type")
	}
	runAgain := (starting || waiting || restartsAll(changes, plan, state)) &&
		(isJob(state) || len(plan.InitContainers) > 0 || roots["init_containers"]) // the containers of a service have not ended
	if isJob(plan) || runAgain {
		unknown = append(unknown, "exit_codes")
	}
	service.PlanUnknown(ctx, unknown, resp)
}

// isRunning reports whether a group has everything that ECI chooses for it.
func isRunning(state model) bool {
	switch state.Status.ValueString() {
	case eci.StatusScheduling, eci.StatusPending, eci.StatusRestarting, eci.StatusUpdating:
		return false
	}
	return true
}

// restartsAll reports whether changes may start all containers anew. ECI documents it for init containers and for more logins than before,
// not for the size; for the others nothing is known.
func restartsAll(changes []attribute.Change, plan, state model) bool {
	return slices.ContainsFunc(changes, func(c attribute.Change) bool {
		switch c.Root() {
		case "init_containers", "volumes", "dns_config", "restart_policy", "acr_registries", restartTriggers:
			return true
		case "image_registry_credentials":
			return c.Unknown || len(plan.ImageRegistryCredentials) > len(state.ImageRegistryCredentials)
		}
		return false
	})
}
