package emulator

import (
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Bounds of DescribeContainerLog.
const (
	defaultTail = 500
	maxTail     = 2000
	maxLog      = 1 << 20
)

// logLine is a line of a log with the time at which it was written.
type logLine struct {
	at   time.Time
	text string
}

func (s *Server) describeContainerLog(c call, req *wire.DescribeContainerLogRequest) (*wire.DescribeContainerLogResponse, error) {
	if err := check(
		within("Tail", req.Tail, 1, maxTail),
		within("LimitBytes", req.LimitBytes, 1, maxLog),
		within("SinceSeconds", req.SinceSeconds, 1, 1<<31),
	); err != nil {
		return nil, err
	}
	since := time.Time{}
	if req.StartTime != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, req.StartTime); err != nil {
			return nil, invalidParameter("StartTime", "it is not an RFC 3339 time")
		}
	}
	if req.SinceSeconds != nil {
		since = c.at.Add(-seconds(*req.SinceSeconds))
	}
	// The region may be left out here.
	g, ok := s.cloud.ContainerGroups.byID[req.ContainerGroupId]
	if !ok || c.Region != "" && g.RegionId != c.Region {
		return nil, notFound("ContainerGroupId")
	}
	part := g.part(req.ContainerName)
	if part == nil {
		return nil, notFound("ContainerName")
	}

	lines := slices.DeleteFunc(g.logOf(part, req.LastTime, c.at), func(l logLine) bool { return l.at.Before(since) })
	lines = lines[max(0, len(lines)-int(*orPointer(req.Tail, defaultTail))):]
	var content strings.Builder
	for _, line := range lines {
		if req.Timestamps {
			content.WriteString(line.at.Format(time.RFC3339Nano) + " ")
		}
		content.WriteString(line.text + "\n")
	}
	text := content.String()
	if limit := int(*orPointer(req.LimitBytes, maxLog)); len(text) > limit {
		text = strings.ToValidUTF8(text[len(text)-limit:], "")
	}
	return &wire.DescribeContainerLogResponse{ContainerName: part.Name, Content: text}, nil
}

// logOf is what a container has written until now since its newest start, or between the two starts before.
func (g *containerGroup) logOf(c *container, last bool, now time.Time) []logLine {
	start, end := c.Run.Start, c.Run.End
	if last {
		start, end = c.Run.LastStart, c.Run.LastEnd
		if c.Run.Phase == phaseBackOff { // the newest start is the last incarnation, since no other has begun
			start, end = c.Run.Start, c.Run.End
		}
	}
	if start.IsZero() {
		return nil
	}
	if end.IsZero() {
		end = now
	}
	output := c.program().Lines
	if last && c.Run.Phase != phaseBackOff {
		output = c.Run.LastLines
	}
	var lines []logLine
	for _, line := range output {
		if at := start.Add(line.Offset); !at.After(end) {
			lines = append(lines, logLine{at, line.Text})
		}
	}
	return lines
}

func (s *Server) execContainerCommand(c call, req *wire.ExecContainerCommandRequest) (*wire.ExecContainerCommandResponse, error) {
	if len(req.Command) > maxCommand {
		return nil, refuse("InvalidParameter.ValueExceeded", "Command has more than %d entries.", maxCommand)
	}
	for _, part := range req.Command {
		if len(part) > maxCommandLength {
			return nil, refuse("InvalidParameter.ValueExceeded", "An entry of Command is longer than %d characters.", maxCommandLength)
		}
	}
	if req.Sync && req.TTY {
		return nil, invalidParameter("TTY", "it has to be false with Sync")
	}
	if req.Sync && req.Command[0] == "/bin/bash" && len(req.Command) == 1 {
		return nil, invalidParameter("Command", "an interactive shell cannot be run with Sync")
	}
	g, err := s.existingGroup(c, req.ContainerGroupId)
	if err != nil {
		return nil, err
	}
	part := g.part(req.ContainerName)
	if part == nil {
		return nil, notFound("ContainerName")
	}
	if part.Run.Phase != phaseRunning {
		return nil, incorrectStatus(g.Status, "run a command in")
	}
	if !req.Sync {
		session := strings.ReplaceAll(uuidOf(g.ContainerGroupId+c.RequestID), "-", "")
		return &wire.ExecContainerCommandResponse{
			WebSocketUri: "wss://eci-" + g.RegionId + ".aliyun.com/exec/?s=" + session,
			HttpUrl:      "https://eci.console.aliyun.com/terminal?param=" + session,
		}, nil
	}
	job := s.imitation(g, part)
	var result shell.Result
	s.unlocked(func() { result = job.beside(req.Command, part.program(), c.at.Sub(part.Run.Start)) })
	g.pay(job)
	g.wrote(part, c.at, result.Changes)
	output := textOf(result.Lines)
	if len(result.Lines) > 0 {
		output += "\n"
	}
	return &wire.ExecContainerCommandResponse{SyncResponse: output}, nil
}
