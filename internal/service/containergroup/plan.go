package containergroup

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
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

const none, retag, update, replace, choose = attribute.None, attribute.Retag, attribute.Update, attribute.Replace, attribute.Choose

// effects says what a change means.
var effects = attribute.Effects{
	"id": none, "region": none, "status": none, "vpc_id": none, "vswitch_id": none, "instance_type": none, "compute_category": none,
	"allocated_cpu": none, "allocated_memory": none, "eni_instance_id": none, "intranet_ip": none, "internet_ip": none, "ipv6_address": none,
	"creation_time": none, "succeeded_time": none, "failed_time": none, "expired_time": none,
	"container_states": none, "init_container_states": none, "estimated_price": none,
	"tags": none, "wait_for": none, "fail_fast": none, "force_delete": none, "timeouts": none,

	"tags_all": retag,

	"resource_group_id": update, "cpu": update, "memory": update, "restart_policy": update, "dns_config": update,
	"image_registry_credentials": update, "acr_registries": update, "containers": update, "init_containers": update, "volumes": update,

	"vswitch_ids": choose, "instance_types": choose, "compute_categories": choose,

	"name": replace, "replace_triggers": replace, "cpu_architecture": replace, "cpu_options": replace, "gpu_driver_version": replace,
	"os_type": replace, "ephemeral_storage": replace, "spot_strategy": replace, "spot_price_limit": replace, "spot_duration_hours": replace,
	"strict_spot": replace, "schedule_strategy": replace, "security_group_id": replace, "zone_id": replace, "eip_instance_id": replace,
	"auto_create_eip": replace, "eip_bandwidth": replace, "eip_isp": replace, "eip_common_bandwidth_package": replace,
	"ipv6_address_count": replace, "ipv6_gateway_bandwidth_enabled": replace, "ipv6_gateway_bandwidth": replace, "private_ip_address": replace,
	"fixed_ip": replace, "fixed_ip_retain_hours": replace, "ingress_bandwidth": replace, "egress_bandwidth": replace, "host_name": replace,
	"host_aliases": replace, "ntp_servers": replace, "dns_policy": replace, "security_context": replace, "host_security_context": replace,
	"ram_role_name": replace, "active_deadline_seconds": replace, "termination_grace_period_seconds": replace, "max_pending_minutes": replace,
	"share_process_namespace": replace, "container_resource_view": replace, "core_pattern": replace, "image_cache_id": replace,
	"auto_match_image_cache": replace, "image_accelerate_mode": replace, "insecure_registries": replace, "plain_http_registries": replace,
	"data_cache":                                    replace,
	"acr_registries.*.service_role_arn":             replace,
	"acr_registries.*.user_role_arn":                replace,
	"containers.*.hide_env":                         replace,
	"containers.*.termination_message_path":         replace,
	"containers.*.termination_message_policy":       replace,
	"containers.*.security_context.run_as_group":    replace,
	"containers.*.security_context.run_as_non_root": replace,
	"containers.*.security_context.privileged":      replace,
	"init_containers.*.termination_message_path":    replace,
	"init_containers.*.termination_message_policy":  replace,
	"volumes.*.disk":                                replace,
	"volumes.*.config_file.default_mode":            replace,
	"volumes.*.config_file.files.*.mode":            replace,
}

