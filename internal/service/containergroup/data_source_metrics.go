package containergroup

import (
	"context"
	"fmt"
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
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewMetricsDataSource returns the data source eci_container_group_metrics.
var NewMetricsDataSource = service.NewDataSource("container_group_metrics", metricsSchema, readMetrics)

type metricsModel struct {
	service.Regional
	ContainerGroupIDs []types.String `tfsdk:"container_group_ids"`
	StartTime         types.String   `tfsdk:"start_time"`
	EndTime           types.String   `tfsdk:"end_time"`
	PeriodSeconds     types.Int64    `tfsdk:"period_seconds"`
	Records           []recordModel  `tfsdk:"records"`
}

type recordModel struct {
	ContainerGroupID  types.String               `tfsdk:"container_group_id"`
	Timestamp         types.String               `tfsdk:"timestamp"`
	CPU               *cpuMetricModel            `tfsdk:"cpu"`
	Memory            *memoryMetricModel         `tfsdk:"memory"`
	Containers        map[string]usageModel      `tfsdk:"containers"`
	Disks             map[string]diskMetricModel `tfsdk:"disks"`
	Filesystems       map[string]filesystemModel `tfsdk:"filesystems"`
	NetworkInterfaces map[string]interfaceModel  `tfsdk:"network_interfaces"`
}

type usageModel struct {
	CPU    *cpuMetricModel    `tfsdk:"cpu"`
	Memory *memoryMetricModel `tfsdk:"memory"`
}

type cpuMetricModel struct {
	Limit                types.Int64 `tfsdk:"limit"`
	Load                 types.Int64 `tfsdk:"load"`
	UsageCoreNanoSeconds types.Int64 `tfsdk:"usage_core_nano_seconds"`
	UsageNanoCores       types.Int64 `tfsdk:"usage_nano_cores"`
}

type memoryMetricModel struct {
	AvailableBytes  types.Int64 `tfsdk:"available_bytes"`
	CacheBytes      types.Int64 `tfsdk:"cache_bytes"`
	RSSBytes        types.Int64 `tfsdk:"rss_bytes"`
	UsageBytes      types.Int64 `tfsdk:"usage_bytes"`
	WorkingSetBytes types.Int64 `tfsdk:"working_set_bytes"`
}

type diskMetricModel struct {
	ReadBytes  types.Int64 `tfsdk:"read_bytes"`
	ReadCount  types.Int64 `tfsdk:"read_count"`
	WriteBytes types.Int64 `tfsdk:"write_bytes"`
	WriteCount types.Int64 `tfsdk:"write_count"`
}

type filesystemModel struct {
	Category       types.String `tfsdk:"category"`
	AvailableBytes types.Int64  `tfsdk:"available_bytes"`
	CapacityBytes  types.Int64  `tfsdk:"capacity_bytes"`
	UsageBytes     types.Int64  `tfsdk:"usage_bytes"`
}

type interfaceModel struct {
	ReceivedBytes   types.Int64 `tfsdk:"received_bytes"`
	ReceivedDrops   types.Int64 `tfsdk:"received_drops"`
	ReceivedErrors  types.Int64 `tfsdk:"received_errors"`
	ReceivedPackets types.Int64 `tfsdk:"received_packets"`
	SentBytes       types.Int64 `tfsdk:"sent_bytes"`
	SentDrops       types.Int64 `tfsdk:"sent_drops"`
	SentErrors      types.Int64 `tfsdk:"sent_errors"`
	SentPackets     types.Int64 `tfsdk:"sent_packets"`
}

func metricsSchema(context.Context) schema.Schema {
	byName := func(description string, attributes map[string]schema.Attribute) schema.MapNestedAttribute {
		return schema.MapNestedAttribute{Computed: true, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
	}
	usage := func(of string) map[string]schema.Attribute {
		return map[string]schema.Attribute{
			"cpu": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "Processor use of the " + of + ".",
				Attributes: map[string]schema.Attribute{
					"limit":                   service.ComputedInt64("Limit in thousandths of a vCPU."),
					"load":                    service.ComputedInt64("Load."),
					"usage_core_nano_seconds": service.ComputedInt64("Time used since the start, in nanoseconds of one vCPU."),
					"usage_nano_cores":        service.ComputedInt64("Present use in billionths of a vCPU."),
				}},
			"memory": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "Memory use of the " + of + ".",
				Attributes: map[string]schema.Attribute{
					"available_bytes":   service.ComputedInt64("Bytes still available."),
					"cache_bytes":       service.ComputedInt64("Bytes used as cache."),
					"rss_bytes":         service.ComputedInt64("Bytes of the resident set."),
					"usage_bytes":       service.ComputedInt64("Bytes used in all."),
					"working_set_bytes": service.ComputedInt64("Bytes of the working set."),
				}},
		}
	}
	record := usage("container group")
	record["container_group_id"] = service.ComputedString("ID of the container group.")
	record["timestamp"] = service.ComputedString("When this was measured, in RFC 3339.")
	record["containers"] = byName("Use by container.", usage("container"))
	record["disks"] = byName("Traffic by disk, such as `/dev/vda`, since the start.", map[string]schema.Attribute{
		"read_bytes":  service.ComputedInt64("Bytes read."),
		"read_count":  service.ComputedInt64("Number of reads."),
		"write_bytes": service.ComputedInt64("Bytes written."),
		"write_count": service.ComputedInt64("Number of writes."),
	})
	record["filesystems"] = byName("Space by file system, such as `/dev/root`.", map[string]schema.Attribute{
		"category":        service.ComputedString("Category, such as `System`, if ECI reports it."),
		"available_bytes": service.ComputedInt64("Bytes still available."),
		"capacity_bytes":  service.ComputedInt64("Bytes in all."),
		"usage_bytes":     service.ComputedInt64("Bytes used."),
	})
	record["network_interfaces"] = byName("Traffic by network interface, such as `eth0`, since the start.", map[string]schema.Attribute{
		"received_bytes":   service.ComputedInt64("Bytes received."),
		"received_drops":   service.ComputedInt64("Packets dropped on receipt."),
		"received_errors":  service.ComputedInt64("Errors on receipt."),
		"received_packets": service.ComputedInt64("Packets received."),
		"sent_bytes":       service.ComputedInt64("Bytes sent."),
		"sent_drops":       service.ComputedInt64("Packets dropped on sending."),
		"sent_errors":      service.ComputedInt64("Errors on sending."),
		"sent_packets":     service.ComputedInt64("Packets sent."),
	})
	return schema.Schema{
		MarkdownDescription: "What container groups use: the newest measurements in one call for all of them, or, with `start_time` or " +
			"`end_time`, those of a span of time in a call for each and for every 50 measurements.",
		Attributes: map[string]schema.Attribute{
			"container_group_ids": schema.ListAttribute{Required: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of the container groups, at most 20.", Validators: service.IDs()},
			"start_time": schema.StringAttribute{Optional: true, Validators: []validator.String{attribute.Time()},
				MarkdownDescription: "Begin of the span in RFC 3339, within the last 30 days. Defaults to 5 minutes before its end."},
			"end_time": schema.StringAttribute{Optional: true, Validators: []validator.String{attribute.Time()},
				MarkdownDescription: "End of the span in RFC 3339. Defaults to now."},
			"period_seconds": schema.Int64Attribute{Optional: true,
				Validators:          []validator.Int64{int64validator.OneOf(15, 30, 60, 600), spanRequired{}},
				MarkdownDescription: "Seconds between measurements: 15, 30, 60 or 600. Defaults to 60."},
			"records": schema.ListNestedAttribute{Computed: true,
				MarkdownDescription: "Measurements by container group, in the order of `container_group_ids`, and then by time.",
				NestedObject:        schema.NestedAttributeObject{Attributes: record}},
		},
	}
}

// spanRequired refuses a value beside neither start_time nor end_time.
type spanRequired struct{}

func (spanRequired) Description(context.Context) string {
	return "either start_time or end_time must be given too"
}

func (v spanRequired) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v spanRequired) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	var start, end types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("start_time"), &start)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("end_time"), &end)...)
	if !req.ConfigValue.IsNull() && start.IsNull() && end.IsNull() {
		resp.Diagnostics.AddAttributeError(req.Path, "Span Missing",
			fmt.Sprintf("Of the newest measurements there is one each: %s.", v.Description(ctx)))
	}
}

