package containergroup

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// EphemeralResources are those about container groups: what may hold secrets, or is one.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		service.NewEphemeral("container_exec", execResultSchema, openExec),
		service.NewEphemeral("container_exec_session", sessionSchema, openSession),
		service.NewEphemeral("container_group_recording", recordingSchema, openRecording),
		service.NewEphemeral("container_log", ephemeralLogSchema, readLog),
	}
}

// ephemeralGroup and ephemeralContainer are the attributes that name a group, and a container of it.
var (
	ephemeralGroup = schema.StringAttribute{Required: true, MarkdownDescription: "ID of the container group.",
		Validators: []validator.String{groupID()}}
	ephemeralContainer = schema.StringAttribute{Required: true, MarkdownDescription: "Name of the container, which has to be running.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
)

func secretString(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: description}
}

type execResultModel struct {
	service.Regional
	ContainerGroupID types.String   `tfsdk:"container_group_id"`
	ContainerName    types.String   `tfsdk:"container_name"`
	Command          []types.String `tfsdk:"command"`
	Output           types.String   `tfsdk:"output"`
	ExitCode         types.Int64    `tfsdk:"exit_code"`
}

func execResultSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs a command in a container, and has its output and exit code, which are not stored. Terraform runs it in each " +
			"plan, and again in each apply, so it must only look and change nothing; what changes something is for the action " +
			"`eci_container_group_exec`.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": ephemeralGroup,
			"container_name":     ephemeralContainer,
			"command": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: commandDescription,
				Validators: commandValidators()},
			"output":    secretString("What the command has printed, errors included, without line ends at its end."),
			"exit_code": schema.Int64Attribute{Computed: true, MarkdownDescription: "Exit code, 0 to 255. One that is not 0 is no error."},
		},
	}
}

func openExec(ctx context.Context, client *eci.Client, m *execResultModel) diag.Diagnostics {
	command := value.Texts(m.Command)
	if diags := checkCommand(path.Root("command"), command); diags.HasError() {
		return diags
	}
	output, exitCode, err := execute(ctx, client, m.ContainerGroupID.ValueString(), m.ContainerName.ValueString(), command)
	if err != nil {
		return diag.Diagnostics{cannotExecute(m.ContainerGroupID.ValueString(), m.ContainerName.ValueString(), err)}
	}
	m.Output, m.ExitCode = types.StringValue(output), types.Int64Value(exitCode)
	return nil
}

type sessionModel struct {
	service.Regional
	ContainerGroupID types.String   `tfsdk:"container_group_id"`
	ContainerName    types.String   `tfsdk:"container_name"`
	Command          []types.String `tfsdk:"command"`
	HTTPURL          types.String   `tfsdk:"http_url"`
	WebSocketURI     types.String   `tfsdk:"web_socket_uri"`
	ExpireTime       types.String   `tfsdk:"expire_time"`
}

// sessionLife is how long the address of a terminal can be opened, as ECI documents it.
const sessionLife = 30 * time.Second

func sessionSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A terminal in a container. Its addresses are secrets, can be opened for 30 seconds, and are not stored; each " +
			"plan and each apply gets new ones.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": ephemeralGroup,
			"container_name":     ephemeralContainer,
			"command": schema.ListAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Program with its arguments, 1 to 20 words of at most 256 characters. Defaults to `[\"/bin/bash\"]`.",
				Validators: []validator.List{listvalidator.SizeBetween(1, 20), listvalidator.NoNullValues(),
					listvalidator.ValueStringsAre(stringvalidator.LengthAtMost(maxWordLength))}},
			"http_url":       secretString("Address of a page with the terminal."),
			"web_socket_uri": secretString("Address of the terminal for programs."),
			"expire_time":    schema.StringAttribute{Computed: true, MarkdownDescription: "Until when the addresses can be opened, in RFC 3339."},
		},
	}
}

