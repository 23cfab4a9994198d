package containergroup

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

var portRange = int64validator.Between(1, 65535)

// commonContainerAttributes are those of containers and init containers alike.
func commonContainerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"image": schema.StringAttribute{Required: true, MarkdownDescription: "Image, 1 to 255 characters.",
			Validators: []validator.String{stringvalidator.UTF8LengthBetween(1, 255), attribute.Image()}},
		"image_pull_policy": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("IfNotPresent"),
			MarkdownDescription: "When the image is pulled: `Always`, `IfNotPresent` or `Never`. Defaults to `IfNotPresent`.",
			Validators:          []validator.String{stringvalidator.OneOf("Always", "IfNotPresent", "Never")}},
		"command": schema.ListAttribute{Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Command in place of the image's entry point, at most 20 words of 256 characters.",
			Validators: []validator.List{listvalidator.SizeAtMost(20),
				listvalidator.ValueStringsAre(stringvalidator.UTF8LengthAtMost(256))}},
		"args": schema.ListAttribute{Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Arguments of the command, at most 10.",
			Validators:          []validator.List{listvalidator.SizeAtMost(10)}},
		"working_dir": attribute.OptionalString("Working directory. Defaults to the image's.", attribute.AbsolutePath()),
		"cpu": attribute.OptionalFloat64("vCPUs of the container; the containers' sum must fit into the group.",
			float64validator.Between(0.01, 64)),
		"memory": attribute.OptionalFloat64("Memory of the container in GiB; the containers' sum must fit into the group.",
			float64validator.Between(0.01, 512)),
		"gpu": attribute.OptionalInt64("Number of GPUs, which needs a GPU instance type.", int64validator.AtLeast(1)),
		"env": schema.MapAttribute{Optional: true, Computed: true, ElementType: types.StringType,
			// Computed only so that plan.go can keep what an import could not tell from the image's variables.
			Default: mapdefault.StaticValue(types.MapNull(types.StringType)),
			MarkdownDescription: "Environment variables, with values of up to 256 characters. Variables that the image defines are not shown here " +
				"but in data sources; after an import they are, until the image changes. ECI replaces the values `__ECI_ID__`, `__ECI_NAME__`, " +
				"`__REGION_ID__`, `__ZONE_ID__` and `__CONTAINER_NAME__` by what they say.",
			Validators: envValidators()},
		"env_from_field": schema.MapAttribute{Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Environment variables whose value is a field of the group: `status.podIP` or `status.hostIP`.",
			Validators: []validator.Map{mapvalidator.SizeAtMost(100), mapvalidator.KeysAre(envNameValidators()...),
				mapvalidator.ValueStringsAre(stringvalidator.OneOf("status.podIP", "status.hostIP"))}},
		"ports": schema.ListNestedAttribute{Optional: true,
			MarkdownDescription: "Ports that the container listens on, for information: the security group governs what reaches them.",
			Validators:          []validator.List{listvalidator.SizeAtMost(100)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"port": schema.Int64Attribute{Required: true,
					MarkdownDescription: "Port number. ECI itself uses 111, 10250 and 10255, and CPFS 998.",
					Validators:          []validator.Int64{portRange}},
				"protocol": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("TCP"),
					MarkdownDescription: "`TCP` or `UDP`. Defaults to `TCP`.", Validators: []validator.String{stringvalidator.OneOf("TCP", "UDP")}},
			}}},
	}
}

func envNameValidators() []validator.String {
	return []validator.String{stringvalidator.UTF8LengthBetween(1, 128),
		attribute.Matches(`^[-._a-zA-Z][-._a-zA-Z0-9]*$`,
			"must consist of letters, digits, underscores, hyphens and periods and not begin with a digit")}
}

func envValidators() []validator.Map {
	return []validator.Map{mapvalidator.SizeAtMost(100), mapvalidator.KeysAre(envNameValidators()...),
		mapvalidator.ValueStringsAre(stringvalidator.UTF8LengthAtMost(256))}
}

