package emulator

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestGroupStarts(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())

	g := c.describe(id)
	want(t, "status", g.Status, "Scheduling")
	want(t, "address before scheduling", g.IntranetIp, "")
	want(t, "state", g.Containers[0].CurrentState.State, "Waiting")

	c.wait(time.Second)
	g = c.describe(id)
	want(t, "status", g.Status, "Pending")
	want(t, "size", []float64{g.Cpu, g.Memory}, []float64{2, 4})
	if g.IntranetIp == "" || g.ZoneId == "" || g.EniInstanceId == "" {
		t.Errorf("not placed: %+v", g)
	}

	c.wait(2*time.Second - time.Millisecond)
	want(t, "status", c.describe(id).Status, "Pending")
	c.wait(time.Millisecond)
	g = c.describe(id)
	want(t, "status", g.Status, "Running")
	want(t, "state", g.Containers[0].CurrentState, wire.ContainerState{State: "Running", StartTime: "2026-03-01T12:00:03Z"})
	want(t, "ready", g.Containers[0].Ready, true)
	var reasons []string
	for _, e := range g.Events {
		reasons = append(reasons, e.Reason)
	}
	want(t, "events", reasons, []string{"Scheduled", "Pulling", "Pulled", "Created", "Started"})

	c.wait(1000 * time.Hour)
	want(t, "status", c.describe(id).Status, "Running")
}

func TestRestartPolicies(t *testing.T) {
	tests := []struct {
		policy, script, status, state string
		restarts, exit                int64
	}{
		{"Never", "exit 0", "Succeeded", "Terminated", 0, 0},
		{"Never", "exit 3", "Failed", "Terminated", 0, 3},
		{"OnFailure", "exit 0", "Succeeded", "Terminated", 0, 0},
		{"OnFailure", "exit 3", "Running", "Waiting", 1, -1},
		{"Always", "exit 0", "Running", "Waiting", 1, -1},
		{"Always", "sleep 100000", "Running", "Running", 0, -1},
	}
	for _, test := range tests {
		t.Run(test.policy+" "+test.script, func(t *testing.T) {
			c := newCloud(t)
			id := c.create(scriptGroup(test.script, "RestartPolicy", test.policy))
			c.wait(5 * time.Second)
			g := c.describe(id)
			app := g.Containers[0]
			exit := int64(-1)
			setTo(&exit, app.CurrentState.ExitCode)
			want(t, "status", g.Status, test.status)
			want(t, "state", app.CurrentState.State, test.state)
			want(t, "restarts", app.RestartCount, test.restarts)
			want(t, "exit code", exit, test.exit)
		})
	}
}

// The first restart is immediate; the waits before the others are 10 s, 20 s and so on up to 5 minutes.
func TestCrashLoopBackOff(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo run; exit 1"))
	c.wait(3 * time.Second)
	elapsed := time.Duration(0)
	for restarts, after := range []int64{0, 0, 10, 30, 70, 150, 310, 610, 910} {
		if restarts == 0 {
			continue
		}
		if at := seconds(after); at > 0 {
			c.wait(at - elapsed - time.Millisecond)
			want(t, "restarts just before", c.describe(id).Containers[0].RestartCount, int64(restarts-1))
			c.wait(time.Millisecond)
			elapsed = at
		}
		app := c.describe(id).Containers[0]
		want(t, "restarts", app.RestartCount, int64(restarts))
		want(t, "reason", app.CurrentState.Reason, "CrashLoopBackOff")
		want(t, "previous exit code", *app.PreviousState.ExitCode, int64(1))
	}
	want(t, "log", c.log(id, "app"), "run\n")
	want(t, "log of the last time", c.log(id, "app", "LastTime", "true"), "run\n")
}

func TestBackOffStartsAnewAfterALongRun(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("sleep 600; exit 1"))
	c.wait(3*time.Second + 2*600*time.Second)
	app := c.describe(id).Containers[0]
	want(t, "restarts", app.RestartCount, int64(2))
	want(t, "state", app.CurrentState.State, "Running")
}

func TestInitContainers(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("sleep 100",
		"InitContainer.1.Name", "one", "InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "sleep", "InitContainer.1.Command.2",
		"10",
		"InitContainer.2.Name", "two", "InitContainer.2.Image", "busybox:1", "InitContainer.2.Command.1", "true",
	))
	c.wait(3 * time.Second) // the first has just started
	g := c.describe(id)
	want(t, "status", g.Status, "Pending")
	want(t, "first", g.InitContainers[0].CurrentState.State, "Running")
	want(t, "second", g.InitContainers[1].CurrentState.State, "Waiting")
	want(t, "container", g.Containers[0].CurrentState.Reason, "PodInitializing")
	c.wait(10*time.Second + 2*time.Second) // the second has started and ended
	g = c.describe(id)
	want(t, "first", g.InitContainers[0].CurrentState.Reason, "Completed")
	want(t, "second", g.InitContainers[1].CurrentState.State, "Terminated")
	want(t, "status", g.Status, "Pending")
	c.wait(2 * time.Second)
	want(t, "status", c.describe(id).Status, "Running")
}

