package probe

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// answerProbes ask what is told of groups.
var answerProbes = []Probe{
	{Assumption: "image-variables", find: func(b *bench) (string, string) {
		g, _ := b.look(b.standing())
		_, configured := variable(g, "A")
		if !configured {
			return "", "the variable A is not among those of the container"
		}
		_, path := variable(g, "PATH")
		return answerOf(path, "yes", "no", "%d variables are shown, of which 2 were configured", len(container(g, "main").EnvironmentVars))
	}},
	{Assumption: "placeholders", find: func(b *bench) (string, string) {
		g, _ := b.look(b.standing())
		shown, _ := variable(g, "ID")
		if shown != "__ECI_ID__" && shown != g.ContainerGroupId {
			return "", "the variable is shown as " + shown
		}
		return answerOf(shown == "__ECI_ID__", "as-sent", "replaced", "the variable is shown as %s", shown)
	}},
	{Assumption: "create-visible", Groups: 1, find: func(b *bench) (string, string) {
		id := b.create()
		return firstLook(b, func() bool { _, listed := b.look(id); return listed })
	}},
	{Assumption: "tag-filter", Groups: 1, find: func(b *bench) (string, string) {
		id := b.create(func(req *eci.CreateContainerGroupRequest) {
			req.Tag = append(req.Tag, eci.Tag{Key: "probe", Value: &req.ClientToken})
		})
		b.when(id, "is listed", 200*time.Millisecond, func(eci.ContainerGroup) bool { return true })
		g, _ := b.look(id)
		for _, tag := range g.Tags {
			if tag.Key == "probe" {
				return firstLook(b, func() bool { return b.tagged(tag.Key, tag.Value) })
			}
		}
		return "", "the group is listed without its tag"
	}},
	{Assumption: "system-tags", find: func(b *bench) (string, string) {
		g, _ := b.look(b.standing())
		var system []string
		for _, tag := range g.Tags {
			if strings.HasPrefix(tag.Key, "acs:") || strings.HasPrefix(tag.Key, "aliyun") {
				system = append(system, tag.Key)
			}
		}
		return answerOf(len(system) > 0, "shown", "hidden", "tags of the system: %q", system)
	}},
	{Assumption: "tag-lag", find: func(b *bench) (string, string) {
		id := b.standing()
		_, err := b.client.TagResources(b.ctx, &eci.TagResourcesRequest{ResourceType: eci.ResourceTypeContainerGroup, ResourceId: []string{id},
			Tag: []eci.Tag{{Key: "lag", Value: new("1")}}})
		b.must(err)
		return firstLook(b, func() bool {
			g, _ := b.look(id)
			for _, tag := range g.Tags {
				if tag.Key == "lag" {
					return true
				}
			}
			return false
		})
	}},
	{Assumption: "unknown-ids", find: func(b *bench) (string, string) {
		resp, err := b.client.DescribeContainerGroups(b.ctx,
			&eci.DescribeContainerGroupsRequest{ContainerGroupIds: []string{unknownID("eci-")}})
		switch code := b.code(err); {
		case eci.IsNotFound(err):
			return "not-found", "refused with " + code
		case code != "":
			return "", "refused with " + code
		default:
			return answerOf(len(resp.ContainerGroups) == 0, "left-out", "", "%d groups", len(resp.ContainerGroups))
		}
	}},
	{Assumption: "empty-ids", find: func(b *bench) (string, string) {
		b.standing()
		var resp eci.DescribeContainerGroupsResponse
		b.list(&resp, url.Values{"ContainerGroupIds": {"[]"}})
		return answerOf(len(resp.ContainerGroups) > 0, "all", "nothing", "%d groups, where there is one at least", len(resp.ContainerGroups))
	}},
	{Assumption: "empty-page", find: func(b *bench) (string, string) {
		var resp struct{ ContainerGroups json.RawMessage }
		b.list(&resp, url.Values{"Tag.1.Key": {"none"}, "Tag.1.Value": {unknownID("")}})
		answer := map[string]string{"[]": "list", "null": "null", "": "absent"}[strings.Join(strings.Fields(string(resp.ContainerGroups)), "")]
		return answer, fmt.Sprintf("ContainerGroups is %q", resp.ContainerGroups)
	}},
	{Assumption: "unknown-group", find: func(b *bench) (string, string) {
		_, err := b.client.RestartContainerGroup(b.ctx, &eci.RestartContainerGroupRequest{ContainerGroupId: unknownID("eci-")})
		return notFoundOrInvalid(b.code(err))
	}},
	{Assumption: "unknown-container", find: func(b *bench) (string, string) {
		_, err := b.client.DescribeContainerLog(b.ctx, &eci.DescribeContainerLogRequest{ContainerGroupId: b.standing(), ContainerName: "none"})
		ofLog := b.code(err)
		if _, code := b.exec(b.standing(), "none", "true"); code != ofLog {
			return "", fmt.Sprintf("code %q of DescribeContainerLog, %q of ExecContainerCommand", ofLog, code)
		}
		return notFoundOrInvalid(ofLog)
	}},
	{Assumption: "delete-unknown", find: func(b *bench) (string, string) {
		var codes []string
		_, err := b.client.DeleteContainerGroup(b.ctx, &eci.DeleteContainerGroupRequest{ContainerGroupId: unknownID("eci-")})
		codes = append(codes, b.code(err))
		_, err = b.client.DeleteImageCache(b.ctx, &eci.DeleteImageCacheRequest{ImageCacheId: unknownID("imc-")})
		codes = append(codes, b.code(err))
		_, err = b.client.DeleteDataCache(b.ctx, &eci.DeleteDataCacheRequest{DataCacheId: unknownID("edc-")})
		codes = append(codes, b.code(err))
		_, err = b.client.DeleteVirtualNode(b.ctx, &eci.DeleteVirtualNodeRequest{VirtualNodeId: unknownID("vnd-")})
		codes = append(codes, b.code(err))
		evidence := fmt.Sprintf("codes for a group, an image cache, a data cache, a virtual node: %q", codes)
		for _, code := range codes {
			if code != codes[0] {
				return "", evidence
			}
		}
		return map[string]string{"": "success", "InvalidParameter.NotFound": "not-found"}[codes[0]], evidence
	}},
	{Assumption: "unknown-task", find: func(b *bench) (string, string) {
		resp, err := b.client.DescribeCommitContainerTask(b.ctx, &eci.DescribeCommitContainerTaskRequest{TaskId: []string{unknownID("t-")}})
		if err != nil {
			return answerOf(eci.IsNotFound(err), "not-found", "", "refused with %s", b.code(err))
		}
		return answerOf(len(resp.CommitTasks) == 0, "empty", "", "%d tasks", len(resp.CommitTasks))
	}},
	{Assumption: "throttling-code", Alone: true, Minutes: 1, find: func(b *bench) (string, string) {
		// Of the actions that cost nothing this has the lowest limit: 500 calls a minute.
		const calls, together = 1500, 25
		req := &eci.DescribeContainerLogRequest{ContainerGroupId: b.standing(), ContainerName: "main", Tail: new(int64(1))}
		codes := make(chan string, calls)
		var all sync.WaitGroup
		for range together {
			all.Go(func() {
				for range calls / together {
					if _, err := b.hasty.DescribeContainerLog(b.ctx, req); eci.IsThrottled(err) {
						codes <- b.code(err)
						return
					}
				}
			})
		}
		all.Wait()
		close(codes)
		code := <-codes
		switch code {
		case "Throttling.User", "Throttling.Api", "Throttling", "Degrade.Api":
			return code, "refused with " + code
		}
		return "", fmt.Sprintf("of %d calls none was refused with a known code; the last code is %q", calls, code)
	}},
}

// firstLook tells whether something is seen at once, or later.
func firstLook(b *bench, look func() bool) (answer, evidence string) {
	began := time.Now()
	if look() {
		return "at-once", "seen at the first look"
	}
	b.until("it is seen", time.Second, look)
	return "later", fmt.Sprintf("seen after %.0f s", time.Since(began).Seconds())
}

// tagged reports whether a filter by a tag finds a group.
func (b *bench) tagged(key, value string) bool {
	resp, err := b.client.DescribeContainerGroups(b.ctx, &eci.DescribeContainerGroupsRequest{Tag: []eci.Tag{{Key: key, Value: &value}}})
	b.must(err)
	return len(resp.ContainerGroups) > 0
}

func notFoundOrInvalid(code string) (answer, evidence string) {
	return map[string]string{"InvalidParameter.NotFound": "not-found", "InvalidParameter": "invalid"}[code], fmt.Sprintf("code %q", code)
}
