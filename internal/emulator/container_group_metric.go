package emulator

import (
	"strconv"
	"time"
)

const maxMetricRecords = 1440

// DescribeContainerGroupMetricResponse is the answer of DescribeContainerGroupMetric.
type DescribeContainerGroupMetricResponse struct {
	ContainerGroupId string
	Records          []MetricRecord
}

// MetricRecord holds the measurements of a group at one time.
type MetricRecord struct {
	Timestamp  string
	CPU        CPUMetric
	Memory     MemoryMetric
	Network    NetworkMetric
	Disk       []DiskMetric
	Filesystem []FilesystemMetric
	Containers []ContainerMetric
}

// CPUMetric measures vCPUs; Limit is in thousandths of one.
type CPUMetric struct {
	Limit                int64
	Load                 int64
	UsageCoreNanoSeconds int64
	UsageNanoCores       int64
}

// MemoryMetric measures memory in bytes.
type MemoryMetric struct {
	AvailableBytes int64
	Cache          int64
	Rss            int64
	UsageBytes     int64
	WorkingSet     int64
}

// NetworkMetric measures network interfaces.
type NetworkMetric struct{ Interfaces []InterfaceMetric }

// InterfaceMetric measures a network interface since its start.
type InterfaceMetric struct {
	Name      string
	RxBytes   int64
	RxDrops   int64
	RxErrors  int64
	RxPackets int64
	TxBytes   int64
	TxDrops   int64
	TxErrors  int64
	TxPackets int64
}

// DiskMetric measures a disk since its start.
type DiskMetric struct {
	Device     string
	ReadBytes  int64
	ReadIO     int64
	WriteBytes int64
	WriteIO    int64
}

// FilesystemMetric measures a file system in bytes.
type FilesystemMetric struct {
	FsName    string
	Category  string
	Capacity  int64
	Usage     int64
	Available int64
}

// ContainerMetric measures a container.
type ContainerMetric struct {
	Name   string
	CPU    CPUMetric
	Memory MemoryMetric
}

// DescribeMultiContainerGroupMetricResponse is the answer of DescribeMultiContainerGroupMetric, whose records spell two
// things in another way.
type DescribeMultiContainerGroupMetricResponse struct{ MonitorDatas []MonitorData }

// MonitorData holds the newest measurements of one group.
type MonitorData struct {
	ContainerGroupId string
	Records          []SummaryRecord
}

// SummaryRecord is a MetricRecord in the spelling of DescribeMultiContainerGroupMetric.
type SummaryRecord struct {
	Timestamp  string
	CPU        CPUMetric
	Memory     MemoryMetric
	Network    NetworkMetric
	Disk       []SummaryDisk
	Filesystem []SummaryFilesystem
	Containers []ContainerMetric
}

// SummaryDisk is a DiskMetric in the spelling of DescribeMultiContainerGroupMetric.
type SummaryDisk struct {
	Device     string
	ReadBytes  int64
	ReadIo     int64
	WriteBytes int64
	WriteIo    int64
}

// SummaryFilesystem is a FilesystemMetric without its category.
type SummaryFilesystem struct {
	FsName    string
	Capacity  int64
	Usage     int64
	Available int64
}

func (s *Server) describeContainerGroupMetric(c call, req *DescribeContainerGroupMetricRequest) (*DescribeContainerGroupMetricResponse, error) {
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
	g, err := s.existingGroup(c, req.ContainerGroupId)
	if err != nil {
		return nil, err
	}
	resp := &DescribeContainerGroupMetricResponse{ContainerGroupId: g.ContainerGroupId, Records: []MetricRecord{}}
	if end.After(c.at) {
		end = c.at
	}
	if start.Before(g.PendingSince) {
		start = g.PendingSince
	}
	if g.PendingSince.IsZero() {
		return resp, nil
	}
	for at := start.Truncate(period); !at.After(end) && len(resp.Records) < maxMetricRecords; at = at.Add(period) {
		if at.Before(start) || !g.Ended.IsZero() && at.After(g.Ended) {
			continue
		}
		resp.Records = append(resp.Records, g.measure(at))
	}
	return resp, nil
}

