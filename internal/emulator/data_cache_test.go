package emulator

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// dataCacheOf makes the parameters of a data cache, changed by pairs; an empty value removes a parameter.
func dataCacheOf(pairs ...string) url.Values {
	return changed(params("Name", "model", "Path", "/data/model", "DataSource.Type", "URL",
		"DataSource.Options.#3#url", "https://example.com/model.bin"), pairs)
}

func (c *cloudTest) createDataCache(pairs ...string) string {
	c.Helper()
	return must[wire.DataCacheIdResponse](c, "CreateDataCache", dataCacheOf(pairs...)).DataCacheId
}

func (c *cloudTest) dataCaches(pairs ...string) []wire.DataCache {
	c.Helper()
	return must[wire.DescribeDataCachesResponse](c, "DescribeDataCaches", params(pairs...)).DataCaches
}

func (c *cloudTest) dataCache(id string) wire.DataCache {
	c.Helper()
	caches := c.dataCaches("DataCacheId.1", id)
	if len(caches) != 1 {
		c.Fatalf("%d data caches have the id %s", len(caches), id)
	}
	return caches[0]
}

func TestDataCacheLifeCycle(t *testing.T) {
	c := newCloud(t)
	id := c.createDataCache("RetentionDays", "1", "DataSource.Options.#11#accessToken", "hush",
		"EipCreateParam.Bandwidth", "10", "EipCreateParam.ISP", "BGP")
	d := c.dataCache(id)
	want(t, "status", d.Status, "Creating")
	want(t, "bucket", d.Bucket, "default")
	want(t, "size", d.Size, 20)
	want(t, "source", d.DataSource, wire.DescribedDataSource{Type: "URL",
		Options: `{"options":{"url":"https://example.com/model.bin"},"type":"URL"}`})
	want(t, "builder", c.exists(d.ContainerGroupId), true)
	c.wait(3 * time.Second)
	d = c.dataCache(id)
	want(t, "status", d.Status+" "+d.Progress, "Loading 50%")
	want(t, "address of the builder", strings.HasPrefix(c.describe(d.ContainerGroupId).InternetIp, "203."), true)
	c.wait(3 * time.Second)
	d = c.dataCache(id)
	want(t, "status", d.Status+" "+d.Progress, "Available 100%")
	want(t, "snapshot", strings.HasPrefix(d.SnapshotId, "s-"), true)
	want(t, "events", reasons(d.Events), "Creating Started Created")
	want(t, "builder", c.exists(d.ContainerGroupId), false)
	for _, entry := range c.server.Journal() {
		for name, value := range entry.Parameters {
			if strings.Contains(value, "hush") {
				t.Errorf("the journal shows %s", name)
			}
		}
	}
	c.wait(24 * time.Hour)
	want(t, "after its days", len(c.dataCaches()), 0)
}

func TestDataCacheFails(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []string
		event string
	}{
		"too small": {[]string{"DataSource.Options.#3#url", "https://example.com/model-21gib"}, "21 GiB"},
		"huge repository": {[]string{"DataSource.Options.#3#url", "", "DataSource.Options.repoSource", "HuggingFace/Model",
			"DataSource.Options.repoId", "org/99999999999999999999gib"}, "no space"},
		"unknown host": {[]string{"DataSource.Options.#3#url", "https://data.invalid/model"}, "data.invalid"},
		"unknown server": {[]string{"DataSource.Type", "NAS", "DataSource.Options.#3#url", "", "DataSource.Options.server", "nas.invalid",
			"DataSource.Options.path", "/"}, "nas.invalid"},
		"no stock": {[]string{"VSwitchId", "vsw-nostock"}, "scheduled"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			id := c.createDataCache(test.pairs...)
			c.wait(6 * time.Second)
			d := c.dataCache(id)
			want(t, "status", d.Status, "Failed")
			if last := d.Events[len(d.Events)-1]; last.Type != "Warning" || !strings.Contains(last.Message, test.event) {
				t.Errorf("%+v lacks %q", last, test.event)
			}
			c.refused("CreateContainerGroup", mountGroup("/data/model"), "IncorrectStatus")
		})
	}
	c := newCloud(t)
	id := c.createDataCache("Size", "21", "DataSource.Options.#3#url", "https://example.com/model-21gib")
	c.wait(6 * time.Second)
	want(t, "large enough", c.dataCache(id).Status, "Available")
}

