package containergroup

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// recordings are the names of the kinds of recordings that ECI makes of a group.
var recordings = map[string]string{eci.OpsCoreDump: "core dump", eci.OpsCapture: "packet capture"}

// intervals are the pauses before a recording is switched once more, which ECI refuses soon after another. How long is not documented.
var intervals = []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute}

// newestRecord returns the newest recording of a kind that a group has had, nil for none.
func newestRecord(ctx context.Context, client *eci.Client, id, kind string) (*eci.OpsRecord, error) {
	answer, err := client.DescribeInstanceOpsRecords(ctx, &eci.DescribeInstanceOpsRecordsRequest{ContainerGroupId: id, OpsType: kind})
	if err != nil {
		return nil, err
	}
	var newest *eci.OpsRecord
	for _, record := range answer.Records {
		if strings.EqualFold(record.OpsType, kind) && (newest == nil || record.CreateTime >= newest.CreateTime) {
			newest = &record
		}
	}
	return newest, nil
}

// isOn reports whether a recording goes on.
func isOn(record *eci.OpsRecord) bool { return record != nil && record.OpsStatus == eci.OpsReady }

// switchRecording switches a recording on or off, as setting says.
func switchRecording(ctx context.Context, client *eci.Client, id, kind, setting string, tell teller) error {
	for attempt := 0; ; attempt++ {
		_, err := client.CreateInstanceOpsTask(ctx,
			&eci.CreateInstanceOpsTaskRequest{ContainerGroupId: id, OpsType: kind, OpsValue: setting})
		if !eci.IsTooSoon(err) || attempt == len(intervals) {
			return err
		}
		tell("ECI refuses a %s so soon after another; trying again in %s", recordings[kind], intervals[attempt])
		select {
		case <-time.After(intervals[attempt]):
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		}
	}
}

// awaitFile waits until the newest recording of a group, which is to be newer than an earlier one, has its file.
func awaitFile(ctx context.Context, client *eci.Client, id, kind, earlier string, tell teller) error {
	told := ""
	return wait.Until(ctx, func(ctx context.Context) (bool, error) {
		record, err := newestRecord(ctx, client, id, kind)
		if err != nil || record == nil || record.CreateTime <= earlier {
			return false, err
		}
		if record.OpsStatus != told {
			told = record.OpsStatus
			tell("The %s of container group %s is %s", recordings[kind], id, told)
		}
		return record.OpsStatus == eci.OpsSuccess, endOfRecord(*record)
	})
}

// endOfRecord says why a recording has no file, and never will.
func endOfRecord(record eci.OpsRecord) error {
	switch record.OpsStatus {
	case eci.OpsFailed:
		return wait.FailedError("ECI could not record it (Failed)")
	case eci.OpsExpired:
		return wait.FailedError(fmt.Sprintf("nothing happened until %s, when it expired", record.ExpireTime))
	case eci.OpsClosed:
		return wait.FailedError("it was switched off before anything was recorded (Closed)")
	}
	return nil
}
