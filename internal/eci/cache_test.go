package eci

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// TestReadsByID reads several objects at a time: one call for those whose action takes several IDs, one call each for
// image caches.
func TestReadsByID(t *testing.T) {
	tests := []struct {
		name, list, id string
		ids            func(url.Values) []string
		read           func(ctx context.Context, c *Client, id string) (found string, listed bool, err error)
		calls          int
	}{
		{"image caches", "ImageCaches", "ImageCacheId",
			func(form url.Values) []string { return []string{form.Get("ImageCacheId")} },
			func(ctx context.Context, c *Client, id string) (string, bool, error) {
				cache, listed, err := c.ImageCache(ctx, id)
				return cache.ImageCacheId, listed, err
			}, 3},
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
					return answer(200, fmt.Sprintf(`{%q:[%s],"NextToken":""}`, test.list, strings.Join(found, ","))), nil
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

// TestIn calls in another region, at that region's host unless an endpoint is given.
func TestIn(t *testing.T) {
	var host, region string
	record := transport(func(req *http.Request) (*http.Response, error) {
		host, region = req.URL.Host, formOf(t, req).Get("RegionId")
		return answer(200, `{"RequestId":"R"}`), nil
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
	if !IsNodeInUse(&Error{Code: "VirtualNode.DELETE.FAILED", HTTPStatus: 400}) || IsNodeInUse(&Error{Code: "InvalidParameter", HTTPStatus: 400}) {
		t.Error("IsNodeInUse is wrong")
	}
}