func TestFailingInitContainer(t *testing.T) {
	failing := []string{
		"InitContainer.1.Name", "one", "InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "false",
	}
	c := newCloud(t)
	never := c.create(group(append(failing, "RestartPolicy", "Never")...))
	always := c.create(group(failing...))
	c.wait(time.Minute)
	want(t, "policy Never", c.describe(never).Status, "Failed")
	g := c.describe(always)
	want(t, "policy Always", g.Status, "Pending")
	want(t, "reason", g.InitContainers[0].CurrentState.Reason, "CrashLoopBackOff")
}

func TestImagePullFailure(t *testing.T) {
	for _, image := range []string{"registry.invalid/app:1", "busybox:missing"} {
		t.Run(image, func(t *testing.T) {
			c := newCloud(t)
			id := c.create(group("Container.1.Image", image))
			c.wait(2 * time.Second)
			want(t, "reason", c.describe(id).Containers[0].CurrentState.Reason, "ErrImagePull")
			c.wait(time.Second)
			g := c.describe(id)
			want(t, "reason", g.Containers[0].CurrentState.Reason, "ImagePullBackOff")
			want(t, "status", g.Status, "Pending")
			warnings := 0
			for _, e := range g.Events {
				if e.Type == "Warning" && e.Reason == "Failed" {
					warnings++
				}
			}
			want(t, "warnings", warnings, 3)
			c.wait(240*time.Minute - 3*time.Second)
			want(t, "status just before the limit of pending", c.describe(id).Status, "Pending")
			c.wait(time.Second)
			want(t, "status at the limit of pending", c.describe(id).Status, "Failed")
		})
	}
}

// TestPendingBesideInitContainer has an init container that takes longer than the group may be pending, before an image that is missing.
func TestPendingBesideInitContainer(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("MaxPendingMinute", "10", "Container.1.Image", "busybox:missing", "InitContainer.1.Name", "init",
		"InitContainer.1.Image", "busybox:1", "InitContainer.1.Command.1", "sleep", "InitContainer.1.Command.2", "3600"))
	c.wait(time.Hour)
	want(t, "status while the init container runs", c.describe(id).Status, "Pending")
	c.wait(9 * time.Minute)
	want(t, "status within the limit", c.describe(id).Status, "Pending")
	c.wait(2 * time.Minute)
	want(t, "status beyond the limit", c.describe(id).Status, "Failed")
}

func TestActiveDeadline(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("ActiveDeadlineSeconds", "60"))
	c.wait(time.Second + 59*time.Second)
	want(t, "status", c.describe(id).Status, "Running")
	c.wait(time.Second)
	g := c.describe(id)
	want(t, "status", g.Status, "Failed")
	want(t, "exit code", *g.Containers[0].CurrentState.ExitCode, int64(exitKilled))
	want(t, "time", g.FailedTime, "2026-03-01T12:01:01Z")
}

func TestReadinessProbe(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Container.1.ReadinessProbe.TcpSocket.Port", "80", "Container.1.ReadinessProbe.InitialDelaySeconds", "5"))
	failing := c.create(group("Container.1.ReadinessProbe.Exec.Command.1", "false"))
	c.wait(7 * time.Second)
	want(t, "ready", c.describe(id).Containers[0].Ready, false)
	c.wait(time.Second)
	want(t, "ready", c.describe(id).Containers[0].Ready, true)
	g := c.describe(failing)
	want(t, "ready with a failing probe", g.Containers[0].Ready, false)
	want(t, "status with a failing probe", g.Status, "Running")
	want(t, "last event", g.Events[len(g.Events)-1].Reason, "Unhealthy")
}

func TestLivenessProbe(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Container.1.LivenessProbe.Exec.Command.1", "false", "Container.1.LivenessProbe.PeriodSeconds", "5"))
	c.wait(3*time.Second + 10*time.Second - time.Millisecond)
	want(t, "restarts", c.describe(id).Containers[0].RestartCount, int64(0))
	c.wait(time.Millisecond)
	app := c.describe(id).Containers[0]
	want(t, "restarts", app.RestartCount, int64(1))
	want(t, "exit code", *app.PreviousState.ExitCode, int64(exitKilled))
}

