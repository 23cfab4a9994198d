package emulator

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// imageCacheOf makes the parameters of an image cache, changed by pairs; an empty value removes a parameter.
func imageCacheOf(pairs ...string) url.Values {
	return changed(params("ImageCacheName", "cache", "Image.1", "nginx:1.27", "VSwitchId", "vsw-a,vsw-b", "SecurityGroupId", "sg-1"), pairs)
}

func changed(values url.Values, pairs []string) url.Values {
	for name, value := range params(pairs...) {
		if value[0] == "" {
			values.Del(name)
		} else {
			values[name] = value
		}
	}
	return values
}

func (c *cloudTest) createImageCache(pairs ...string) string {
	c.Helper()
	return must[wire.CreateImageCacheResponse](c, "CreateImageCache", imageCacheOf(pairs...)).ImageCacheId
}

func (c *cloudTest) imageCaches(pairs ...string) []wire.ImageCache {
	c.Helper()
	return must[wire.DescribeImageCachesResponse](c, "DescribeImageCaches", params(pairs...)).ImageCaches
}

func (c *cloudTest) imageCache(id string) wire.ImageCache {
	c.Helper()
	caches := c.imageCaches("ImageCacheId", id)
	if len(caches) != 1 {
		c.Fatalf("%d image caches have the id %s", len(caches), id)
	}
	return caches[0]
}

func reasons(events []wire.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, e.Reason)
	}
	return strings.Join(all, " ")
}

// With a boot time of 3 s, preparation takes 1 s and the whole build 6 s.
func TestImageCacheLifeCycle(t *testing.T) {
	c := newCloud(t)
	created := must[wire.CreateImageCacheResponse](c, "CreateImageCache", imageCacheOf("Image.2", "redis:7", "RetentionDays", "7",
		"Tag.1.Key", "k"))
	id := created.ImageCacheId
	i := c.imageCache(id)
	want(t, "status", i.Status, "Preparing")
	want(t, "progress", i.Progress, "0%")
	want(t, "images", i.Images, []string{"nginx:1.27", "redis:7"})
	want(t, "size", i.ImageCacheSize, 20)
	want(t, "group", i.ContainerGroupId, created.ContainerGroupId)
	want(t, "expiry", i.ExpireDateTime, "2026-03-08T12:00:00Z")
	want(t, "match", i.LastMatchedTime, "")
	g := c.describe(created.ContainerGroupId)
	want(t, "containers of the builder", len(g.Containers), 2)

	c.wait(3 * time.Second)
	i = c.imageCache(id)
	want(t, "status", i.Status, "Creating")
	want(t, "progress", i.Progress, "50%")
	want(t, "size of the builder", c.describe(created.ContainerGroupId).Memory, 4)
	c.refused("CreateContainerGroup", group("ImageSnapshotId", id), "ImageSnapshot.IncorrectStatus")
	c.refused("UpdateImageCache", params("ImageCacheId", id, "ImageCacheName", "new"), "ImageCache.IncorrectStatus")

	c.wait(3 * time.Second)
	i = c.imageCache(id)
	want(t, "status", i.Status, "Ready")
	want(t, "progress", i.Progress, "100%")
	want(t, "snapshot", strings.HasPrefix(i.SnapshotId, "s-"), true)
	want(t, "events", reasons(i.Events), "Preparing Started Created")
	want(t, "builder", c.exists(created.ContainerGroupId), false)

	c.wait(7 * 24 * time.Hour)
	want(t, "after its days", len(c.imageCaches()), 0)
}

