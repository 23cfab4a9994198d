package containergroup

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	gopath "path"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// ValidateConfig checks what concerns several attributes at once. What is not known yet is taken to be right.
func (r *containerGroupResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	config := tfsdk.State(req.Config)
	var m model
	resp.Diagnostics.Append(value.Decode(ctx, config, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	c := check{m: m, raw: req.Config.Raw, diags: &resp.Diagnostics}
	if err := req.Config.Raw.As(&c.config); err != nil {
		resp.Diagnostics.AddError("Configuration Cannot Be Read", err.Error())
		return
	}
	c.compute()
	c.spot()
	c.network()
	c.waiting()
	c.containers()
	c.volumes()
	c.logs()
}

// check holds a configuration to be checked and where to report.
type check struct {
	m      model
	raw    tftypes.Value            // what m was decoded from
	config map[string]tftypes.Value // its attributes
	diags  *diag.Diagnostics
}

// isUnknown reports whether an attribute is unknown as a whole, so that decode shows it as null.
func (c check) isUnknown(name string) bool { return !c.config[name].IsKnown() }

func (c check) fail(at path.Path, summary, format string, args ...any) {
	c.diags.AddAttributeError(at, summary, fmt.Sprintf(format, args...))
}

// isSet reports whether a value is certain to be there: one that is not known yet may turn out to be null.
func isSet(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

func (c check) compute() {
	m := c.m
	given, missing := "cpu", "memory"
	if m.CPU.IsNull() {
		given, missing = missing, given
	}
	switch {
	case len(m.InstanceTypes) > 0 && (isSet(m.CPU) || isSet(m.Memory)):
		c.fail(path.Root(given), "Two Sizes",
			"An ECS instance type has vCPUs and memory of its own. Leave out cpu and memory, or instance_types.")
	case (m.CPU.IsNull() || m.Memory.IsNull()) && m.CPU.IsNull() != m.Memory.IsNull() && !m.CPU.IsUnknown() && !m.Memory.IsUnknown():
		c.fail(path.Root(missing), "Incomplete Size", "ECI sells pairs of vCPUs and memory: set %s too, or leave both out.", missing)
	}
	if len(m.ComputeCategories) > 0 && m.CPUArchitecture.ValueString() == "ARM64" {
		c.fail(path.Root("compute_categories"), "Conflicting Compute Category",
			"ECI has no compute categories for ARM64. Leave compute_categories out.")
	}
	noTypes := len(m.InstanceTypes) == 0 && !c.isUnknown("instance_types")
	if m.CPUOptions != nil && noTypes {
		c.fail(path.Root("cpu_options"), "Missing Instance Types", "Processor options are options of ECS instance types. Set instance_types.")
	}
	for name, container := range value.Sorted(m.Containers) {
		if container.GPU.ValueInt64() > 0 && noTypes {
			c.fail(path.Root("containers").AtMapKey(name).AtName("gpu"), "Missing Instance Types",
				"GPUs come with ECS instance types such as ecs.gn7i-c8g1.2xlarge. Set instance_types.")
		}
	}
	c.sizes()
}

// sizes checks the containers' sizes against the group's.
func (c check) sizes() {
	if c.isUnknown("containers") {
		return
	}
	for _, kind := range []struct {
		name  string
		group types.Float64
		of    func(commonContainerModel) types.Float64
		unit  string
	}{
		{"cpu", c.m.CPU, func(m commonContainerModel) types.Float64 { return m.CPU }, "vCPU"},
		{"memory", c.m.Memory, func(m commonContainerModel) types.Float64 { return m.Memory }, "GiB"},
	} {
		if kind.group.IsNull() || kind.group.IsUnknown() {
			continue
		}
		var sum float64
		for _, container := range c.m.Containers {
			sum += kind.of(container.commonContainerModel).ValueFloat64()
		}
		if sum > kind.group.ValueFloat64()+1e-9 {
			c.fail(path.Root(kind.name), "Containers Do Not Fit",
				"The containers ask for %v %s together, the group has %v. Raise %s or lower that of the containers.",
				round(sum), kind.unit, kind.group.ValueFloat64(), kind.name)
		}
		for i, container := range c.m.InitContainers {
			if asked := kind.of(container.commonContainerModel).ValueFloat64(); asked > kind.group.ValueFloat64() {
				c.fail(path.Root("init_containers").AtListIndex(i).AtName(kind.name), "Init Container Does Not Fit",
					"It asks for %v %s, the group has %v. Raise the group's %s or lower this.", asked, kind.unit, kind.group.ValueFloat64(), kind.name)
			}
		}
	}
}

// round returns the nearest number with three decimals, without the noise of adding floats.
func round(v float64) float64 { return math.Round(v*1000) / 1000 }

func (c check) spot() {
	m := c.m
	if m.SpotStrategy.IsUnknown() {
		return
	}
	strategy := m.SpotStrategy.ValueString()
	withLimit := strategy == "SpotWithPriceLimit"
	isSpot := withLimit || strategy == "SpotAsPriceGo"
	if withLimit && !m.SpotPriceLimit.IsUnknown() && m.SpotPriceLimit.ValueFloat64() == 0 {
		c.fail(path.Root("spot_price_limit"), "Missing Price Limit",
			"SpotWithPriceLimit needs spot_price_limit. Set it, or use SpotAsPriceGo to pay the market price.")
	}
	if !withLimit && m.SpotPriceLimit.ValueFloat64() != 0 {
		c.fail(path.Root("spot_price_limit"), "Price Limit Without Effect",
			"A price limit has an effect only with spot_strategy = \"SpotWithPriceLimit\".")
	}
	if limit := m.SpotPriceLimit.ValueFloat64() * 1000; math.Abs(limit-math.Round(limit)) > 1e-6 {
		c.fail(path.Root("spot_price_limit"), "Too Many Decimals", "ECI takes prices with up to three decimals, not %v. The nearest is %v.",
			m.SpotPriceLimit.ValueFloat64(), round(m.SpotPriceLimit.ValueFloat64()))
	}
	if !isSpot && isSet(m.SpotDurationHours) {
		c.fail(path.Root("spot_duration_hours"), "Duration Without Effect",
			"A protection period has an effect only for spot groups. Set spot_strategy or leave it out.")
	}
	if isSpot && len(m.ComputeCategories) > 0 {
		c.fail(path.Root("compute_categories"), "Conflicting Compute Category",
			"ECI has no compute categories for spot groups. Leave compute_categories or spot_strategy out.")
	}
}

func (c check) network() {
	m := c.m
	if m.DNSPolicy.ValueString() == "None" && (m.DNSConfig == nil || len(m.DNSConfig.Nameservers) == 0) && !c.isUnknown("dns_config") {
		c.fail(path.Root("dns_config"), "Missing Name Servers",
			"With dns_policy = \"None\" the group knows only the name servers of dns_config. Set nameservers.")
	}
	if m.IPv6GatewayBandwidthEnabled.ValueBool() && !m.IPv6AddressCount.IsUnknown() && m.IPv6AddressCount.ValueInt64() == 0 {
		c.fail(path.Root("ipv6_address_count"), "Missing IPv6 Address",
			"Bandwidth of the IPv6 gateway needs an IPv6 address. Set ipv6_address_count = 1.")
	}
	for _, needs := range []struct {
		name  string
		given bool
		of    string
		on    types.Bool
	}{
		{"eip_bandwidth", m.EIPBandwidth.ValueInt64() != 0, "auto_create_eip", m.AutoCreateEIP},
		{"eip_isp", m.EIPISP.ValueString() != "", "auto_create_eip", m.AutoCreateEIP},
		{"eip_common_bandwidth_package", m.EIPCommonBandwidthPackage.ValueString() != "", "auto_create_eip", m.AutoCreateEIP},
		{"ipv6_gateway_bandwidth", m.IPv6GatewayBandwidth.ValueInt64() != 0, "ipv6_gateway_bandwidth_enabled", m.IPv6GatewayBandwidthEnabled},
		{"fixed_ip_retain_hours", m.FixedIPRetainHours.ValueInt64() != 0, "fixed_ip", m.FixedIP},
	} {
		if needs.given && !needs.on.IsUnknown() && !needs.on.ValueBool() {
			c.fail(path.Root(needs.name), "Argument Without Effect", "It has an effect only with %s = true. Set that, or leave this out.", needs.of)
		}
	}
	if m.EIPInstanceID.ValueString() != "" && m.AutoCreateEIP.ValueBool() {
		c.fail(path.Root("eip_instance_id"), "Two Addresses",
			"A group can have an elastic IP address that exists or one that ECI buys. Leave out this or auto_create_eip.")
	}
}

func (c check) waiting() {
	if c.m.WaitFor.ValueString() == waitForCompleted && !c.m.RestartPolicy.IsUnknown() &&
		(c.m.RestartPolicy.IsNull() || c.m.RestartPolicy.ValueString() == "Always") {
		c.fail(path.Root("wait_for"), "Group Never Completes",
			"With restart_policy \"Always\" containers that end are started again. Set restart_policy to \"Never\" or \"OnFailure\".")
	}
}

func (c check) containers() {
	seen := map[string]bool{}
	for name, container := range value.Sorted(c.m.Containers) {
		seen[name] = true
		at := path.Root("containers").AtMapKey(name)
		c.container(at, container.commonContainerModel)
		c.duplicateVariables(at, container.Env, container.EnvFromField, container.SensitiveEnv, container.SensitiveEnvWO)
		c.treatments(at, container)
		if container.StdinOnce.ValueBool() && !container.Stdin.IsUnknown() && !container.Stdin.ValueBool() {
			c.fail(at.AtName("stdin_once"), "Standard Input Is Not Open", "Only standard input that is open can be closed after the first client. "+
				"Set stdin = true, or leave this out.")
		}
		if m := container.SecurityContext; m != nil && m.RunAsNonRoot.ValueBool() && isSet(m.RunAsUser) && m.RunAsUser.ValueInt64() == 0 {
			c.fail(at.AtName("security_context").AtName("run_as_user"), "Conflicting Users",
				"User 0 is root, as which run_as_non_root keeps the container from starting. Choose another user, or leave run_as_non_root out.")
		}
		if container.SecurityContext != nil && container.SecurityContext.Privileged.ValueBool() {
			c.diags.AddAttributeWarning(at.AtName("security_context").AtName("privileged"), "Privileged Containers Are a Preview",
				"ECI refuses privileged containers of accounts that it has not invited. Where single capabilities suffice, grant those.")
		}
	}
	for i, container := range c.m.InitContainers {
		at := path.Root("init_containers").AtListIndex(i)
		if name := container.Name; !name.IsUnknown() {
			if seen[name.ValueString()] {
				c.fail(at.AtName("name"), "Duplicate Container Name", "Another container of the group is called %q too. Names are unique in a group.",
					name.ValueString())
			}
			seen[name.ValueString()] = true
		}
		c.container(at, container.commonContainerModel)
		c.duplicateVariables(at, container.Env, container.EnvFromField)
	}
}

// treatments refuses attributes whose variables are given too.
func (c check) treatments(at path.Path, container containerModel) {
	for _, t := range treatments {
		if t.isSet(container.treatmentModel) && given(container, t.variable) {
			c.fail(at.AtName(t.attribute), "Conflicting Environment Variable", "It is sent as the environment variable %s, which the container has "+
				"too. Leave one of them out.", t.variable)
		}
	}
}

// given reports whether a container has an environment variable of its own.
func given(container containerModel, variable string) bool {
	for _, env := range []map[string]types.String{container.Env, container.EnvFromField, container.SensitiveEnv, container.SensitiveEnvWO} {
		if _, ok := env[variable]; ok {
			return true
		}
	}
	return false
}

// logs checks that what is to be collected is there.
func (c check) logs() {
	for name, log := range value.Sorted(c.m.LogCollection) {
		at := path.Root("log_collection").AtMapKey(name)
		if log.Container.IsUnknown() || c.isUnknown("containers") {
			continue
		}
		container, exists := c.m.Containers[log.Container.ValueString()]
		if !exists {
			c.fail(at.AtName("container"), "Unknown Container", "There is no container %q in containers.", log.Container.ValueString())
			continue
		}
		for variable := range log.variables(name) {
			if given(container, variable) {
				c.fail(at, "Conflicting Environment Variable", "It is sent as the environment variable %s, which the container %s has too. Leave one "+
					"of them out.", variable, log.Container.ValueString())
			}
		}
		if isSet(log.Path) && !c.isUnknown("volumes") && !c.isInEmptyDir(log.Path.ValueString(), container) {
			c.fail(at.AtName("path"), "Path Cannot Be Collected", "ECI collects files of empty_dir volumes only, and the container %s mounts none "+
				"at %s or above it.", log.Container.ValueString(), gopath.Dir(log.Path.ValueString()))
		}
	}
}

// isInEmptyDir reports whether a path is in an empty_dir volume of a container, or in a volume of which that is not known yet.
func (c check) isInEmptyDir(at string, container containerModel) bool {
	for _, mount := range container.VolumeMounts {
		if mount.Name.IsUnknown() || mount.MountPath.IsUnknown() {
			return true
		}
		inside := strings.HasPrefix(at+"/", strings.TrimSuffix(mount.MountPath.ValueString(), "/")+"/")
		if inside && c.m.Volumes[mount.Name.ValueString()].EmptyDir != nil {
			return true
		}
	}
	return false
}

// Limits of ECI.
const (
	maxDisks       = 6         // of a group
	maxConfigFiles = 60 * 1024 // bytes of all files of a volume
)

func (c check) volumes() {
	disks := 0
	for name, volume := range value.Sorted(c.m.Volumes) {
		at := path.Root("volumes").AtMapKey(name)
		if volume.HostPath != nil && c.m.DataCache == nil && !c.isUnknown("data_cache") {
			c.fail(at.AtName("host_path"), "Host Paths Are Not Supported",
				"ECI has no hosts whose paths could be mounted. To mount a data cache, set data_cache; otherwise use empty_dir, a disk or NAS.")
		}
		isDisk := volume.FlexVolume != nil && volume.FlexVolume.Driver.ValueString() == "alicloud/disk"
		if isDisk {
			c.flexDisk(at.AtName("flex_volume"), name, *volume.FlexVolume)
		}
		if isDisk || volume.Disk != nil {
			disks++
		}
		if volume.ConfigFile == nil {
			continue
		}
		bytes := 0
		for _, file := range volume.ConfigFile.Files {
			decoded, _ := base64.StdEncoding.DecodeString(file.ContentBase64.ValueString()) // what is none has an error of its own
			bytes += len(file.Content.ValueString()) + len(file.ContentWO.ValueString()) + len(decoded)
		}
		if bytes > maxConfigFiles {
			c.fail(at.AtName("config_file").AtName("files"), "Files Too Large", "The files of a volume may have %d bytes together, these have %d. "+
				"Spread them over several volumes.", maxConfigFiles, bytes)
		}
	}
	if disks > maxDisks {
		c.fail(path.Root("volumes"), "Too Many Disks", "A container group can have %d disks, not %d.", maxDisks, disks)
	}
}

// flexDisk checks that the options name a disk, or say how large a new one is.
func (c check) flexDisk(at path.Path, name string, m flexVolumeModel) {
	flex, _, err := tftypes.WalkAttributePath(c.raw,
		tftypes.NewAttributePath().WithAttributeName("volumes").WithElementKeyString(name).WithAttributeName("flex_volume"))
	if raw, ok := flex.(tftypes.Value); err != nil || !ok || !raw.IsFullyKnown() {
		return
	}
	options := map[string]string{}
	for _, some := range []map[string]types.String{m.Options, m.SensitiveOptions, m.SensitiveOptionsWO} {
		for key, option := range some {
			options[key] = option.ValueString()
		}
	}
	switch id, size := options["volumeId"], options["volumeSize"]; {
	case id == "" && size == "":
		c.fail(at.AtName("options"), "Incomplete Disk", "A disk needs volumeId, the ID of one that exists, or volumeSize, the GiB of a new one.")
	case id != "" && !strings.HasPrefix(id, "d-"):
		c.fail(at.AtName("options").AtMapKey("volumeId"), "Invalid Value", "value must be the ID of a disk, which begins with d-, got: %q", id)
	case size != "":
		if gib, err := strconv.ParseInt(size, 10, 64); err != nil || gib < 5 || gib > 32768 {
			c.fail(at.AtName("options").AtMapKey("volumeSize"), "Invalid Value", "value must be a number of GiB from 5 to 32768, got: %q", size)
		}
	}
}

// container checks ports and mounts.
func (c check) container(at path.Path, m commonContainerModel) {
	ports := map[string]bool{}
	for i, port := range m.Ports {
		if port.Port.IsUnknown() || port.Protocol.IsUnknown() {
			continue
		}
		protocol := port.Protocol.ValueString()
		if protocol == "" {
			protocol = "TCP"
		}
		key := fmt.Sprintf("%d/%s", port.Port.ValueInt64(), protocol)
		if ports[key] {
			c.fail(at.AtName("ports").AtListIndex(i), "Duplicate Port", "The container lists port %s twice.", key)
		}
		ports[key] = true
	}
	paths := map[string]bool{}
	for i, mount := range m.VolumeMounts {
		at := at.AtName("volume_mounts").AtListIndex(i)
		if name := mount.Name; !name.IsUnknown() && !c.isUnknown("volumes") {
			if _, exists := c.m.Volumes[name.ValueString()]; !exists {
				c.fail(at.AtName("name"), "Unknown Volume", "There is no volume %q. %s", name.ValueString(), c.volumeNames())
			}
		}
		if where := mount.MountPath; !where.IsUnknown() {
			if paths[where.ValueString()] {
				c.fail(at.AtName("mount_path"), "Duplicate Mount Path", "The container mounts another volume at %s.", where.ValueString())
			}
			paths[where.ValueString()] = true
		}
	}
}

func (c check) volumeNames() string {
	var names []string
	for name := range value.Sorted(c.m.Volumes) {
		names = append(names, name)
	}
	if len(names) == 0 {
		return "Add it to volumes."
	}
	return "The group's volumes are " + strings.Join(names, ", ") + "."
}

func (c check) duplicateVariables(at path.Path, variables ...map[string]types.String) {
	seen := map[string]bool{}
	for _, group := range variables {
		for key := range value.Sorted(group) {
			if seen[key] {
				c.fail(at, "Duplicate Environment Variable",
					"%s is given more than once among env, env_from_field, sensitive_env and sensitive_env_wo.", key)
			}
			seen[key] = true
		}
	}
}

// checkSold announces the rounding of the group's size, and refuses sizes that ECI does not sell. It needs the region,
// so it is for ModifyPlan.
func checkSold(m model, region string, diags *diag.Diagnostics) {
	if m.CPU.IsNull() || m.CPU.IsUnknown() || m.Memory.IsNull() || m.Memory.IsUnknown() || len(m.InstanceTypes) > 0 ||
		m.SpotStrategy.IsUnknown() {
		return
	}
	wanted := pricing.Size{CPU: m.CPU.ValueFloat64(), Memory: m.Memory.ValueFloat64()}
	spot := m.SpotStrategy.ValueString() != "NoSpot" && !m.SpotStrategy.IsNull()
	sold, ok := pricing.RoundUp(wanted, region, spot)
	switch {
	case !ok:
		diags.AddAttributeError(path.Root("cpu"), "Size Not Sold", fmt.Sprintf("ECI sells no size with %v vCPU and %v GiB or more of both. "+
			"Choose a smaller one, or an ECS instance type.", wanted.CPU, wanted.Memory))
	case sold != wanted:
		diags.AddAttributeWarning(path.Root("cpu"), "Size Is Rounded Up", fmt.Sprintf("ECI does not sell %v vCPU with %v GiB in %s. The group "+
			"gets and is billed for %v vCPU with %v GiB.", wanted.CPU, wanted.Memory, region, sold.CPU, sold.Memory))
	}
	if sold.CPU > 8 && len(m.ComputeCategories) == 1 && m.ComputeCategories[0].ValueString() == "economy" {
		diags.AddAttributeError(path.Root("compute_categories"), "Size Not Sold as Economy",
			"The economy category has up to 8 vCPU. Choose a smaller size or add general.")
	}
}