func readMetrics(ctx context.Context, client *eci.Client, m *metricsModel) diag.Diagnostics {
	metrics, err := m.read(ctx, client)
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", "metrics of container groups", err, nil)}
	}
	m.Records = []recordModel{}
	answered := map[string]bool{}
	for _, id := range m.ContainerGroupIDs {
		for _, record := range metrics[id.ValueString()] {
			m.Records = append(m.Records, flattenRecord(id, record))
			answered[id.ValueString()] = true
		}
	}
	gone := goneOf(ctx, client, m.ContainerGroupIDs, answered)
	if len(gone) == 0 {
		return nil
	}
	result := "its measurements are missing"
	if len(gone) == len(m.ContainerGroupIDs) {
		m.Records, result = nil, "records is null"
	}
	return diag.Diagnostics{warnGone(gone, result)}
}

// read returns the measurements of each group, by its ID.
func (m metricsModel) read(ctx context.Context, client *eci.Client) (map[string][]eci.MetricRecord, error) {
	ids := value.Texts(m.ContainerGroupIDs)
	metrics := make(map[string][]eci.MetricRecord, len(ids))
	if m.StartTime.IsNull() && m.EndTime.IsNull() {
		answer, err := client.DescribeMultiContainerGroupMetric(ctx, &eci.DescribeMultiContainerGroupMetricRequest{ContainerGroupIds: ids})
		if err != nil {
			if eci.IsNotFound(err) {
				err = nil
			}
			return nil, err
		}
		for _, group := range answer.MonitorDatas {
			metrics[group.ContainerGroupId] = group.Records
		}
		return metrics, nil
	}
	parts := m.parts(time.Now())
	for _, id := range ids {
		for _, part := range parts {
			part.ContainerGroupId = id
			answer, err := client.DescribeContainerGroupMetric(ctx, &part)
			if eci.IsNotFound(err) {
				break
			}
			if err != nil {
				return nil, err
			}
			metrics[id] = append(metrics[id], answer.Records...)
		}
	}
	return metrics, nil
}

