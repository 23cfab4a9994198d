package probe

import (
	"fmt"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// operationProbes ask about disks and about tasks of operations.
var operationProbes = []Probe{
	{Assumption: "resize-shown", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(b.withDisk()).ContainerGroupId
		b.must(b.resize(id))
		options := func(g eci.ContainerGroup) string {
			if len(g.Volumes) == 0 {
				return ""
			}
			return g.Volumes[0].FlexVolumeOptions
		}
		for range 6 {
			b.sleep(5 * time.Second)
			if g, _ := b.look(id); strings.Contains(options(g), "21") {
				return "yes", "the options are " + options(g)
			}
		}
		g, _ := b.look(id)
		return "no", "after half a minute the options are " + options(g)
	}},
	{Assumption: "resize-states", Groups: 1, find: func(b *bench) (string, string) {
		id := b.create(b.withDisk())
		b.when(id, "is Pending", 100*time.Millisecond, func(g eci.ContainerGroup) bool { return g.Status == eci.StatusPending })
		err := b.resize(id)
		if err == nil {
			return "pending", "accepted while the group was Pending"
		}
		code := b.code(err)
		return answerOf(eci.IsIncorrectStatus(err), "running", "", "refused with %s while the group was Pending", code)
	}},
	{Assumption: "resize-restarts", Groups: 1, find: func(b *bench) (string, string) {
		before := b.createRunning(b.withDisk())
		b.sleep(2 * time.Second)
		b.must(b.resize(before.ContainerGroupId))
		after := b.settled(before.ContainerGroupId)
		same := started(before, "main") == started(after, "main")
		return answerOf(same, "none", "all", "main runs since %s, before since %s", started(after, "main"), started(before, "main"))
	}},
	{Assumption: "ops-interval", Groups: 1, Minutes: 4, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.coreDump(id, "enable")
		began := time.Now()
		for _, try := range []struct {
			after  time.Duration
			answer string
		}{{0, "0s"}, {35 * time.Second, "30s"}, {130 * time.Second, "2m"}} {
			b.sleep(time.Until(began.Add(try.after)))
			if b.ops(id, "enable") == nil {
				return try.answer, fmt.Sprintf("accepted after %.0f s", try.after.Seconds())
			}
		}
		return "", "refused for longer than two minutes"
	}},
	{Assumption: "ops-disabled", Groups: 1, Minutes: 4, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.coreDump(id, "enable")
		b.coreDump(id, "disable")
		records := b.records(id)
		if len(records) == 0 {
			return "removed", "no record is left"
		}
		return answerOf(records[0].OpsStatus == "Closed", "closed", "", "the record is %s", records[0].OpsStatus)
	}},
	{Assumption: "ops-words", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.coreDump(id, "enable")
		records := b.records(id)
		if len(records) == 0 || !strings.EqualFold(records[0].OpsType, "coredump") {
			return "", fmt.Sprintf("the records are %+v", records)
		}
		return records[0].OpsType, "OpsType is " + records[0].OpsType
	}},
	{Assumption: "ops-order", Groups: 1, Minutes: 4, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.coreDump(id, "enable")
		b.sleep(2 * time.Second)
		b.coreDump(id, "enable")
		records := b.records(id)
		if len(records) < 2 || records[0].CreateTime == records[1].CreateTime {
			return "", fmt.Sprintf("the records are %+v", records)
		}
		first, second := records[0].CreateTime, records[1].CreateTime
		return answerOf(first < second, "oldest", "newest", "the first is of %s, the second of %s", first, second)
	}},
}

// withDisk gives a creation a cloud disk of 20 GiB.
func (b *bench) withDisk() func(*eci.CreateContainerGroupRequest) {
	return func(req *eci.CreateContainerGroupRequest) {
		req.Volume = []eci.CreateVolume{{VolumeSpec: eci.VolumeSpec{Name: "one", Type: "FlexVolume",
			FlexVolume: &eci.FlexVolume{Driver: "alicloud/disk", FsType: "ext4", Options: `{"volumeSize":"20"}`}}}}
		with(b.sleeper("main", mounted))(req)
	}
}

// resize grows the disk.
func (b *bench) resize(id string) error {
	_, err := b.client.ResizeContainerGroupVolume(b.ctx,
		&eci.ResizeContainerGroupVolumeRequest{ContainerGroupId: id, VolumeName: "one", NewSize: new(int64(21))})
	return err
}

// ops begins or ends the recording of core dumps.
func (b *bench) ops(id, value string) error {
	_, err := b.client.CreateInstanceOpsTask(b.ctx,
		&eci.CreateInstanceOpsTaskRequest{ContainerGroupId: id, OpsType: eci.OpsCoreDump, OpsValue: value})
	return err
}

// coreDump does that as soon as it is accepted.
func (b *bench) coreDump(id, value string) {
	b.until("a task of operations is accepted", 20*time.Second, func() bool {
		err := b.ops(id, value)
		if !eci.IsTooSoon(err) {
			b.must(err)
		}
		return err == nil
	})
}

func (b *bench) records(id string) []eci.OpsRecord {
	resp, err := b.client.DescribeInstanceOpsRecords(b.ctx,
		&eci.DescribeInstanceOpsRecordsRequest{ContainerGroupId: id, OpsType: eci.OpsCoreDump})
	b.must(err)
	return resp.Records
}