func TestDelete(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	hooked := c.create(group("Container.1.LifecyclePreStopHandlerExec.1", "sleep", "Container.1.LifecyclePreStopHandlerExec.2", "12"))
	impatient := c.create(group("Container.1.LifecyclePreStopHandlerExec.1", "sleep", "Container.1.LifecyclePreStopHandlerExec.2", "12",
		"TerminationGracePeriodSeconds", "5"))
	starting := func() string { return c.create(group()) }
	c.wait(3 * time.Second)
	for _, id := range []string{id, hooked, impatient} {
		must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id))
		want(t, "status", c.describe(id).Status, "Terminating")
		c.refused("DeleteContainerGroup", params("ContainerGroupId", id), "OperationConflict")
	}
	c.wait(time.Second)
	want(t, "without a hook, after 1 s", c.exists(id), false)
	c.wait(4 * time.Second)
	want(t, "at the end of the grace period", c.exists(impatient), false)
	c.wait(7*time.Second - time.Millisecond)
	want(t, "before the end of the hook", c.exists(hooked), true)
	c.wait(time.Millisecond)
	want(t, "after the hook", c.exists(hooked), false)

	id = starting()
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id))
	want(t, "nothing ran", c.exists(id), false)
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id)) // again

	id = starting()
	c.wait(3 * time.Second)
	must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id, "Force", "true"))
	want(t, "by force", c.exists(id), false)
}

func TestRestart(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo hi; sleep 1000"))
	c.refused("RestartContainerGroup", params("ContainerGroupId", id), "IncorrectStatus") // scheduling
	c.wait(3 * time.Second)
	must[wire.Empty](c, "RestartContainerGroup", params("ContainerGroupId", id))
	g := c.describe(id)
	want(t, "status", g.Status, "Restarting")
	want(t, "previous exit code", *g.Containers[0].PreviousState.ExitCode, int64(exitTerminated))
	c.wait(2 * time.Second)
	g = c.describe(id)
	want(t, "status", g.Status, "Running")
	want(t, "restarts", g.Containers[0].RestartCount, int64(1))
	c.refused("RestartContainerGroup", params("ContainerGroupId", "eci-unknown"), "InvalidParameter.NotFound")
}

func TestRetention(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.RetainedGroups = 2 })
	job := scriptGroup("true", "RestartPolicy", "Never")
	var ids []string
	for range 4 {
		ids = append(ids, c.create(job))
		c.wait(time.Minute)
	}
	c.wait(time.Hour - 4*time.Minute)
	for _, id := range ids {
		want(t, "within the hour", c.exists(id), true)
	}
	c.wait(5 * time.Minute)
	want(t, "oldest", c.exists(ids[0]), false)
	want(t, "second", c.exists(ids[1]), false)
	want(t, "third", c.exists(ids[2]), true)
	want(t, "newest", c.exists(ids[3]), true)
	// One that has just finished is among the newest, too.
	c.create(job)
	c.wait(time.Minute)
	want(t, "third", c.exists(ids[2]), false)
	want(t, "fourth", c.exists(ids[3]), true)
}

func TestNoStock(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("VSwitchId", "vsw-nostock"))
	c.wait(time.Second)
	g := c.describe(id)
	want(t, "status", g.Status, "ScheduleFailed")
	want(t, "event", g.Events[0].Reason, "FailedScheduling")
	c.wait(24*time.Hour - time.Second)
	want(t, "within a day", c.exists(id), true)
	c.wait(time.Second)
	want(t, "after a day", c.exists(id), false)
}

func TestCreateLag(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.CreateLag = 2 * time.Second })
	id := c.create(group())
	want(t, "at once", c.exists(id), false)
	c.wait(2 * time.Second)
	want(t, "after the lag", c.exists(id), true)
}

func TestContainerLog(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("while true; do echo tick; sleep 1; done"))
	want(t, "before the start", c.log(id, "app"), "")
	c.wait(3*time.Second + 2500*time.Millisecond)
	want(t, "log", c.log(id, "app"), "tick\ntick\ntick\n")
	want(t, "tail", c.log(id, "app", "Tail", "1", "Timestamps", "true"), "2026-03-01T12:00:05Z tick\n")
	want(t, "since", c.log(id, "app", "SinceSeconds", "1"), "tick\n")
	want(t, "since a time", c.log(id, "app", "StartTime", "2026-03-01T12:00:04Z"), "tick\ntick\n")
	want(t, "bytes", c.log(id, "app", "LimitBytes", "7"), "k\ntick\n")
	c.wait(time.Hour)
	want(t, "default tail", len(c.log(id, "app")), 500*len("tick\n"))
	c.refused("DescribeContainerLog", params("ContainerGroupId", id, "ContainerName", "other"), "InvalidParameter.NotFound")
	c.refused("DescribeContainerLog", params("ContainerGroupId", id, "ContainerName", "app", "Tail", "2001"), "InvalidParameter.ValueExceeded")
}

