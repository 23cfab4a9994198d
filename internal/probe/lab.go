package probe

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// The smallest size that is sold, in vCPU and GiB.
const (
	smallestCPU    = 0.25
	smallestMemory = 0.5
)

// tagKey is that of the tag by which what probes have made is found. Its value is the run's.
const tagKey = "terraform-provider-eci:probe"

const (
	patience = 5 * time.Minute // with which a probe waits for one thing
	leftover = time.Hour       // after which what other runs have made was left behind
)

// Lab is the place where probes work.
type Lab struct {
	client, hasty              *eci.Client
	vSwitchID, securityGroupID string
	run                        string // value of the tag of everything that is made

	sharing chan struct{} // holds one element while a probe looks for what follows; a mutex would stop the tests' false clock
	shared  string        // id of the group that probes share, once it is there
}

// NewLab returns a lab whose groups are placed in a vSwitch and a security group. client keeps to the limits of the service; hasty, of the
// same account, neither holds calls back nor repeats them.
func NewLab(client, hasty *eci.Client, vSwitchID, securityGroupID string) *Lab {
	return &Lab{client: client, hasty: hasty, vSwitchID: vSwitchID, securityGroupID: securityGroupID, run: strings.ToLower(rand.Text()),
		sharing: make(chan struct{}, 1)}
}

// bench is where one probe works.
type bench struct {
	*Lab
	ctx  context.Context //nolint:containedctx // a bench lives as long as its probe runs
	made []string        // ids of groups
}

// failure ends a probe that cannot go on, as FailNow ends a test.
type failure struct{ error }

func (b *bench) fail(err error) { panic(failure{err}) }

// must ends the probe if something failed that has nothing to do with its question.
func (b *bench) must(err error) {
	if err != nil {
		b.fail(err)
	}
}

// code is that with which ECI has refused a call; empty if it has not. Any other error ends the probe.
func (b *bench) code(err error) string {
	refused, ok := errors.AsType[*eci.Error](err)
	if err != nil && (!ok || refused.Code == "") {
		b.fail(err)
	}
	if !ok {
		return ""
	}
	return refused.Code
}

func (b *bench) sleep(d time.Duration) {
	select {
	case <-time.After(d):
	case <-b.ctx.Done():
		b.fail(context.Cause(b.ctx))
	}
}

// until looks again and again until look says that it has seen what it waits for.
func (b *bench) until(what string, every time.Duration, look func() bool) {
	for began := time.Now(); !look(); b.sleep(every) {
		if time.Since(began) > patience {
			b.fail(fmt.Errorf("waited %s in vain until %s", patience, what))
		}
	}
}

// request is a creation of the smallest group: a container called main that sleeps.
func (b *bench) request(change ...func(*eci.CreateContainerGroupRequest)) *eci.CreateContainerGroupRequest {
	req := &eci.CreateContainerGroupRequest{
		ContainerGroupName: "tf-probe-" + strings.ToLower(rand.Text()[:12]), ClientToken: rand.Text(),
		Tag: []eci.Tag{{Key: tagKey, Value: &b.run}}, VSwitchId: []string{b.vSwitchID}, SecurityGroupId: b.securityGroupID,
		Cpu: new(smallestCPU), Memory: new(smallestMemory),
		TerminationGracePeriodSeconds: new(int64(1)), Container: []eci.CreateContainer{{ContainerSpec: b.sleeper("main")}},
	}
	for _, f := range change {
		f(req)
	}
	return req
}

// sleeper is a container that does nothing for some hours.
func (b *bench) sleeper(name string, change ...func(*eci.ContainerSpec)) eci.ContainerSpec {
	return b.script(name, "sleep 30000", change...)
}

func (b *bench) script(name, script string, change ...func(*eci.ContainerSpec)) eci.ContainerSpec {
	spec := eci.ContainerSpec{Name: name, Image: "registry-vpc." + b.client.Region() + ".aliyuncs.com/eci_open/busybox:1.30",
		Command: []string{"sh", "-c", script}}
	for _, f := range change {
		f(&spec)
	}
	return spec
}

func env(pairs ...string) func(*eci.ContainerSpec) {
	return func(spec *eci.ContainerSpec) {
		for pair := range slices.Chunk(pairs, 2) {
			spec.EnvironmentVar = append(spec.EnvironmentVar, eci.EnvironmentVar{Key: pair[0], Value: &pair[1]})
		}
	}
}

