package containergroup

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/float64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// Sentences that recur in descriptions. A test holds them against what plan.go does.
const (
	replaces    = " Changing it replaces the group."
	notReturned = " ECI does not return it, so a change made outside Terraform does not show."
)

// What the group waits for after a create or an update; see waitFor.
const (
	waitForNone      = "none"
	waitForRunning   = "running"
	waitForReady     = "ready"
	waitForCompleted = "completed"
)

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Name of the container group: 2 to 128 lowercase letters, digits and hyphens, beginning and ending with a " +
				"letter or digit. It need not be unique." + replaces,
			Validators: []validator.String{
				stringvalidator.LengthBetween(2, 128),
				stringvalidator.RegexMatches(regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`),
					"must consist of lowercase letters, digits and hyphens and begin and end with a letter or digit"),
			},
		},
		"resource_group_id": attribute.OptionalComputedString("ID of the resource group. The account's default resource group when left out."),
		"wait_for": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "What create and update wait for: `none`; `running`, the default, until a container runs or all have ended well; `ready`, " +
				"until every container is ready as its readiness probe says; `completed`, until every container has ended with exit code 0, " +
				"for jobs with `restart_policy` `Never` or `OnFailure`.",
			Validators: []validator.String{stringvalidator.OneOf(waitForNone, waitForRunning, waitForReady, waitForCompleted)},
		},
		"fail_fast": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether waiting ends with an error as soon as the start is hopeless, because images cannot be pulled or containers " +
				"crash again and again, instead of at the timeout. `true` when left out.",
		},
		"force_delete": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether deletion skips pre-stop hooks and `termination_grace_period_seconds`. `false` when left out.",
		},
		"replace_triggers": schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Any values whose change is to replace the group, for instance to run a job again." + replaces,
		},
		"restart_policy": schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString("Always"),
			MarkdownDescription: "When containers that end are started again: `Always`, the default, `OnFailure` or `Never`. Changing it restarts the containers.",
			Validators:          []validator.String{stringvalidator.OneOf("Always", "OnFailure", "Never")},
		},
		"containers": schema.MapNestedAttribute{
			Required: true,
			MarkdownDescription: "Containers by name, 1 to 20. A change reaches ECI as an update in which only the changed containers are " +
				"started anew; while the group is not Pending or Running, it replaces the group.",
			NestedObject: containerObject(),
			Validators: []validator.Map{
				mapvalidator.SizeBetween(1, 20),
				mapvalidator.KeysAre(containerNameValidators()...),
			},
		},
		"init_containers": schema.ListNestedAttribute{
			Optional: true,
			MarkdownDescription: "Init containers, at most 20, run one after another before the containers. A change restarts the group. " +
				"Removing all of them replaces the group, because ECI takes no empty list.",
			NestedObject: initContainerObject(),
			Validators:   []validator.List{listvalidator.SizeAtMost(20)},
		},
		"volumes": schema.MapNestedAttribute{
			Optional: true,
			MarkdownDescription: "Volumes by name, at most 20, each of exactly one kind. A change restarts containers. It replaces the group while one of the volumes " +
				"is a `disk` or has more than 16 files, which updates cannot carry, and when it removes all of them.",
			NestedObject: volumeObject(),
			Validators: []validator.Map{
				mapvalidator.SizeAtMost(20),
				mapvalidator.KeysAre(stringvalidator.LengthBetween(1, 63)),
			},
		},
		"timeouts": attribute.Timeouts(ctx, timeouts.Opts{Create: true, Update: true, Delete: true,
			CreateDescription: "How long creation may take, as a duration such as `30m`. Default 20 minutes.",
			UpdateDescription: "How long an update may take. Default 20 minutes.",
			DeleteDescription: "How long deletion may take. Default 10 minutes."}),
	}
	for _, part := range []map[string]schema.Attribute{
		computeAttributes(), spotAttributes(), networkAttributes(), hostAttributes(), imageAttributes(), computedAttributes(), service.TagAttributes(),
	} {
		maps.Copy(attributes, part)
	}
	return schema.Schema{
		MarkdownDescription: "A container group: one ECI instance, which is the same thing as a Kubernetes Pod. It has containers, init containers, " +
			"volumes and one network identity, and is billed by the second.",
		Attributes: attributes,
	}
}

func computeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"cpu": schema.Float64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "vCPUs of the group. With `memory` it must be a size that ECI sells or is rounded up to one; `allocated_cpu` says which. " +
				"When left out, the sum of the containers counts, or 2 vCPU and 4 GiB, and the group grows with its containers.",
			PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			Validators: []validator.Float64{float64validator.Between(0.25, 64),
				float64validator.ConflictsWith(path.MatchRoot("instance_types"))},
		},
		"memory": schema.Float64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Memory of the group in GiB. See `cpu`; `allocated_memory` says which size was rounded up to.",
			PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			Validators: []validator.Float64{float64validator.Between(0.5, 512),
				float64validator.ConflictsWith(path.MatchRoot("instance_types"))},
		},
		"instance_types": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "ECS instance types to use instead of `cpu` and `memory`, tried in order, at most 5. `instance_type` says which was taken. " +
				"A change replaces the group unless the type that was taken is still in the list.",
			Validators: []validator.List{listvalidator.SizeAtMost(5), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.RegexMatches(regexp.MustCompile(`^ecs\.[a-z0-9-]+(\.[a-z0-9-]+)+$`), "must be an ECS instance type such as ecs.c7.large"))},
		},
		"compute_categories": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Compute categories to try in order: `economy` (0.25 to 8 vCPU) and `general` (1 to 64 vCPU). Only with `cpu` and `memory`, " +
				"and not for spot. `compute_category` says which was taken. A change replaces the group unless the category that was taken is still in the list.",
			Validators: []validator.List{listvalidator.SizeAtMost(2), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.OneOf("economy", "general")),
				listvalidator.ConflictsWith(path.MatchRoot("instance_types"))},
		},
		"cpu_architecture": attribute.OptionalString("Processor architecture: `AMD64` or `ARM64`. ECI takes `AMD64` when left out."+replaces+notReturned,
			stringvalidator.OneOf("AMD64", "ARM64")),
		"cpu_options": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Processor options, which only some ECS instance types have." + replaces + notReturned,
			Attributes: map[string]schema.Attribute{
				"cores": attribute.OptionalInt64("Number of physical cores."+replaces+notReturned, int64validator.Between(0, 1000)),
				"threads_per_core": attribute.OptionalInt64("Threads per core; 1 switches hyper-threading off."+replaces+notReturned,
					int64validator.Between(0, 1000)),
			},
		},
		"gpu_driver_version": attribute.OptionalString("GPU driver, such as `tesla=525.85.12`. Only some GPU instance types can choose."+replaces+notReturned,
			stringvalidator.LengthAtLeast(1)),
		"os_type": attribute.OptionalString("Operating system: `Linux` or `Windows`, which is by invitation. ECI takes `Linux` when left out."+replaces+notReturned,
			stringvalidator.OneOf("Linux", "Windows")),
		"ephemeral_storage": schema.Int64Attribute{
			Optional: true, Computed: true, Default: int64default.StaticInt64(0),
			MarkdownDescription: "Temporary storage in GiB on top of the 30 GiB that every group has for free, up to 5000." + replaces,
			Validators:          []validator.Int64{int64validator.Between(0, 5000)},
		},
	}
}

func spotAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"spot_strategy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("NoSpot"),
			MarkdownDescription: "How to bid for spot capacity: `NoSpot`, the default, is pay-as-you-go; `SpotAsPriceGo` pays the market price; " +
				"`SpotWithPriceLimit` pays at most `spot_price_limit`." + replaces,
			Validators: []validator.String{stringvalidator.OneOf("NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit")},
		},
		"spot_price_limit": schema.Float64Attribute{
			Optional:            true,
			MarkdownDescription: "Highest price per hour for `SpotWithPriceLimit`, with up to three decimals." + replaces,
			Validators:          []validator.Float64{float64validator.AtLeast(0.001)},
		},
		"spot_duration_hours": attribute.OptionalInt64("Hours for which a spot group is protected from reclaim: 1, as ECI takes when left out, or 0."+replaces+notReturned,
			int64validator.Between(0, 1)),
		"strict_spot": attribute.OptionalBool("Passed to ECI as StrictSpot, which its documentation does not explain." + replaces + notReturned),
	}
}

func networkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"vswitch_ids": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "IDs of up to 10 vSwitches of one VPC in which the group may be placed; `vswitch_id` says which was taken. The region's " +
				"default vSwitch when left out. A change replaces the group unless the vSwitch that was taken is still in the list.",
			Validators: []validator.List{listvalidator.SizeAtMost(10), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.RegexMatches(regexp.MustCompile(`^vsw-[A-Za-z0-9*_-]+$`), "must be a vSwitch ID, which begins with vsw-"))},
		},
		"schedule_strategy": attribute.OptionalString("Order in which `vswitch_ids` are tried: `VSwitchOrdered`, or `VSwitchRandom`, as ECI takes when left out."+replaces+notReturned,
			stringvalidator.OneOf("VSwitchOrdered", "VSwitchRandom")),
		"security_group_id": attribute.OptionalComputedString("ID of the security group. The region's default security group when left out."+replaces,
			stringvalidator.RegexMatches(regexp.MustCompile(`^sg-`), "must be a security group ID, which begins with sg-")),
		"zone_id": attribute.OptionalComputedString("ID of the zone, which must be that of the vSwitch. ECI chooses when left out." + replaces),
		"eip_instance_id": attribute.OptionalString("ID of an existing elastic IP address to bind."+replaces+notReturned,
			stringvalidator.ConflictsWith(path.MatchRoot("auto_create_eip"))),
		"auto_create_eip": attribute.OptionalBool("Whether ECI buys an elastic IP address and releases it with the group." + replaces + notReturned),
		"eip_bandwidth": attribute.OptionalInt64("Bandwidth of the created elastic IP address in Mbit/s. ECI takes 5 when left out."+replaces+notReturned,
			int64validator.Between(0, 1000000), int64validator.AlsoRequires(path.MatchRoot("auto_create_eip"))),
		"eip_isp": attribute.OptionalString("Line type of the created elastic IP address: `BGP`, as ECI takes when left out, or `BGP_PRO`."+replaces+notReturned,
			stringvalidator.OneOf("BGP", "BGP_PRO"), stringvalidator.AlsoRequires(path.MatchRoot("auto_create_eip"))),
		"eip_common_bandwidth_package": attribute.OptionalString("ID of an existing shared bandwidth package that the created elastic IP address joins."+replaces+notReturned,
			stringvalidator.AlsoRequires(path.MatchRoot("auto_create_eip"))),
		"ipv6_address_count": attribute.OptionalInt64("Number of IPv6 addresses; ECI allows 1. The vSwitch must have IPv6."+replaces+notReturned, int64validator.OneOf(1)),
		"ipv6_gateway_bandwidth_enabled": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether the IPv6 address has public bandwidth through the IPv6 gateway." + replaces + notReturned,
			Validators:          []validator.Bool{boolvalidator.AlsoRequires(path.MatchRoot("ipv6_address_count"))},
		},
		"ipv6_gateway_bandwidth": attribute.OptionalInt64("Public IPv6 bandwidth in Mbit/s, 1 to 2000. The gateway's maximum when left out."+replaces+notReturned,
			int64validator.Between(1, 2000), int64validator.AlsoRequires(path.MatchRoot("ipv6_gateway_bandwidth_enabled"))),
		"private_ip_address": attribute.OptionalString("Private IPv4 address, which must be free in the vSwitch. ECI chooses one when left out; `intranet_ip` says which."+replaces+notReturned,
			attribute.IPv4()),
		"fixed_ip": attribute.OptionalBool("Whether the private address is kept for the next group of the same name." + replaces + notReturned),
		"fixed_ip_retain_hours": attribute.OptionalInt64("Hours for which the fixed address is kept after the group is gone. ECI takes 48 when left out."+replaces+notReturned,
			int64validator.AtLeast(1), int64validator.AlsoRequires(path.MatchRoot("fixed_ip"))),
		"ingress_bandwidth": attribute.OptionalInt64("Limit of inbound traffic in bit/s."+replaces+notReturned, int64validator.AtLeast(0)),
		"egress_bandwidth":  attribute.OptionalInt64("Limit of outbound traffic in bit/s."+replaces+notReturned, int64validator.AtLeast(0)),
	}
}

func hostAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"host_name": attribute.OptionalString("Host name inside the group."+replaces+notReturned, stringvalidator.LengthBetween(1, 253)),
		"host_aliases": schema.ListNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Additional lines of `/etc/hosts`, at most 100." + replaces,
			Validators:          []validator.List{listvalidator.SizeAtMost(100)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"ip": schema.StringAttribute{Required: true, MarkdownDescription: "IP address." + replaces, Validators: []validator.String{attribute.IP()}},
				"hostnames": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "Host names of the address, at most 50." + replaces,
					Validators: []validator.List{listvalidator.SizeBetween(1, 50)}},
			}},
		},
		"ntp_servers": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "NTP servers, at most 20." + replaces + notReturned,
			Validators:          []validator.List{listvalidator.SizeAtMost(20)},
		},
		"dns_policy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("Default"),
			MarkdownDescription: "`Default` resolves names as the VPC does, `None` as `dns_config` says." + replaces,
			Validators:          []validator.String{stringvalidator.OneOf("Default", "None")},
		},
		"dns_config": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Resolver configuration. A change restarts the containers; removing the block replaces the group, because ECI takes no empty one.",
			Attributes: map[string]schema.Attribute{
				"nameservers": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "IP addresses of name servers.",
					Validators: []validator.List{listvalidator.SizeAtMost(20), listvalidator.ValueStringsAre(attribute.IP())}},
				"searches": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Search domains.",
					Validators: []validator.List{listvalidator.SizeAtMost(20)}},
				"options": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Resolver options by name; the value may be empty.",
					Validators: []validator.Map{mapvalidator.SizeAtMost(20)}},
			},
		},
		"security_context": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Security context of the group." + replaces,
			Attributes: map[string]schema.Attribute{
				"sysctls": schema.MapAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Safe sysctls by name: `net.ipv4.ping_group_range` and `net.ipv4.ip_unprivileged_port_start`." + replaces,
					Validators: []validator.Map{mapvalidator.SizeAtMost(100),
						mapvalidator.KeysAre(stringvalidator.OneOf("net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start"))}},
			},
		},
		"host_security_context": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Security context of the group's host." + replaces + notReturned,
			Attributes: map[string]schema.Attribute{
				"sysctls": schema.MapAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Unsafe sysctls by name: `kernel.shm*`, `kernel.msg*`, `kernel.sem`, `fs.mqueue.*` and `net.*`." + replaces + notReturned,
					Validators: []validator.Map{mapvalidator.SizeAtMost(100),
						mapvalidator.KeysAre(stringvalidator.RegexMatches(regexp.MustCompile(`^(kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.|net\.)`),
							"must be a sysctl of kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*"))}},
			},
		},
		"ram_role_name": attribute.OptionalString("RAM role whose credentials the containers can obtain."+replaces, stringvalidator.LengthAtLeast(1)),
		"active_deadline_seconds": attribute.OptionalInt64("Seconds after which the group is ended by force."+replaces+notReturned,
			int64validator.AtLeast(1)),
		"termination_grace_period_seconds": attribute.OptionalInt64("Seconds between the stop signal and the kill."+replaces+notReturned, int64validator.AtLeast(0)),
		"max_pending_minutes": attribute.OptionalInt64("Minutes the group may be Pending before ECI gives up, 10 to 1440. ECI takes 240 when left out."+replaces+notReturned,
			int64validator.Between(10, 1440)),
		"share_process_namespace": attribute.OptionalBool("Whether the containers share one process namespace." + replaces + notReturned),
		"container_resource_view": attribute.OptionalBool("Whether containers see the resources that were asked for instead of the host's." + replaces + notReturned),
		"core_pattern": attribute.OptionalString("Path of core dump files; it must not begin with `|`."+replaces+notReturned,
			stringvalidator.RegexMatches(regexp.MustCompile(`^[^|]`), "must be a path and not begin with |")),
	}
}

func imageAttributes() map[string]schema.Attribute {
	registries := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description + replaces + notReturned,
			Validators: []validator.Set{setvalidator.ValueStringsAre(attribute.RegistryHost())}}
	}
	return map[string]schema.Attribute{
		"image_cache_id": attribute.OptionalString("ID of the image cache to start from."+replaces+notReturned,
			stringvalidator.RegexMatches(regexp.MustCompile(`^imc-`), "must be an image cache ID, which begins with imc-")),
		"auto_match_image_cache": attribute.OptionalBool("Whether ECI looks for a matching image cache." + replaces + notReturned),
		"image_accelerate_mode": attribute.OptionalString("How images are loaded on demand: `nydus`, `dadi`, `p2p` or `imc`."+replaces+notReturned,
			stringvalidator.OneOf("nydus", "dadi", "p2p", "imc")),
		"image_registry_credentials": imageregistry.Credentials(10, "Logins by registry, a host name without scheme, at most 10. A change that does not add one leaves the containers "+
			"running. Removing all of them replaces the group, because ECI takes no empty list."),
		"acr_registries":        imageregistry.ACRs("ACR Enterprise instances to pull from without a password, at most 20. Removing all of them replaces the group, because ECI takes no empty list.", replaces),
		"insecure_registries":   registries("Registries, as host or host:port, whose certificates are not verified."),
		"plain_http_registries": registries("Registries, as host or host:port, that are reached by plain HTTP."),
		"data_cache": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Data cache that `host_path` volumes refer to by their path." + replaces + notReturned,
			Attributes: map[string]schema.Attribute{
				"bucket":            schema.StringAttribute{Required: true, MarkdownDescription: "Bucket of the data cache, `default` unless it was created in another." + replaces + notReturned},
				"performance_level": attribute.OptionalString("ESSD performance level of the disk made from the cache, such as `PL1`, as ECI takes when left out, or `AutoPL`." + replaces + notReturned),
				"provisioned_iops":  attribute.OptionalInt64("Provisioned IOPS of an AutoPL disk, 0 to 50000."+replaces+notReturned, int64validator.Between(0, 50000)),
				"bursting_enabled":  attribute.OptionalBool("Whether an AutoPL disk may burst." + replaces + notReturned),
			},
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":               attribute.ComputedString("ID of the container group, which begins with `eci-`."),
		"region":           attribute.ComputedString("Region of the group."),
		"status":           attribute.ComputedString("Status: `Scheduling`, `ScheduleFailed`, `Pending`, `Running`, `Succeeded`, `Failed`, `Restarting`, `Updating`, `Terminating` or `Expired`."),
		"vpc_id":           attribute.ComputedString("ID of the VPC."),
		"vswitch_id":       attribute.ComputedString("ID of the vSwitch that ECI took of `vswitch_ids`."),
		"instance_type":    attribute.ComputedString("ECS instance type that the group runs on, where ECI tells it."),
		"compute_category": attribute.ComputedString("Compute category that ECI took, where it tells it."),
		"allocated_cpu": schema.Float64Attribute{Computed: true, MarkdownDescription: "vCPUs that the group has and is billed for, after rounding.",
			PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()}},
		"allocated_memory": schema.Float64Attribute{Computed: true, MarkdownDescription: "Memory in GiB that the group has and is billed for, after rounding.",
			PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()}},
		"eni_instance_id": attribute.ComputedString("ID of the network interface."),
		"intranet_ip":     attribute.ComputedString("Private IPv4 address."),
		"internet_ip":     attribute.ComputedString("Public IPv4 address, where there is one."),
		"ipv6_address":    attribute.ComputedString("IPv6 address, where there is one."),
		"creation_time":   attribute.ComputedString("When the group was created, in RFC 3339."),
		"succeeded_time":  attribute.ComputedString("When all containers had ended well, in RFC 3339."),
		"failed_time":     attribute.ComputedString("When the group failed, in RFC 3339."),
		"expired_time":    attribute.ComputedString("When the spot group was reclaimed, in RFC 3339."),
		"container_states": schema.MapNestedAttribute{Computed: true, MarkdownDescription: "State of each container by name.",
			PlanModifiers: []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}, NestedObject: containerStateObject()},
		"init_container_states": schema.MapNestedAttribute{Computed: true, MarkdownDescription: "State of each init container by name.",
			PlanModifiers: []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}, NestedObject: containerStateObject()},
		"estimated_price": pricing.Attribute("It is for the size that the group gets, the first of `instance_types` and `compute_categories`, and " +
			"`ephemeral_storage`. Spot prices may change between plan and apply, so for spot groups it is what they cost at most: the pay-as-you-go price or " +
			"`spot_price_limit`; `eci_container_group_price` gives spot prices. Addresses, disks, traffic and caches are not in it."),
	}
}

func containerStateObject() schema.NestedAttributeObject {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"state":         text("`Waiting`, `Running` or `Terminated`."),
		"reason":        text("Why the container is in this state, such as `Completed`, `Error` or `CrashLoopBackOff`."),
		"message":       text("More about the reason."),
		"exit_code":     schema.Int64Attribute{Computed: true, MarkdownDescription: "Exit code, when the container has ended."},
		"signal":        schema.Int64Attribute{Computed: true, MarkdownDescription: "Signal that ended the container, when one did."},
		"start_time":    text("When the container started, in RFC 3339."),
		"finish_time":   text("When the container ended, in RFC 3339."),
		"restart_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How often the container was started again."},
		"ready":         schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the readiness probe, if there is one, succeeds."},
		"image_env": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Environment variables that come from the image."},
	}}
}

func containerNameValidators() []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, 63),
		stringvalidator.RegexMatches(regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`),
			"must consist of lowercase letters, digits and hyphens and begin and end with a letter or digit"),
	}
}
