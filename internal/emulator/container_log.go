package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
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
	if req.Tail != nil && *req.Tail == 0 { // of clients whose numbers cannot be absent
		req.Tail = nil
	}
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
	if req.SinceSeconds != nil && req.StartTime != "" && s.assumes(assumeLogSince) == "error" {
		return nil, invalidParameter("SinceSeconds", "it excludes StartTime")
	}
	if req.SinceSeconds != nil {
		since = c.at.Add(-seconds(*req.SinceSeconds))
	}
	// The region may be left out here.
	g, ok := s.cloud.ContainerGroups.byID[req.ContainerGroupId]
	if !ok || c.Region != "" && g.RegionId != c.Region {
		return nil, s.unknownGroup()
	}
	if g.finished() && s.assumes(assumeLogFinished) == "refused" {
		return nil, incorrectStatus(g.Status, "read a log of")
	}
	part, err := s.existingPart(g, req.ContainerName)
	if err != nil {
		return nil, err
	}
	if req.LastTime && !part.hasPreviousRun() && s.assumes(assumePreviousLog) == "error" {
		return nil, invalidParameter("LastTime", "the container has not run before")
	}

	lines := slices.DeleteFunc(g.logOf(part, req.LastTime, c.at), func(l logLine) bool { return l.at.Before(since) })
	lines = lines[max(0, len(lines)-int(*orPointer(req.Tail, defaultTail))):]
	var content strings.Builder
	for _, line := range lines {
		if req.Timestamps {
			layout := map[string]string{"nanoseconds": time.RFC3339Nano, "seconds": time.RFC3339}[s.assumes(assumeLogTimestamps)]
			content.WriteString(line.at.Format(layout) + " ")
		}
		content.WriteString(line.text + "\n")
	}
	text := content.String()
	if limit := int(*orPointer(req.LimitBytes, maxLog)); len(text) > limit {
		from := len(text) - limit
		if s.assumes(assumeLogLimit) == "newest" {
			from = 0
		}
		text = strings.ToValidUTF8(text[from:from+limit], "")
	}
	return &wire.DescribeContainerLogResponse{ContainerName: part.Name, Content: text}, nil
}

// previousRun is when the container ran before its present run, if it did.
func (c *container) previousRun() (start, end time.Time) {
	if c.Run.Phase == phaseBackOff { // the present run has not begun
		return c.Run.Start, c.Run.End
	}
	return c.Run.LastStart, c.Run.LastEnd
}

func (c *container) hasPreviousRun() bool {
	start, _ := c.previousRun()
	return !start.IsZero()
}

// existingPart finds the container of a group that an action names.
func (s *Server) existingPart(g *containerGroup, name string) (*container, error) {
	switch c := g.part(name); {
	case c != nil:
		return c, nil
	case s.assumes(assumeUnknownContainer) == "invalid":
		return nil, invalidParameter("ContainerName", "the group has no such container")
	}
	return nil, notFound("ContainerName")
}

// logOf returns what a container has written until now since its newest start, or between the two starts before.
func (g *containerGroup) logOf(c *container, last bool, now time.Time) []logLine {
	start, end := c.Run.Start, c.Run.End
	if last {
		start, end = c.previousRun()
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
		if len([]rune(part)) > maxCommandLength {
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
	part, err := s.existingPart(g, req.ContainerName)
	if err != nil {
		return nil, err
	}
	if part.Run.Phase != phaseRunning {
		return nil, incorrectStatus(g.Status, "run a command in")
	}
	resp := new(wire.ExecContainerCommandResponse)
	if !req.Sync || s.assumes(assumeExecURLs) == "yes" {
		resp.WebSocketUri, resp.HttpUrl = s.openTerminal(c, g, part)
	}
	if !req.Sync {
		return resp, nil
	}
	job := s.imitation(g, part)
	var result shell.Result
	s.unlocked(func() { result = job.beside(req.Command, part.program(), c.at.Sub(part.Run.Start)) })
	g.pay(job)
	g.wrote(part, c.at, result.Changes)
	if result.ExitCode == exitNotFound && !shell.Knows(req.Command[0]) && s.assumes(assumeExecMissingProgram) == "error" {
		return nil, invalidParameter("Command", "the image has no such program")
	}
	resp.SyncResponse, err = s.syncResponse(result)
	return resp, err
}

// syncResponse is what is answered of a command that has been run.
func (s *Server) syncResponse(result shell.Result) (string, error) {
	const most = 30 * time.Second
	late := result.Endless || result.Duration > most
	if late && s.assumes(assumeExecTime) == "error" {
		return "", rpc.Errorf(http.StatusInternalServerError, "InternalError", "The command did not end in time.")
	}
	lines := slices.DeleteFunc(slices.Clone(result.Lines), func(l shell.Line) bool {
		return l.IsError && s.assumes(assumeExecStreams) == "stdout" || l.Offset > most && s.assumes(assumeExecTime) == "30s"
	})
	output := textOf(lines)
	if len(lines) > 0 && s.assumes(assumeExecNewline) == "kept" {
		output += "\n"
	}
	if s.assumes(assumeExecOutput) == "64KiB" {
		output = output[:min(len(output), 64<<10)]
	}
	return output, nil
}
