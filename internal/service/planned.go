package service

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Planned knows the caches that the plans of this process create or change, so that what depends on one is not checked against a
// cloud where it is not yet as planned. It is safe for concurrent use; a plan of what depends on something comes after the plan of that.
type Planned struct {
	mu     sync.Mutex
	caches map[string]plannedCache
}

// plannedCache is a cache as it will be.
type plannedCache struct {
	size  types.Int64 // GiB
	isNew bool
}

// Add notes that a cache of a name is to be created or changed.
func (p *Planned) Add(name string, size types.Int64, isNew bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.caches == nil {
		p.caches = map[string]plannedCache{}
	}
	p.caches[name] = plannedCache{size, isNew}
}

// Creates reports whether a cache of a name is to be created.
func (p *Planned) Creates(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.caches[name].isNew
}

// Size returns the size that a cache of a name is to have, which may be unknown, and whether it is planned at all.
func (p *Planned) Size(name string) (types.Int64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	cache, ok := p.caches[name]
	return cache.size, ok
}

// DataCacheName is the name under which a data cache is planned: groups know no more of it.
func DataCacheName(bucket, path string) string { return "data cache " + bucket + ":" + path }

// ImageCacheName is the name under which an image cache is planned that exists already.
func ImageCacheName(id string) string { return "image cache " + id }