// LastTime is the log of the start before; while a container waits to start again, that is its newest one.
func TestContainerLogOfTheLastTime(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo run; sleep 60; exit 1"))
	c.wait(10 * time.Second)
	want(t, "none before", c.log(id, "app", "LastTime", "true"), "")
	c.wait(time.Minute)
	want(t, "second start", c.log(id, "app", "Timestamps", "true"), "2026-03-01T12:01:03Z run\n")
	want(t, "first start", c.log(id, "app", "Timestamps", "true", "LastTime", "true"), "2026-03-01T12:00:03Z run\n")
	c.wait(time.Minute)
	want(t, "reason", c.describe(id).Containers[0].CurrentState.Reason, "CrashLoopBackOff")
	want(t, "second start", c.log(id, "app", "Timestamps", "true", "LastTime", "true"), "2026-03-01T12:01:03Z run\n")
}

func TestScriptSeesItsGroup(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("cat /etc/app/a.conf; cat /b; echo $IP $GREETING; echo sorry > /dev/termination-log; exit 2",
		"RestartPolicy", "Never",
		"Volume.1.Name", "cfg", "Volume.1.Type", "ConfigFileVolume",
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Path", "a.conf", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content", "YQo=",
		"Volume.1.ConfigFileVolume.ConfigFileToPath.2.Path", "dir/b.conf", "Volume.1.ConfigFileVolume.ConfigFileToPath.2.Content", "Ygo=",
		"Container.1.VolumeMount.1.Name", "cfg", "Container.1.VolumeMount.1.MountPath", "/etc/app",
		"Container.1.VolumeMount.2.Name", "cfg", "Container.1.VolumeMount.2.MountPath", "/b", "Container.1.VolumeMount.2.SubPath", "dir/b.conf",
		"Container.1.EnvironmentVar.1.Key", "IP", "Container.1.EnvironmentVar.1.FieldRef.FieldPath", "status.podIP",
		"Container.1.EnvironmentVar.2.Key", "GREETING", "Container.1.EnvironmentVar.2.Value", "hello",
	))
	c.wait(3 * time.Second)
	g := c.describe(id)
	want(t, "log", c.log(id, "app"), "a\nb\n"+g.IntranetIp+" hello\n")
	want(t, "message", g.Containers[0].CurrentState.Message, "sorry\n")
}

func TestPullPolicyNever(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Container.1.ImagePullPolicy", "Never"))
	c.wait(time.Minute)
	g := c.describe(id)
	want(t, "reason", g.Containers[0].CurrentState.Reason, "ErrImageNeverPull")
	want(t, "status", g.Status, "Pending")
}

func TestPostStartHook(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Container.1.LifecyclePostStartHandlerExec.1", "false", "RestartPolicy", "Never"))
	c.wait(3 * time.Second)
	g := c.describe(id)
	want(t, "status", g.Status, "Failed")
	want(t, "exit code", *g.Containers[0].CurrentState.ExitCode, int64(exitKilled))
}

func TestTerminationMessageFromLog(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo one; echo two; exit 1", "RestartPolicy", "Never", "Container.1.TerminationMessagePolicy",
		"FallbackToLogsOnError"))
	c.wait(3 * time.Second)
	want(t, "message", c.describe(id).Containers[0].CurrentState.Message, "one\ntwo")
}

func TestAddresses(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("AutoCreateEip", "true", "EipBandwidth", "5", "Ipv6AddressCount", "1", "PrivateIpAddress", "10.0.0.7"))
	want(t, "public address before scheduling", c.describe(id).InternetIp, "")
	c.wait(time.Second)
	g := c.describe(id)
	want(t, "private address", g.IntranetIp, "10.0.0.7")
	if g.InternetIp == "" || g.Ipv6Address == "" {
		t.Errorf("got %q and %q", g.InternetIp, g.Ipv6Address)
	}
}

func TestLogOfAnImage(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	c.wait(3 * time.Second)
	if log := c.log(id, "app"); !strings.HasPrefix(log, "2026/03/01 12:00:03 [notice]") {
		t.Errorf("got %q", log)
	}
}