func TestImageCacheFails(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []string
		spoil func(c *cloudTest, group string)
		event string
	}{
		"unknown image": {pairs: []string{"Image.2", "app:missing"}, event: "app:missing"},
		"no stock":      {pairs: []string{"VSwitchId", "vsw-nostock"}, event: "scheduled"},
		"deleted builder": {spoil: func(c *cloudTest, id string) {
			must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id))
		}, event: "deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			created := must[wire.CreateImageCacheResponse](c, "CreateImageCache", imageCacheOf(test.pairs...))
			if test.spoil != nil {
				test.spoil(c, created.ContainerGroupId)
			}
			c.wait(6 * time.Second)
			i := c.imageCache(created.ImageCacheId)
			want(t, "status", i.Status, "Failed")
			last := i.Events[len(i.Events)-1]
			want(t, "event", last.Type+" "+last.Reason, "Warning Failed")
			if !strings.Contains(last.Message, test.event) {
				t.Errorf("%q lacks %q", last.Message, test.event)
			}
			want(t, "snapshot", i.SnapshotId, "")
			want(t, "builder", c.exists(created.ContainerGroupId), false)
			c.wait(23 * time.Hour)
			want(t, "within a day", len(c.imageCaches()), 1)
			c.wait(time.Hour)
			want(t, "after a day", len(c.imageCaches()), 0)
		})
	}
}

// A local snapshot is ready in half the time, and gives way to the normal one.
func TestFlashImageCache(t *testing.T) {
	c := newCloud(t)
	id := c.createImageCache("Flash", "true")
	c.wait(3 * time.Second)
	i := c.imageCache(id)
	want(t, "status", i.Status, "Ready")
	want(t, "snapshot", i.SnapshotId, "")
	want(t, "local snapshot", strings.HasPrefix(i.FlashSnapshotId, "s-"), true)
	c.wait(time.Second)
	want(t, "progress", c.imageCache(id).Progress, "100%")
	c.wait(2 * time.Second)
	i = c.imageCache(id)
	want(t, "local snapshot", i.FlashSnapshotId, "")
	want(t, "snapshot", strings.HasPrefix(i.SnapshotId, "s-"), true)
}

func TestUpdateImageCache(t *testing.T) {
	c := newCloud(t)
	id := c.createImageCache("RetentionDays", "7", "EliminationStrategy", "LRU")
	c.wait(6 * time.Second)
	before := c.imageCache(id)
	update := func(pairs ...string) {
		t.Helper()
		must[wire.Empty](c, "UpdateImageCache", changed(params("ImageCacheId", id, "ImageCacheName", "cache"), pairs))
	}

	must[wire.Empty](c, "UpdateImageCache", params("ImageCacheId", id, "ImageCacheName", "renamed", "RetentionDays", "0",
		"EliminationStrategy", "", "Tag.1.Key", "k", "ResourceGroupId", "rg-2"))
	i := c.imageCache(id)
	want(t, "status", i.Status, "Ready")
	want(t, "name", i.ImageCacheName, "renamed")
	want(t, "group", i.ResourceGroupId, "rg-2")
	want(t, "expiry", i.ExpireDateTime, "")
	want(t, "strategy", i.EliminationStrategy, "")
	want(t, "tags", i.Tags, []wire.Tag{{Key: "k", Value: ""}})

	update("Image.1", "redis:7", "ImageCacheSize", "40")
	i = c.imageCache(id)
	want(t, "status", i.Status, "Updating")
	want(t, "another builder", i.ContainerGroupId != before.ContainerGroupId && c.exists(i.ContainerGroupId), true)
	c.wait(6 * time.Second)
	i = c.imageCache(id)
	want(t, "status", i.Status, "Ready")
	want(t, "images", i.Images, []string{"redis:7"})
	want(t, "size", i.ImageCacheSize, 40)
	want(t, "another snapshot", i.SnapshotId != before.SnapshotId, true)

	update("Image.1", "app:missing")
	c.wait(6 * time.Second)
	want(t, "status", c.imageCache(id).Status, "UpdateFailed")
	c.wait(48 * time.Hour)
	want(t, "kept", len(c.imageCaches()), 1)

	c.refused("UpdateImageCache", params("ImageCacheId", id), "MissingParameter")
	c.refused("UpdateImageCache", params("ImageCacheId", id, "ImageCacheName", "cache"), "NoNeedUpdate")
	c.refused("UpdateImageCache", params("ImageCacheId", "imc-unknown", "ImageCacheName", "x"), "InvalidParameter.NotFound")
	// A password that changes builds the cache anew, though it is not described.
	update("ImageRegistryCredential.1.Server", "r.test", "ImageRegistryCredential.1.UserName", "u", "ImageRegistryCredential.1.Password", "p",
		"Image.1", "nginx:1")
	want(t, "status", c.imageCache(id).Status, "Updating")
}

