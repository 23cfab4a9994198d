package probe

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// runningProbes ask what restarts do, and what logs and commands answer.
var runningProbes = []Probe{
	{Assumption: "emptydir-restart", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(with(b.sleeper("main", mounted)), emptyDirs("one")).ContainerGroupId
		b.sh(id, "main", "echo there >/one/file")
		b.restarted(id)
		return b.fileLeft(id, "kept", "emptied")
	}},
	{Assumption: "restart-count", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		count := container(b.restarted(id), "main").RestartCount
		return answerOf(count > 0, "rises", "zero", "RestartCount is %d after the first restart", count)
	}},
	{Assumption: "restart-status", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.restart(id)
		var seen []string
		b.when(id, "runs again", 200*time.Millisecond, func(g eci.ContainerGroup) bool {
			seen = slices.Compact(append(seen, g.Status))
			return g.Status == eci.StatusRunning && len(seen) > 1
		})
		evidence := strings.Join(seen, ", then ")
		if !slices.Contains(seen, eci.StatusRestarting) {
			return "", evidence
		}
		return answerOf(slices.Contains(seen, eci.StatusPending), "Pending", "Restarting", "%s", evidence)
	}},
	{Assumption: "restart-twice", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning().ContainerGroupId
		b.restart(id)
		b.when(id, "is Restarting", 100*time.Millisecond, func(g eci.ContainerGroup) bool { return g.Status == eci.StatusRestarting })
		_, err := b.client.RestartContainerGroup(b.ctx, &eci.RestartContainerGroupRequest{ContainerGroupId: id})
		code := b.code(err)
		if code == "" {
			return "accepted", "accepted"
		}
		return answerOf(eci.IsIncorrectStatus(err), "refused", "", "refused with %s", code)
	}},
	{Assumption: "restart-address", Groups: 1, find: func(b *bench) (string, string) {
		before := b.createRunning()
		after := b.restarted(before.ContainerGroupId)
		same := before.IntranetIp == after.IntranetIp
		return answerOf(same, "kept", "changed", "the same address after a restart: %v", same)
	}},
	{Assumption: "init-restart", Groups: 1, find: func(b *bench) (string, string) {
		before := b.createRunning(func(req *eci.CreateContainerGroupRequest) {
			req.InitContainer = []eci.CreateInitContainer{{ContainerSpec: b.script("init", "true")}}
		})
		after := b.restarted(before.ContainerGroupId)
		ran := func(g eci.ContainerGroup) string {
			if len(g.InitContainers) == 0 || g.InitContainers[0].CurrentState == nil {
				return ""
			}
			return g.InitContainers[0].CurrentState.StartTime
		}
		return answerOf(ran(before) != ran(after), "again", "no", "the init container ran at %s, and before the restart at %s", ran(after),
			ran(before))
	}},
	{Assumption: "grace-period", Groups: 1, Minutes: 3, find: func(b *bench) (string, string) {
		id := b.createRunning(func(req *eci.CreateContainerGroupRequest) {
			req.TerminationGracePeriodSeconds = nil
			req.Container[0].LifecyclePreStopHandlerExec = []string{"sleep", "100"}
		}).ContainerGroupId
		_, err := b.client.DeleteContainerGroup(b.ctx, &eci.DeleteContainerGroupRequest{ContainerGroupId: id})
		b.must(err)
		began := time.Now()
		b.until("the group is gone", time.Second, func() bool { _, listed := b.look(id); return !listed })
		took := time.Since(began).Seconds()
		switch evidence := fmt.Sprintf("with a pre-stop hook of 100 s, the deletion took %.0f s", took); {
		case took < 15:
			return "0s", evidence
		case took > 25 && took < 60:
			return "30s", evidence
		default:
			return "", evidence
		}
	}},
	{Assumption: "log-finished", Groups: 1, find: func(b *bench) (string, string) {
		id := b.create(with(b.script("main", "echo hello")), func(req *eci.CreateContainerGroupRequest) { req.RestartPolicy = "Never" })
		b.ended(id)
		text, code := b.log(id, eci.DescribeContainerLogRequest{})
		if code != "" {
			return "refused", "refused with " + code
		}
		return answerOf(strings.Contains(text, "hello"), "kept", "", "the log is %q", text)
	}},
	{Assumption: "log-timestamps", find: func(b *bench) (string, string) {
		text, code := b.log(b.standing(), eci.DescribeContainerLogRequest{Timestamps: new(true)})
		stamp, _, _ := strings.Cut(text, " ")
		if _, err := time.Parse(time.RFC3339, stamp); err != nil {
			return "", fmt.Sprintf("code %q, the log is %q", code, text)
		}
		return answerOf(strings.Contains(stamp, "."), "nanoseconds", "seconds", "a line begins with %s", stamp)
	}},
	{Assumption: "log-since", find: func(b *bench) (string, string) {
		_, code := b.log(b.standing(), eci.DescribeContainerLogRequest{SinceSeconds: new(int64(3600)), StartTime: "2020-01-01T00:00:00Z"})
		return answerOf(code == "", "seconds", "error", "code %q", code)
	}},
	{Assumption: "log-limit", find: func(b *bench) (string, string) {
		text, code := b.log(b.standing(), eci.DescribeContainerLogRequest{LimitBytes: new(int64(4))})
		answer := map[string]string{"ast\n": "oldest", "last": "oldest", "firs": "newest"}[text]
		return answer, fmt.Sprintf("code %q; of the lines first and last, 4 bytes are %q", code, text)
	}},
	{Assumption: "previous-log", find: func(b *bench) (string, string) {
		text, code := b.log(b.standing(), eci.DescribeContainerLogRequest{LastTime: new(true)})
		if code != "" {
			return "error", "refused with " + code
		}
		return answerOf(text == "", "empty", "", "the log is %q", text)
	}},
	{Assumption: "exec-missing-program", find: func(b *bench) (string, string) {
		output, code := b.exec(b.standing(), "main", "/one/none")
		return answerOf(code == "", "text", "error", "code %q, output %q", code, output)
	}},
	{Assumption: "exec-urls", find: func(b *bench) (string, string) {
		resp, err := b.client.ExecContainerCommand(b.ctx, &eci.ExecContainerCommandRequest{ContainerGroupId: b.standing(), ContainerName: "main",
			Command: []string{"true"}, Sync: new(true), Stdin: new(false), TTY: new(false)})
		b.must(err)
		return answerOf(resp.HttpUrl+resp.WebSocketUri != "", "yes", "no", "HttpUrl: %v, WebSocketUri: %v", resp.HttpUrl != "",
			resp.WebSocketUri != "")
	}},
	{Assumption: "exec-streams", find: func(b *bench) (string, string) {
		output := b.sh(b.standing(), "main", "echo output; echo error >&2")
		if !strings.Contains(output, "output") {
			return "", fmt.Sprintf("answered %q", output)
		}
		return answerOf(strings.Contains(output, "error"), "both", "stdout", "answered %q", output)
	}},
	{Assumption: "exec-newline", find: func(b *bench) (string, string) {
		output := b.sh(b.standing(), "main", "echo output")
		return answerOf(strings.HasSuffix(output, "\n"), "kept", "cut", "answered %q", output)
	}},
	{Assumption: "exec-output", find: func(b *bench) (string, string) {
		const wanted = 108_894 // bytes
		got := len(b.sh(b.standing(), "main", "seq 20000"))
		switch {
		case got >= wanted-1:
			return "all", fmt.Sprintf("%d bytes are answered in full", wanted)
		case got > 63<<10 && got <= 64<<10:
			return "64KiB", fmt.Sprintf("of %d bytes %d are answered", wanted, got)
		}
		return "", fmt.Sprintf("of %d bytes %d are answered", wanted, got)
	}},
	{Assumption: "exec-time", find: func(b *bench) (string, string) {
		output, code := b.exec(b.standing(), "main", "sh", "-c", "echo begin; sleep 40; echo end")
		evidence := fmt.Sprintf("of a command of 40 s: code %q, output %q", code, output)
		switch {
		case code != "":
			return "error", evidence
		case strings.Contains(output, "end"):
			return "longer", evidence
		}
		return answerOf(strings.Contains(output, "begin"), "30s", "", "%s", evidence)
	}},
}

// restart begins a restart, some seconds after what was before.
func (b *bench) restart(id string) {
	b.sleep(2 * time.Second)
	_, err := b.client.RestartContainerGroup(b.ctx, &eci.RestartContainerGroupRequest{ContainerGroupId: id})
	b.must(err)
}

// restarted restarts a group and waits until it runs.
func (b *bench) restarted(id string) eci.ContainerGroup {
	b.restart(id)
	return b.settled(id)
}

// log reads the log of the container main, or returns the code of a refusal.
func (b *bench) log(id string, req eci.DescribeContainerLogRequest) (text, code string) {
	req.ContainerGroupId, req.ContainerName = id, "main"
	resp, err := b.client.DescribeContainerLog(b.ctx, &req)
	if err != nil {
		return "", b.code(err)
	}
	return resp.Content, ""
}
