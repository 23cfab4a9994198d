package emulator

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestPatchOtherObjects(t *testing.T) {
	c := newCloud(t)
	image, data, node := c.createImageCache(), c.createDataCache(), c.createNode()
	patch := func(path, body string, status int) {
		t.Helper()
		if got, answer := c.control("PATCH", path, body); got != status {
			t.Fatalf("PATCH %s: %d %s", path, got, answer)
		}
	}
	patch("image-caches/"+image, `{"Status":"Failed","Tags":[{"Key":"drift"}]}`, 200)
	patch("data-caches/"+data, `{"Status":"Available","Size":99}`, 200)
	patch("virtual-nodes/"+node, `{"Status":"Failed","VirtualNodeName":"drift"}`, 200)
	c.wait(time.Minute)
	want(t, "image cache", c.imageCache(image).Status, "Failed")
	want(t, "tags", c.imageCache(image).Tags, []wire.Tag{{Key: "drift", Value: ""}})
	want(t, "data cache", c.dataCache(data).Status, "Available")
	want(t, "size", c.dataCache(data).Size, 99)
	want(t, "node", c.node(node).Status, "Failed")
	want(t, "name", c.node(node).VirtualNodeName, "drift")
	patch("virtual-nodes/"+node, `{"Tags":[],"Status":"Ready"}`, 200)
	want(t, "node", c.node(node).Status, "Ready")

	patch("image-caches/"+image, `{"ImageCacheId":"imc-other"}`, 400)
	patch("data-caches/"+data, `{"RegionId":"cn-beijing"}`, 400)
	want(t, "id", c.imageCache(image).ImageCacheId, image)
	want(t, "region", c.dataCache(data).RegionId, testRegion)
	patch("image-caches/imc-unknown", "{}", 404)

	for _, path := range []string{"image-caches/" + image, "data-caches/" + data, "virtual-nodes/" + node} {
		status, _ := c.control("DELETE", path, "")
		want(t, path, status, 204)
		status, _ = c.control("DELETE", path, "")
		want(t, path, status, 404)
	}
	state := c.server.State()
	want(t, "left", len(state.ImageCaches)+len(state.DataCaches)+len(state.VirtualNodes), 0)
}

func TestTagsOfOtherObjects(t *testing.T) {
	c := newCloud(t)
	for kind, id := range map[string]string{"ImageCache": c.createImageCache(), "DataCache": c.createDataCache(),
		"VirtualNode": c.createNode()} {
		must[wire.Empty](c, "TagResources", params("ResourceType", kind, "ResourceId.1", id, "Tag.1.Key", "env", "Tag.1.Value", "test"))
		listed := must[wire.ListTagResourcesResponse](c, "ListTagResources", params("ResourceType", kind, "Tag.1.Key", "env"))
		want(t, kind, listed.TagResources, []wire.TagResource{{ResourceType: kind, ResourceId: id, TagKey: "env", TagValue: "test"}})
		must[wire.Empty](c, "UntagResources", params("ResourceType", kind, "ResourceId.1", id, "All", "true"))
	}
	state := c.server.State()
	want(t, "tags", len(state.ImageCaches[0].Tags)+len(state.DataCaches[0].Tags)+len(state.VirtualNodes[0].Tags), 0)
}

// Reads do not show an object before the lag is over.
func TestCreateLagOfOtherObjects(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.CreateLag = time.Second })
	c.createImageCache()
	c.createDataCache()
	c.createNode()
	want(t, "at once", len(c.imageCaches())+len(c.dataCaches())+len(c.nodes()), 0)
	c.wait(time.Second)
	want(t, "later", len(c.imageCaches())+len(c.dataCaches())+len(c.nodes()), 3)
}

func TestSaveOtherObjects(t *testing.T) {
	c := newCloud(t)
	image, data, node := c.createImageCache(), c.createDataCache(), c.createNode()
	c.wait(2 * time.Second)
	path := filepath.Join(t.TempDir(), "state.json")
	if err := c.server.Save(path); err != nil {
		t.Fatal(err)
	}
	later := newCloud(t)
	later.now = c.now
	if err := later.server.Load(path); err != nil {
		t.Fatal(err)
	}
	want(t, "state", later.server.State(), c.server.State())
	later.wait(time.Minute)
	want(t, "image cache", later.imageCache(image).Status, "Ready")
	want(t, "data cache", later.dataCache(data).Status, "Available")
	want(t, "node", later.node(node).Status, "Ready")
}