var subPath = attribute.OptionalString("Path inside the volume to mount instead of its root.",
	attribute.PathInside())

func volumeMounts(subPath schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{Optional: true, MarkdownDescription: "Volumes to mount, at most 16.",
		Validators: []validator.List{listvalidator.SizeAtMost(16)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Required: true, MarkdownDescription: "Name of the volume in `volumes`."},
			"mount_path": schema.StringAttribute{Required: true,
				MarkdownDescription: "Absolute path in the container; what the image has there is hidden.",
				Validators:          []validator.String{attribute.AbsolutePath()}},
			"sub_path": subPath,
			"read_only": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether the mount is read-only. Defaults to `false`."},
			"mount_propagation": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("None"),
				MarkdownDescription: "Mount propagation: `None`, `HostToContainer` or `Bidirectional`. Defaults to `None`.",
				Validators:          []validator.String{stringvalidator.OneOf("None", "HostToContainer", "Bidirectional")}},
		}}}
}

// commonSecurityContext are the members that ECI returns and can update.
func commonSecurityContext() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"capabilities": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Linux capabilities.",
			Attributes: map[string]schema.Attribute{
				"add": schema.SetAttribute{Required: true, ElementType: types.StringType,
					MarkdownDescription: "Capabilities to add. ECI documents `AUDIT_WRITE`, `CHOWN`, `DAC_OVERRIDE`, `FSETID`, `FOWNER`, `KILL`, " +
						"`MKNOD`, `NET_ADMIN`, `NET_BIND_SERVICE`, `NET_RAW`, `SETGID`, `SETUID`, `SETFCAP`, `SETPCAP`, `SYS_CHROOT`, `SYS_PTRACE` and, on " +
						"request to Alibaba Cloud, `SYS_RAWIO`.",
					Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))}},
			}},
		"read_only_root_filesystem": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether the root file system is read-only. Defaults to `false`."},
		"run_as_user": row{Present: true}.On(
			attribute.OptionalInt64("User ID that the container runs as. Defaults to the image's.", int64validator.AtLeast(0))),
	}
}

func terminationMessage() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"termination_message_path": row{Effect: replaces, Unreturned: true, Default: "/dev/termination-log"}.On(
			attribute.OptionalString("File from which the last message of the container is read.", attribute.AbsolutePath())),
		"termination_message_policy": row{Effect: replaces, Unreturned: true, Default: "File"}.On(
			attribute.OptionalString("Where the last message comes from: `File`, or `FallbackToLogsOnError`.",
				stringvalidator.OneOf("File", "FallbackToLogsOnError"))),
	}
}

func containerObject() schema.NestedAttributeObject {
	attributes := commonContainerAttributes()
	maps.Copy(attributes, terminationMessage())
	attributes["volume_mounts"] = volumeMounts(subPath)
	falseByDefault := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false), MarkdownDescription: description}
	}
	maps.Copy(attributes, map[string]schema.Attribute{
		"sensitive_env": row{Unreturned: true}.On(schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType,
			MarkdownDescription: "Environment variables that are secret but kept in state; prefer `sensitive_env_wo`. They hide the container's " +
				"environment as `hide_env` does.",
			Validators: envValidators()}),
		"sensitive_env_wo": schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType,
			MarkdownDescription: "Environment variables that are never stored. They hide the container's environment as `hide_env` does. Needs " +
				"Terraform 1.11.",
			Validators: append(envValidators(),
				mapvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("sensitive_env_wo_version")))},
		"sensitive_env_wo_version": row{Unreturned: true, Present: true}.On(
			attribute.WriteOnlyVersion("sensitive_env_wo", "Version of `sensitive_env_wo`: change it to send the variables again.")),
		"hide_env": row{Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether ECI keeps the container's environment variables out of its answers. Secret variables imply it. Then a " +
				"change to `env` made outside Terraform does not show.")),
		"liveness_probe":  probe("Probe whose failure restarts the container."),
		"readiness_probe": probe("Probe whose success makes the container ready."),
		"post_start":      row{Unreturned: true}.On(hook("Hook that runs right after the container has started.")),
		"pre_stop":        row{Unreturned: true}.On(hook("Hook that runs before the container is stopped.")),
		"stdin":           falseByDefault("Whether standard input is kept open. Defaults to `false`."),
		"stdin_once":      falseByDefault("Whether standard input is closed after the first client. Defaults to `false`."),
		"tty":             falseByDefault("Whether the container has a terminal. Defaults to `false`."),
	})
	maps.Copy(attributes, treatmentAttributes())
	securityContext := commonSecurityContext()
	maps.Copy(securityContext, map[string]schema.Attribute{
		"run_as_group": row{Effect: replaces, Unreturned: true, Present: true}.On(
			attribute.OptionalInt64("Group ID that the container runs as.", int64validator.AtLeast(0))),
		"run_as_non_root": row{Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether ECI refuses to start the container as root.")),
		"privileged": row{Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool("Whether the container is privileged, which ECI offers as a preview to invited accounts only; grant " +
				"`capabilities` instead.")),
	})
	attributes["security_context"] = schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Security context of the container.",
		Attributes: securityContext}
	return schema.NestedAttributeObject{Attributes: attributes}
}