// try creates a group, unless ECI refuses it.
func (b *bench) try(req *eci.CreateContainerGroupRequest) (id string, err error) {
	resp, err := b.client.CreateContainerGroup(b.ctx, req)
	if err != nil {
		return "", err
	}
	b.made = append(b.made, resp.ContainerGroupId)
	return resp.ContainerGroupId, nil
}

// create creates a group.
func (b *bench) create(change ...func(*eci.CreateContainerGroupRequest)) string {
	id, err := b.try(b.request(change...))
	b.must(err)
	return id
}

// createRunning creates a group and waits until it runs.
func (b *bench) createRunning(change ...func(*eci.CreateContainerGroupRequest)) eci.ContainerGroup {
	return b.running(b.create(change...))
}

// look returns a group and whether it is listed.
func (b *bench) look(id string) (eci.ContainerGroup, bool) {
	resp, err := b.client.DescribeContainerGroups(b.ctx, &eci.DescribeContainerGroupsRequest{ContainerGroupIds: []string{id}})
	if eci.IsNotFound(err) {
		return eci.ContainerGroup{}, false
	}
	b.must(err)
	if len(resp.ContainerGroups) == 0 {
		return eci.ContainerGroup{}, false
	}
	return resp.ContainerGroups[0], true
}

// when waits until a group is as wanted.
func (b *bench) when(id, what string, every time.Duration, wanted func(eci.ContainerGroup) bool) (group eci.ContainerGroup) {
	b.until("the group "+what, every, func() bool {
		var listed bool
		group, listed = b.look(id)
		return listed && wanted(group)
	})
	return group
}

// running waits until a group and all its containers run.
func (b *bench) running(id string) eci.ContainerGroup {
	return b.when(id, "runs", 2*time.Second, func(g eci.ContainerGroup) bool {
		for _, c := range g.Containers {
			if c.CurrentState == nil || c.CurrentState.State != "Running" {
				return false
			}
		}
		return g.Status == eci.StatusRunning
	})
}

// settled waits until a group runs again after something was done to it.
func (b *bench) settled(id string) eci.ContainerGroup {
	b.sleep(5 * time.Second)
	return b.running(id)
}

// update changes a group by RenewUpdate or IncrementalUpdate, and returns the code of a refusal, or what the group has become.
func (b *bench) update(id, updateType string, change eci.UpdateContainerGroupRequest) (code string, group eci.ContainerGroup) {
	b.sleep(2 * time.Second) // so that a container that starts anew has another time
	change.ContainerGroupId, change.UpdateType = id, updateType
	if _, err := b.client.UpdateContainerGroup(b.ctx, &change); err != nil && !eci.IsNoNeedUpdate(err) {
		return b.code(err), group
	}
	return "", b.settled(id)
}

const (
	renew       = "RenewUpdate"
	incremental = "IncrementalUpdate"
)

// containers are those of an update.
func containers(specs ...eci.ContainerSpec) eci.UpdateContainerGroupRequest {
	var req eci.UpdateContainerGroupRequest
	for _, spec := range specs {
		req.Container = append(req.Container, eci.UpdateContainer{ContainerSpec: spec})
	}
	return req
}

// with adds to the containers of a creation, or replaces those of the same name.
func with(specs ...eci.ContainerSpec) func(*eci.CreateContainerGroupRequest) {
	return func(req *eci.CreateContainerGroupRequest) {
		for _, spec := range specs {
			at := slices.IndexFunc(req.Container, func(c eci.CreateContainer) bool { return c.Name == spec.Name })
			if at < 0 {
				at = len(req.Container)
			}
			req.Container = slices.Replace(req.Container, at, min(at+1, len(req.Container)), eci.CreateContainer{ContainerSpec: spec})
		}
	}
}

// container is one of a group's containers.
func container(g eci.ContainerGroup, name string) eci.DescribedContainer {
	for _, c := range g.Containers {
		if c.Name == name {
			return c
		}
	}
	return eci.DescribedContainer{}
}

// started is when a container began its present run.
func started(g eci.ContainerGroup, name string) string {
	if state := container(g, name).CurrentState; state != nil {
		return state.StartTime
	}
	return ""
}