// mostRecords is the number of measurements that ECI answers in a call. More are an error.
const mostRecords = 50

// parts divides the span into as many calls as its measurements need.
func (m metricsModel) parts(now time.Time) []eci.DescribeContainerGroupMetricRequest {
	rest := eci.DescribeContainerGroupMetricRequest{StartTime: inUTC(m.StartTime), EndTime: inUTC(m.EndTime),
		Period: int64Text(m.PeriodSeconds)}
	start, err := time.Parse(time.RFC3339, rest.StartTime)
	if err != nil { // null: ECI begins 5 minutes before the end
		return []eci.DescribeContainerGroupMetricRequest{rest}
	}
	end, err := time.Parse(time.RFC3339, rest.EndTime)
	if err != nil {
		end = now
	}
	period := time.Minute
	if !m.PeriodSeconds.IsNull() {
		period = time.Duration(m.PeriodSeconds.ValueInt64()) * time.Second
	}
	var parts []eci.DescribeContainerGroupMetricRequest
	for {
		last := start.Add((mostRecords - 1) * period)
		rest.StartTime = start.Format(time.RFC3339)
		if !last.Before(end) {
			return append(parts, rest)
		}
		part := rest
		part.EndTime = last.Format(time.RFC3339)
		parts = append(parts, part)
		start = last.Add(time.Second) // times have no fractions
	}
}

func flattenRecord(id types.String, record eci.MetricRecord) recordModel {
	m := recordModel{
		ContainerGroupID:  id,
		Timestamp:         types.StringValue(record.Timestamp),
		CPU:               flattenCPU(record.CPU),
		Memory:            flattenMemory(record.Memory),
		Containers:        map[string]usageModel{},
		Disks:             map[string]diskMetricModel{},
		Filesystems:       map[string]filesystemModel{},
		NetworkInterfaces: map[string]interfaceModel{},
	}
	for _, container := range record.Containers {
		m.Containers[container.Name] = usageModel{CPU: flattenCPU(container.CPU), Memory: flattenMemory(container.Memory)}
	}
	for _, disk := range record.Disk {
		m.Disks[disk.Device] = diskMetricModel{
			ReadBytes: types.Int64Value(disk.ReadBytes), ReadCount: types.Int64Value(disk.ReadIO),
			WriteBytes: types.Int64Value(disk.WriteBytes), WriteCount: types.Int64Value(disk.WriteIO)}
	}
	for _, fs := range record.Filesystem {
		m.Filesystems[fs.FsName] = filesystemModel{Category: value.String(fs.Category), AvailableBytes: types.Int64Value(fs.Available),
			CapacityBytes: types.Int64Value(fs.Capacity), UsageBytes: types.Int64Value(fs.Usage)}
	}
	if record.Network != nil {
		for _, i := range record.Network.Interfaces {
			m.NetworkInterfaces[i.Name] = interfaceModel{
				ReceivedBytes: types.Int64Value(i.RxBytes), ReceivedDrops: types.Int64Value(i.RxDrops),
				ReceivedErrors: types.Int64Value(i.RxErrors), ReceivedPackets: types.Int64Value(i.RxPackets),
				SentBytes: types.Int64Value(i.TxBytes), SentDrops: types.Int64Value(i.TxDrops),
				SentErrors: types.Int64Value(i.TxErrors), SentPackets: types.Int64Value(i.TxPackets)}
		}
	}
	return m
}

func flattenCPU(metric *eci.CpuMetric) *cpuMetricModel {
	if metric == nil {
		return nil
	}
	return &cpuMetricModel{Limit: types.Int64Value(metric.Limit), Load: types.Int64Value(metric.Load),
		UsageCoreNanoSeconds: types.Int64Value(metric.UsageCoreNanoSeconds), UsageNanoCores: types.Int64Value(metric.UsageNanoCores)}
}

func flattenMemory(metric *eci.MemoryMetric) *memoryMetricModel {
	if metric == nil {
		return nil
	}
	return &memoryMetricModel{AvailableBytes: types.Int64Value(metric.AvailableBytes), CacheBytes: types.Int64Value(metric.Cache),
		RSSBytes: types.Int64Value(metric.Rss), UsageBytes: types.Int64Value(metric.UsageBytes),
		WorkingSetBytes: types.Int64Value(metric.WorkingSet)}
}