// treatmentAttributes say how ECI is to treat a container, which it is told by environment variables.
func treatmentAttributes() map[string]schema.Attribute {
	flag := func(description, variable string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: description + " Defaults to `false`. Sent as the environment variable `" + variable + "`."}
	}
	priority := func(description, variable string) schema.Int64Attribute {
		return schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(0),
			MarkdownDescription: description + " Defaults to 0. Sent as the environment variable `" + variable + "`.",
			Validators:          []validator.Int64{int64validator.Between(-maxPriority, maxPriority)}}
	}
	return map[string]schema.Attribute{
		"sidecar": flag("Whether ECI stops the container when all others have ended, which matters with the restart policies `Never` and "+
			"`OnFailure`. A container that is stopped fails: with `ignore_exit_code` the group succeeds all the same.", "ECI_CONTAINER_TYPE"),
		"start_priority": priority("Priority from -1000 to 1000: a container starts when all with a higher one have started, and are ready if "+
			"they have a readiness probe.", "ECI_CONTAINER_LAUNCH_PRIORITY"),
		"exit_priority": priority("Priority from -1000 to 1000: a container is stopped when all with a higher one have ended. Deletion may then "+
			"take longer than `termination_grace_period_seconds`.", "ECI_CONTAINER_EXIT_PRIORITY"),
		"ignore_exit_code": flag("Whether the container succeeds however it ends. The real exit code is in the `message` "+
			"that `container_states` of the data source `eci_container_group` has.",
			"ECI_CONTAINER_IGNORE_EXIT_CODE"),
		"ignore_not_ready": flag("Whether the group can be ready while the container is not.", "ECI_CONTAINER_IGNORE_READY"),
		"exclude_from_size": flag("Whether `cpu` and `memory` of the container do not count when the group has no size of its own and gets the "+
			"sum of its containers.", ignoreResources),
	}
}

func initContainerObject() schema.NestedAttributeObject {
	attributes := commonContainerAttributes()
	maps.Copy(attributes, terminationMessage())
	attributes["name"] = schema.StringAttribute{Required: true, MarkdownDescription: "Name, unique among all containers of the group.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
	attributes["volume_mounts"] = volumeMounts(row{Unreturned: true}.On(subPath))
	attributes["security_context"] = schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Security context of the container.",
		Attributes: commonSecurityContext()}
	return schema.NestedAttributeObject{Attributes: attributes}
}

var oneHandler = []validator.Object{attribute.ExactlyOne("exec", "http_get", "tcp_socket")}

