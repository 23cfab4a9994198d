package wire

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
