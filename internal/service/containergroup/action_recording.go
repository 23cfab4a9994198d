package containergroup

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

var coreDumpAction = service.Action{
	Name: "container_group_coredump", Schema: coreDumpSchema, Within: 30 * time.Minute, Invoke: service.Typed(invokeCoreDump),
}

var captureAction = service.Action{
	Name: "container_group_tcpdump", Schema: captureSchema, Within: 30 * time.Minute, Invoke: service.Typed(invokeCapture),
}

// recordingModel holds what both kinds of recordings have.
type recordingModel struct {
	onGroup
	Enabled     types.Bool `tfsdk:"enabled"`
	WaitForFile types.Bool `tfsdk:"wait_for_file"`
}

type captureModel struct {
	recordingModel
	Protocol        types.String `tfsdk:"protocol"`
	SourceIP        types.String `tfsdk:"source_ip"`
	SourceCIDR      types.String `tfsdk:"source_cidr"`
	SourcePort      types.Int64  `tfsdk:"source_port"`
	DestinationIP   types.String `tfsdk:"destination_ip"`
	DestinationCIDR types.String `tfsdk:"destination_cidr"`
	DestinationPort types.Int64  `tfsdk:"destination_port"`
	Interface       types.String `tfsdk:"interface"`
	SnapLength      types.Int64  `tfsdk:"snap_length"`
	DurationSeconds types.Int64  `tfsdk:"duration_seconds"`
	PacketCount     types.Int64  `tfsdk:"packet_count"`
	FileSizeBytes   types.Int64  `tfsdk:"file_size_bytes"`
}

const fileIsInEphemeral = " Its file is in the ephemeral resource `eci_container_group_recording`, since whoever knows the address can " +
	"read it."

func recordingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"container_group_id": groupAttribute(),
		"enabled": schema.BoolAttribute{Required: true, MarkdownDescription: "Whether it is switched on or off. What is on already stays as " +
			"it is."},
		"wait_for_file": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to wait until there is a file. Defaults to `false`."},
	}
}

func coreDumpSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Switches core dumps of a container group on or off. While they are on, at most 12 hours, ECI keeps the core file " +
			"of a container that ends abnormally." + fileIsInEphemeral + " A group with `core_pattern` cannot have them.",
		Attributes: recordingAttributes(),
	}
}

func captureSchema() schema.Schema {
	attributes := recordingAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"protocol": optionalString("Only packets of this protocol: `tcp`, `udp` or `icmpv4`.", stringvalidator.OneOf("tcp", "udp", "icmpv4")),
		"source_ip": optionalString("Only packets from this address.", attribute.IP(),
			stringvalidator.ConflictsWith(path.MatchRoot("source_cidr"))),
		"source_cidr": optionalString("Only packets from this network.", attribute.CIDR()),
		"source_port": optionalInt64("Only packets from this port, 1 to 65535.", int64validator.Between(1, 65535)),
		"destination_ip": optionalString("Only packets to this address.", attribute.IP(),
			stringvalidator.ConflictsWith(path.MatchRoot("destination_cidr"))),
		"destination_cidr": optionalString("Only packets to this network.", attribute.CIDR()),
		"destination_port": optionalInt64("Only packets to this port, 1 to 65535.", int64validator.Between(1, 65535)),
		"interface":        optionalString("Network interface. Defaults to `eth0`.", stringvalidator.LengthAtLeast(1)),
		"snap_length":      optionalInt64("How many bytes of each packet, at most 65535.", int64validator.Between(1, 65535)),
		"duration_seconds": optionalInt64("How long, in seconds. Defaults to until it is switched off.", int64validator.AtLeast(1)),
		"packet_count":     optionalInt64("How many packets at most.", int64validator.AtLeast(1)),
		"file_size_bytes":  optionalInt64("How large the file may be, at most 1073741824 bytes.", int64validator.Between(1, 1<<30)),
	})
	return schema.Schema{
		MarkdownDescription: "Switches a capture of a container group's packets on or off, at most for 12 hours." + fileIsInEphemeral +
			" Not every region has it.",
		Attributes: attributes,
	}
}