func TestUpdateDataCache(t *testing.T) {
	c := newCloud(t)
	id := c.createDataCache("DataSource.Options.accessToken", "old")
	c.refused("UpdateDataCache", params("DataCacheId", id, "Name", "new"), "IncorrectStatus")
	c.wait(6 * time.Second)
	update := func(pairs ...string) wire.DataCache {
		t.Helper()
		must[wire.Empty](c, "UpdateDataCache", changed(params("DataCacheId", id, "Name", "model"), pairs))
		return c.dataCache(id)
	}
	d := update("Name", "renamed", "RetentionDays", "2", "Tag.1.Key", "k", "Bucket", "default")
	want(t, "status", d.Status, "Available")
	want(t, "name", d.Name, "renamed")
	want(t, "expiry", d.ExpireDateTime, "2026-03-03T12:00:06Z")
	want(t, "tags", d.Tags, []wire.Tag{{Key: "k", Value: ""}})

	snapshot := d.SnapshotId
	d = update("Size", "40")
	want(t, "status", d.Status, "Updating")
	want(t, "source", strings.Contains(d.DataSource.Options, "model.bin"), true)
	c.wait(6 * time.Second)
	d = c.dataCache(id)
	want(t, "status", d.Status, "Available")
	want(t, "another snapshot", d.SnapshotId != snapshot, true)

	// Another token loads the data anew, though it is not described.
	d = update("DataSource.Type", "URL", "DataSource.Options.url", "https://example.com/model.bin", "DataSource.Options.accessToken", "new")
	want(t, "status", d.Status, "Updating")
	c.wait(6 * time.Second)
	update("DataSource.Type", "URL", "DataSource.Options.url", "https://example.com/41gib")
	c.wait(6 * time.Second)
	want(t, "status", c.dataCache(id).Status, "UpdateFailed")
	update("Size", "41")
	c.wait(6 * time.Second)
	want(t, "status", c.dataCache(id).Status, "Available")

	c.refused("UpdateDataCache", params("Name", "x"), "MissingParameter")
	c.refused("UpdateDataCache", params("DataCacheId", id), "MissingParameter")
	c.refused("UpdateDataCache", params("DataCacheId", id, "Name", "x", "Bucket", "other"), "InvalidParameter.NotFound")
	c.refused("UpdateDataCache", params("DataCacheId", "edc-unknown", "Name", "x"), "InvalidParameter.NotFound")
}

func TestCopyDataCache(t *testing.T) {
	c := newCloud(t)
	id := c.createDataCache()
	to := func(pairs ...string) url.Values {
		return changed(params("DataCacheId", id, "DestinationRegionId", "cn-beijing"), pairs)
	}
	c.refused("CopyDataCache", to(), "IncorrectStatus")
	c.wait(6 * time.Second)
	copied := must[wire.DataCacheIdResponse](c, "CopyDataCache", to("Name", "copy", "Tag.1.Key", "k")).DataCacheId
	there := func() wire.DataCache {
		t.Helper()
		return c.dataCaches("RegionId", "cn-beijing", "DataCacheId.1", copied)[0]
	}
	want(t, "status", there().Status, "Creating")
	c.wait(6 * time.Second)
	d := there()
	want(t, "copy", fmt.Sprint(d.Status, d.Name, d.Path, d.Size, d.RegionId, d.ContainerGroupId, d.Tags),
		"Availablecopy/data/model20cn-beijing[{k }]")
	want(t, "source", d.DataSource, c.dataCache(id).DataSource)
	c.refused("CopyDataCache", to(), "InvalidParameter") // the path is taken
	c.refused("CopyDataCache", to("DestinationRegionId", "cn-nowhere"), "InvalidParameter.NotFound")
	c.refused("CopyDataCache", to("DataCacheId", copied), "InvalidParameter.NotFound") // not in this region
}

// mountGroup makes the parameters of a group that mounts the data cache of a path.
func mountGroup(path string, pairs ...string) url.Values {
	return changed(group("DataCacheBucket", "default", "Volume.1.Name", "v", "Volume.1.Type", "HostPathVolume",
		"Volume.1.HostPathVolume.Path", path), pairs)
}

func TestGroupsMountDataCaches(t *testing.T) {
	c := newCloud(t)
	id := c.createDataCache()
	c.refused("CreateContainerGroup", mountGroup("/data/model"), "IncorrectStatus")
	c.wait(6 * time.Second)
	c.create(mountGroup("/data/model/"))
	want(t, "match", c.dataCache(id).LastMatchedTime, "2026-03-01T12:00:06Z")
	c.refused("CreateContainerGroup", mountGroup("/data"), "InvalidParameter.NotFound")
	c.refused("CreateContainerGroup", mountGroup("/data/model", "DataCacheBucket", "other"), "InvalidParameter.NotFound")
	c.refused("CreateContainerGroup", mountGroup("/data/model", "RegionId", "cn-beijing"), "InvalidParameter.NotFound")
}