func openSession(ctx context.Context, client *eci.Client, m *sessionModel) diag.Diagnostics {
	command, yes := value.Texts(m.Command), true
	if command == nil {
		command = []string{"/bin/bash"}
	}
	begin := time.Now()
	answer, err := client.ExecContainerCommand(ctx, &eci.ExecContainerCommandRequest{ContainerGroupId: m.ContainerGroupID.ValueString(),
		ContainerName: m.ContainerName.ValueString(), Command: command, TTY: &yes, Stdin: &yes})
	if err != nil {
		object := "a terminal in container " + m.ContainerName.ValueString() + " of " + kind + " " + m.ContainerGroupID.ValueString()
		return diag.Diagnostics{diagnose.Error("open", object, err, nil)}
	}
	m.HTTPURL, m.WebSocketURI = value.String(answer.HttpUrl), value.String(answer.WebSocketUri)
	m.ExpireTime = types.StringValue(begin.Add(sessionLife).UTC().Format(time.RFC3339))
	return nil
}

type recordingResultModel struct {
	service.Regional
	ContainerGroupID types.String `tfsdk:"container_group_id"`
	Type             types.String `tfsdk:"type"`
	Status           types.String `tfsdk:"status"`
	CreationTime     types.String `tfsdk:"creation_time"`
	ExpireTime       types.String `tfsdk:"expire_time"`
	URL              types.String `tfsdk:"url"`
}

func recordingSchema() schema.Schema {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "The newest core dump or packet capture of a container group, with the address of its file, which everybody can " +
			"read who knows it. The actions `eci_container_group_coredump` and `eci_container_group_tcpdump` make them.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": ephemeralGroup,
			"type": schema.StringAttribute{Required: true, MarkdownDescription: "`coredump` or `tcpdump`.",
				Validators: []validator.String{stringvalidator.OneOf(eci.OpsCoreDump, eci.OpsCapture)}},
			"status":        computed("`Ready` while it is on; then `Success`, `Failed`, `Expired` or `Closed`. Null if there has been none."),
			"creation_time": computed("When it was switched on."),
			"expire_time":   computed("When it ends at the latest."),
			"url":           secretString("Address of the file. Null unless the status is `Success`."),
		},
	}
}

func openRecording(ctx context.Context, client *eci.Client, m *recordingResultModel) diag.Diagnostics {
	newest, err := newestRecord(ctx, client, m.ContainerGroupID.ValueString(), m.Type.ValueString())
	if err != nil {
		what := "the " + recordings[m.Type.ValueString()] + " of " + kind + " " + m.ContainerGroupID.ValueString()
		return diag.Diagnostics{diagnose.Error("read", what, err, nil)}
	}
	if newest != nil {
		m.Status, m.CreationTime, m.ExpireTime = value.String(newest.OpsStatus), value.String(newest.CreateTime), value.String(newest.ExpireTime)
		m.URL = value.String(newest.ResultContent)
	}
	return nil
}

// ephemeralLogSchema has the attributes of the data source eci_container_log.
func ephemeralLogSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The log of a container as it is when Terraform reads it, in each plan and again in each apply. Unlike that of " +
			"the data source of this name it is not stored. Null, with a warning, when ECI has forgotten the container group.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": ephemeralGroup,
			"container_name": schema.StringAttribute{Required: true, MarkdownDescription: "Name of the container or init container.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"tail": schema.Int64Attribute{Optional: true, MarkdownDescription: "How many of the newest lines, 1 to 2000. Defaults to 500.",
				Validators: []validator.Int64{int64validator.Between(1, 2000)}},
			"since_seconds": schema.Int64Attribute{Optional: true, MarkdownDescription: "Only lines of the last seconds.",
				Validators: []validator.Int64{int64validator.AtLeast(1), int64validator.ConflictsWith(path.MatchRoot("start_time"))}},
			"start_time": schema.StringAttribute{Optional: true, MarkdownDescription: "Only lines since this time, in RFC 3339.",
				Validators: []validator.String{attribute.Time()}},
			"last_terminated": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether to read the log of the run that ended last instead of the present one."},
			"timestamps": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether each line begins with its time."},
			"limit_bytes": schema.Int64Attribute{Optional: true, MarkdownDescription: "How many bytes at most, up to 1048576. Defaults to 1048576.",
				Validators: []validator.Int64{int64validator.Between(1, 1048576)}},
			"content": secretString("The lines."),
		},
	}
}
