package containergroup

import (
	"maps"
	"strings"
	"sync"

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
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listdefault"
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

type row = attribute.Row

const (
	none     = attribute.None
	updates  = attribute.Update
	restarts = attribute.Restart
	replaces = attribute.Replace
	chooses  = attribute.Choose
)

// What the group waits for after a create or an update; see waitFor.
const (
	waitForNone      = "none"
	waitForRunning   = "running"
	waitForReady     = "ready"
	waitForCompleted = "completed"
)

// describe returns the schema of the resource and the table of its attributes.
var describe = sync.OnceValues(func() (schema.Schema, attribute.Table) {
	attributes := map[string]schema.Attribute{
		"name": row{Parameter: "ContainerGroupName", Effect: replaces}.On(schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Name of the container group: 2 to 128 lowercase letters, digits and hyphens, beginning and ending with a " +
				"letter or digit. It need not be unique.",
			Validators: []validator.String{
				stringvalidator.LengthBetween(2, 128),
				attribute.Matches(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`,
					"must consist of lowercase letters, digits and hyphens and begin and end with a letter or digit"),
			},
		}),
		"resource_group_id": row{Parameter: "ResourceGroupId", Effect: updates}.On(
			attribute.OptionalComputedString("ID of the resource group. Defaults to the account's default resource group.")),
		"wait_for": row{Effect: none, Default: waitForRunning}.On(attribute.OptionalString(
			"What create and update wait for: `none`; `running`, the default, until a container runs or all have ended well; "+
				"`ready`, until every container is ready as its readiness probe says; `completed`, until every container has ended with exit code 0, "+
				"for jobs with `restart_policy` `Never` or `OnFailure`.",
			stringvalidator.OneOf(waitForNone, waitForRunning, waitForReady, waitForCompleted))),
		"fail_fast": row{Effect: none}.On(schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether waiting ends with an error as soon as the start is hopeless, because images cannot be pulled or " +
				"containers crash again and again, instead of at the timeout. Defaults to `true`.",
		}),
		"force_delete": row{Effect: none}.On(schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether deletion skips pre-stop hooks and `termination_grace_period_seconds`. Defaults to `false`.",
		}),
		"replace_triggers": row{Effect: replaces}.On(schema.MapAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: "Any values whose change is to replace the group, for instance to run a job again.",
		}),
		"restart_triggers": row{Effect: restarts}.On(schema.MapAttribute{
			Optional:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Any values whose change is to start all containers anew, in place, for instance the hash of a file that they " +
				"read at their start. A group that has ended is replaced.",
		}),
		"replace_when": row{Effect: none}.On(schema.SetAttribute{
			Optional:    true,
			ElementType: types.StringType,
			MarkdownDescription: "Statuses in which the plan replaces the group, for instance `Expired` for a spot group that comes back after " +
				"it was reclaimed: some of " + "`" + strings.Join(replaceable,
				"`, `") + "`. In those that are not named, plan only warns. Defaults to none.",
			Validators: []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf(replaceable...))},
		}),
		"keep_log_lines": row{Effect: none}.On(schema.Int64Attribute{
			Optional: true,
			MarkdownDescription: "How many of the last lines of each container's log `logs` keeps when the group has ended, 0 to 2000 and at most " +
				"32 KiB. 0 when left out, because logs may hold secrets and a state is plain text.",
			Validators: []validator.Int64{int64validator.Between(0, 2000)},
		}),
		"dry_run": row{Effect: none}.On(attribute.OptionalString("Whether ECI checks the group when it is planned to be created, instead of "+
			"what the provider's `plan_checks` say: `error` and `warning` report what ECI refuses so, `off` does not ask. Write `off` for a "+
			"group that depends on what ECI does not know before the apply, such as a RAM role of the same configuration.",
			stringvalidator.OneOf(service.DryRunOff, service.DryRunWarning, service.DryRunError))),
		"restart_policy": row{Parameter: "RestartPolicy", Effect: restarts}.On(schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString("Always"),
			MarkdownDescription: "When containers that end are started again: `Always`, `OnFailure` or `Never`. Defaults to `Always`.",
			Validators:          []validator.String{stringvalidator.OneOf("Always", "OnFailure", "Never")},
		}),
		"containers": row{Parameter: "Container", Effect: updates}.On(schema.MapNestedAttribute{
			Required: true,
			MarkdownDescription: "Containers by name, 1 to 20. A change reaches ECI as an update in which only the changed containers are " +
				"started anew; while the group is not Pending or Running, it replaces the group.",
			NestedObject: containerObject(),
			Validators: []validator.Map{
				mapvalidator.SizeBetween(1, 20),
				mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)),
			},
		}),
		"init_containers": row{Parameter: "InitContainer", Effect: restarts, Kept: true}.On(schema.ListNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Init containers, at most 20, run one after another before the containers.",
			NestedObject:        initContainerObject(),
			Validators:          []validator.List{listvalidator.SizeAtMost(20)},
		}),
		"volumes": row{Parameter: "Volume", Effect: restarts, Kept: true}.On(schema.MapNestedAttribute{
			Optional: true,
			MarkdownDescription: "Volumes by name, at most 20, each of exactly one kind. A change replaces the group while one of the volumes is " +
				"a `disk` or has more than 16 files, which updates cannot carry.",
			NestedObject: volumeObject(),
			Validators: []validator.Map{
				mapvalidator.SizeAtMost(20),
				mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)),
			},
		}),
		"timeouts": waits.Attribute(),
	}
	for _, part := range []map[string]schema.Attribute{
		computeAttributes(), spotAttributes(), networkAttributes(), hostAttributes(), imageAttributes(), computedAttributes(),
		service.TagAttributes(),
	} {
		maps.Copy(attributes, part)
	}
	plain, table := attribute.Split(attributes)
	return schema.Schema{
		MarkdownDescription: "A container group: one ECI instance, which is the same thing as a Kubernetes Pod. It has containers, init " +
			"containers, volumes and one network identity, and is billed by the second.\n\n" +
			"A job, whose `restart_policy` is `Never` or `OnFailure`, stays in state when it has finished, also when ECI has forgotten it. If its " +
			"end was not seen, it counts as done, with status `Forgotten`, unless `replace_when` names that. The guide " +
			"[What becomes of objects](../guides/statuses) tells what plan makes of each status, and what failed applies leave behind.",
		Attributes: plain,
	}, table
})

func computeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"cpu": row{Parameter: "Cpu", Effect: updates}.On(schema.Float64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "vCPUs of the group. With `memory` it must be a size that ECI sells or is rounded up to one; `allocated_cpu` " +
				"says which. When left out, the sum of the containers counts, or 2 vCPU and 4 GiB, and the group grows with its containers.",
			PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			Validators:    []validator.Float64{float64validator.Between(0.25, 64)},
		}),
		"memory": row{Parameter: "Memory", Effect: updates}.On(schema.Float64Attribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Memory of the group in GiB. See `cpu`; `allocated_memory` says which size was rounded up to.",
			PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			Validators:          []validator.Float64{float64validator.Between(0.5, 512)},
		}),
		"instance_types": row{Parameter: "InstanceType", Effect: chooses, Chosen: "instance_type"}.On(schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "ECS instance types to use instead of `cpu` and `memory`, tried in order, at most 5. `instance_type` says which " +
				"was taken. A change replaces the group unless the type that was taken is still in the list.",
			Validators: []validator.List{listvalidator.SizeAtMost(5), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(attribute.Matches(`^ecs\.[a-z0-9-]+(\.[a-z0-9-]+)+$`,
					"must be an ECS instance type such as ecs.c7.large"))},
		}),
		"compute_categories": row{Parameter: "ComputeCategory", Effect: chooses, Chosen: "compute_category"}.On(schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Compute categories to try in order: `economy` (0.25 to 8 vCPU) and `general` (1 to 64 vCPU). Only with `cpu` " +
				"and `memory`, and not for spot. `compute_category` says which was taken. A change replaces the group unless the category that was " +
				"taken is still in the list.",
			Validators: []validator.List{listvalidator.SizeAtMost(2), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.OneOf("economy", "general")),
				listvalidator.ConflictsWith(path.MatchRoot("instance_types"))},
		}),
		"cpu_architecture": row{Parameter: "CpuArchitecture", Effect: replaces, Unreturned: true, Default: "AMD64"}.On(
			attribute.OptionalString("Processor architecture: `AMD64` or `ARM64`. Defaults to `AMD64`.",
				stringvalidator.OneOf("AMD64", "ARM64"))),
		"cpu_options": row{Parameter: "CpuOptionsCore CpuOptionsThreadsPerCore", Effect: replaces, Unreturned: true}.On(
			schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Processor options, which only some ECS instance types have.",
				Attributes: map[string]schema.Attribute{
					"cores": attribute.OptionalInt64("Number of physical cores.", int64validator.Between(0, 1000)),
					"threads_per_core": attribute.OptionalInt64("Threads per core; 1 switches hyper-threading off.",
						int64validator.OneOf(1, 2)),
				},
			}),
		"gpu_driver_version": row{Parameter: "GpuDriverVersion", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("GPU driver by its major version: `tesla=470`, `tesla=535` or `tesla=550`. Only some GPU instance types can " +
				"choose, and which is the default depends on the type.")),
		"os_type": row{Parameter: "OsType", Effect: replaces, Unreturned: true, Default: "Linux"}.On(
			attribute.OptionalString("Operating system: `Linux` or `Windows`, which is by invitation. Defaults to `Linux`.",
				stringvalidator.OneOf("Linux", "Windows"))),
		"ephemeral_storage": row{Parameter: "EphemeralStorage", Effect: replaces}.On(schema.Int64Attribute{
			Optional: true, Computed: true, Default: int64default.StaticInt64(0),
			MarkdownDescription: "Temporary storage in GiB on top of the 30 GiB that every group has for free, up to 5000.",
			Validators:          []validator.Int64{int64validator.Between(0, 5000)},
		}),
	}
}

func spotAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"spot_strategy": row{Parameter: "SpotStrategy", Effect: replaces}.On(schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("NoSpot"),
			MarkdownDescription: "How to bid for spot capacity: `NoSpot`, the default, is pay-as-you-go; `SpotAsPriceGo` pays the market price; " +
				"`SpotWithPriceLimit` pays at most `spot_price_limit`.",
			Validators: []validator.String{stringvalidator.OneOf("NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit")},
		}),
		"spot_price_limit": row{Parameter: "SpotPriceLimit", Effect: replaces}.On(
			attribute.OptionalFloat64("Highest price per hour for `SpotWithPriceLimit`, with up to three decimals.",
				float64validator.AtLeast(0.001))),
		"spot_duration_hours": row{Parameter: "SpotDuration", Effect: replaces, Unreturned: true, Present: true, Default: 1}.On(
			attribute.OptionalInt64("Hours for which a spot group is protected from reclaim: 1 or 0. Defaults to 1.",
				int64validator.Between(0, 1))),
		"strict_spot": row{Parameter: "StrictSpot", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Passed to ECI as StrictSpot, which its documentation does not explain.")),
	}
}

func networkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"vswitch_ids": row{Parameter: "VSwitchId", Effect: chooses, Chosen: "vswitch_id"}.On(schema.ListAttribute{
			// Computed only so that plan.go can keep what an import found.
			Optional: true, Computed: true, ElementType: types.StringType, Default: listdefault.StaticValue(types.ListNull(types.StringType)),
			MarkdownDescription: "IDs of up to 10 vSwitches of one VPC in which the group may be placed; `vswitch_id` says which was taken. " +
				"Defaults to the region's default vSwitch. A change replaces the group unless the vSwitch that was taken is still in the list. " +
				"After an import it holds that vSwitch.",
			Validators: []validator.List{listvalidator.SizeAtMost(10), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(attribute.VSwitchID())},
		}),
		"schedule_strategy": row{Parameter: "ScheduleStrategy", Effect: replaces, Unreturned: true, Default: "VSwitchRandom"}.On(
			attribute.OptionalString("Order in which `vswitch_ids` are tried: `VSwitchOrdered` or `VSwitchRandom`. Defaults to `VSwitchRandom`.",
				stringvalidator.OneOf("VSwitchOrdered", "VSwitchRandom"))),
		"security_group_id": row{Parameter: "SecurityGroupId", Effect: replaces}.On(
			attribute.OptionalComputedString("ID of the security group. Defaults to the region's default security group.",
				attribute.SecurityGroupID())),
		"zone_id": row{Parameter: "ZoneId", Effect: replaces}.On(
			attribute.OptionalComputedString("ID of the zone, which must be that of the vSwitch. ECI chooses one by default.")),
		"eip_instance_id": row{Parameter: "EipInstanceId", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of an existing elastic IP address to bind.",
				attribute.EIPID())),
		"auto_create_eip": row{Parameter: "AutoCreateEip", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether ECI buys an elastic IP address and releases it with the group.")),
		"eip_bandwidth": row{Parameter: "EipBandwidth", Effect: replaces, Unreturned: true, Default: 5}.On(
			attribute.OptionalInt64("Bandwidth of the created elastic IP address in Mbit/s. Defaults to 5.",
				int64validator.Between(0, 1000000))),
		"eip_isp": row{Parameter: "EipISP", Effect: replaces, Unreturned: true, Default: "BGP"}.On(
			attribute.OptionalString("Line type of the created elastic IP address: `BGP` or `BGP_PRO`. Defaults to `BGP`.",
				stringvalidator.OneOf("BGP", "BGP_PRO"))),
		"eip_common_bandwidth_package": row{Parameter: "EipCommonBandwidthPackage", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of an existing shared bandwidth package that the created elastic IP address joins.",
				attribute.BandwidthPackageID())),
		"ipv6_address_count": row{Parameter: "Ipv6AddressCount", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalInt64("Number of IPv6 addresses; ECI allows 1, and 0 is none. The vSwitch must have IPv6.", int64validator.OneOf(1))),
		"ipv6_gateway_bandwidth_enabled": row{Parameter: "Ipv6GatewayBandwidthEnable", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether the IPv6 address has public bandwidth through the IPv6 gateway.")),
		"ipv6_gateway_bandwidth": row{Parameter: "Ipv6GatewayBandwidth", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalInt64("Public IPv6 bandwidth in Mbit/s, 1 to 2000. Defaults to the gateway's maximum.",
				int64validator.Between(1, 2000))),
		"private_ip_address": row{Parameter: "PrivateIpAddress", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString(
				"Private IPv4 address, which must be free in the vSwitch. ECI chooses one by default; `intranet_ip` says which.",
				attribute.IPv4())),
		"fixed_ip": row{Parameter: "FixedIp", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether the private address is kept for the next group of the same name.")),
		"fixed_ip_retain_hours": row{Parameter: "FixedIpRetainHour", Effect: replaces, Unreturned: true, Default: 48}.On(
			attribute.OptionalInt64("Hours for which the fixed address is kept after the group is gone. Defaults to 48.",
				int64validator.AtLeast(1))),
		"ingress_bandwidth": row{Parameter: "IngressBandwidth", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalInt64("Limit of inbound traffic in bytes per second.", int64validator.AtLeast(0))),
		"egress_bandwidth": row{Parameter: "EgressBandwidth", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalInt64("Limit of outbound traffic in bytes per second.", int64validator.AtLeast(0))),
	}
}

func hostAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"host_name": row{Parameter: "HostName", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("Host name inside the group.", attribute.HostName())),
		"host_aliases": row{Parameter: "HostAliase", Effect: replaces}.On(schema.ListNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Additional lines of `/etc/hosts`, at most 100.",
			Validators:          []validator.List{listvalidator.SizeAtMost(100)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"ip": schema.StringAttribute{Required: true, MarkdownDescription: "IP address.", Validators: []validator.String{attribute.IP()}},
				"hostnames": schema.ListAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Host names of the address, at most 50.",
					Validators: []validator.List{listvalidator.SizeBetween(1, 50),
						listvalidator.ValueStringsAre(attribute.HostName())}},
			}},
		}),
		"ntp_servers": row{Parameter: "NtpServer", Effect: replaces, Unreturned: true}.On(schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "NTP servers by host name or IP address, at most 20.",
			Validators:          []validator.List{listvalidator.SizeAtMost(20), listvalidator.ValueStringsAre(attribute.Host())},
		}),
		"dns_policy": row{Parameter: "DnsPolicy", Effect: replaces}.On(schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("Default"),
			MarkdownDescription: "`Default` resolves names as the VPC does, `None` as `dns_config` says.",
			Validators:          []validator.String{stringvalidator.OneOf("Default", "None")},
		}),
		"dns_config": row{Parameter: "DnsConfig", Effect: restarts, Kept: true}.On(schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Resolver configuration.",
			Attributes: map[string]schema.Attribute{
				"nameservers": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "IP addresses of name servers.",
					Validators: []validator.List{listvalidator.SizeAtMost(20), listvalidator.ValueStringsAre(attribute.IP())}},
				"searches": schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Search domains.",
					Validators: []validator.List{listvalidator.SizeAtMost(20), listvalidator.ValueStringsAre(attribute.SearchDomain())}},
				"options": schema.MapAttribute{Optional: true, ElementType: types.StringType,
					MarkdownDescription: "Resolver options by name; the value may be empty.",
					Validators:          []validator.Map{mapvalidator.SizeAtMost(20)}},
			},
		}),
		"security_context": row{Parameter: "SecurityContext", Effect: replaces}.On(schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Security context of the group.",
			Attributes: map[string]schema.Attribute{
				"sysctls": schema.MapAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Safe sysctls by name: `net.ipv4.ping_group_range`, `net.ipv4.ip_unprivileged_port_start`, " +
						"`kernel.shm_rmid_forced` and `vm.min_free_kbytes`.",
					Validators: []validator.Map{mapvalidator.SizeAtMost(100),
						mapvalidator.KeysAre(stringvalidator.OneOf("net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
							"kernel.shm_rmid_forced", "vm.min_free_kbytes"))}},
			},
		}),
		"host_security_context": row{Parameter: "HostSecurityContext", Effect: replaces, Unreturned: true}.On(schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Security context of the group's host.",
			Attributes: map[string]schema.Attribute{
				"sysctls": schema.MapAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Unsafe sysctls by name: `kernel.shm*`, `kernel.msg*`, `kernel.sem`, `fs.mqueue.*`, `vm.min_free_kbytes` " +
						"and `net.*` but for `net.ipv4.ip_local_port_range`, `net.ipv4.tcp_syncookies` and those of `security_context`.",
					Validators: []validator.Map{mapvalidator.SizeAtMost(100),
						mapvalidator.KeysAre(attribute.Matches(`^(kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.|net\.|vm\.min_free_kbytes$)`,
							"must be a sysctl of kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*, or vm.min_free_kbytes"),
							stringvalidator.NoneOf("net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
								"net.ipv4.ip_unprivileged_port_start"))}},
			},
		}),
		"ram_role_name": row{Parameter: "RamRoleName", Effect: replaces}.On(
			attribute.OptionalString("RAM role whose credentials the containers can obtain.")),
		"active_deadline_seconds": row{Parameter: "ActiveDeadlineSeconds", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalInt64("Seconds after which the group is ended by force.",
				int64validator.AtLeast(1))),
		"termination_grace_period_seconds": row{Parameter: "TerminationGracePeriodSeconds", Effect: replaces, Unreturned: true, Present: true,
			Default: 30}.On(
			attribute.OptionalInt64("Seconds between the stop signal and the kill.", int64validator.AtLeast(0))),
		"max_pending_minutes": row{Parameter: "MaxPendingMinute", Effect: replaces, Unreturned: true, Default: 240}.On(
			attribute.OptionalInt64("Minutes the group may be Pending before ECI gives up, 10 to 1440. Defaults to 240.",
				int64validator.Between(10, 1440))),
		"share_process_namespace": row{Parameter: "ShareProcessNamespace", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether the containers share one process namespace.")),
		"container_resource_view": row{Parameter: "ContainerResourceView", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether containers see the resources that were asked for instead of the host's.")),
		"core_pattern": row{Parameter: "CorePattern", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("Path of core dump files; it must not begin with `|`.",
				attribute.Matches(`^[^|]`, "must be a path and not begin with |"))),
	}
}