func names(g eci.ContainerGroup) string {
	var list []string
	for _, c := range g.Containers {
		list = append(list, c.Name)
	}
	return strings.Join(list, ", ")
}

// variable is a variable of the container main as it is shown, and whether it is.
func variable(g eci.ContainerGroup, key string) (value string, shown bool) {
	for _, v := range container(g, "main").EnvironmentVars {
		if v.Key == key {
			return v.Value, true
		}
	}
	return "", false
}

// run runs a command in a container and returns its output, or the code of a refusal.
func (b *bench) exec(id, name string, command ...string) (output, code string) {
	resp, err := b.client.ExecContainerCommand(b.ctx, &eci.ExecContainerCommandRequest{ContainerGroupId: id, ContainerName: name,
		Command: command, Sync: new(true), Stdin: new(false), TTY: new(false)})
	if err != nil {
		return "", b.code(err)
	}
	return resp.SyncResponse, ""
}

// sh runs a script in a container, which has to be possible.
func (b *bench) sh(id, name, script string) string {
	output, code := b.exec(id, name, "sh", "-c", script)
	if code != "" {
		b.fail(fmt.Errorf("a script could not be run: %s", code))
	}
	return output
}

// list decodes what DescribeContainerGroups answers to parameters that the client does not send.
func (b *bench) list(answer any, params url.Values) {
	b.must(b.client.Call(b.ctx, "DescribeContainerGroups", params, answer))
}

// unknownID is the id of something that does not exist.
func unknownID(prefix string) string { return prefix + "0" + strings.ToLower(rand.Text()[:19]) }

// answerOf reports one of two answers, with the evidence.
func answerOf(first bool, one, other, format string, args ...any) (answer, evidence string) {
	answer = other
	if first {
		answer = one
	}
	return answer, fmt.Sprintf(format, args...)
}

// standing is the id of a group that runs, and that probes share which do not change it. Its only container writes two lines.
func (b *bench) standing() string {
	b.sharing <- struct{}{}
	defer func() { <-b.sharing }()
	if b.shared == "" {
		req := b.request(emptyDirs("one"),
			with(b.script("main", "echo first; echo last; sleep 30000", mounted, env("A", "b", "ID", "__ECI_ID__"))))
		resp, err := b.client.CreateContainerGroup(b.ctx, req)
		b.must(err)
		b.shared = resp.ContainerGroupId
		b.running(b.shared)
	}
	return b.shared
}

// remove deletes groups, also if ctx has ended.
func (l *Lab) remove(ctx context.Context, ids []string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	var errs []error
	for _, id := range ids {
		_, err := l.client.DeleteContainerGroup(ctx, &eci.DeleteContainerGroupRequest{ContainerGroupId: id, Force: new(true)})
		if err != nil && !eci.IsNotFound(err) {
			errs = append(errs, fmt.Errorf("container group %s could not be deleted, and costs money: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// close takes away the shared group, and what the run has made without knowing it because an answer was lost.
func (l *Lab) close(ctx context.Context) error {
	var shared []string
	if l.shared != "" {
		shared = []string{l.shared}
	}
	return errors.Join(l.remove(ctx, shared), l.sweep(ctx, func(_ eci.ContainerGroup, run string) bool { return run == l.run }))
}

// Sweep takes away what runs of more than an hour ago have left behind that were killed.
func (l *Lab) Sweep(ctx context.Context) error {
	return l.sweep(ctx, func(g eci.ContainerGroup, _ string) bool {
		created, err := time.Parse(time.RFC3339, g.CreationTime)
		return err == nil && time.Since(created) > leftover
	})
}

// sweep takes away groups that probes have made and that are wanted away, by the run that made them.
func (l *Lab) sweep(ctx context.Context, wanted func(g eci.ContainerGroup, run string) bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	var ids []string
	for g, err := range l.client.ContainerGroups(ctx, &eci.DescribeContainerGroupsRequest{Tag: []eci.Tag{{Key: tagKey}}}) {
		if err != nil {
			return fmt.Errorf("look in the console for container groups with the tag %s: %w", tagKey, err)
		}
		for _, tag := range g.Tags {
			if tag.Key == tagKey && g.Status != eci.StatusTerminating && wanted(g, tag.Value) {
				ids = append(ids, g.ContainerGroupId)
			}
		}
	}
	return l.remove(ctx, ids)
}