func probe(description string) schema.SingleNestedAttribute {
	count := func(description string, value, minimum int64) schema.Int64Attribute {
		return schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(value),
			MarkdownDescription: description, Validators: []validator.Int64{int64validator.AtLeast(minimum)}}
	}
	return schema.SingleNestedAttribute{Optional: true,
		MarkdownDescription: description + " Exactly one of `exec`, `http_get` and `tcp_socket` says how.", Validators: oneHandler,
		Attributes: map[string]schema.Attribute{
			"exec": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Runs a command, which succeeds with exit code 0.",
				Attributes: map[string]schema.Attribute{
					"command": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "Command, at most 20 words.",
						Validators: []validator.List{listvalidator.SizeBetween(1, 20)}},
				}},
			"http_get": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Sends an HTTP request, which succeeds with a status from 200 to 399.",
				Attributes: map[string]schema.Attribute{
					"path": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("/"),
						MarkdownDescription: "Path. Defaults to `/`.",
						Validators:          []validator.String{attribute.AbsolutePath()}},
					"port": schema.Int64Attribute{Required: true, MarkdownDescription: "Port number.", Validators: []validator.Int64{portRange}},
					"scheme": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("HTTP"),
						MarkdownDescription: "`HTTP` or `HTTPS`. Defaults to `HTTP`.",
						Validators:          []validator.String{stringvalidator.OneOf("HTTP", "HTTPS")}},
				}},
			"tcp_socket": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Opens a TCP connection.",
				Attributes: map[string]schema.Attribute{
					"port": schema.Int64Attribute{Required: true, MarkdownDescription: "Port number.", Validators: []validator.Int64{portRange}},
				}},
			"initial_delay_seconds": count("Seconds between the start of the container and the first probe. Defaults to 0.", 0, 0),
			"period_seconds":        count("Seconds between probes. Defaults to 10.", 10, 1),
			"timeout_seconds":       count("Seconds after which a probe has failed. Defaults to 1.", 1, 1),
			"success_threshold": schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(1),
				MarkdownDescription: "Successes in a row that count as success; ECI allows 1.", Validators: []validator.Int64{int64validator.OneOf(1)}},
			"failure_threshold": count("Failures in a row that count as failure. Defaults to 3.", 3, 1),
		}}
}

func hook(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Optional: true,
		MarkdownDescription: description + " Exactly one of `exec`, `http_get` and `tcp_socket` says how.", Validators: oneHandler,
		Attributes: map[string]schema.Attribute{
			"exec": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Runs a command.",
				Attributes: map[string]schema.Attribute{
					"command": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "Command.",
						Validators: []validator.List{listvalidator.SizeAtLeast(1)}},
				}},
			"http_get": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Sends an HTTP request.",
				Attributes: map[string]schema.Attribute{
					"host": attribute.OptionalString("Host. Defaults to the group itself."),
					"path": attribute.OptionalString("Path.", attribute.AbsolutePath()),
					"port": schema.Int64Attribute{Required: true, MarkdownDescription: "Port number.", Validators: []validator.Int64{portRange}},
					"scheme": row{Default: "HTTP"}.On(
						attribute.OptionalString("`HTTP` or `HTTPS`. Defaults to `HTTP`.", stringvalidator.OneOf("HTTP", "HTTPS"))),
					"headers": schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType,
						MarkdownDescription: "Headers by name, kept in state; prefer `headers_wo` for what is secret."},
					"headers_wo": schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType,
						MarkdownDescription: "Further headers by name, which are never stored. Needs Terraform 1.11.",
						Validators:          []validator.Map{mapvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("headers_wo_version"))}},
					"headers_wo_version": attribute.WriteOnlyVersion("headers_wo", "Version of `headers_wo`: change it to send the headers again."),
				}},
			"tcp_socket": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Opens a TCP connection.",
				Attributes: map[string]schema.Attribute{
					"host": attribute.OptionalString("Host. Defaults to the group itself."),
					"port": schema.Int64Attribute{Required: true, MarkdownDescription: "Port number.", Validators: []validator.Int64{portRange}},
				}},
		}}
}