func imageAttributes() map[string]schema.Attribute {
	registries := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description,
			Validators: []validator.Set{setvalidator.ValueStringsAre(attribute.RegistryHost())}}
	}
	return map[string]schema.Attribute{
		"image_cache_id": row{Parameter: "ImageSnapshotId", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of the image cache to start from.",
				attribute.ID("an image cache", "imc-"))),
		"auto_match_image_cache": row{Parameter: "AutoMatchImageCache", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether ECI looks for a matching image cache.")),
		"image_accelerate_mode": row{Parameter: "ImageAccelerateMode", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("How images are loaded on demand: `nydus`, `dadi`, `p2p` or `imc`.",
				stringvalidator.OneOf("nydus", "dadi", "p2p", "imc"))),
		"image_registry_credentials": row{Parameter: "ImageRegistryCredential", Effect: updates, Kept: true, Unreturned: true}.On(
			imageregistry.Credentials(10, "Logins by registry, a host name without scheme, at most 10. A change that does not add one leaves the "+
				"containers running.")),
		"acr_registries": row{Parameter: "AcrRegistryInfo", Effect: updates, Kept: true, Unreturned: true}.On(
			imageregistry.ACRs("ACR Enterprise instances to pull from without a password, at most 20.")),
		"insecure_registries": row{Parameter: "InsecureRegistry", Effect: replaces, Unreturned: true}.On(
			registries("Registries, as host or host:port, whose certificates are not verified.")),
		"plain_http_registries": row{Parameter: "PlainHttpRegistry", Effect: replaces, Unreturned: true}.On(
			registries("Registries, as host or host:port, that are reached by plain HTTP.")),
		"log_collection": row{Effect: replaces}.On(logCollection()),
		"data_cache": row{Parameter: "DataCacheBucket DataCacheBurstingEnabled DataCachePL DataCacheProvisionedIops", Effect: replaces,
			Unreturned: true}.On(schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Data cache that `host_path` volumes refer to by their path.",
			Attributes: map[string]schema.Attribute{
				"bucket": schema.StringAttribute{Required: true,
					MarkdownDescription: "Bucket of the data cache, `default` unless it was created in another."},
				"performance_level": row{Default: "PL1"}.On(attribute.OptionalString("ESSD performance level of the disk made from the cache: "+
					"`PL0`, `PL1`, `PL2`, `PL3` or `AutoPL`. Defaults to `PL1`.", stringvalidator.OneOf("PL0", "PL1", "PL2", "PL3", "AutoPL"))),
				"provisioned_iops": attribute.OptionalInt64("Provisioned IOPS of an AutoPL disk, 0 to 50000.", int64validator.Between(0, 50000)),
				"bursting_enabled": attribute.OptionalBool("Whether an AutoPL disk may burst."),
			},
		}),
	}
}