// A group whose images are in a cache starts without pulling them.
func TestGroupsUseImageCaches(t *testing.T) {
	c := newCloud(t)
	old := c.createImageCache("ImageCacheName", "old")
	c.wait(6 * time.Second)
	match := c.createImageCache("Image.2", "redis:7")
	c.wait(6 * time.Second)
	start := func(pairs ...string) (string, time.Duration) {
		t.Helper()
		id := c.create(group(pairs...))
		for took := time.Duration(0); took < time.Minute; took += time.Second {
			if c.describe(id).Status == "Running" {
				return id, took
			}
			c.wait(time.Second)
		}
		t.Fatal("the group does not start")
		return "", 0
	}
	_, took := start()
	want(t, "without a cache", took, 3*time.Second)
	id, took := start("AutoMatchImageCache", "true", "Container.2.Name", "db", "Container.2.Image", "redis:7")
	want(t, "with a match", took, 2*time.Second)
	want(t, "used", c.imageCache(match).LastMatchedTime != "" && c.imageCache(old).LastMatchedTime == "", true)
	for _, e := range c.describe(id).Events {
		if e.Reason == "Pulling" {
			t.Errorf("pulled: %s", e.Message)
		}
	}
	_, took = start("ImageSnapshotId", old)
	want(t, "with a cache by id", took, 2*time.Second)
	want(t, "used", c.imageCache(old).LastMatchedTime != "", true)
	_, took = start("ImageSnapshotId", old, "Container.1.Image", "other:1")
	want(t, "with a cache of other images", took, 3*time.Second)
	// An image that may not be pulled is taken from the cache.
	_, took = start("ImageSnapshotId", old, "Container.1.ImagePullPolicy", "Never")
	want(t, "without leave to pull", took, 2*time.Second)
}

func TestImageCacheQuota(t *testing.T) {
	c := newCloud(t)
	c.server.settings.Quotas.MaxImageCacheCount = 2
	kept := c.createImageCache()
	used := c.createImageCache("EliminationStrategy", "LRU")
	c.refused("CreateImageCache", imageCacheOf(), "QuotaExceeded") // all are being built
	c.wait(6 * time.Second)
	next := c.createImageCache("EliminationStrategy", "LRU")
	want(t, "caches", fmt.Sprint(c.imageCache(kept).Status, len(c.imageCaches("ImageCacheId", used))), "Ready0")
	must[wire.Empty](c, "DeleteImageCache", params("ImageCacheId", kept))
	must[wire.Empty](c, "DeleteImageCache", params("ImageCacheId", kept)) // as if it were there
	c.wait(6 * time.Second)
	other := c.createImageCache("EliminationStrategy", "LRU")
	c.wait(6 * time.Second)
	c.create(group("ImageSnapshotId", next)) // now the other is the one not used for longest
	c.createImageCache()
	want(t, "caches", fmt.Sprint(len(c.imageCaches("ImageCacheId", next)), len(c.imageCaches("ImageCacheId", other))), "1 0")
}

