package containergroup

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewLogDataSource returns the data source eci_container_log.
var NewLogDataSource = service.NewDataSource("container_log", logSchema, readLog)

type logModel struct {
	service.Regional
	ContainerGroupID types.String `tfsdk:"container_group_id"`
	ContainerName    types.String `tfsdk:"container_name"`
	Tail             types.Int64  `tfsdk:"tail"`
	SinceSeconds     types.Int64  `tfsdk:"since_seconds"`
	StartTime        types.String `tfsdk:"start_time"`
	LastTerminated   types.Bool   `tfsdk:"last_terminated"`
	Timestamps       types.Bool   `tfsdk:"timestamps"`
	LimitBytes       types.Int64  `tfsdk:"limit_bytes"`
	Content          types.String `tfsdk:"content"`
}

func logSchema(context.Context) schema.Schema {
	name := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "The log of a container as it is when Terraform reads it. Null, with a warning, when ECI has forgotten the " +
			"container group, as it does some time after the group has ended; for the log of a job see `keep_log_lines` of `eci_container_group`.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": name("ID of the container group."),
			"container_name":     name("Name of the container or init container."),
			"tail": schema.Int64Attribute{Optional: true, MarkdownDescription: "How many of the newest lines, 1 to 2000. Defaults to 500.",
				Validators: []validator.Int64{int64validator.Between(1, 2000)}},
			"since_seconds": schema.Int64Attribute{Optional: true, MarkdownDescription: "Only lines of the last seconds.",
				Validators: []validator.Int64{int64validator.AtLeast(1), int64validator.ConflictsWith(path.MatchRoot("start_time"))}},
			"start_time": schema.StringAttribute{Optional: true, MarkdownDescription: "Only lines since this time, in RFC 3339.",
				Validators: []validator.String{attribute.Time()}},
			"last_terminated": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether to read the log of the run that ended last, for instance of a container that crashes again and again, " +
					"instead of the present one."},
			"timestamps": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether each line begins with its time."},
			"limit_bytes": schema.Int64Attribute{Optional: true,
				MarkdownDescription: "How many bytes at most, up to 1048576. Defaults to 1048576.",
				Validators:          []validator.Int64{int64validator.Between(1, 1048576)}},
			"content": schema.StringAttribute{Computed: true, Sensitive: true,
				MarkdownDescription: "The lines. They are sensitive, because a program may print its secrets; use `nonsensitive` where it does not."},
		},
	}
}

func readLog(ctx context.Context, client *eci.Client, m *logModel) diag.Diagnostics {
	answer, err := client.DescribeContainerLog(ctx, &eci.DescribeContainerLogRequest{
		ContainerGroupId: m.ContainerGroupID.ValueString(),
		ContainerName:    m.ContainerName.ValueString(),
		LastTime:         m.LastTerminated.ValueBoolPointer(),
		LimitBytes:       m.LimitBytes.ValueInt64Pointer(),
		SinceSeconds:     m.SinceSeconds.ValueInt64Pointer(),
		StartTime:        inUTC(m.StartTime),
		Tail:             m.Tail.ValueInt64Pointer(),
		Timestamps:       m.Timestamps.ValueBoolPointer(),
	})
	if eci.IsNotFound(err) { // the group, or the container in it
		if gone := goneOf(ctx, client, []types.String{m.ContainerGroupID}, nil); len(gone) > 0 {
			return diag.Diagnostics{warnGone(gone, "content is null")}
		}
	}
	if err != nil {
		object := "log of container " + m.ContainerName.ValueString() + " of container group " + m.ContainerGroupID.ValueString()
		return diag.Diagnostics{diagnose.Error("read", object, err, nil)}
	}
	m.Content = types.StringValue(answer.Content)
	return nil
}

// goneOf lists the groups that ECI does not know any more, of those without an answer.
func goneOf(ctx context.Context, client *eci.Client, ids []types.String, answered map[string]bool) []string {
	var gone []string
	for _, id := range ids {
		if answered[id.ValueString()] {
			continue
		}
		if group, err := look(client, id.ValueString()).Read(ctx); group == nil && err == nil {
			gone = append(gone, id.ValueString())
		}
	}
	return gone
}

// warnGone says that groups which a data source asks about are gone, with the result as a clause. That is no error: ECI forgets groups
// some time after they have ended, and a configuration that reads them has to be planned, applied and destroyed all the same.
func warnGone(ids []string, result string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Container Group Is Gone", fmt.Sprintf("ECI does not know %s. It was deleted, or forgotten some time "+
		"after it had ended, so %s. What a group leaves behind is kept by its resource: exit_codes, and logs if keep_log_lines asks for them.",
		strings.Join(ids, ", "), result))
}

// inUTC writes a time as ECI wants it, and null as empty.
func inUTC(at types.String) string {
	parsed, err := time.Parse(time.RFC3339, at.ValueString())
	if err != nil {
		return "" // the schema has checked what is not null
	}
	return parsed.UTC().Format(time.RFC3339)
}