func logCollection() schema.MapNestedAttribute {
	name := func(description, pattern, characters string) schema.StringAttribute {
		return attribute.OptionalString(description, stringvalidator.LengthBetween(3, 63),
			attribute.Matches(pattern, "must consist of "+characters+" and hyphens"))
	}
	lower, withUnderscores := logName.String(), `^[a-z0-9_-]+$`
	return schema.MapNestedAttribute{Optional: true,
		MarkdownDescription: "Logs that Simple Log Service (SLS) collects, by the name of the Logtail configuration, which consists of " +
			"lowercase letters, digits and hyphens. ECI makes what does not exist. Sent as environment variables " +
			"`aliyun_logs_NAME` of the container.",
		Validators: []validator.Map{mapvalidator.KeysAre(attribute.Matches(lower, "must consist of lowercase letters, digits and hyphens"),
			stringvalidator.NoneOf(logDefaults...))},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{attribute.ExactlyOne("stream", "path")},
			Attributes: map[string]schema.Attribute{
				"container": schema.StringAttribute{Required: true, MarkdownDescription: "Name of the container in `containers`."},
				"stream": row{Present: true}.On(attribute.OptionalString("Stream to collect: `stdout` for standard output and error, `stdout-only` or "+
					"`stderr-only`.", stringvalidator.OneOf(logStreams...))),
				"path": row{Present: true}.On(attribute.OptionalString("Files in the container to collect, such as `/var/log/app/*.log`, in an "+
					"`empty_dir` volume that is mounted there.", attribute.Matches(`^/`, "must be an absolute path"))),
				"project": name("SLS project. Defaults to `eci-log-default-project-REGION-ACCOUNT`.", lower, "lowercase letters, digits"),
				"logstore": name("Logstore in the project. Defaults to the name of the configuration.", withUnderscores,
					"lowercase letters, digits, underscores"),
				"machine_group": name("Machine group of the project. Defaults to `eci-log-default-machine-group-REGION`.", withUnderscores,
					"lowercase letters, digits, underscores"),
				"shards": attribute.OptionalInt64("Shards of a new logstore, 1 to 10. Defaults to 2.", int64validator.Between(1, 10)),
				"retention_days": attribute.OptionalInt64("Days for which a new logstore keeps logs, 1 to 3650; 3650 is for ever. Defaults to 90.",
					int64validator.Between(1, 3650)),
				"tags": schema.MapAttribute{Optional: true, ElementType: types.StringType,
					MarkdownDescription: "Tag of each line, of which ECI documents one.", Validators: []validator.Map{mapvalidator.SizeAtMost(1)}},
			}}}
}