func (s *Server) describeMultiContainerGroupMetric(c call, req *DescribeMultiContainerGroupMetricRequest) (*DescribeMultiContainerGroupMetricResponse, error) {
	if err := oneOf("MetricType", req.MetricType, "summary"); err != nil {
		return nil, err
	}
	groups, err := s.selected(c, groupFilter{ids: req.ContainerGroupIds, resourceGroup: req.ResourceGroupId})
	if err != nil {
		return nil, err
	}
	resp := &DescribeMultiContainerGroupMetricResponse{MonitorDatas: []MonitorData{}}
	for _, g := range groups {
		if g.PendingSince.IsZero() || g.finished() {
			continue
		}
		resp.MonitorDatas = append(resp.MonitorDatas, MonitorData{
			ContainerGroupId: g.ContainerGroupId,
			Records:          []SummaryRecord{summarize(g.measure(c.at), c.at)},
		})
	}
	return resp, nil
}

// measure makes up measurements that grow with the age of the group and are the same whenever they are asked for.
func (g *containerGroup) measure(at time.Time) MetricRecord {
	const gib = 1 << 30
	age := int64(at.Sub(g.PendingSince) / time.Second)
	cpu := CPUMetric{Limit: int64(g.Cpu * 1000), UsageNanoCores: 5_000_000, UsageCoreNanoSeconds: 5_000_000 * age}
	memory := MemoryMetric{Rss: 32 << 20, Cache: 8 << 20, UsageBytes: 40 << 20, WorkingSet: 36 << 20}
	memory.AvailableBytes = int64(g.Memory*gib) - memory.WorkingSet
	record := MetricRecord{
		Timestamp: at.In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04:05.000-07:00"),
		CPU:       cpu,
		Memory:    memory,
		Network: NetworkMetric{Interfaces: []InterfaceMetric{{
			Name: "eth0", RxBytes: 1200 * age, RxPackets: 10 * age, TxBytes: 900 * age, TxPackets: 8 * age,
		}}},
		Disk:       []DiskMetric{{Device: "/dev/vda", ReadBytes: 200 << 20, ReadIO: 4000, WriteBytes: 4096 * age, WriteIO: age}},
		Filesystem: []FilesystemMetric{{FsName: "/dev/root", Category: "System", Capacity: 30 * gib, Usage: 3 * gib, Available: 27 * gib}},
	}
	for _, c := range g.containers() {
		share := int64(len(g.containers()))
		record.Containers = append(record.Containers, ContainerMetric{
			Name: c.Name,
			CPU: CPUMetric{
				Limit: int64(c.Cpu * 1000), UsageNanoCores: cpu.UsageNanoCores / share, UsageCoreNanoSeconds: cpu.UsageCoreNanoSeconds / share,
			},
			Memory: MemoryMetric{
				AvailableBytes: memory.AvailableBytes, Rss: memory.Rss / share, Cache: memory.Cache / share,
				UsageBytes: memory.UsageBytes / share, WorkingSet: memory.WorkingSet / share,
			},
		})
	}
	return record
}

func summarize(r MetricRecord, at time.Time) SummaryRecord {
	summary := SummaryRecord{Timestamp: timestamp(at), CPU: r.CPU, Memory: r.Memory, Network: r.Network, Containers: r.Containers}
	for _, d := range r.Disk {
		summary.Disk = append(summary.Disk, SummaryDisk{
			Device: d.Device, ReadBytes: d.ReadBytes, ReadIo: d.ReadIO, WriteBytes: d.WriteBytes, WriteIo: d.WriteIO,
		})
	}
	for _, f := range r.Filesystem {
		summary.Filesystem = append(summary.Filesystem, SummaryFilesystem{FsName: f.FsName, Capacity: f.Capacity, Usage: f.Usage, Available: f.Available})
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