func TestDescribeAndDeleteDataCaches(t *testing.T) {
	c := newCloud(t)
	a := c.createDataCache("Path", "/a", "Tag.1.Key", "env")
	b := c.createDataCache("Path", "/a", "Bucket", "other", "ResourceGroupId", "rg-b")
	for name, test := range map[string]struct {
		pairs []string
		want  []string
	}{
		"all":            {nil, []string{a, b}},
		"ids":            {[]string{"DataCacheId.1", b, "DataCacheId.2", "edc-unknown"}, []string{b}},
		"default bucket": {[]string{"Path", "/a"}, []string{a}},
		"bucket":         {[]string{"Bucket", "other"}, []string{b}},
		"bucket, path":   {[]string{"Bucket", "other", "Path", "/a"}, []string{b}},
		"group":          {[]string{"ResourceGroupId", "rg-b"}, []string{b}},
		"tag":            {[]string{"Tag.1.Key", "env"}, []string{a}},
	} {
		var got []string
		for _, d := range c.dataCaches(test.pairs...) {
			got = append(got, d.DataCacheId)
		}
		want(t, name, got, test.want)
	}
	c.refused("DescribeDataCaches", params("Limit", "21"), "InvalidParameter.ValueExceeded")
	builder := c.dataCache(b).ContainerGroupId
	must[wire.Empty](c, "DeleteDataCache", params("Path", "/a", "Bucket", "other"))
	want(t, "deleted", len(c.dataCaches("DataCacheId.1", b)), 0)
	want(t, "its builder", c.exists(builder), false)
	must[wire.Empty](c, "DeleteDataCache", params("DataCacheId", a))
	must[wire.Empty](c, "DeleteDataCache", params("DataCacheId", a)) // as if it were there
	want(t, "left", len(c.dataCaches()), 0)
	c.refused("DeleteDataCache", nil, "MissingParameter")
}

func TestCreateDataCacheRefuses(t *testing.T) {
	c := newCloud(t)
	c.server.settings.Quotas.MaxDataCacheCount = 1
	for name, test := range map[string]struct {
		values url.Values
		code   string
	}{
		"no name":             {dataCacheOf("Name", ""), "MissingParameter"},
		"no path":             {dataCacheOf("Path", ""), "MissingParameter"},
		"relative path":       {dataCacheOf("Path", "data"), "InvalidParameter"},
		"reserved bucket":     {dataCacheOf("Bucket", "eci-system"), "InvalidParameter"},
		"no source":           {dataCacheOf("DataSource.Type", "", "DataSource.Options.#3#url", ""), "MissingParameter"},
		"no type":             {dataCacheOf("DataSource.Type", ""), "MissingParameter"},
		"unknown type":        {dataCacheOf("DataSource.Type", "FTP"), "InvalidParameter"},
		"option of another":   {dataCacheOf("DataSource.Type", "NAS"), "MissingParameter"},
		"unknown repository":  {dataCacheOf("DataSource.Options.repoSource", "GitHub"), "InvalidParameter"},
		"no repository":       {dataCacheOf("DataSource.Options.repoSource", "HuggingFace/Model"), "MissingParameter"},
		"two EIPs":            {dataCacheOf("EipInstanceId", "eip-1", "EipCreateParam.ISP", "BGP"), "InvalidParameter"},
		"bandwidth":           {dataCacheOf("EipCreateParam.Bandwidth", "0"), "InvalidParameter.ValueExceeded"},
		"vSwitch":             {dataCacheOf("VSwitchId", "vsw-full"), "InvalidVSwitchId.IpNotEnough"},
		"size":                {dataCacheOf("Size", "0"), "InvalidParameter.ValueExceeded"},
		"parameter of update": {dataCacheOf("DataCacheId", "edc-1"), "InvalidParameter"},
	} {
		t.Run(name, func(*testing.T) { c.refused("CreateDataCache", test.values, test.code) })
	}
	c.createDataCache()
	c.refused("CreateDataCache", dataCacheOf("Path", "/data/model/"), "InvalidParameter")
	c.refused("CreateDataCache", dataCacheOf("Path", "/other"), "QuotaExceeded")
}