// unreturned lists what DescribeContainerGroups does not return, so that it is unknown after an import.
var unreturned = attribute.Patterns{
	"replace_triggers": true, "cpu_architecture": true, "cpu_options": true, "gpu_driver_version": true, "os_type": true,
	"spot_duration_hours": true, "strict_spot": true, "schedule_strategy": true, "eip_instance_id": true, "auto_create_eip": true,
	"eip_bandwidth": true, "eip_isp": true, "eip_common_bandwidth_package": true, "ipv6_address_count": true,
	"ipv6_gateway_bandwidth_enabled": true, "ipv6_gateway_bandwidth": true, "private_ip_address": true, "fixed_ip": true,
	"fixed_ip_retain_hours": true, "ingress_bandwidth": true, "egress_bandwidth": true, "host_name": true, "ntp_servers": true,
	"host_security_context": true, "active_deadline_seconds": true, "termination_grace_period_seconds": true, "max_pending_minutes": true,
	"share_process_namespace": true, "container_resource_view": true, "core_pattern": true, "image_cache_id": true,
	"auto_match_image_cache": true, "image_accelerate_mode": true, "image_registry_credentials": true, "acr_registries": true,
	"insecure_registries": true, "plain_http_registries": true, "data_cache": true,
	"containers.*.hide_env": true, "containers.*.sensitive_env": true, "containers.*.sensitive_env_wo_version": true,
	"containers.*.post_start": true, "containers.*.pre_stop": true,
	"containers.*.termination_message_path": true, "containers.*.termination_message_policy": true,
	"containers.*.security_context.run_as_group": true, "containers.*.security_context.run_as_non_root": true,
	"containers.*.security_context.privileged":   true,
	"init_containers.*.termination_message_path": true, "init_containers.*.termination_message_policy": true,
	"init_containers.*.volume_mounts.*.sub_path": true,
	"volumes.*.disk.size":                        true, "volumes.*.host_path": true,
	"volumes.*.config_file.default_mode": true, "volumes.*.config_file.files.*.mode": true,
	"volumes.*.config_file.files.*.content_wo_version": true,
}

// PlanMayDiffer reports whether ModifyPlan may change a plan that is equal to the state. If not, ModifyPlan is not asked, or does
// nothing: whatever it makes of a state that nobody has changed the configuration of has to be known here.
func (r *containerGroupResource) PlanMayDiffer(ctx context.Context, config tfsdk.Config, state tfsdk.State) bool {
	if service.TagsMayDiffer(r.Config, state.Raw) {
		return true
	}
	var current, configured model
	diags := config.GetAttribute(ctx, path.Root("cpu"), &configured.CPU)
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

// ModifyPlan decides what becomes of the changes: see effects.
func (r *containerGroupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) && !r.PlanMayDiffer(ctx, req.Config, req.State) {
		return
	}
	service.PlanTags(ctx, r.Config, req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		r.checkNew(ctx, req, resp)
		r.planPrice(ctx, req, resp)
		return
	}
	imported := service.WasImported(ctx, req.Private, &resp.Diagnostics)
	if imported {
		keepImportedEnv(ctx, req, resp)
	}
	var plan, state, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	diffs, err := value.Diff(resp.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	planSize(ctx, &plan, state, config, resp)
	plan, state = withSecrets(plan, config), withSecrets(state, config)
	planChanges(diffs, plan, state, imported, resp)
	planComputed(ctx, plan, state, imported && len(diffs) > 0, resp)
	if r.Config != nil && r.Config.Client != nil && (!plan.CPU.Equal(state.CPU) || !plan.Memory.Equal(state.Memory)) {
		checkSold(plan, r.Config.Client.Region(), &resp.Diagnostics)
	}
	r.planPrice(ctx, req, resp)
}

// planSize plans what the containers ask for if they have outgrown the group.
func planSize(ctx context.Context, plan *model, state, config model, resp *resource.ModifyPlanResponse) {
	cpu, memory, ok := outgrown(*plan, state, config)
	if !ok {
		return
	}
	plan.CPU, plan.Memory = cpu, memory
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("cpu"), cpu)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("memory"), memory)...)
}

// outgrown returns the size that a group should have whose size is left to its containers, and whether they have outgrown it or
// may have.
func outgrown(plan, state, config model) (cpu, memory types.Float64, ok bool) {
	if !config.CPU.IsNull() || len(plan.InstanceTypes) > 0 || state.AllocatedCPU.IsNull() {
		return cpu, memory, false
	}
	if isSumUnknown(plan) {
		return types.Float64Unknown(), types.Float64Unknown(), true
	}
	wanted, had := containersSize(plan), pricing.Size{CPU: state.CPU.ValueFloat64(), Memory: state.Memory.ValueFloat64()}
	cpu, memory = types.Float64Value(max(wanted.CPU, had.CPU)), types.Float64Value(max(wanted.Memory, had.Memory))
	return cpu, memory, wanted.CPU > had.CPU || wanted.Memory > had.Memory
}

func isSumUnknown(m model) bool {
	for _, container := range m.Containers {
		if container.CPU.IsUnknown() || container.Memory.IsUnknown() {
			return true
		}
	}
	return slices.ContainsFunc(m.InitContainers, func(c initContainerModel) bool { return c.CPU.IsUnknown() || c.Memory.IsUnknown() })
}

