package service

import "sync"

// Planned knows what the plans of this process create, so that what depends on it is not checked against a cloud where it is not
// yet. It is safe for concurrent use; a plan of what depends on something comes after the plan of that.
type Planned struct {
	mu    sync.Mutex
	names map[string]bool
}

// Add notes that something of a name is to be created.
func (p *Planned) Add(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names == nil {
		p.names = map[string]bool{}
	}
	p.names[name] = true
}

// Has reports whether something of a name is to be created.
func (p *Planned) Has(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.names[name]
}

// DataCacheName is the name under which a data cache is planned: groups know no more of it.
func DataCacheName(bucket, path string) string { return "data cache " + bucket + ":" + path }
