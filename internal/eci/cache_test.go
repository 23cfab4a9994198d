package eci

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// TestReadsByID reads several objects at a time, which takes one call.
func TestReadsByID(t *testing.T) {
	tests := []struct {
		name, list, id string
		ids            func(url.Values) []string
		read           func(ctx context.Context, c *Client, id string) (found string, listed bool, err error)
		calls          int
	}{
		{"image caches", "ImageCaches", "ImageCacheId",
			func(url.Values) []string { return []string{"other", "two", "one"} }, // the list of all
			func(ctx context.Context, c *Client, id string) (string, bool, error) {
				cache, listed, err := c.ImageCache(ctx, id)
				return cache.ImageCacheId, listed, err
			}, 1},
		{"data caches", "DataCaches", "DataCacheId",
			func(form url.Values) (ids []string) {
				for i := 1; form.Has(fmt.Sprintf("DataCacheId.%d", i)); i++ {
					ids = append(ids, form.Get(fmt.Sprintf("DataCacheId.%d", i)))
				}
				return ids
			},
			func(ctx context.Context, c *Client, id string) (string, bool, error) {
				cache, listed, err := c.DataCache(ctx, id)
				return cache.DataCacheId, listed, err
			}, 1},
		{"virtual nodes", "VirtualNodes", "VirtualNodeId",
			func(form url.Values) (ids []string) {
				if err := json.Unmarshal([]byte(form.Get("VirtualNodeIds")), &ids); err != nil {
					t.Error(err)
				}
				return ids
			},
			func(ctx context.Context, c *Client, id string) (string, bool, error) {
				node, listed, err := c.VirtualNode(ctx, id)
				return node.VirtualNodeId, listed, err
			}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				calls := 0
				c := newClient(t, func(req *http.Request) (*http.Response, error) {
					mu.Lock()
					defer mu.Unlock()
					calls++
					var found []string
					for _, id := range test.ids(formOf(t, req)) {
						if id != "missing" {
							found = append(found, fmt.Sprintf(`{%q:%q}`, test.id, id))
						}
					}
					return answer(200, fmt.Sprintf(`{"RequestId":"R",%q:[%s],"NextToken":""}`, test.list, strings.Join(found, ","))), nil
				})
				var wg sync.WaitGroup
				for _, id := range []string{"one", "two", "missing"} {
					wg.Go(func() {
						found, listed, err := test.read(t.Context(), c, id)
						if err != nil || listed != (id != "missing") || listed && found != id {
							t.Errorf("%s: %q, %v, %v", id, found, listed, err)
						}
					})
				}
				wg.Wait()
				if calls != test.calls {
					t.Errorf("%d calls, want %d", calls, test.calls)
				}
			})
		})
	}
}

// A long list of image caches is left when it has cost as many calls as asking for each.
func TestImageCachesInLongList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			id := formOf(t, req).Get("ImageCacheId")
			asked = append(asked, id)
			return answer(200, fmt.Sprintf(`{"RequestId":"R","ImageCaches":[{"ImageCacheId":%q}],"NextToken":"more"}`, cmp.Or(id, "other"))), nil
		})
		found, err := c.fetchImageCaches(t.Context(), []string{"one", "two"})
		if err != nil || found["one"].ImageCacheId != "one" || found["two"].ImageCacheId != "two" || len(found) != 2 {
			t.Errorf("%v, %v", found, err)
		}
		if want := []string{"", "", "one", "two"}; !slices.Equal(asked, want) {
			t.Errorf("asked for %q, want %q", asked, want)
		}
	})
}

// TestIn calls in another region, at that region's host unless an endpoint is given.
func TestIn(t *testing.T) {
	var host, region string
	record := transport(func(req *http.Request) (*http.Response, error) {
		host, region = req.URL.Host, formOf(t, req).Get("RegionId")
		return answer(200, ok), nil
	})
	for endpoint, want := range map[string]string{"": "eci.cn-beijing.aliyuncs.com", "eci.example.com": "eci.example.com"} {
		c, err := New(Config{Region: "cn-hangzhou", Endpoint: endpoint, Credentials: testCredentials, Transport: record})
		if err != nil {
			t.Fatal(err)
		}
		other, err := c.In("cn-beijing")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.CopyDataCache(t.Context(), &CopyDataCacheRequest{DataCacheId: "edc-1", DestinationRegionId: c.Region()}); err != nil {
			t.Fatal(err)
		}
		if host != want || region != "cn-beijing" || c.Region() != "cn-hangzhou" {
			t.Errorf("endpoint %q: called %s for %s", endpoint, host, region)
		}
	}
	if _, err := newClient(t, record).In("no region"); err == nil {
		t.Error("a text that is no region is accepted")
	}
}

func TestNodeInUse(t *testing.T) {
	if !IsNodeInUse(&Error{Code: "VirtualNode.DELETE.FAILED", HTTPStatus: 400}) ||
		IsNodeInUse(&Error{Code: "InvalidParameter", HTTPStatus: 400}) {
		t.Error("IsNodeInUse is wrong")
	}
}