func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":     attribute.ComputedString("ID of the container group, which begins with `eci-`."),
		"region": service.RegionAttribute("group"),
		"status": attribute.ComputedString("Status: `Scheduling`, `ScheduleFailed`, `Pending`, `Running`, `Succeeded`, `Failed`, " +
			"`Restarting`, `Updating`, `Terminating` or `Expired`, or `Forgotten` of a job whose end ECI has forgotten unseen. " +
			"In `ScheduleFailed`, `Failed`, `Expired` and `Terminating`, plan warns; see `replace_when`."),
		"vpc_id":           attribute.ComputedString("ID of the VPC."),
		"vswitch_id":       attribute.ComputedString("ID of the vSwitch that ECI took of `vswitch_ids`."),
		"instance_type":    attribute.ComputedString("ECS instance type that the group runs on, if ECI reports it."),
		"compute_category": attribute.ComputedString("Compute category that was used, if ECI reports it."),
		"allocated_cpu": schema.Float64Attribute{Computed: true,
			MarkdownDescription: "vCPUs that the group has and is billed for, after rounding.",
			PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()}},
		"allocated_memory": schema.Float64Attribute{Computed: true,
			MarkdownDescription: "Memory in GiB that the group has and is billed for, after rounding.",
			PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()}},
		"eni_instance_id": attribute.ComputedString("ID of the network interface."),
		"intranet_ip":     attribute.ComputedString("Private IPv4 address."),
		"internet_ip":     attribute.ComputedString("Public IPv4 address, where there is one."),
		"ipv6_address":    attribute.ComputedString("IPv6 address, where there is one."),
		"creation_time":   attribute.ComputedString("When the group was created, in RFC 3339."),
		"exit_codes": schema.MapAttribute{Computed: true, ElementType: types.Int64Type,
			MarkdownDescription: "Exit codes, by name, of the containers and init containers that have ended and are not started again. They stay " +
				"after ECI has forgotten the group. The data source `eci_container_group` tells more about containers.",
			PlanModifiers: []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}},
		"logs": schema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType,
			MarkdownDescription: "The end of each container's and init container's log by name, as `keep_log_lines` asks for it, read when the " +
				"group is first seen to have ended and kept after ECI has forgotten the group. Secrets of the configuration are blanked out. The " +
				"logs of a group with write-only secrets are kept only if an apply sees its end, as with `wait_for = \"completed\"`: " +
				"a refresh does not know what to blank. Use `nonsensitive` for a log that holds no secrets.",
			PlanModifiers: []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}},
		"estimated_price": pricing.Attribute(
			"It is for the size that the group gets, the first of `instance_types` and `compute_categories`, and " +
				"`ephemeral_storage`. Spot prices may change between plan and apply, so for spot groups it is what they cost at most: the " +
				"pay-as-you-go price or `spot_price_limit`; `eci_container_group_price` gives spot prices. The disks of the caches are in it that " +
				"`image_cache_id` and, with `host_path` volumes, `data_cache` name; other disks, addresses and traffic are not. With an image " +
				"cache that " +
				"is to be created it is known after apply."),
	}
}