// checkNew checks what is to be created: its size, and with the provider's plan_checks, everything that ECI checks.
func (r *containerGroupResource) checkNew(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Config == nil || r.Config.Client == nil {
		return
	}
	var plan, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	checkSold(plan, r.Config.Client.Region(), &resp.Diagnostics)
	if !r.Config.DryRunAtPlan || !req.Config.Raw.IsFullyKnown() || plan.TagsAll.IsUnknown() || resp.Diagnostics.HasError() {
		return
	}
	dryRun := true
	create := expandCreate(withSecrets(plan, config))
	create.DryRun = &dryRun
	if _, err := r.Config.Client.CreateContainerGroup(ctx, create); !eci.IsDryRunSuccess(err) {
		if err == nil {
			err = errors.New("ECI did not treat the call as a dry run; look for an unwanted container group")
		}
		resp.Diagnostics.Append(diagnose.Error("create", "container group "+plan.Name.ValueString()+" (checked by a dry run)", err, attributeOf))
	}
}

// planChanges turns the changes of which an update cannot be capable into a replacement.
func planChanges(diffs []value.Change, plan, state model, imported bool, resp *resource.ModifyPlanResponse) {
	ended, replacesEnded := hasEnded(state.Status.ValueString()), false
	emptied := emptiedCollections(plan, state, diffs)
	unsendable := sendsVolumes(plan, state) && !canUpdateVolumes(plan.Volumes)
	hiding := beginOrCeaseToHide(plan, state, diffs)
	for _, d := range diffs {
		adopted := imported && d.New && unreturned.Cover(d.Pattern)
		root, _, _ := strings.Cut(d.Pattern, ".")
		switch effect := effects.Of(d.Pattern); {
		case effect == choose && stillChosen(d.Pattern, plan, state):
		case d.Pattern == "containers.*.hide_env" && len(hiding) == 0: // secret variables hide all anyway
		case effect == choose || effect == replace:
			if !adopted {
				resp.RequiresReplace.Append(d.Path)
			} else if d.Pattern != "replace_triggers" {
				attribute.WarnRecorded(d, resp)
			}
		case effect == update && emptied[root], root == "volumes" && unsendable && !adopted:
			resp.RequiresReplace.Append(d.Path)
		case effect == update && ended && !adopted:
			resp.RequiresReplace.Append(d.Path)
			replacesEnded = true
		}
	}
	if replacesEnded {
		resp.Diagnostics.AddWarning("Ended Group Is Replaced", fmt.Sprintf("The group %s is %s. ECI updates only groups that are Pending "+
			"or Running, so the change replaces it.", state.ID.ValueString(), state.Status.ValueString()))
	}
	for _, name := range hiding {
		if _, exists := state.Containers[name]; exists && !imported || !exists {
			// UpdateContainerGroup has no EnvironmentVarHide.
			resp.RequiresReplace.Append(path.Root("containers").AtMapKey(name))
		}
	}
}

// beginOrCeaseToHide names the containers that begin or cease to hide their variables. Secret variables that are not known at
// all yet, which decode shows as none, are expected to be some, as before.
func beginOrCeaseToHide(plan, state model, diffs []value.Change) []string {
	unknown := map[string]bool{}
	for _, d := range diffs {
		if d.Unknown && d.Pattern == "containers.*.sensitive_env" {
			unknown[d.Path.ParentPath().String()] = true
		}
	}
	var names []string
	for name, container := range value.Sorted(plan.Containers) {
		hides := hidesEnv(container) || unknown[path.Root("containers").AtMapKey(name).String()]
		if hides != hidesEnv(state.Containers[name]) {
			names = append(names, name)
		}
	}
	return names
}

// hasEnded says whether a group of this status never takes an update again.
func hasEnded(status string) bool {
	switch status {
	case eci.StatusSucceeded, eci.StatusFailed, eci.StatusExpired, eci.StatusScheduleFailed:
		return true
	}
	return false
}

// canUpdateVolumes says whether UpdateContainerGroup takes the volumes: it has no parameters for disks, and takes at most
// 16 files in a volume.
func canUpdateVolumes(volumes map[string]volumeModel) bool {
	for _, volume := range volumes {
		if volume.Disk != nil || volume.ConfigFile != nil && len(volume.ConfigFile.Files) > 16 {
			return false
		}
	}
	return true
}