func optionalInt64(description string, validators ...validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: validators}
}

func invokeCoreDump(ctx context.Context, run service.Invocation, m recordingModel) diag.Diagnostics {
	setting := "disable"
	if m.Enabled.ValueBool() {
		setting = "enable"
	}
	return setRecording(ctx, run, m, eci.OpsCoreDump, setting)
}

func invokeCapture(ctx context.Context, run service.Invocation, m captureModel) diag.Diagnostics {
	return setRecording(ctx, run, m.recordingModel, eci.OpsCapture, expandCapture(m))
}

// expandCapture writes the setting of a capture as ECI takes it.
func expandCapture(m captureModel) string {
	setting := struct {
		Enable       bool
		Protocol     string `json:",omitempty"`
		SourceIP     string `json:"SourceIp,omitempty"`
		SourceCidr   string `json:",omitempty"`
		SourcePort   int64  `json:",omitempty"`
		DestIP       string `json:"DestIp,omitempty"`
		DestCidr     string `json:",omitempty"`
		DestPort     int64  `json:",omitempty"`
		IfDeviceName string `json:",omitempty"`
		Snaplen      int64  `json:",omitempty"`
		Duration     int64  `json:",omitempty"`
		PacketNum    int64  `json:",omitempty"`
		FileSize     int64  `json:",omitempty"`
	}{Enable: m.Enabled.ValueBool()}
	if setting.Enable {
		setting.Protocol = m.Protocol.ValueString()
		setting.SourceIP, setting.SourceCidr, setting.SourcePort = m.SourceIP.ValueString(), m.SourceCIDR.ValueString(), m.SourcePort.ValueInt64()
		setting.DestIP, setting.DestCidr = m.DestinationIP.ValueString(), m.DestinationCIDR.ValueString()
		setting.DestPort = m.DestinationPort.ValueInt64()
		setting.IfDeviceName, setting.Snaplen = m.Interface.ValueString(), m.SnapLength.ValueInt64()
		setting.Duration, setting.PacketNum = m.DurationSeconds.ValueInt64(), m.PacketCount.ValueInt64()
		setting.FileSize = m.FileSizeBytes.ValueInt64()
	}
	text, err := json.Marshal(setting)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	return string(text)
}

// setRecording switches a recording of a kind on or off unless it is so already, and waits for its file if asked to.
func setRecording(ctx context.Context, run service.Invocation, m recordingModel, kind, setting string) diag.Diagnostics {
	id, what := m.ContainerGroupID.ValueString(), recordings[kind]
	failed := func(err error) diag.Diagnostics {
		return diag.Diagnostics{diagnose.Error("make", "a "+what+" of container group "+id, err, nil)}
	}
	earlier := ""
	newest, err := newestRecord(ctx, run.Client, id, kind)
	if err != nil {
		return failed(err)
	}
	switch {
	case isOn(newest) && m.Enabled.ValueBool():
		run.Tell("The %s of container group %s is on since %s, and stays as it is", what, id, newest.CreateTime)
	case !isOn(newest) && !m.Enabled.ValueBool():
		run.Tell("The %s of container group %s is not on", what, id)
	default:
		if err := switchRecording(ctx, run.Client, id, kind, setting, run.Tell); err != nil {
			return failed(err)
		}
		if newest != nil && m.Enabled.ValueBool() {
			earlier = newest.CreateTime
		}
		run.Tell("The %s of container group %s is switched %s", what, id, map[bool]string{true: "on", false: "off"}[m.Enabled.ValueBool()])
	}
	if !m.WaitForFile.ValueBool() {
		return nil
	}
	if err := awaitFile(ctx, run.Client, id, kind, earlier, run.Tell); err != nil {
		return failed(err)
	}
	run.Tell("The file of the %s is there; the ephemeral resource eci_container_group_recording has its address", what)
	return nil
}
