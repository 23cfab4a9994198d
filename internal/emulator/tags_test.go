package emulator

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestTagResources(t *testing.T) {
	c := newCloud(t)
	a, b := c.create(group("Tag.1.Key", "env", "Tag.1.Value", "test")), c.create(group())
	both := func(pairs ...string) []string {
		return append([]string{"ResourceType", "ContainerGroup", "ResourceId.1", a, "ResourceId.2", b}, pairs...)
	}
	must[wire.Empty](c, "TagResources", params(both("Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "team", "Tag.2.Value", "x")...))
	want(t, "tags", c.describe(a).Tags, []wire.Tag{{Key: "env", Value: "prod"}, {Key: "team", Value: "x"}})
	want(t, "tags", c.describe(b).Tags, []wire.Tag{{Key: "env", Value: "prod"}, {Key: "team", Value: "x"}})

	listed := must[wire.ListTagResourcesResponse](c, "ListTagResources", params("ResourceType", "ContainerGroup", "ResourceId.1", a))
	want(t, "list", listed.TagResources, []wire.TagResource{{ResourceType: "ContainerGroup", ResourceId: a, TagKey: "env", TagValue: "prod"},
		{ResourceType: "ContainerGroup", ResourceId: a, TagKey: "team", TagValue: "x"}})

	must[wire.Empty](c, "UntagResources", params("ResourceType", "ContainerGroup", "ResourceId.1", a, "TagKey.1", "env", "All", "true"))
	want(t, "tags", c.describe(a).Tags, []wire.Tag{{Key: "team", Value: "x"}})
	must[wire.Empty](c, "UntagResources", params(both("All", "true")...))
	want(t, "tags", len(c.describe(a).Tags)+len(c.describe(b).Tags), 0)
	c.refused("UntagResources", params(both()...), "MissingParameter")
}

func TestListTagResourcesPages(t *testing.T) {
	c := newCloud(t)
	for range 5 {
		c.create(group("Tag.1.Key", "env", "Tag.1.Value", "test"))
	}
	seen, token := 0, ""
	for {
		resp := must[wire.ListTagResourcesResponse](c, "ListTagResources", params("ResourceType", "ContainerGroup", "Tag.1.Key", "env", "Limit",
			"2", "NextToken", token))
		seen += len(resp.TagResources)
		if token = resp.NextToken; token == "" {
			break
		}
	}
	want(t, "tags", seen, 5)
}

func TestTagResourcesRefuses(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	of := func(pairs ...string) []string {
		return append([]string{"ResourceType", "ContainerGroup", "ResourceId.1", id}, pairs...)
	}
	many := of()
	for i := range 15 {
		many = append(many, fmt.Sprintf("Tag.%d.Key", i+1), fmt.Sprint("k", i))
	}
	must[wire.Empty](c, "TagResources", params(many...))
	for i := range 15 {
		many = append(many, fmt.Sprintf("Tag.%d.Key", i+1), fmt.Sprint("other", i))
	}
	c.refused("TagResources", params(many...), "NumberExceed.Tags")
	want(t, "tags", len(c.describe(id).Tags), 15)
	c.refused("TagResources", params("ResourceType", "Container", "ResourceId.1", id, "Tag.1.Key", "k"), "InvalidParameter")
	c.refused("TagResources", params("ResourceType", "ContainerGroup", "ResourceId.1", "eci-unknown", "Tag.1.Key", "k"),
		"InvalidParameter.NotFound")
	c.refused("TagResources", params(of("Tag.1.Key", "k", "Tag.1.Value", "https://x")...), "InvalidParameter")
	c.refused("ListTagResources", params("ResourceType", "ContainerGroup"), "MissingParameter")
}