// sendsVolumes says whether an update has to send the volumes, of which it takes complete lists only.
func sendsVolumes(plan, state model) bool {
	state.Volumes = maps.Clone(state.Volumes)
	for name := range resizes(state, plan) {
		state.Volumes[name] = plan.Volumes[name]
	}
	change := changes(expandUpdate(state), expandUpdate(plan))
	return change != nil && change.Volume != nil
}

// emptiedCollections names what the plan removes altogether. UpdateContainerGroup takes no empty list, so it cannot say
// so.
func emptiedCollections(plan, state model, diffs []value.Change) map[string]bool {
	emptied := map[string]bool{
		"init_containers":            len(state.InitContainers) > 0 && len(plan.InitContainers) == 0,
		"volumes":                    len(state.Volumes) > 0 && len(plan.Volumes) == 0,
		"image_registry_credentials": len(state.ImageRegistryCredentials) > 0 && len(plan.ImageRegistryCredentials) == 0,
		"acr_registries":             len(state.ACRRegistries) > 0 && len(plan.ACRRegistries) == 0,
		"dns_config":                 !isEmptyDNSConfig(state.DNSConfig) && isEmptyDNSConfig(plan.DNSConfig),
	}
	for _, d := range diffs {
		if d.Unknown {
			root, _, _ := strings.Cut(d.Pattern, ".")
			emptied[root] = false // decode shows unknown collections as empty
		}
	}
	return emptied
}

func isEmptyDNSConfig(m *dnsConfigModel) bool {
	return m == nil || len(m.Nameservers)+len(m.Searches)+len(m.Options) == 0
}

// stillChosen says whether what ECI took is among what is asked for now, so that there is nothing to do.
func stillChosen(pattern string, plan, state model) bool {
	var chosen types.String
	var asked []types.String
	switch {
	case strings.HasPrefix(pattern, "vswitch_ids"):
		chosen, asked = state.VSwitchID, plan.VSwitchIDs
	case strings.HasPrefix(pattern, "instance_types"):
		chosen, asked = state.InstanceType, plan.InstanceTypes
	case strings.HasPrefix(pattern, "compute_categories"):
		chosen, asked = state.ComputeCategory, plan.ComputeCategories
	}
	for _, candidate := range asked {
		if candidate.Equal(chosen) && !chosen.IsNull() {
			return true
		}
	}
	return false
}

// planComputed marks as unknown what an update may change; everything else computed keeps its value. The first update
// after an import finds out which variables are the images'.
func planComputed(ctx context.Context, plan, state model, firstAfterImport bool, resp *resource.ModifyPlanResponse) {
	change := changes(expandUpdate(state), expandUpdate(plan))
	if change == nil {
		if !firstAfterImport {
			return
		}
		change = &eci.UpdateContainerGroupRequest{}
	}
	unknown := map[string]attr.Value{
		"status":                types.StringUnknown(),
		"succeeded_time":        types.StringUnknown(),
		"failed_time":           types.StringUnknown(),
		"container_states":      types.MapUnknown(containerStateType),
		"init_container_states": types.MapUnknown(containerStateType),
	}
	for name, value := range map[string]types.String{
		"zone_id": plan.ZoneID, "security_group_id": plan.SecurityGroupID, "resource_group_id": plan.ResourceGroupID, "vpc_id": plan.VPCID,
		"vswitch_id": plan.VSwitchID, "eni_instance_id": plan.ENIInstanceID, "intranet_ip": plan.IntranetIP, "internet_ip": plan.InternetIP,
		"ipv6_address": plan.IPv6Address, "instance_type": plan.InstanceType, "compute_category": plan.ComputeCategory,
	} {
		if value.IsNull() { // it may have come since the last refresh
			unknown[name] = types.StringUnknown()
		}
	}
	if change.Cpu != nil || change.Memory != nil || plan.CPU.IsUnknown() || plan.Memory.IsUnknown() || state.Status.ValueString() == eci.StatusScheduling {
		unknown["allocated_cpu"], unknown["allocated_memory"] = types.Float64Unknown(), types.Float64Unknown()
		unknown["instance_type"] = types.StringUnknown()
	}
	for name, value := range unknown {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
}
