package emulator

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const maxMetricRecords = 50

func (s *Server) describeContainerGroupMetric(
	c call, req *wire.DescribeContainerGroupMetricRequest,
) (*wire.DescribeContainerGroupMetricResponse, error) {
	if err := oneOf("Period", req.Period, "15", "30", "60", "600"); err != nil {
		return nil, err
	}
	period := 60 * time.Second
	if req.Period != "" {
		n, err := strconv.ParseInt(req.Period, 10, 64)
		if err != nil {
			return nil, err
		}
		period = seconds(n)
	}
	if req.StartTime == "" && req.EndTime == "" {
		period = 15 * time.Second
	}
	end, err := timeOr("EndTime", req.EndTime, c.at)
	if err != nil {
		return nil, err
	}
	start, err := timeOr("StartTime", req.StartTime, end.Add(-5*time.Minute))
	if err != nil {
		return nil, err
	}
	if start.After(end) {
		return nil, invalidParameter("StartTime", "it is after EndTime")
	}
	if end.Sub(start)/period >= maxMetricRecords {
		return nil, invalidParameter("Period", fmt.Sprintf("the span has more than %d measurements", maxMetricRecords))
	}
	g, err := s.existingGroup(c, req.ContainerGroupId)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeContainerGroupMetricResponse{ContainerGroupId: g.ContainerGroupId, Records: []wire.MetricRecord{}}
	if end.After(c.at) {
		end = c.at
	}
	if start.Before(g.PendingSince) {
		start = g.PendingSince
	}
	if g.PendingSince.IsZero() {
		return resp, nil
	}
	for at := start.Truncate(period); !at.After(end); at = at.Add(period) {
		if at.Before(start) || !g.Ended.IsZero() && at.After(g.Ended) {
			continue
		}
		resp.Records = append(resp.Records, g.measure(at))
	}
	return resp, nil
}

func (s *Server) describeMultiContainerGroupMetric(
	c call, req *wire.DescribeMultiContainerGroupMetricRequest,
) (*wire.DescribeMultiContainerGroupMetricResponse, error) {
	if err := oneOf("MetricType", req.MetricType, "summary"); err != nil {
		return nil, err
	}
	groups, err := s.selected(c, groupFilter{ids: req.ContainerGroupIds, resourceGroup: req.ResourceGroupId})
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeMultiContainerGroupMetricResponse{MonitorDatas: []wire.MonitorData{}}
	for _, g := range groups {
		if g.PendingSince.IsZero() || g.finished() {
			continue
		}
		resp.MonitorDatas = append(resp.MonitorDatas, wire.MonitorData{
			ContainerGroupId: g.ContainerGroupId,
			Records:          []wire.SummaryRecord{summarize(g.measure(c.at), c.at)},
		})
	}
	return resp, nil
}

// measure makes up measurements that grow with the age of the group and are the same whenever they are asked for.
func (g *containerGroup) measure(at time.Time) wire.MetricRecord {
	const gib = 1 << 30
	age := int64(at.Sub(g.PendingSince) / time.Second)
	cpu := wire.CPUMetric{Limit: int64(g.Cpu * 1000), UsageNanoCores: 5_000_000, UsageCoreNanoSeconds: 5_000_000 * age}
	memory := wire.MemoryMetric{Rss: 32 << 20, Cache: 8 << 20, UsageBytes: 40 << 20, WorkingSet: 36 << 20}
	memory.AvailableBytes = int64(g.Memory*gib) - memory.WorkingSet
	record := wire.MetricRecord{
		Timestamp: at.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04:05.000-07:00"),
		CPU:       cpu,
		Memory:    memory,
		Network: wire.NetworkMetric{Interfaces: []wire.InterfaceMetric{{
			Name: "eth0", RxBytes: g.traffic(1200, g.Undescribed.IngressBandwidth) * age, RxPackets: 10 * age,
			TxBytes: g.traffic(900, g.Undescribed.EgressBandwidth) * age, TxPackets: 8 * age,
		}}},
		Disk:       []wire.DiskMetric{{Device: "/dev/vda", ReadBytes: 200 << 20, ReadIO: 4000, WriteBytes: 4096 * age, WriteIO: age}},
		Filesystem: []wire.FilesystemMetric{{FsName: "/dev/root", Category: "System", Capacity: 30 * gib, Usage: 3 * gib, Available: 27 * gib}},
	}
	for _, c := range g.containers() {
		share := int64(len(g.containers()))
		record.Containers = append(record.Containers, wire.ContainerMetric{
			Name: c.Name,
			CPU: wire.CPUMetric{
				Limit: int64(c.Cpu * 1000), UsageNanoCores: cpu.UsageNanoCores / share, UsageCoreNanoSeconds: cpu.UsageCoreNanoSeconds / share,
			},
			Memory: wire.MemoryMetric{
				AvailableBytes: memory.AvailableBytes, Rss: memory.Rss / share, Cache: memory.Cache / share,
				UsageBytes: memory.UsageBytes / share, WorkingSet: memory.WorkingSet / share,
			},
		})
	}
	return record
}

// traffic is a number of bytes per second: some where there is no limit, and where there is one, all that it allows.
func (g *containerGroup) traffic(some, limit int64) int64 {
	if g.assumes(assumeBandwidthUnit) == "bits" {
		limit /= 8
	}
	return cmp.Or(limit, some)
}

func summarize(r wire.MetricRecord, at time.Time) wire.SummaryRecord {
	summary := wire.SummaryRecord{Timestamp: timestamp(at), CPU: r.CPU, Memory: r.Memory, Network: r.Network, Containers: r.Containers}
	for _, d := range r.Disk {
		summary.Disk = append(summary.Disk, wire.SummaryDisk{
			Device: d.Device, ReadBytes: d.ReadBytes, ReadIo: d.ReadIO, WriteBytes: d.WriteBytes, WriteIo: d.WriteIO,
		})
	}
	for _, f := range r.Filesystem {
		summary.Filesystem = append(summary.Filesystem, wire.SummaryFilesystem{FsName: f.FsName, Capacity: f.Capacity, Usage: f.Usage,
			Available: f.Available})
	}
	return summary
}

func timeOr(name, text string, fallback time.Time) (time.Time, error) {
	if text == "" {
		return fallback, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, invalidParameter(name, "it is not an RFC 3339 time")
	}
	return at, nil
}
