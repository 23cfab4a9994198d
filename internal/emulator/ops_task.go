package emulator

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// opsLife bounds the time that a task waits for what it is to record.
const opsLife = 12 * time.Hour

// withoutTcpdump are the regions in which packets cannot be captured.
var withoutTcpdump = []string{
	"cn-wulanchabu", "cn-heyuan", "cn-guangzhou", "cn-nanjing", "ap-southeast-6", "ap-northeast-2", "ap-southeast-7", "ap-southeast-3",
}

// opsRecord is a task of operations on a group: a core dump when a container crashes, or a capture of packets.
type opsRecord struct {
	RegionId, ContainerGroupId, Type string
	Created, Changed                 time.Time
	Duration                         time.Duration // after which a capture ends; zero if it has no end
	Closed                           bool          // switched off
}

// createInstanceOpsTask switches a kind of recording on or off. It has no idempotency: whoever repeats it comes too soon.
func (s *Server) createInstanceOpsTask(c call, req *wire.CreateInstanceOpsTaskRequest) (*wire.CreateInstanceOpsTaskResponse, error) {
	g, ok := s.cloud.ContainerGroups.get(c.Region, req.ContainerGroupId)
	if !ok {
		return nil, refuse("InvalidInstanceId.NotFound", "The instance %s does not exist.", req.ContainerGroupId)
	}
	record := &opsRecord{RegionId: c.Region, ContainerGroupId: g.ContainerGroupId, Type: req.OpsType, Created: c.at, Changed: c.at}
	var enable bool
	switch req.OpsType {
	case "coredump":
		if req.OpsValue != "enable" && req.OpsValue != "disable" {
			return nil, refuse("Ops.OpsValueInvalid", "OpsValue of coredump has to be enable or disable.")
		}
		if g.Undescribed.CorePattern != "" {
			return nil, refuse("Coredump.InvalidCorePatternType", "The container group has a CorePattern of its own.")
		}
		enable = req.OpsValue == "enable"
	case "tcpdump":
		if slices.Contains(withoutTcpdump, c.Region) {
			return nil, refuse("Ops.RegionNotSupport", "The region %s cannot capture packets.", c.Region)
		}
		capture, err := readCapture(req.OpsValue)
		if err != nil {
			return nil, err
		}
		enable, record.Duration = *capture.Enable, seconds(capture.Duration)
	default:
		return nil, refuse("Ops.TypeNotSupport", "OpsType has to be coredump or tcpdump.")
	}
	if g.Status != statusRunning && g.Status != statusPending {
		return nil, refuse("Ops.InstanceNotSupport", "The status %s of the container group does not allow it.", g.Status)
	}
	latest := s.latestOps(g, req.OpsType)
	interval, err := time.ParseDuration(s.assumes(assumeOpsInterval))
	if err != nil {
		return nil, err
	}
	if latest != nil && c.at.Sub(latest.Changed) < interval {
		code := map[string]string{"coredump": "Coredump.RefrshIntervalTooShort", "tcpdump": "Ops.IntervalTooShort"}[req.OpsType]
		return nil, refuse(code, "A task of this type was created or changed less than %s ago.", interval)
	}
	if latest != nil && latest.status(g, c.at) == "Ready" {
		latest.Closed, latest.Changed = true, c.at
	}
	if enable {
		s.cloud.OpsRecords = append(s.cloud.OpsRecords, record)
	}
	result := "Coredump settings has been configured successfully."
	if req.OpsType == "tcpdump" {
		result = "Tcpdump settings has been configured successfully."
	}
	return &wire.CreateInstanceOpsTaskResponse{Result: result}, nil
}

// latestOps is the newest task of a type of a group, or nil.
func (s *Server) latestOps(g *containerGroup, kind string) (latest *opsRecord) {
	for _, r := range s.cloud.OpsRecords {
		if r.ContainerGroupId == g.ContainerGroupId && r.Type == kind {
			latest = r
		}
	}
	return latest
}

// capture is the OpsValue of tcpdump. Sizes are in bytes, the duration in seconds. A CIDR beats an address beside it.
type capture struct {
	Enable               *bool
	Protocol             string
	SourceIp, SourceCidr string
	DestIp, DestCidr     string
	SourcePort, DestPort *int64
	IfDeviceName         string
	Snaplen, FileSize    *int64
	Duration, PacketNum  int64
}

