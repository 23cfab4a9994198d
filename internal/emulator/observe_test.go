package emulator

import (
	"slices"
	"testing"
	"time"
)

func TestHourlyPrice(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []string
		price string
	}{
		// 3600 × (2 × 0.000049 + 4 × 0.00000613)
		"size": {[]string{"Cpu", "2", "Memory", "4"}, "0.441072"},
		// 3600 × (0.5 × 0.000049 + 0.00000613)
		"size without a type": {[]string{"Cpu", "0.5", "Memory", "1"}, "0.110268"},
		// as the first with 2 × 0.000027
		"economy": {[]string{"Cpu", "2", "Memory", "4", "ComputeCategory.1", "economy"}, "0.282672"},
		// 3600 × 10 × 0.00000059 = 0.02124 more
		"storage": {[]string{"Cpu", "2", "Memory", "4", "EphemeralStorage", "10"}, "0.462312"},
		// (4 × 0.000049 + 16 × 0.00000613) × 3600 = 1.059, which is told per second to eight decimals
		"type": {[]string{"InstanceType", "ecs.g7.xlarge"}, "1.059012"},
		// a tenth of 0.441 in the first zone
		"spot":     {[]string{"Cpu", "2", "Memory", "4", "SpotStrategy", "SpotAsPriceGo"}, "0.044"},
		"finished": {[]string{"Cpu", "2", "Memory", "4", "RestartPolicy", "Never", "Container.1.Image", "busybox:1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			c.create(group(test.pairs...))
			c.wait(time.Minute)
			price, currency := c.server.HourlyPrice(c.server.State().ContainerGroups[0])
			want(t, "price", string(price), test.price)
			want(t, "currency", currency, "CNY")
		})
	}
}

func TestObservedLog(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo a; echo b; sleep 60; echo c; sleep 60"))
	c.wait(time.Minute)
	want(t, "newest line", c.server.Log(id, "app", 1), []string{"b"})
	now, advanced := c.server.Now()
	want(t, "time", now.Equal(c.now) && advanced == 0, true)
	c.server.AdvanceClock(30 * time.Second)
	if got := c.server.Log(id, "app", 10); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("log after a minute and a half: %q", got)
	}
	want(t, "no container", c.server.Log(id, "other", 10), nil)
	want(t, "no group", c.server.Log("eci-none", "app", 10), nil)
}

func TestFailContainer(t *testing.T) {
	c := newCloud(t)
	always, never := c.create(group()), c.create(group("RestartPolicy", "Never"))
	c.wait(time.Minute)
	for _, id := range []string{always, never} {
		status, answer := c.control("POST", "container-groups/"+id+"/containers/app/fail", `{"exitCode": 7}`)
		want(t, answer, status, 204)
	}
	app := c.describe(always).Containers[0]
	want(t, "restarts", app.RestartCount, 1)
	want(t, "state", app.CurrentState.State, "Running")
	want(t, "exit code before", *app.PreviousState.ExitCode, 7)
	want(t, "status without restarts", c.describe(never).Status, statusFailed)
	for path, want := range map[string]struct {
		body   string
		status int
	}{
		never + "/containers/app/fail":    {`{}`, 400}, // it has ended
		always + "/containers/app/fail":   {`{"exitCode": 0}`, 400},
		always + "/containers/other/fail": {`{}`, 404},
		"eci-none/containers/app/fail":    {`{}`, 404},
	} {
		if status, answer := c.control("POST", "container-groups/"+path, want.body); status != want.status {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
}