func TestDescribeImageCaches(t *testing.T) {
	c := newCloud(t)
	a := c.createImageCache("ImageCacheName", "a", "Image.2", "redis:7", "Tag.1.Key", "env", "Tag.1.Value", "test")
	b := c.createImageCache("ImageCacheName", "b", "Image.1", "nginx:1.28", "ResourceGroupId", "rg-b")
	c.wait(6 * time.Second)
	for name, test := range map[string]struct {
		pairs []string
		want  []string
	}{
		"all":            {nil, []string{a, b}},
		"id":             {[]string{"ImageCacheId", b}, []string{b}},
		"unknown id":     {[]string{"ImageCacheId", "imc-unknown"}, nil},
		"name":           {[]string{"ImageCacheName", "a"}, []string{a}},
		"snapshot":       {[]string{"SnapshotId", c.imageCache(b).SnapshotId}, []string{b}},
		"image":          {[]string{"Image", "redis:7"}, []string{a}},
		"group":          {[]string{"ResourceGroupId", "rg-b"}, []string{b}},
		"tag":            {[]string{"Tag.1.Key", "env"}, []string{a}},
		"match":          {[]string{"MatchImage.1", "nginx:1.28"}, []string{a, b}},
		"full match":     {[]string{"MatchImage.1", "nginx:1.28", "ImageFullMatch", "true"}, []string{b}},
		"counted match":  {[]string{"MatchImage.1", "nginx:1.27", "MatchImage.2", "redis:7", "ImageMatchCountRequest", "2"}, []string{a}},
		"match of other": {[]string{"MatchImage.1", "registry.test/nginx:1.28"}, nil},
	} {
		var got []string
		for _, i := range c.imageCaches(test.pairs...) {
			got = append(got, i.ImageCacheId)
		}
		want(t, name, got, test.want)
	}
	first := must[wire.DescribeImageCachesResponse](c, "DescribeImageCaches", params("Limit", "1"))
	want(t, "total", first.TotalCount, 2)
	want(t, "second page", c.imageCaches("Limit", "1", "NextToken", first.NextToken)[0].ImageCacheId, b)
}

func TestCreateImageCacheRefuses(t *testing.T) {
	c := newCloud(t)
	for name, test := range map[string]struct {
		values url.Values
		code   string
	}{
		"no name":           {imageCacheOf("ImageCacheName", ""), "MissingParameter"},
		"no image":          {imageCacheOf("Image.1", ""), "MissingParameter"},
		"no vSwitch":        {imageCacheOf("VSwitchId", ""), "MissingParameter"},
		"no security group": {imageCacheOf("SecurityGroupId", ""), "MissingParameter"},
		"white space":       {imageCacheOf("Image.1", "a b"), "InvalidParameter"},
		"strategy":          {imageCacheOf("EliminationStrategy", "FIFO"), "InvalidParameter"},
		"size":              {imageCacheOf("ImageCacheSize", "19"), "InvalidParameter.ValueExceeded"},
		"copies":            {imageCacheOf("StandardCopyCount", "0"), "InvalidParameter.ValueExceeded"},
		"full vSwitch":      {imageCacheOf("VSwitchId", "vsw-full"), "InvalidVSwitchId.IpNotEnough"},
		"zone":              {imageCacheOf("VSwitchId", "vsw-x-b", "ZoneId", "cn-hangzhou-c"), "OperationDenied.VswZoneMisMatch"},
		"windows":           {imageCacheOf("OsType", "Windows"), "Forbidden.OnlyForInvitedTest"},
		"credential":        {imageCacheOf("ImageRegistryCredential.1.Server", "r"), "MissingParameter"},
		"tag":               {imageCacheOf("Tag.1.Key", "acs:x"), "InvalidParameter"},
	} {
		t.Run(name, func(*testing.T) { c.refused("CreateImageCache", test.values, test.code) })
	}
	want(t, "caches", len(c.imageCaches()), 0)
	want(t, "groups", len(c.server.State().ContainerGroups), 0)
	one := c.createImageCache("ClientToken", "t")
	want(t, "same token", c.createImageCache("ClientToken", "t"), one)
	c.refused("CreateImageCache", imageCacheOf("ClientToken", "t", "ImageCacheSize", "30"), "IdempotentParameterMismatch")
}

// What is deleted while it is being built takes its builder along.
func TestDeleteImageCacheEarly(t *testing.T) {
	c := newCloud(t)
	created := must[wire.CreateImageCacheResponse](c, "CreateImageCache", imageCacheOf())
	must[wire.Empty](c, "DeleteImageCache", params("ImageCacheId", created.ImageCacheId))
	want(t, "builder", c.exists(created.ContainerGroupId), false)
	want(t, "cache", len(c.imageCaches()), 0)
}
