package emulator

import (
	"net/http"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// PatchImageCache changes an image cache as a JSON merge patch (RFC 7396) to what DescribeImageCaches tells of it, and returns
// what it tells then. Neither id nor region can be changed, and events stay as they are. A cache whose status is changed is
// not built any further.
func (s *Server) PatchImageCache(id string, patch []byte) (*wire.ImageCache, error) {
	return patchObject(s, &s.cloud.ImageCaches, id, patch, (*imageCache).describe, func(i *imageCache, patched wire.ImageCache) {
		if patched.Status != i.Status {
			i.Build = build{}
		}
		patched.Tags, patched.Events = orNil(patched.Tags), nil
		i.ImageCache = patched
	})
}

// PatchDataCache changes a data cache as PatchImageCache does an image cache.
func (s *Server) PatchDataCache(id string, patch []byte) (*wire.DataCache, error) {
	return patchObject(s, &s.cloud.DataCaches, id, patch, (*dataCache).describe, func(d *dataCache, patched wire.DataCache) {
		if patched.Status != d.Status {
			d.Build = build{}
		}
		patched.Tags, patched.Events = orNil(patched.Tags), nil
		d.DataCache = patched
	})
}

// PatchVirtualNode changes a virtual node as PatchImageCache does an image cache.
func (s *Server) PatchVirtualNode(id string, patch []byte) (*wire.VirtualNode, error) {
	return patchObject(s, &s.cloud.VirtualNodes, id, patch, (*virtualNode).describe, func(n *virtualNode, patched wire.VirtualNode) {
		if patched.Status != n.Status {
			n.Failure = ""
		}
		patched.Tags, patched.Events = orNil(patched.Tags), nil
		n.VirtualNode = patched
	})
}

// AddDataCache puts a data cache of that bucket and path into a region, as if it had been loaded before, and returns its id.
func (s *Server) AddDataCache(region, bucket, path string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.clock()
	d := &dataCache{DataCache: wire.DataCache{
		RegionId: region, Name: "added", Bucket: bucket, Path: path, Status: statusAvailable, Progress: "100%", Size: defaultDiskSize,
		DataSource:   describeDataSource(&wire.DataSource{Type: "SNAPSHOT", Options: map[string]string{"snapshotId": s.cloud.newID("s", s.cloud.nextSequence())}}),
		CreationTime: timestamp(at), ResourceGroupId: defaultResourceGroup,
	}}
	s.addDataCache(at, d)
	return d.DataCacheId
}

// RemoveImageCache takes an image cache away without a trace.
func (s *Server) RemoveImageCache(id string) error {
	return removeObject(s, &s.cloud.ImageCaches, id, s.removeImageCache)
}

// RemoveDataCache takes a data cache away without a trace.
func (s *Server) RemoveDataCache(id string) error {
	return removeObject(s, &s.cloud.DataCaches, id, s.removeDataCache)
}

// RemoveVirtualNode takes a virtual node away without a trace, whatever runs on it.
func (s *Server) RemoveVirtualNode(id string) error {
	return removeObject(s, &s.cloud.VirtualNodes, id, s.removeVirtualNode)
}

// patchObject merges a patch into what is told of an object, and lets adopt change the object accordingly.
func patchObject[T object, Described any](
	s *Server, all *collection[T], id string, patch []byte, describe func(T) Described, adopt func(T, Described),
) (*Described, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(s.clock())
	o, ok := all.byID[id]
	if !ok {
		return nil, noObject(id)
	}
	var patched Described
	if err := applyMergePatch(describe(o), patch, &patched); err != nil {
		return nil, err
	}
	region, before := o.region(), describe(o)
	if adopt(o, patched); o.id() != id || o.region() != region {
		adopt(o, before)
		return nil, controlError{http.StatusBadRequest, "id and region cannot be changed"}
	}
	result := describe(o)
	return &result, nil
}

func removeObject[T object](s *Server, all *collection[T], id string, remove func(T)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := all.byID[id]
	if !ok {
		return noObject(id)
	}
	remove(o)
	return nil
}

func noObject(id string) error {
	return controlError{http.StatusNotFound, "there is no object " + id}
}

// orNil is the inverse of orEmpty: objects hold no list where there is nothing to list.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
