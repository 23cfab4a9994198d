package service

import (
	"context"
	"fmt"
	"iter"
	gopath "path"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/singleflight"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// CacheSizes remembers how large caches are that groups mount, so that each is looked up once. It is safe for concurrent use.
type CacheSizes struct {
	known  sync.Map // name to MountedCache
	asking singleflight.Group
}

// MountedCache is a cache that a group mounts.
type MountedCache struct {
	Name string      // identifies it
	Size types.Int64 // GiB, unknown if its plan leaves it open
}

// ImageCache returns the image cache with an ID, as it is planned to be.
func (c *Config) ImageCache(ctx context.Context, id string) (MountedCache, error) {
	name := ImageCacheName(id)
	if size, planned := c.Planned.Size(name); planned {
		return MountedCache{name, size}, nil
	}
	return c.Caches.ask(name, func() (MountedCache, error) {
		cache, listed, err := c.Client.ImageCache(ctx, id)
		if err == nil && !listed {
			err = fmt.Errorf("no image cache has the ID %s", id)
		}
		return MountedCache{name, types.Int64Value(cache.ImageCacheSize)}, err
	})
}

// DataCache returns the data cache of a bucket that a path is in, as it is planned to be: a group may mount a part of a cache.
func (c *Config) DataCache(ctx context.Context, bucket, path string) (MountedCache, error) {
	path = gopath.Clean(path)
	for at := range foldersAbove(path) {
		name := DataCacheName(bucket, at)
		if size, planned := c.Planned.Size(name); planned {
			return MountedCache{name, size}, nil
		}
	}
	return c.Caches.ask(DataCacheName(bucket, path), func() (MountedCache, error) {
		sizes := map[string]int64{}
		for cache, err := range c.Client.DataCaches(ctx, &eci.DescribeDataCachesRequest{Bucket: bucket}) {
			if err != nil {
				return MountedCache{}, err
			}
			sizes[gopath.Clean(cache.Path)] = cache.Size
		}
		for at := range foldersAbove(path) {
			if size, ok := sizes[at]; ok {
				return MountedCache{DataCacheName(bucket, at), types.Int64Value(size)}, nil
			}
		}
		return MountedCache{}, fmt.Errorf("no data cache of the bucket %s holds %s", bucket, path)
	})
}

// foldersAbove iterates over an absolute path and the folders that it is in, without the root.
func foldersAbove(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for at := gopath.Clean(path); at != "/" && at != "." && yield(at); at = gopath.Dir(at) {
		}
	}
}

// ask returns what is known, or else what look finds.
func (s *CacheSizes) ask(name string, look func() (MountedCache, error)) (MountedCache, error) {
	answer, err, _ := s.asking.Do(name, func() (any, error) {
		if known, ok := s.known.Load(name); ok {
			return known, nil
		}
		found, err := look()
		if err == nil {
			s.known.Store(name, found)
		}
		return found, err
	})
	return answer.(MountedCache), err
}