func readCapture(text string) (*capture, error) {
	c := new(capture)
	if err := json.Unmarshal([]byte(text), c); err != nil || c.Enable == nil {
		return nil, refuse("Ops.OpsValueInvalid", "OpsValue of tcpdump has to be a JSON object with Enable.")
	}
	invalid := func(what string) (*capture, error) {
		return nil, refuse("Tcpdump.InvalidValue", "The value of %s is not valid.", what)
	}
	for name, address := range map[string]string{"SourceIp": c.SourceIp, "DestIp": c.DestIp} {
		if _, err := netip.ParseAddr(address); address != "" && err != nil {
			return invalid(name)
		}
	}
	for name, cidr := range map[string]string{"SourceCidr": c.SourceCidr, "DestCidr": c.DestCidr} {
		if _, err := netip.ParsePrefix(cidr); cidr != "" && err != nil {
			return invalid(name)
		}
	}
	switch {
	case oneOf("", c.Protocol, "tcp", "udp", "icmpv4") != nil:
		return invalid("Protocol")
	case within("", c.SourcePort, 1, 65535) != nil:
		return invalid("SourcePort")
	case within("", c.DestPort, 1, 65535) != nil:
		return invalid("DestPort")
	case within("", c.FileSize, 1, 1<<30) != nil:
		return invalid("FileSize")
	case c.Duration < 0 || c.PacketNum < 0:
		return invalid("Duration or PacketNum")
	}
	return c, nil
}

// status returns the state of the task. A core dump waits for a container to crash, a capture for its end.
func (r *opsRecord) status(g *containerGroup, now time.Time) string {
	expires := r.Created.Add(opsLife)
	end := expires
	if r.Closed {
		end = r.Changed
	}
	switch {
	case r.Type == "coredump" && crashedWithin(g, r.Created, end):
		return "Success"
	case r.Closed:
		return "Closed"
	case r.Type == "tcpdump" && r.Duration > 0 && !now.Before(r.Created.Add(r.Duration)):
		return "Success"
	case !now.Before(expires):
		return "Expired"
	}
	return "Ready"
}

// crashedWithin reports whether a container of a group was ended by a signal, as far as its last two states tell.
func crashedWithin(g *containerGroup, from, to time.Time) bool {
	return slices.ContainsFunc(g.Parts, func(c *container) bool {
		return slices.ContainsFunc([]wire.ContainerState{c.CurrentState, c.PreviousState}, func(s wire.ContainerState) bool {
			at, err := time.Parse(time.RFC3339, s.FinishTime)
			return err == nil && s.ExitCode != nil && *s.ExitCode > 128 && !at.Before(from.Truncate(time.Second)) && at.Before(to)
		})
	})
}

func (s *Server) describeInstanceOpsRecords(
	c call, req *wire.DescribeInstanceOpsRecordsRequest,
) (*wire.DescribeInstanceOpsRecordsResponse, error) {
	resp := &wire.DescribeInstanceOpsRecordsResponse{Records: []wire.OpsRecord{}}
	g, ok := s.cloud.ContainerGroups.get(c.Region, req.ContainerGroupId)
	if !ok {
		return resp, nil
	}
	names := map[string]string{"coredump": "Coredump", "tcpdump": "Tcpdump"}
	for _, r := range s.cloud.OpsRecords {
		if r.ContainerGroupId != g.ContainerGroupId || r.Type != req.OpsType {
			continue
		}
		if r.Closed && s.assumes(assumeOpsDisabled) == "removed" {
			continue
		}
		described := wire.OpsRecord{
			CreateTime: timestamp(r.Created), ExpireTime: timestamp(r.Created.Add(opsLife)), OpsType: names[r.Type],
			OpsStatus: r.status(g, c.at),
		}
		if described.OpsStatus == "Success" {
			described.ResultType = "Oss"
			described.ResultContent = fmt.Sprintf("http://eci-%s-%s.oss-%s.aliyuncs.com/%s/%d", r.Type, g.RegionId, g.RegionId, g.ContainerGroupId,
				r.Created.Unix())
		}
		if s.assumes(assumeOpsWords) == "coredump" {
			described.OpsType = r.Type
		}
		resp.Records = append(resp.Records, described)
	}
	if s.assumes(assumeOpsOrder) == "newest" {
		slices.Reverse(resp.Records)
	}
	return resp, nil
}
